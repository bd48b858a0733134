"""Albums arrive as albums, whole, once, and in their place."""

from datetime import timedelta

from sandbox.chats import Message
from sandbox.faults import drop_before, error
from sandbox.people import Person
from tests.relay.talks import Salon, card_of, has


def album_at(person: Person) -> list[Message]:
    """The last album that the bot has sent."""
    group = next(m.media_group_id for m in reversed(person.messages) if m.media_group_id)
    return [m for m in person.messages if m.media_group_id == group and m.from_bot]


async def test_an_album_of_an_owner_arrives_as_one_with_its_caption(world: Salon) -> None:
    said = world.olga.send_album(
        "photo", "video", "photo", caption="Было и стало", reply_to=card_of(world.olga)
    )
    await world.gathers()
    for reader in (world.alice, world.peter, world.nina):
        pieces = album_at(reader)
        assert [m.media.kind for m in pieces if m.media] == ["photo", "video", "photo"]
        assert "Было и стало" in pieces[0].text
        assert [m.text for m in pieces[1:]] == ["", ""]
    assert len(world.telegram.calls("sendMediaGroup")) == 3
    assert list(said[0].reactions.values()) == [["👌"]]
    assert sum(bool(m.reactions) for m in said) == 1


async def test_an_album_of_the_customer_arrives_under_the_card(world: Salon) -> None:
    await world.talks()
    world.alice.send_album("document", "document", reply_to=world.alice.last)
    await world.gathers()
    pieces = album_at(world.peter)
    assert [m.text for m in pieces] == ["Алиса Ким:", ""]
    assert pieces[0].reply_to is world.peter.messages[-len(pieces) - 1]


async def test_a_picture_of_an_album_can_be_replied_to(world: Salon) -> None:
    said = world.olga.send_album("photo", "photo", reply_to=card_of(world.olga))
    await world.gathers()
    await world.replies(world.alice, album_at(world.alice)[1], "Вот эта")
    assert world.olga.last.reply_to is said[1]


async def test_a_picture_that_comes_late_goes_by_itself(world: Salon) -> None:
    first, _ = world.olga.send_album("photo", "photo", reply_to=card_of(world.olga))
    late = world.olga.bot.updates.pending.pop()
    await world.gathers()
    assert [m.media_group_id for m in world.alice.messages if m.media] == [None]
    world.olga.bot.updates.pending.append(late)
    await world.gathers()
    assert len([m for m in world.alice.messages if m.media]) == 2
    assert first.reactions


async def test_words_after_an_album_do_not_overtake_it(world: Salon) -> None:
    world.olga.send_album("photo", "photo", reply_to=card_of(world.olga))
    for words in ("Первое", "Второе"):
        world.olga.send(words, reply_to=card_of(world.olga))
    await world.gathers()
    kinds = [m.media.kind if m.media else m.text for m in world.alice.messages[-4:]]
    assert kinds == ["photo", "photo", "Первое", "Второе"]


async def test_an_album_that_is_refused_goes_piece_by_piece(world: Salon) -> None:
    world.telegram.faults.add(
        "sendMediaGroup", chat_id=1, kind=error(400, "Bad Request: wrong file identifier")
    )
    world.olga.send_album("photo", "photo", caption="вот", reply_to=card_of(world.olga))
    await world.gathers()
    pictures = [m for m in world.alice.messages if m.media]
    assert len(pictures) == 2
    assert "вот" in pictures[0].text
    assert not has(world.olga, "Не доставлено")


async def test_an_album_that_did_not_get_through_comes_whole_later(world: Salon) -> None:
    world.telegram.faults.add("sendMediaGroup", chat_id=1, kind=drop_before)
    world.olga.send_album("photo", "photo", reply_to=card_of(world.olga))
    await world.gathers()
    assert not [m for m in world.alice.messages if m.media]
    await world.pass_time(timedelta(hours=1))
    assert len(album_at(world.alice)) == 2
    assert len([m for m in world.alice.messages if m.media]) == 2


async def test_a_restart_between_the_pictures_loses_none(world: Salon) -> None:
    world.olga.send_album("photo", "photo", "photo", reply_to=card_of(world.olga))
    await world.hear()
    await world.restart()
    await world.gathers()
    assert len(album_at(world.alice)) == 3


async def test_of_an_album_that_cannot_arrive_one_message_tells(world: Salon) -> None:
    world.alice.block()
    await world.settle()
    said = world.olga.send_album("photo", "photo", "photo", reply_to=card_of(world.olga))
    await world.gathers()
    [told] = [m for m in world.olga.messages if "Не доставлено" in m.text]
    assert told.reply_to is said[0]


async def test_a_clock_that_is_set_back_keeps_nothing_waiting(world: Salon) -> None:
    world.alice.send_album("photo", "photo")
    await world.gathers()
    clock = world.telegram.clock
    clock._at = clock.now() - timedelta(hours=1)
    world.alice.send("И вот ещё")
    await world.settle()
    assert has(world.olga, "И вот ещё")
