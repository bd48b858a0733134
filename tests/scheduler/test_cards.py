"""What an owner is told of an unhappy customer."""

from datetime import timedelta

import pytest

from models import answers, cases
from models.tables import Case, CaseState, NudgeState, Person, Response, Role
from sandbox import people
from sandbox.faults import drop_before
from tests.scheduler.bench import NOON, Bench


@pytest.fixture
async def unhappy(bench: Bench, alice: people.Person) -> people.Person:
    await bench.asked(1)
    await bench.scored(1, 3)
    return alice


async def says(
    bench: Bench,
    text: str | None,
    kind: str = "text",
    file: str | None = None,
    message_id: int | None = None,
) -> None:
    """The next message of the customer's why, as the handlers keep it."""
    message_id = message_id or 700 + len(await bench.nudges())
    async with bench.sessions.begin() as session:
        response = await answers.add_reason(
            session, 1, message_id=message_id, kind=kind, text=text, file_id=file,
            closes_at=bench.now, now=bench.now,
        )  # fmt: skip
        await cases.follow_words(session, response, message_id, bench.now)
    await bench.scheduler.settle()
    bench.clock.advance(timedelta(seconds=1))


async def test_the_card_says_who_how_much_and_what_is_at_stake(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    [card] = olga.messages[1:]
    for words in (
        "3 из 10",
        "Алиса",
        "15 апреля 2026",
        "50 000 ₽".replace(" ", "\xa0"),
        "не назвали",
    ):
        assert words in card.text
    assert not card.silent


async def test_planning_cards_twice_plans_them_once(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    for _ in range(3):
        await bench.scheduler.settle()
    assert len(await bench.nudges()) == 1
    assert len(olga.texts) == 1


async def test_an_owner_who_starts_late_gets_the_open_case(
    bench: Bench, unhappy: people.Person
) -> None:
    olga = bench.telegram.add_person(900, "Ольга")
    await bench.add(
        Person(id=900, telegram_id=900, role=Role.OWNER, name="Ольга", language="ru",
               code="code900", met_at=NOON)
    )  # fmt: skip
    await bench.scheduler.settle()
    assert await bench.nudges() == []
    olga.start()
    await bench.change(Person, 900, started_at=NOON)
    await bench.scheduler.settle()
    assert "3 из 10" in olga.last.text


async def test_an_owner_who_starts_after_the_case_was_closed_gets_nothing(
    bench: Bench, unhappy: people.Person
) -> None:
    await bench.change(Case, 1, state=CaseState.CLOSED)
    olga = await bench.knows("Ольга", 900, role=Role.OWNER)
    await bench.scheduler.settle()
    assert olga.texts == []


async def test_an_owner_who_had_blocked_the_bot_gets_the_open_case_on_coming_back(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    olga.block()
    await bench.scheduler.settle()
    assert (await bench.row(Person, 900)).blocked_at == NOON
    assert (await bench.nudge()).state == NudgeState.FAILED
    await bench.lives_through(timedelta(days=1))
    assert len(bench.telegram.calls("sendMessage")) == 1
    olga.start()
    await bench.change(Person, 900, blocked_at=None)
    await bench.scheduler.settle()
    assert "3 из 10" in olga.last.text


async def test_the_card_of_a_person_without_a_username_links_to_the_account(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    assert 'href="tg://user?id=1"' in bench.telegram.calls("sendMessage")[-1].params["text"]


async def test_the_card_of_a_person_with_a_username_shows_it(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.change(Person, 1, username="alice")
    await bench.scheduler.settle()
    assert "@alice" in olga.last.text


async def test_a_changed_score_edits_the_card(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    bench.clock.advance(timedelta(minutes=1))
    await bench.scored(1, 5)
    await bench.scheduler.settle()
    [text] = olga.texts
    assert "5 из 10" in text


async def test_a_score_raised_above_six_closes_the_case_on_the_card(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    bench.clock.advance(timedelta(minutes=1))
    await bench.scored(1, 9)
    await bench.scheduler.settle()
    [text] = olga.texts
    assert "9 из 10" in text
    assert "Закрыто" in text


async def test_the_words_edit_the_card_and_arrive_under_it(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    await says(bench, "Ждала <час> & ушла")
    card, words = olga.messages[1:]
    assert "Ждала <час> & ушла" in card.text
    assert words.text == "Алиса: Ждала <час> & ушла"
    assert words.reply_to is card


async def test_a_second_message_of_the_why_joins_the_card_and_arrives_too(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    await says(bench, "Долго")
    await says(bench, "И холодно")
    card, first, second = olga.messages[1:]
    assert "Долго\nИ холодно" in card.text
    assert (first.text, second.text) == ("Алиса: Долго", "Алиса: И холодно")


@pytest.mark.parametrize("kind", ["voice", "photo", "video", "document", "video_note", "sticker"])
async def test_media_arrive_as_they_were_sent(
    bench: Bench, olga: people.Person, unhappy: people.Person, kind: str
) -> None:
    await bench.scheduler.settle()
    sent = unhappy.send_media(kind)
    assert sent.media is not None
    assert sent.media.file is not None
    await says(bench, None, kind, sent.media.file.file_id, sent.id)
    card, words = olga.messages[1:]
    assert "в сообщениях ниже" in card.text
    assert words.media is not None
    assert words.media.kind == kind
    assert words.text == ("" if kind in ("video_note", "sticker") else "Алиса")
    assert words.reply_to is card


async def test_a_caption_arrives_with_its_picture(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    sent = unhappy.send_photo(caption="вот")
    assert sent.media is not None
    assert sent.media.file is not None
    await says(bench, "вот", "photo", sent.media.file.file_id, sent.id)
    assert olga.last.text == "Алиса: вот"


async def test_words_as_long_as_telegram_allows_are_not_dropped(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    await says(bench, "😡" * 2048)
    assert olga.last.text == "😡" * 2048
    assert len(olga.messages[1].text) < 2000


async def test_a_case_that_closes_before_the_card_went_is_told_to_nobody(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scored(1, 8)
    await bench.scheduler.settle()
    assert olga.texts == []
    assert {nudge.reason for nudge in await bench.nudges()} == {"not_needed"}


async def test_who_is_no_longer_an_owner_reads_no_more_of_customers(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.tick()
    await bench.change(Person, 900, role=Role.CUSTOMER)
    await bench.scheduler.settle()
    assert olga.texts == []


async def test_at_night_the_card_comes_at_once_and_without_a_sound(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    bench.clock.advance(timedelta(hours=12))
    await bench.scheduler.settle()
    assert olga.last.silent


async def test_a_card_that_did_not_get_through_is_sent_until_it_does_and_says_the_newest(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    bench.telegram.faults.add("sendMessage", times=4, kind=drop_before)
    await bench.scheduler.settle()
    assert olga.texts == []
    await bench.scored(1, 2)
    await bench.lives_through(timedelta(hours=1))
    assert [text for text in olga.texts if "2 из 10" in text] == olga.texts != []


async def test_an_edit_of_a_card_the_owner_has_deleted_harms_nothing(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    await bench.bot.delete_message(900, olga.last.id)
    await bench.scored(1, 2)
    await bench.scheduler.settle()
    edit = await bench.nudge("card_edit")
    assert edit.state == NudgeState.SENT
    assert (await bench.row(Response, 1)).score == 2


async def test_an_owner_who_comes_late_hears_the_voice_the_card_tells_of(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.change(Person, 900, started_at=None)
    await bench.scheduler.settle()
    said = unhappy.send_voice()
    assert said.media is not None
    assert said.media.file is not None
    await says(bench, None, "voice", said.media.file.file_id, said.id)
    await bench.change(Person, 900, started_at=bench.now)
    await bench.scheduler.settle()
    card, voice = olga.messages[-2:]
    assert "в сообщениях ниже" in card.text
    assert voice.media is not None
    await bench.scheduler.settle()
    assert olga.last is voice


async def test_what_a_block_kept_from_an_owner_comes_when_they_are_back(
    bench: Bench, olga: people.Person, unhappy: people.Person
) -> None:
    await bench.scheduler.settle()
    await bench.change(Person, 900, blocked_at=bench.now)
    await says(bench, "Ждал сорок минут")
    assert not any("сорок минут" in text for text in olga.texts)
    await bench.change(Person, 900, blocked_at=None)
    await bench.scheduler.settle()
    assert any("Алиса: Ждал сорок минут" in text for text in olga.texts)
