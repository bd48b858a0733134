"""What customers get by way of the wizard: each with their own name, albums whole, nothing
unsigned."""

import pytest

from sandbox.people import Person
from tests.admins.broadcasting import (
    ASK,
    FOOTER,
    LOOK,
    STOP,
    begin,
    hub,
    italics,
    send_button,
    taps,
    welcome_offers,
)
from tests.admins.contents import look
from tests.world import World


@pytest.fixture
async def signed_world(world: World) -> World:
    world.settings["offer_footer"] = FOOTER
    await world.restart()
    return world


async def send_what_was_said(world: World, bob: Person) -> None:
    await world.settle()
    await taps(world, bob, LOOK)
    await taps(world, bob, send_button(bob))


async def test_everybody_reads_their_own_name(
    world: World, bob: Person, alice: Person, dave: Person, emily: Person
) -> None:
    nameless = world.telegram.add_person(5, "\u3164")
    await welcome_offers(world, alice, dave, nameless)
    await hub(world, bob, "<b>{Имя|друг}</b>, ждём вас 😀 <i>завтра</i>")
    await taps(world, bob, LOOK)
    shown = [one.html for one in bob.messages if STOP in str(one.buttons)]
    await taps(world, bob, send_button(bob))
    names = ("Алиса", "Давид", "друг", "Боб")
    whole = [f"<b>{name}</b>, ждём вас 😀 <i>завтра</i>" for name in names]
    assert [one.last.html for one in (alice, dave, nameless)] == whole[:3]
    assert shown == whole[3:]


async def test_a_picture_keeps_its_spoiler_and_has_the_name_and_the_legal_line(
    signed_world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(signed_world, alice)
    await begin(signed_world, bob)
    said = bob.send_photo(caption="Для вас, {имя}!", spoiler=True, caption_above=True)
    await send_what_was_said(signed_world, bob)
    got, source = look(alice.last), look(said)
    assert alice.last.text == f"Для вас, Алиса!\n\n{FOOTER}"
    assert italics(alice.last) == [FOOTER]
    assert (got.file_id, got.spoiler, got.caption_above) == (source.file_id, True, True)
    assert alice.last.buttons == [[STOP]]


@pytest.mark.parametrize("many", [2, 10])
async def test_an_album_comes_whole_with_the_legal_line_and_the_way_out_under_it(
    signed_world: World, bob: Person, alice: Person, many: int
) -> None:
    await welcome_offers(signed_world, alice)
    await begin(signed_world, bob)
    said = bob.send_album(*["photo", "video"] * (many // 2), caption="Новый зал для {имя|вас}")
    await send_what_was_said(signed_world, bob)
    *got, end = alice.messages[-many - 1 :]
    assert [look(one).file_id for one in got] == [look(one).file_id for one in said]
    assert [one.text for one in got] == ["Новый зал для Алиса", *[""] * (many - 1)]
    assert (end.text, end.buttons) == (f"Салон «Астра»\n\n{FOOTER}", [[STOP]])
    assert sum(one.text == end.text for one in alice.messages) == 1


async def test_a_sticker_has_the_legal_line_after_it(
    signed_world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(signed_world, alice)
    await begin(signed_world, bob)
    bob.send_sticker()
    await send_what_was_said(signed_world, bob)
    sticker, end = alice.messages[-2:]
    assert (look(sticker).kind, sticker.buttons) == ("sticker", [])
    assert (end.text, end.buttons) == (f"Салон «Астра»\n\n{FOOTER}", [[STOP]])


async def test_what_cannot_go_is_refused_and_something_else_may_be_sent(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await begin(world, bob)
    quiz = bob.send_poll("2 × 2?", "3", "4", correct=1)
    for update in bob.bot.updates.pending:
        update["message"]["poll"].pop("correct_option_ids")
    await world.settle()
    assert quiz.media is not None
    assert "Чужую викторину разослать нельзя" in bob.last.text
    assert ASK in bob.last.text
    bob.send("Скидка")
    await send_what_was_said(world, bob)
    assert alice.last.text == "Скидка"
