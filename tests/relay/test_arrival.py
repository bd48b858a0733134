"""Whether it has arrived: told plainly, tried again, and never dropped."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import cases, erasure, lines, people
from models.lines import Fate
from models.tables import Case, Closing, Role
from sandbox.faults import drop_before
from tests.relay.talks import Salon, card_of, has, refuse, said_to, told

FORBIDDEN = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
AGAIN = "Отправить ещё раз"


async def fates(world: Salon) -> list[tuple[Fate, int]]:
    async with world.app.sessions.begin() as session:
        return [(one.fate, one.owners) for one in await lines.of(session, 1)]


async def test_a_customer_who_blocks_in_between_gets_it_on_coming_back(world: Salon) -> None:
    world.alice.block()
    await world.settle()
    said = await world.replies(world.olga, card_of(world.olga), "Простите")
    assert "клиент остановил бота" in world.olga.last.text
    assert world.olga.last.reply_to is said
    assert said.reactions == {}
    assert await fates(world) == [(Fate.FAILED, 2)]
    world.alice.start()
    await world.settle()
    await world.pass_time(timedelta(minutes=1))
    assert len(said_to(world.alice, "Простите")) == 1
    assert list(said.reactions.values()) == [["👌"]]
    assert has(world.olga, "Теперь доставлено 👌")
    assert not has(world.olga, "Не доставлено")
    assert await fates(world) == [(Fate.DELIVERED, 2)]


async def test_a_block_that_only_sending_finds_out_is_told_too(world: Salon) -> None:
    world.alice.deactivate()
    await world.replies(world.olga, card_of(world.olga), "Простите")
    assert "клиент остановил бота" in world.olga.last.text


async def test_a_customer_who_takes_no_voice_can_be_tried_again(world: Salon) -> None:
    refuse(world, FORBIDDEN, "sendVoice")
    said = world.olga.send_voice(reply_to=card_of(world.olga))
    await world.settle()
    assert "не принимает голосовые" in world.olga.last.text
    world.olga.tap(AGAIN)
    world.olga.tap(AGAIN)
    await world.settle()
    assert world.alice.last.media is not None
    assert list(said.reactions.values()) == [["👌"]]
    assert len(world.telegram.calls("sendVoice")) == 4
    assert has(world.olga, "Теперь доставлено 👌")


async def test_what_is_refused_again_is_told_again(world: Salon) -> None:
    for _ in range(2):
        refuse(world, FORBIDDEN, "sendVoice")
    world.olga.send_voice(reply_to=card_of(world.olga))
    await world.settle()
    world.olga.tap(AGAIN)
    await world.settle()
    assert "не принимает голосовые" in world.olga.last.text
    assert len(world.telegram.calls("sendVoice")) == 4


@pytest.mark.parametrize("who", ["alice", "bob"])
async def test_a_forged_tap_sends_nothing_again(world: Salon, who: str) -> None:
    await world.meet(world.bob)
    refuse(world, FORBIDDEN, "sendVoice")
    world.olga.send_voice(reply_to=card_of(world.olga))
    await world.settle()
    world.forge_tap(getattr(world, who), "line-again:1")
    await world.settle()
    assert (await fates(world))[0][0] is Fate.FAILED


async def test_what_an_owner_cannot_get_as_it_is_comes_in_plain_words(world: Salon) -> None:
    await world.talks()
    refuse(world, "Bad Request: wrong file identifier", "sendPhoto", world.olga.id)
    world.alice.send_photo(caption="смотрите", reply_to=world.alice.last)
    await world.settle()
    assert world.olga.last.text == "Алиса Ким:\n[фото] смотрите"


async def test_an_owner_who_blocks_in_between_gets_it_on_coming_back(world: Salon) -> None:
    answered = await world.talks()
    world.peter.block()
    await world.settle()
    await world.replies(world.alice, answered, "Ждала час")
    assert not has(world.peter, "Ждала час")
    assert await fates(world) == [(Fate.DELIVERED, 2), (Fate.DELIVERED, 2)]
    world.peter.start()
    await world.settle()
    await world.pass_time(timedelta(minutes=1))
    assert len(said_to(world.peter, "Ждала час")) == 1


async def test_with_all_owners_gone_the_words_wait(world: Salon) -> None:
    answered = await world.talks()
    for owner in world.owners:
        owner.block()
    await world.settle()
    await world.replies(world.alice, answered, "Ждала час")
    assert (await fates(world))[1] == (Fate.FAILED, 0)
    world.nina.start()
    await world.settle()
    await world.pass_time(timedelta(minutes=1))
    assert has(world.nina, "Ждала час")


async def test_an_owner_removed_in_between_reads_no_more(world: Salon) -> None:
    answered = await world.talks()
    world.telegram.faults.add("sendMessage", chat_id=world.peter.id, kind=drop_before)
    await world.replies(world.alice, answered, "Ждала час")
    async with world.app.sessions.begin() as session:
        peter = await people.find(session, world.peter.id)
        assert peter is not None
        peter.role = Role.CUSTOMER
    await world.pass_time(timedelta(hours=1))
    assert not has(world.peter, "Ждала час")
    assert has(world.nina, "Ждала час")


async def test_a_case_closed_in_between_keeps_nothing_back(world: Salon) -> None:
    answered = await world.talks()
    world.alice.send("Ещё одно", reply_to=answered)
    await world.hear()
    async with world.app.sessions.begin() as session:
        case = (await session.scalars(select(Case))).one()
        await cases.close(session, case, Closing.WISHES, world.app.now())
    await world.settle()
    assert all(has(owner, "Ещё одно") for owner in world.owners)


async def test_a_customer_erased_in_between_is_told_of_and_leaves_no_words(world: Salon) -> None:
    answered = await world.talks()
    await world.replies(world.alice, answered, "Мой секрет")
    world.telegram.faults.add("sendMessage", chat_id=1, kind=drop_before)
    card = card_of(world.olga)
    said = await world.replies(world.olga, card, "Не дойдёт")
    await forget(world)
    assert any(m.reply_to is said and "удалил" in m.text for m in world.olga.messages)
    for owner in world.owners:
        assert not any("Мой секрет" in m.text for m in owner.messages if m.from_bot)
        assert not any("Алиса" in m.text for m in owner.messages if m.from_bot)
    assert world.rows("SELECT * FROM lines") == []
    await world.replies(world.olga, card, "И ещё")
    assert "удалил свои данные" in world.olga.last.text
    assert world.rows("SELECT * FROM lines") == []


async def forget(world: Salon) -> None:
    async with world.app.sessions.begin() as session:
        alice = await people.find(session, world.alice.id)
        assert alice is not None
        await erasure.erase(session, alice, key=None, language="ru", now=world.app.now())
    await world.pass_time(timedelta(minutes=2))


async def test_an_owner_who_starts_late_gets_what_nobody_could_hear(world: Salon) -> None:
    answered = await world.talks()
    await world.replies(world.alice, answered, "Уже слышали")
    async with world.app.sessions.begin() as session:
        for owner in world.owners:
            person = await people.find(session, owner.id)
            assert person is not None
            person.role = Role.CUSTOMER
    await world.replies(world.alice, answered, "Никто не слышит")
    assert (await fates(world))[2] == (Fate.WAITING, 0)
    async with world.app.sessions.begin() as session:
        boris = await people.find(session, world.dave.id) or await people.meet(
            session, world.dave.id, role=Role.OWNER, name="Борис", username=None,
            language="ru", now=world.app.now(),
        )  # fmt: skip
        boris.started_at = world.app.now()
    world.dave.start()
    await world.pass_time(timedelta(minutes=2))
    assert has(world.dave, "Никто не слышит")
    assert not has(world.dave, "Уже слышали")


async def test_a_card_that_a_crash_left_unrecorded_can_be_replied_to(world: Salon) -> None:
    unrecord(world, "card")
    await world.replies(world.olga, card_of(world.olga), "Простите")
    assert has(world.alice, "Простите")


async def test_a_copy_that_a_crash_left_unrecorded_can_be_replied_to(world: Salon) -> None:
    await world.replies(world.alice, await world.talks(), "Ждала час")
    unrecord(world, "line")
    await world.replies(world.olga, told(world.olga, "Ждала час"), "Простите")
    assert has(world.alice, "Простите")


def unrecord(world: Salon, kind: str) -> None:
    """As if the process had died before it wrote down what it had sent, and had sent it again."""
    with closing(sqlite3.connect(world.database)) as connection:
        connection.execute(
            "UPDATE nudges SET message_id = 100000 + id, attempts = 2 WHERE kind = ?", (kind,)
        )
        connection.commit()


async def test_three_owners_at_once_are_all_heard_and_hear_each_other(world: Salon) -> None:
    for owner in world.owners:
        owner.send(f"Это {owner.first_name}", reply_to=card_of(owner))
    await world.settle()
    for owner in world.owners:
        assert len(said_to(world.alice, f"Это {owner.first_name}")) == 1
        for other in world.owners:
            copies = said_to(other, f"Это {owner.first_name}")
            assert len(copies) == (0 if other is owner else 1)
    assert world.rows("SELECT taken_by_id IS NOT NULL FROM cases") == [(1,)]


async def test_nothing_went_wrong_on_the_way(world: Salon) -> None:
    await world.replies(world.alice, await world.talks(), "Спасибо")
    assert world.failures == {}


async def test_who_comes_after_owners_that_are_gone_gets_what_they_did_not(world: Salon) -> None:
    await world.talks()
    for owner in world.owners:
        owner.block()
    await world.settle()
    world.alice.send_photo(caption="Вот что вышло")
    await world.settle()
    async with world.app.sessions.begin() as session:
        await people.meet(
            session, world.dave.id, role=Role.OWNER, name="Борис", username=None,
            language="ru", now=world.app.now(),
        )  # fmt: skip
    world.dave.start()
    await world.settle()
    await world.pass_time(timedelta(minutes=2))
    [photo] = [m for m in world.dave.messages if m.media]
    assert photo.text == "Алиса Ким:\nВот что вышло"


async def test_words_after_the_end_wait_for_an_owner_who_has_blocked(world: Salon) -> None:
    answered = await world.talks()
    async with world.app.sessions.begin() as session:
        case = (await session.scalars(select(Case))).one()
        await cases.close(session, case, Closing.WISHES, world.app.now())
    await world.replies(world.alice, answered, "Пока всё хорошо")
    await world.pass_time(timedelta(minutes=1))
    for owner in world.owners:
        owner.block()
    await world.settle()
    await world.replies(world.alice, answered, "Снова сломалось")
    world.olga.start()
    await world.settle()
    await world.pass_time(timedelta(minutes=2))
    assert len(said_to(world.olga, "Снова сломалось")) == 1
    assert len(said_to(world.olga, "Пока всё хорошо")) == 1
