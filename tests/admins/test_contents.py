"""What arrives at a customer, whatever an admin sends: to the unit, with its buttons and the legal
line under it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest

from models.tables import Campaign
from models.tables import Person as Row
from sandbox.chats import Media, Message
from sandbox.entities import cut, tidy, units
from sandbox.markup import parse_html
from sandbox.people import Person
from sandbox.sender import CAPTION_LIMIT, TEXT_LIMIT
from tests.admins.broadcasting import FOOTER, STOP
from tests.admins.contents import SAY, business, content_of, heard, look, send, show
from tests.world import World
from views import offers

WORDS = "😀 <b>Скидка</b> для вас, <i>{имя|друг}</i>: <u>20 %</u>"
FILLED = "😀 <b>Скидка</b> для вас, <i>Алиса</i>: <u>20 %</u>"
PLAIN = "😀 <b>Скидка</b> 20 % 👩‍👩‍👧"
SIGNED = f"\n\n<i>{FOOTER}</i>"
END = "<b>Салон «Астра»</b>"
LINK = ("Смотреть", "https://astra.ru/sale")
FOOTERS = ("", FOOTER)


def campaign(**button: object) -> Campaign:
    return Campaign(**{"id": 7, "button": None, "url": None, "counts_taps": False, **button})


CAMPAIGNS = (campaign(), campaign(button=LINK[0], url=LINK[1]))

Say = Callable[[Person, str], list[Message]]


def media(kind: str, **looks: Any) -> Say:
    def say(person: Person, html: str) -> list[Message]:
        message = person.send_media(kind, **looks)
        message.text, message.entities = tidy(parse_html(html))
        return [message]

    return say


def text(person: Person, html: str) -> list[Message]:
    return [person._say(tidy(parse_html(html)))]


def album(*kinds: str) -> Say:
    def say(person: Person, html: str) -> list[Message]:
        messages = person.send_album(*kinds)
        messages[0].text, messages[0].entities = tidy(parse_html(html))
        return messages

    return say


WORDED: dict[str, Say] = {
    "text": text,
    "photo": media("photo"),
    "photo under a spoiler": media("photo", spoiler=True, caption_above=True),
    "video": media("video", caption_above=True),
    "voice": media("voice"),
    "audio": media("audio"),
    "document": media("document"),
    "animation": media("animation", spoiler=True),
}
BARE: dict[str, Callable[[Person], Message]] = {
    "sticker": Person.send_sticker,
    "video_note": Person.send_video_note,
    "poll": Person.send_poll,
    "location": Person.send_location,
    "venue": Person.send_venue,
    "contact": Person.send_contact,
    "dice": Person.send_dice,
}
ALBUMS: dict[str, Say] = {
    "two": album("photo", "video"),
    "ten": album(*["photo"] * 10),
    "documents": album("document", "document"),
    "audio": album("audio", "audio", "audio"),
}


def buttons(of: Campaign) -> tuple[tuple[str, str | None], ...]:
    return ((STOP, None),) if of.button is None else (LINK, (STOP, None))


async def arrived(world: World, of: Campaign, said: list[Message], footer: str) -> list[Message]:
    """What Alice gets, which is what Bob has seen, as if he were her."""
    bob, alice = world.bob, world.alice
    content = content_of(bob, *said, footer=footer)
    alice.start()
    before = len(bob.messages), len(alice.messages)
    content = await show(world, of, content, "Алиса Ким", footer)
    await send(world, of, content, alice, "Алиса Ким", footer)
    seen, got = bob.messages[before[0] :], alice.messages[before[1] :]
    assert [look(one) for one in seen] == [look(one) for one in got]
    return got


@pytest.mark.parametrize(("html", "whole"), [(PLAIN, PLAIN), (WORDS, FILLED)])
@pytest.mark.parametrize("kind", sorted(WORDED))
async def test_words_and_media_arrive_with_the_legal_line_under_them(
    world: World, bob: Person, kind: str, html: str, whole: str
) -> None:
    for footer in FOOTERS:
        for of in CAMPAIGNS:
            [said] = WORDED[kind](bob, html)
            [got] = await arrived(world, of, [said], footer)
            source = look(said)
            assert look(got).html == (whole + SIGNED if footer else whole)
            assert look(got).buttons == buttons(of)
            assert (look(got).kind, look(got).file_id) == (source.kind, source.file_id)
            assert look(got).spoiler is source.spoiler
            assert look(got).caption_above is source.caption_above


@pytest.mark.parametrize("kind", sorted(BARE))
async def test_what_takes_no_words_has_the_legal_line_in_a_message_after_it(
    world: World, bob: Person, kind: str
) -> None:
    for of in CAMPAIGNS:
        [got] = await arrived(world, of, [BARE[kind](bob)], "")
        assert (look(got).kind, look(got).buttons) == (kind, buttons(of))
        got, end = await arrived(world, of, [BARE[kind](bob)], FOOTER)
        assert (look(got).kind, look(got).buttons) == (kind, ())
        assert (end.html, look(end).buttons) == (END + SIGNED, buttons(of))


@pytest.mark.parametrize(("html", "whole"), [(PLAIN, PLAIN), (WORDS, FILLED)])
@pytest.mark.parametrize("kind", sorted(ALBUMS))
async def test_an_album_arrives_whole_and_its_buttons_after_it(
    world: World, bob: Person, kind: str, html: str, whole: str
) -> None:
    for footer in FOOTERS:
        for of in CAMPAIGNS:
            said = ALBUMS[kind](bob, html)
            *got, end = await arrived(world, of, said, footer)
            assert [one.media.file_id for one in got if one.media] == [
                one.media.file_id for one in said if one.media
            ]
            assert len({one.media_group_id for one in got}) == 1
            assert [one.html for one in got] == [whole, *[""] * (len(said) - 1)]
            assert (end.html, look(end).buttons) == (
                END + SIGNED if footer else END,
                buttons(of),
            )


async def test_an_album_keeps_its_spoilers_and_the_place_of_its_caption(
    world: World, bob: Person
) -> None:
    said = album("photo", "photo", "video")(bob, PLAIN)
    said[0].caption_above = True
    said[1].spoiler = True
    *got, _ = await arrived(world, campaign(), said, "")
    assert [one.spoiler for one in got] == [False, True, False]
    assert all(one.caption_above for one in got)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("<b>&\"'", "<b>&\"'"),
        ("{имя|друг}", "{имя|друг}"),
        ("😀" * 64, "😀" * 11 + "…"),
        ("יעל כהן", "\u2068יעל\u2069"),
        ("\u3164", "друг"),
        ("", "друг"),
    ],
)
@pytest.mark.parametrize("make", [text, media("photo")], ids=["text", "photo"])
async def test_a_name_never_breaks_what_is_around_it(
    world: World, bob: Person, alice: Person, make: Say, name: str, called: str
) -> None:
    alice.start()
    content = content_of(bob, *make(bob, WORDS))
    content = await show(world, campaign(), content, "Боб")
    await send(world, campaign(), content, alice, name, FOOTER)
    assert alice.last.text == f"😀 Скидка для вас, {called}: 20 %\n\n{FOOTER}"
    shown = [(one["type"], cut(alice.last.text, one["offset"], one["length"])) for one in
             alice.last.entities if one["type"] in ("bold", "italic", "underline")]  # fmt: skip
    assert shown == [
        ("bold", "Скидка"),
        ("italic", called),
        ("underline", "20 %"),
        ("italic", FOOTER),
    ]


@pytest.mark.parametrize("variable", ["", "{имя|друг}"])
@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize(
    ("make", "limit"),
    [(text, TEXT_LIMIT), (media("photo"), CAPTION_LIMIT), (album("photo", "photo"), CAPTION_LIMIT)],
    ids=["text", "caption", "album"],
)
async def test_what_is_let_through_fits_to_the_unit_whoever_gets_it(
    world: World,
    bob: Person,
    alice: Person,
    make: Say,
    limit: int,
    footer: str,
    variable: str,
) -> None:
    """The longest name is the one that is cut, between the marks around what is read from right
    to left."""
    alice.start()
    is_album = len(make(bob, "Зал")) > 1
    line = units("\n\n" + footer) if footer and not is_album else 0
    longest = 26 if variable else 0
    words = variable + "я" * (limit - line - longest)
    content = content_of(bob, *make(bob, words), footer=footer)
    content = await show(world, campaign(), content, "Боб", footer)
    before = len(alice.messages)
    await send(world, campaign(), content, alice, "י" * 64, footer)
    assert units(alice.messages[before].text) == limit

    too_long = make(bob, words)[0]
    too_long.text += "я"
    is_copied_as_it_is = not (footer or variable or is_album)
    assert (offers.refusal(SAY, heard(too_long), footer) is None) is is_copied_as_it_is


async def test_a_link_in_a_name_or_in_the_legal_line_brings_no_preview(
    world: World, bob: Person
) -> None:
    for html, has_preview in [
        ("Без ссылок", False),
        ("Для {имя|вас}", False),
        ("Со ссылкой https://astra.ru/sale", True),
        ("<a href='https://astra.ru/'>Всё</a> для {имя|вас}", True),
    ]:
        [got] = await arrived(world, campaign(), text(bob, html), FOOTER)
        assert look(got).has_preview is has_preview
    said = text(bob, "Без картинки: https://astra.ru/sale, {имя|друг}")
    said[0].link_preview_options = {"is_disabled": True}
    [got] = await arrived(world, campaign(), said, "")
    assert look(got).has_preview is False


STORY = {"id": 1, "chat": {"id": 5, "type": "private", "first_name": "Ева"}}
PRICE = {"title": "Мяч", "description": "Мяч", "start_parameter": "", "currency": "XTR"}
STAY: dict[str, tuple[dict[str, Any], str]] = {
    "checklist": ({"title": "Дела", "tasks": []}, "Список дел"),
    "game": ({"title": "Мяч", "description": "Мяч", "photo": []}, "Игру"),
    "giveaway": (
        {"chats": [], "winners_selection_date": 1, "winner_count": 1},
        "Розыгрыш",
    ),
    "invoice": ({**PRICE, "total_amount": 1}, "Счёт"),
    "paid_media": ({"star_count": 1, "paid_media": []}, "Платную публикацию"),
    "story": (STORY, "Историю"),
}


@pytest.mark.parametrize("kind", sorted(STAY))
async def test_what_telegram_copies_for_nobody_is_refused_in_words(
    world: World, bob: Person, alice: Person, kind: str
) -> None:
    facts, words = STAY[kind]
    said = bob._say(media=Media(kind, details=facts))
    refusal = offers.refusal(SAY, heard(said), "")
    assert refusal is not None
    assert refusal.startswith(f"{words} разослать нельзя")
    alice.start()
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await world.app.bot.copy_message(alice.id, bob.id, said.id)


async def test_of_quizzes_those_go_whose_answer_is_known(
    world: World, bob: Person, alice: Person
) -> None:
    [got] = await arrived(world, campaign(), [bob.send_poll("2 × 2?", "3", "4", correct=1)], "")
    assert look(got).kind == "poll"
    foreign = bob.send_poll("2 × 2?", "3", "4", correct=1)
    assert foreign.media is not None
    foreign.media.details.pop("correct_option_ids")
    assert offers.refusal(SAY, heard(foreign), "") == SAY("offer-wrong-kind", kind="quiz")
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await world.app.bot.copy_message(alice.id, bob.id, foreign.id)


async def test_only_what_is_paid_for_is_sent_beyond_the_limit(
    world: World, bob: Person, alice: Person
) -> None:
    for make, words in [(text, PLAIN), (text, WORDS), (album("photo", "photo"), PLAIN)]:
        content = await show(world, campaign(), content_of(bob, *make(bob, words)), "Боб")
        for paid in (False, True):
            to = (SAY, campaign(), content, Row(name="Алиса"), alice.id, "")
            asked = offers.offer(*to, paid=paid).model_dump(exclude_none=True)
            assert asked.get("allow_paid_broadcast", False) is paid
    for paid in (False, True):
        end = offers.end(SAY, business(world, ""), campaign(), alice.id, paid=paid)
        assert end.model_dump(exclude_none=True).get("allow_paid_broadcast", False) is paid


async def test_what_was_never_shown_goes_signed_all_the_same(
    world: World, bob: Person, alice: Person
) -> None:
    alice.start()
    await send(world, campaign(), content_of(bob, bob.send("Скидка")), alice, "Алиса", FOOTER)
    assert alice.last.text == f"Скидка\n\n{FOOTER}"


async def test_a_campaign_of_an_older_version_is_copied_as_it_was_shown(
    world: World, bob: Person, alice: Person
) -> None:
    alice.start()
    shown = await show(world, campaign(), content_of(bob, bob.send("Скидка")), "Боб", FOOTER)
    await send(world, campaign(), replace(shown, parts=()), alice, "Алиса", FOOTER)
    assert alice.last.text == f"Скидка\n\n{FOOTER}"
    assert alice.last.buttons == [[STOP]]
