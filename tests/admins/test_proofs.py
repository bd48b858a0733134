"""A friend at the counter is confirmed once, by the staff, and the inviter is told."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.admins.staffing import acts, join, remove
from tests.customers.friends import (
    CONFIRM,
    REWARD,
    TOLD,
    code_of,
    comes,
    confirms,
    heard,
    proofs,
    says,
    scans,
    shared,
)
from tests.customers.traces import forget
from tests.world import World


@pytest.fixture
async def world(database: Path) -> AsyncIterator[World]:
    """Dave has come by Alice's link; where something is given for it."""
    async with World(database, referral_reward=REWARD) as world:
        await world.meet(world.olga)
        await world.meet(world.bob)
        await world.meet(world.alice)
        await comes(world, world.dave, world.alice)
        yield world


async def test_the_staff_see_who_has_come_and_by_whom(
    world: World, alice: Person, bob: Person, dave: Person
) -> None:
    await scans(world, bob, dave)
    assert bob.last.text == (
        f"Давид\nВ боте с 15 мая 2026\nПо приглашению: Алиса Ким\n\nЗа друга обещано: «{REWARD}»"
    )
    assert bob.last.buttons == [[CONFIRM]]
    scanned = bob.last.text
    await says(world, bob, f" {code_of(world, dave)} ")
    assert bob.last.text == scanned


@pytest.mark.parametrize("name", ["bob", "olga"])
async def test_a_tap_proves_the_friend_once(world: World, name: str) -> None:
    staff: Person = getattr(world, name)
    await confirms(world, staff, world.dave)
    assert proofs(world) == [("Давид", "staff", staff.first_name)]
    assert staff.last.buttons == []
    assert f"Визит подтверждён 15 мая, 12:00. Кто подтвердил: {staff.first_name}" in staff.last.text
    assert staff.toasts[-1].text == "Визит подтверждён"
    assert acts(world) == [(staff.first_name, "referral_proven")]


async def test_the_log_of_acts_says_who_was_confirmed(
    world: World, olga: Person, bob: Person, dave: Person
) -> None:
    await confirms(world, bob, dave)
    await says(world, olga, "/staff")
    olga.tap("Журнал")
    await world.settle()
    assert "Боб: визит подтверждён, кто пришёл: Давид" in olga.last.text


async def test_the_inviter_is_told_with_the_reward_and_without_a_name(
    world: World, alice: Person, bob: Person, dave: Person
) -> None:
    await confirms(world, bob, dave)
    assert alice.last.text == f"{TOLD}\n\nКак обещали: {REWARD}"
    assert not any("Давид" in text for text in alice.texts)


async def test_of_two_who_confirm_at_once_one_wins_and_the_other_is_told(
    world: World, alice: Person, bob: Person, olga: Person, dave: Person
) -> None:
    await scans(world, bob, dave)
    await scans(world, olga, dave)
    bob.tap(CONFIRM)
    olga.tap(CONFIRM)
    await world.settle()
    [(_, proof, winner)] = proofs(world)
    loser = olga if winner == "Боб" else bob
    assert proof == "staff"
    assert loser.alerts == [f"Визит уже подтверждён 15 мая, 12:00. Кто подтвердил: {winner}"]
    assert f"Кто подтвердил: {winner}" in loser.last.text
    assert loser.last.buttons == []
    assert alice.texts.count(f"{TOLD}\n\nКак обещали: {REWARD}") == 1
    assert len(acts(world)) == 1


async def test_a_second_attempt_says_when_and_by_whom(
    world: World, bob: Person, olga: Person, dave: Person
) -> None:
    await scans(world, olga, dave)
    await confirms(world, bob, dave)
    await world.pass_time(timedelta(days=2))
    olga.tap(CONFIRM)
    await world.settle()
    assert olga.alerts == ["Визит уже подтверждён 15 мая, 12:00. Кто подтвердил: Боб"]
    await scans(world, olga, dave)
    assert "Визит подтверждён 15 мая, 12:00. Кто подтвердил: Боб" in olga.last.text
    assert olga.last.buttons == []
    assert len(acts(world)) == 1


async def test_the_same_tap_twice_is_one_proof(world: World, bob: Person, dave: Person) -> None:
    await scans(world, bob, dave)
    screen = bob.last
    bob.tap(CONFIRM, message=screen)
    bob.tap(CONFIRM, message=screen)
    await world.settle()
    assert [toast.text for toast in bob.toasts] == ["Визит подтверждён"] * 2
    assert len(acts(world)) == 1
    assert bob.spinners == 0


async def test_a_customer_whom_nobody_invited_has_nothing_to_prove(
    world: World, alice: Person, bob: Person
) -> None:
    await scans(world, bob, alice)
    assert bob.last.text == "Алиса Ким: без приглашения. Подтверждать нечего."
    assert bob.last.buttons == []


async def test_codes_of_the_staff_are_nothing_to_prove(
    world: World, bob: Person, olga: Person
) -> None:
    for guest in (bob, olga):
        await scans(world, bob, guest)
        assert bob.last.text == "Это код сотрудника. Подтверждать нечего."


@pytest.mark.parametrize(
    "code", ["r_ABCDEfgh23", "r_", "R_nosuchcode", "r_' OR 1=1", "r_АВСДЕfgh23", "r_" + "x" * 4000]
)
async def test_a_wrong_code_is_told_to_the_staff(world: World, bob: Person, code: str) -> None:
    for said in (code, f"/start {code}"):
        await says(world, bob, said)
        assert bob.last.text.startswith("Такого кода нет. Проверьте каждую букву")
    assert not world.failures


async def test_the_code_of_a_friend_who_was_erased_is_nobodys(
    world: World, bob: Person, dave: Person
) -> None:
    code = code_of(world, dave)
    await scans(world, bob, dave)
    await forget(world, dave)
    bob.tap(CONFIRM)
    await world.settle()
    assert bob.last.text.startswith("Такого кода нет.")
    await says(world, bob, code)
    assert bob.last.text.startswith("Такого кода нет.")
    assert proofs(world) == [("", None, None)]


async def test_who_has_not_agreed_is_not_shown_to_anybody(
    world: World, alice: Person, bob: Person, charlie: Person
) -> None:
    await comes(world, charlie, alice, agrees=False)
    await scans(world, bob, charlie)
    assert bob.last.text.startswith("Этот гость не дал согласия на данные.")
    assert "Чарли" not in bob.last.text
    charlie.tap("Согласен, продолжить")
    await world.settle()
    await confirms(world, bob, charlie)
    assert proofs(world)[1] == ("Чарли", "staff", "Боб")


async def test_scanning_is_neither_a_join_nor_a_share(
    world: World, bob: Person, dave: Person
) -> None:
    await scans(world, bob, dave)
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]
    assert not shared(world, dave)


async def test_a_first_start_by_a_scan_opens_the_desk_too(database: Path) -> None:
    async with World(database, referral_reward=REWARD) as world:
        await world.meet(world.alice)
        await comes(world, world.dave, world.alice)
        await scans(world, world.bob, world.dave)
        assert "администратор компании" in world.bob.texts[-2]
        assert world.bob.last.buttons == [[CONFIRM]]
        assert world.bob.commands[0]["command"] == "broadcast"


async def test_nobody_confirms_a_friend_of_their_own(
    world: World, alice: Person, olga: Person, bob: Person, dave: Person
) -> None:
    await join(world, olga, alice)
    await scans(world, alice, dave)
    assert alice.last.text.startswith("Давид: приглашение ваше.")
    world.forge_tap(alice, "prove:1")
    await world.settle()
    assert proofs(world) == [("Давид", None, None)]
    await confirms(world, bob, dave)
    assert proofs(world) == [("Давид", "staff", "Боб")]
    assert TOLD not in "".join(alice.texts)


async def test_a_friend_who_is_of_the_staff_by_now_is_not_confirmed(
    world: World, olga: Person, bob: Person, dave: Person
) -> None:
    await scans(world, bob, dave)
    await join(world, olga, dave)
    bob.tap(CONFIRM)
    await world.settle()
    assert bob.last.text == "Это код сотрудника. Подтверждать нечего."
    assert proofs(world) == [("Давид", None, None)]


# Forged, and by those who may not


@pytest.mark.parametrize("data", ["prove:1", "prove:7", f"prove:{2**70}", "prove:-1", "prove:x"])
async def test_a_tap_forged_by_a_customer_is_answered_as_unknown(
    world: World, alice: Person, data: str
) -> None:
    world.forge_tap(alice, data)
    await world.settle()
    assert "устарела" in alice.toasts[-1].text
    assert proofs(world) == [("Давид", None, None)]
    assert not world.failures


@pytest.mark.parametrize("data", ["prove:7", f"prove:{2**70}", "prove:-1", "prove:x"])
async def test_a_tap_on_nobody_is_a_stale_button(world: World, bob: Person, data: str) -> None:
    world.forge_tap(bob, data)
    await world.settle()
    assert "устарела" in bob.toasts[-1].text
    assert not world.failures


async def test_who_is_no_longer_of_the_staff_confirms_nobody(
    world: World, olga: Person, charlie: Person, dave: Person
) -> None:
    await join(world, olga, charlie)
    await scans(world, charlie, dave)
    screen = charlie.last
    await remove(world, olga, "Чарли")
    charlie.tap(CONFIRM, message=screen)
    await world.settle()
    assert proofs(world) == [("Давид", None, None)]
    before = len(charlie.messages)
    await says(world, charlie, code_of(world, dave))
    assert not any("Давид" in text for text in heard(charlie, before))


async def test_names_that_look_like_tags_do_no_harm(world: World, bob: Person) -> None:
    inviter = world.telegram.add_person(66, "<b>&", last_name="</i>" * 30)
    friend = world.telegram.add_person(67, "💇" * 60, last_name="<a href='x'>")
    await world.meet(inviter)
    await comes(world, friend, inviter)
    await confirms(world, bob, friend)
    assert "По приглашению: <b>& </i>" in bob.last.text
    assert not world.failures


# The inviter who is told, or is not


async def test_an_inviter_who_was_erased_is_not_told_and_the_friend_is_confirmed(
    world: World, alice: Person, bob: Person, dave: Person
) -> None:
    await forget(world, alice)
    before = len(alice.messages)
    await confirms(world, bob, dave)
    assert "По приглашению: Без имени" in bob.last.text
    assert proofs(world) == [("Давид", "staff", "Боб")]
    await world.pass_time(timedelta(days=1))
    assert heard(alice, before) == []
    assert world.rows("SELECT state FROM nudges WHERE kind = 'proven'") == [("skipped",)]


async def test_an_inviter_who_has_blocked_the_bot_is_not_told(
    world: World, alice: Person, bob: Person, dave: Person
) -> None:
    alice.block()
    await world.settle()
    await confirms(world, bob, dave)
    told = world.rows("SELECT state, reason FROM nudges WHERE kind = 'proven'")
    assert told == [("skipped", "blocked")]


async def test_an_inviter_who_wants_quiet_is_not_told(
    world: World, alice: Person, bob: Person, dave: Person
) -> None:
    await says(world, alice, "/stop")
    await confirms(world, bob, dave)
    assert not any(TOLD in text for text in alice.texts)


async def test_an_inviter_who_took_the_consent_back_is_not_told(
    world: World, alice: Person, bob: Person, dave: Person
) -> None:
    await says(world, alice, "/settings")
    alice.tap("Отозвать согласие на данные")
    await world.settle()
    await confirms(world, bob, dave)
    assert not any(TOLD in text for text in alice.texts)


async def test_where_something_is_given_an_answer_proves_nothing(
    world: World, dave: Person
) -> None:
    await world.answer(dave, 10)
    assert proofs(world) == [("Давид", None, None)]
