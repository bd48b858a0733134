"""Codes that are tampered with, used again, one's own, the staff's, of who was here before and of
who was erased: each gets its decided answer."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.customers.friends import (
    COUNTED,
    QUESTION,
    begins,
    code_of,
    comes,
    heard,
    says,
    shared,
    types,
)
from tests.customers.traces import forget
from tests.world import World

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
UNKNOWN = "Такого кода нет. Проверьте, пожалуйста, каждую букву."
OWN = "Это ваш собственный код: отправьте его другу."
OF_STAFF = "Это код сотрудника, приглашения по нему не засчитываются."
TAKEN = "Вас уже пригласили: приглашение засчитывается только один раз."
KNOWN = "Приглашение засчитывается тем, кто у нас впервые."
GREETING = "Здравствуйте! Это бот компании"


# Counted


async def test_a_code_typed_instead_of_a_start_counts(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    begins(await types(world, dave, code_of(world, alice)), COUNTED, GREETING)
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]
    assert shared(world, alice)
    assert not any("Алиса" in text for text in dave.texts)


async def test_a_payload_that_the_app_has_lost_is_made_good_by_typing_the_code(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await world.meet(dave)
    await world.pass_time(timedelta(hours=23))
    begins(await types(world, dave, code_of(world, alice)), COUNTED, QUESTION)
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]


async def test_a_day_after_the_first_start_a_typed_code_is_too_late(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await world.meet(dave)
    await world.pass_time(DAY + MINUTE)
    begins(await types(world, dave, code_of(world, alice)), KNOWN, QUESTION)
    assert world.names_of_referrals() == []


async def test_after_the_first_answer_a_typed_code_is_too_late(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await world.answer(dave, 9, "Всё хорошо")
    begins(await types(world, dave, code_of(world, alice)), KNOWN)
    assert world.names_of_referrals() == []
    assert world.rows("SELECT count(*) FROM reasons") == [(1,)]


async def test_a_friend_who_says_something_first_may_still_come_by_the_link(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await says(world, dave, "Здравствуйте")
    await comes(world, dave, alice)
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]


async def test_two_friends_at_the_same_moment_both_count(
    world: World, alice: Person, dave: Person, charlie: Person
) -> None:
    await world.meet(alice)
    dave.start(code_of(world, alice))
    charlie.start(code_of(world, alice))
    await world.settle()
    assert sorted(world.names_of_referrals()) == [("Алиса Ким", "Давид"), ("Алиса Ким", "Чарли")]


async def test_a_restart_between_the_start_and_the_consent_forgets_nobody(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    dave.start(code_of(world, alice))
    await world.hear()
    await world.restart()
    dave.tap("Согласен, продолжить")
    await world.settle()
    assert dave.last.text.startswith(QUESTION)
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]


async def test_the_same_start_that_comes_again_after_a_crash_is_one_friend(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    code = code_of(world, alice)
    for _ in range(2):
        begins(await types(world, dave, code), COUNTED, GREETING)
    dave.start(code)
    await world.settle()
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]


# Not counted


@pytest.mark.parametrize(
    "code",
    [
        "r_",
        "r_ABCDEfgh23",
        "R_abcdefgh23",
        "r_nosuchcode",
        "r_ABCDEfgh2",
        "r_АВСДЕfgh23",
        "r_ＡＢＣＤＥＦＧＨ２３",
        "r_' OR '1'='1",
        "r_1; DROP TABLE people",
        "r_<b>&lt;",
        "r_" + "A" * 4094,
        "r_" + "💇" * 2000,
    ],
)
async def test_a_code_that_was_tampered_with_is_told_when_typed_and_harms_nothing(
    world: World, alice: Person, dave: Person, code: str
) -> None:
    await world.meet(alice)
    begins(await types(world, dave, code), UNKNOWN, GREETING)
    dave.send(f"/start {code}"[:4096])
    await world.settle()
    assert dave.last.text.startswith(GREETING)
    begins(await types(world, alice, code), UNKNOWN, QUESTION)
    assert world.names_of_referrals() == []
    assert not shared(world, alice)
    assert world.rows("SELECT count(*) FROM people") == [(2,)]
    assert not world.failures


async def test_a_code_with_one_letter_wrong_is_nobodys(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    code = code_of(world, alice)
    for wrong in (code[:2] + code[2:].swapcase(), code[:-1], code + "A", code[:-1] + "0"):
        begins(await types(world, dave, wrong), UNKNOWN, GREETING)
    assert world.names_of_referrals() == []
    assert not shared(world, alice)


async def test_a_newcomer_by_a_broken_link_is_simply_greeted(world: World, dave: Person) -> None:
    dave.start("r_nosuchcode")
    await world.settle()
    begins(heard(dave, 0), GREETING)


async def test_ones_own_code_is_for_a_friend(world: World, alice: Person) -> None:
    await world.answer(alice, 9, "Всё хорошо")
    before = len(alice.messages)
    alice.start(code_of(world, alice))
    await world.settle()
    begins(heard(alice, before), "Это ваша ссылка: отправьте её другу.")
    assert alice.last.buttons == [["Поделиться"]]
    begins(await types(world, alice, code_of(world, alice)), OWN)
    alice.tap("Поделиться")
    await world.settle()
    assert code_of(world, alice) in alice.last.text
    assert world.names_of_referrals() == []
    assert not shared(world, alice)


async def test_ones_own_link_shows_the_open_question_too(world: World, alice: Person) -> None:
    await world.meet(alice)
    before = len(alice.messages)
    alice.start(code_of(world, alice))
    await world.settle()
    begins(heard(alice, before), "Это ваша ссылка", QUESTION)


async def test_who_has_not_agreed_is_greeted_by_their_own_link(world: World, dave: Person) -> None:
    dave.start()
    await world.settle()
    dave.start(code_of(world, dave))
    await world.settle()
    assert dave.last.text.startswith(GREETING)


async def test_a_code_of_the_staff_invites_nobody(
    world: World, olga: Person, bob: Person, dave: Person, charlie: Person
) -> None:
    await world.meet(olga)
    await world.meet(bob)
    begins(await types(world, dave, code_of(world, olga)), OF_STAFF, GREETING)
    charlie.start(code_of(world, bob))
    await world.settle()
    begins(heard(charlie, 0), GREETING)
    assert world.names_of_referrals() == []
    assert not shared(world, olga)


async def test_whoever_has_an_inviter_keeps_that_one(
    world: World, alice: Person, dave: Person, charlie: Person
) -> None:
    await world.meet(alice)
    await world.meet(charlie)
    await comes(world, dave, alice)
    begins(await types(world, dave, code_of(world, charlie)), TAKEN, QUESTION)
    before = len(dave.messages)
    dave.start(code_of(world, charlie))
    await world.settle()
    begins(heard(dave, before), "С возвращением!", QUESTION)
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]


async def test_the_same_code_used_again_counts_once(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await comes(world, dave, alice)
    joined = world.rows("SELECT * FROM referrals")
    await world.pass_time(3 * DAY)
    assert (await types(world, dave, code_of(world, alice)))[0] == COUNTED
    assert world.rows("SELECT * FROM referrals") == joined


async def test_two_who_invite_each_other_are_one_friend(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await comes(world, dave, alice)
    assert (await types(world, alice, code_of(world, dave)))[0].startswith(KNOWN)
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]


async def test_one_level_only(world: World, alice: Person, dave: Person, charlie: Person) -> None:
    await world.meet(alice)
    await comes(world, dave, alice)
    await comes(world, charlie, dave)
    assert world.names_of_referrals() == [("Алиса Ким", "Давид"), ("Давид", "Чарли")]


async def test_a_customer_from_before_is_no_friend_by_a_link_however_late(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await world.meet(dave)
    for wait in (MINUTE, 100 * DAY):
        await world.pass_time(wait)
        dave.start(code_of(world, alice))
        await world.settle()
    assert world.names_of_referrals() == []
    assert shared(world, alice)


# Erased


@pytest.fixture
async def forgetful(database: Path) -> AsyncIterator[World]:
    """With no key to know the erased by."""
    async with World(database) as world:
        yield world


@pytest.fixture
async def hashing(database: Path) -> AsyncIterator[World]:
    async with World(database, erasure_key="a key for the tests only") as world:
        yield world


async def test_the_code_of_an_erased_person_is_nobodys(forgetful: World) -> None:
    world = forgetful
    await world.meet(world.alice)
    code = code_of(world, world.alice)
    await forget(world, world.alice)
    begins(await types(world, world.dave, code), UNKNOWN, GREETING)
    world.charlie.start(code)
    await world.settle()
    begins(heard(world.charlie, 0), GREETING)
    assert world.names_of_referrals() == []


async def test_the_new_code_of_an_erased_person_is_nobodys_either(forgetful: World) -> None:
    world = forgetful
    await world.meet(world.alice)
    await forget(world, world.alice)
    [(code,)] = world.rows("SELECT code FROM people WHERE telegram_id IS NULL")
    begins(await types(world, world.dave, f"r_{code}"), UNKNOWN, GREETING)


async def test_who_was_erased_and_comes_back_is_no_new_friend(hashing: World) -> None:
    world = hashing
    await world.meet(world.alice)
    await world.meet(world.dave)
    await forget(world, world.dave)
    code = code_of(world, world.alice)
    before = len(world.dave.messages)
    world.dave.start(code)
    await world.settle()
    begins(heard(world.dave, before), GREETING)
    begins(await types(world, world.dave, code), KNOWN, GREETING)
    assert world.names_of_referrals() == []


async def test_where_there_is_no_key_nobody_can_tell(forgetful: World) -> None:
    world = forgetful
    await world.meet(world.alice)
    await world.meet(world.dave)
    await forget(world, world.dave)
    begins(await types(world, world.dave, code_of(world, world.alice)), COUNTED, GREETING)
