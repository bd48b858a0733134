"""Any kind of message goes either way, or it is said that it can't."""

from collections.abc import Callable

import pytest

from sandbox.chats import Message
from sandbox.faults import Kind, error
from sandbox.people import Person
from tests.customers import odd
from tests.relay.talks import Salon, card_of, has

CAPTIONED = ["animation", "audio", "document", "photo", "video", "voice"]
WORDLESS = ["sticker", "video_note"]
COPIED: dict[str, Callable[..., Message]] = {
    "contact": Person.send_contact,
    "dice": Person.send_dice,
    "location": Person.send_location,
    "poll": Person.send_poll,
    "venue": Person.send_venue,
}


def kind_of(message: Message) -> str | None:
    return message.media.kind if message.media else None


@pytest.mark.parametrize("kind", CAPTIONED)
async def test_files_go_both_ways_with_their_captions(world: Salon, kind: str) -> None:
    world.olga.send_media(kind, caption="смотрите", reply_to=card_of(world.olga))
    await world.settle()
    assert kind_of(world.alice.last) == kind
    assert "смотрите" in world.alice.last.text
    assert kind_of(world.peter.last) == kind
    assert world.peter.last.text == "↩️ Ольга → Алиса Ким:\nсмотрите"
    world.alice.send_media(kind, reply_to=world.alice.last)
    await world.settle()
    assert kind_of(world.olga.last) == kind
    assert world.olga.last.text == "Алиса Ким:"


@pytest.mark.parametrize("kind", WORDLESS)
async def test_what_has_no_caption_goes_bare_and_colleagues_read_of_it(
    world: Salon, kind: str
) -> None:
    world.olga.send_media(kind, reply_to=card_of(world.olga))
    await world.settle()
    assert kind_of(world.alice.last) == kind
    assert kind_of(world.peter.last) is None
    assert world.peter.last.text.startswith("↩️ Ольга → Алиса Ким:\n[")
    world.alice.send_media(kind, reply_to=world.alice.last)
    await world.settle()
    assert kind_of(world.olga.last) == kind


@pytest.mark.parametrize("kind", sorted(COPIED))
async def test_what_has_no_file_is_copied(world: Salon, kind: str) -> None:
    COPIED[kind](world.olga, reply_to=card_of(world.olga))
    await world.settle()
    assert kind_of(world.alice.last) == kind
    assert world.peter.last.text.startswith("↩️ Ольга → Алиса Ким:\n[")
    COPIED[kind](world.alice, reply_to=world.alice.last)
    await world.settle()
    assert kind_of(world.olga.last) == kind
    assert world.olga.last.reply_to is not None


@pytest.mark.parametrize("kind", ["game", "story"])
async def test_what_cannot_be_passed_on_is_said_at_once(world: Salon, kind: str) -> None:
    card = card_of(world.olga)
    odd.send(world.olga, odd.ODD[kind] | {"reply_to_message": card.json()})
    await world.settle()
    assert "передать нельзя" in world.olga.last.text
    assert world.rows("SELECT * FROM lines") == []


async def test_a_quiz_that_may_not_be_copied_is_told_of(world: Salon) -> None:
    world.telegram.faults.add("copyMessage", chat_id=1, kind=cannot_be_copied())
    said = world.olga.send_poll("2×2?", correct=0, reply_to=card_of(world.olga))
    await world.settle()
    assert "Не доставлено" in world.olga.last.text
    assert world.olga.last.reply_to is said
    assert not has(world.alice, "2×2")


def cannot_be_copied() -> Kind:
    return error(400, "Bad Request: message can't be copied")
