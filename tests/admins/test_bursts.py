"""Where nothing is given for a friend, an answer is proof enough; but not of one of too many at
once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.customers.friends import (
    CONFIRM,
    TOLD,
    code_of,
    come,
    comes,
    flagged,
    proofs,
    says,
    scans,
)
from tests.world import World

MINUTE = timedelta(minutes=1)
BURST = "за несколько минут по личной ссылке"


@pytest.fixture
async def free(database: Path) -> AsyncIterator[World]:
    """Where nothing is given for a friend."""
    async with World(database) as world:
        await world.meet(world.olga)
        await world.meet(world.alice)
        yield world


async def test_where_nothing_is_given_the_friends_answer_is_the_proof(free: World) -> None:
    await comes(free, free.dave, free.alice)
    assert proofs(free) == [("Давид", None, None)]
    await free.answer(free.dave, 3)
    assert proofs(free) == [("Давид", "answer", None)]
    assert free.alice.last.text == TOLD
    free.dave.tap("Изменить оценку")
    await free.settle()
    free.dave.tap("9")
    await free.settle()
    assert free.alice.texts.count(TOLD) == 1


async def test_an_english_inviter_is_told_in_english(free: World) -> None:
    free.emily.start()
    await free.settle()
    free.emily.tap("I agree, go on")
    await free.settle()
    await comes(free, free.dave, free.emily)
    await free.answer(free.dave, 9)
    assert free.emily.last.text.startswith("A friend has come to us by your link.")


async def test_the_staff_are_told_that_an_answer_was_the_proof(free: World) -> None:
    await comes(free, free.dave, free.alice)
    await free.answer(free.dave, 9)
    await scans(free, free.olga, free.dave)
    assert "Приглашение засчитано 15 мая, 12:00: друг ответил на вопрос." in free.olga.last.text
    assert free.olga.last.buttons == []


# Too many at once


async def test_three_friends_within_ten_minutes_are_nothing_unusual(free: World) -> None:
    await come(free, free.alice, 3)
    assert flagged(free) == []
    await free.pass_time(10 * MINUTE)
    await come(free, free.alice, 3, first=60)
    assert flagged(free) == []
    assert not any(BURST in text for text in free.olga.texts)


async def test_a_fourth_flags_them_all_and_owners_are_told_once_a_burst(free: World) -> None:
    await come(free, free.alice, 3)
    await free.pass_time(10 * MINUTE - timedelta(seconds=1))
    await come(free, free.alice, 1, first=60)
    assert len(flagged(free)) == 4
    assert free.olga.last.text.startswith(
        "⚠️ Алиса Ким: за несколько минут по личной ссылке пришли 4 друга."
    )
    await free.pass_time(9 * MINUTE)
    await come(free, free.alice, 2, first=70)
    assert len(flagged(free)) == 6
    assert sum(BURST in text for text in free.olga.texts) == 1


async def test_another_burst_is_told_anew(free: World) -> None:
    await come(free, free.alice, 4)
    await free.pass_time(10 * MINUTE)
    await come(free, free.alice, 1, first=60)
    assert len(flagged(free)) == 4
    await come(free, free.alice, 3, first=70)
    assert len(flagged(free)) == 8
    assert sum(BURST in text for text in free.olga.texts) == 2


async def test_the_friends_of_others_are_not_counted_in(free: World) -> None:
    await free.meet(free.charlie)
    await come(free, free.alice, 2)
    await come(free, free.charlie, 2, first=60)
    assert flagged(free) == []


async def test_of_too_many_nobody_is_proven_by_an_answer_and_the_staff_may(free: World) -> None:
    friends = await come(free, free.alice, 4)
    for friend in friends:
        await free.answer(friend, 10)
    assert {proof for _, proof, _ in proofs(free)} == {None}
    await scans(free, free.olga, friends[0])
    assert "По этой ссылке за несколько минут пришло много друзей." in free.olga.last.text
    free.olga.tap(CONFIRM)
    await free.settle()
    assert proofs(free)[0] == ("Друг 0", "staff", "Ольга")
    assert free.alice.texts.count(TOLD) == 1


async def test_who_was_proven_before_stays_so(free: World) -> None:
    [first, *_] = await come(free, free.alice, 3)
    await free.answer(first, 10)
    await come(free, free.alice, 1, first=60)
    assert flagged(free) == ["Друг 1", "Друг 2", "Друг 0"]
    assert [proof for _, proof, _ in proofs(free)] == ["answer", None, None, None]
    assert "пришли 4 друга" in free.olga.last.text


async def test_owners_are_not_told_of_who_was_erased(database: Path) -> None:
    async with World(database) as world:
        await world.meet(world.olga)
        await world.meet(world.alice)
        code = code_of(world, world.alice)
        for number in range(4):
            world.telegram.add_person(50 + number, f"Друг {number}").start(code)
        world.alice.send("/forget")
        await world.hear()
        world.alice.tap("Стереть мои данные")
        await world.hear()
        world.alice.tap("Да, стереть навсегда")
        await world.hear()
        await world.settle()
        assert len(flagged(world)) == 4
        assert not any(BURST in text for text in world.olga.texts)


async def test_what_owners_were_told_names_nobody_who_was_erased_since(free: World) -> None:
    await come(free, free.alice, 4)
    assert any(BURST in text for text in free.olga.texts)
    await says(free, free.alice, "/forget")
    for button in ("Стереть мои данные", "Да, стереть навсегда"):
        free.alice.tap(button)
        await free.settle()
    assert not any("Алиса" in text for text in free.olga.texts)
    assert "Данные клиента стёрты по его просьбе." in free.olga.texts
