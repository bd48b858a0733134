"""The first batch and a bot that stands still, sleepers in it, and whom its verdict reaches."""

from datetime import timedelta

import pytest

from sandbox.people import Person
from tests.admins.broadcasting import STOP, change, progress_of, states
from tests.admins.campaigning import crowd, deliver, got, send
from tests.world import World

HOUR = timedelta(hours=1)
SALE = "Скидка 20 % до пятницы"
HALTED = "после первой партии слишком многие ушли"
NO_WAIT = "Не ждать, отправить остальным"


async def a_batch_is_out(world: World, admin: Person) -> list[Person]:
    """The twenty who have it, of twenty-five."""
    guests = await crowd(world, 25)
    await send(world, admin, SALE, first_batch="twenty")
    await deliver(world)
    return got(guests, SALE)


@pytest.mark.parametrize("leaves", ["blocks", "opts out"])
async def test_who_left_while_the_bot_stood_still_is_heard_before_the_verdict(
    world: World, bob: Person, leaves: str
) -> None:
    first = await a_batch_is_out(world, bob)
    for guest in first[:10]:
        guest.block() if leaves == "blocks" else guest.tap(STOP)
    world.telegram.clock.advance(3 * HOUR)
    await world.restart()
    await deliver(world)
    assert await states(world) == {"sent": 20, "held": 5}

    await world.hear()
    await deliver(world)
    assert await states(world) == {"sent": 20, "held": 5}
    assert HALTED in bob.last.text


async def test_a_full_batch_of_updates_is_not_all_that_was_said(world: World, bob: Person) -> None:
    first = await a_batch_is_out(world, bob)
    await world.hear()
    world.telegram.clock.advance(3 * HOUR)
    for _ in range(50):
        first[0].block()
        first[0].unblock()
    first[1].block()
    first[2].block()
    await world.hear()  # a hundred
    await deliver(world)
    assert await states(world) == {"sent": 20, "held": 5}
    assert not any(HALTED in text for text in bob.texts)
    await world.hear()
    await deliver(world)
    assert HALTED in bob.last.text


async def test_where_nobody_left_the_rest_goes_once_that_is_known(
    world: World, bob: Person
) -> None:
    await a_batch_is_out(world, bob)
    world.telegram.clock.advance(3 * HOUR)
    await world.restart()
    await deliver(world)
    assert await states(world) == {"sent": 20, "held": 5}
    await world.hear()
    await deliver(world)
    assert await states(world) == {"sent": 25}


async def test_nobody_has_to_wait_for_those_who_sleep(world: World, bob: Person) -> None:
    asleep = await crowd(world, 24, zone="America/Los_Angeles")
    awake = await crowd(world, 6)
    await send(world, bob, SALE, first_batch="twenty")
    await deliver(world)
    await progress_of(world).show()
    assert (await states(world))["held"] == 10
    bob.tap(NO_WAIT)
    bob.tap(NO_WAIT)
    await world.hear()
    await deliver(world)
    assert got(awake, SALE) == awake
    assert world.rows("SELECT kind FROM acts WHERE kind LIKE 'broadcast%'") == [
        ("broadcast_released",)
    ]
    await world.pass_time(24 * HOUR)
    assert got(asleep, SALE) == asleep


async def test_a_campaign_that_waits_for_nobody_offers_no_haste(world: World, bob: Person) -> None:
    await crowd(world, 3)
    await send(world, bob, SALE, first_batch="twenty")
    assert NO_WAIT not in [label for row in bob.last.buttons for label in row]
    world.forge_tap(bob, "campaign-release:1")
    await world.hear()
    assert world.rows("SELECT kind FROM acts WHERE kind LIKE 'broadcast%'") == []


# --- whom it reaches ---


@pytest.mark.parametrize("gone", ["has blocked", "was demoted"])
async def test_a_halt_that_cannot_reach_its_admin_reaches_the_owners(
    world: World, bob: Person, olga: Person, gone: str
) -> None:
    await world.meet(olga)
    first = await a_batch_is_out(world, bob)
    first[0].block()
    await world.hear()
    if gone == "has blocked":
        bob.block()
        await world.hear()
    else:
        await change(world, bob, role="customer")
    await world.pass_time(2 * HOUR)
    assert HALTED in olga.last.text
    assert not any(HALTED in text for text in bob.texts)

    olga.tap("Продолжить всё равно")
    await world.hear()
    await deliver(world)
    assert (await states(world)) == {"sent": 25}
    assert olga.last.text.startswith("Рассылка завершена.")
    assert len([text for text in olga.texts if "Рассылка завершена." in text]) == 1


async def test_an_admin_in_reach_is_told_and_the_owners_are_not(
    world: World, bob: Person, olga: Person
) -> None:
    await world.meet(olga)
    first = await a_batch_is_out(world, bob)
    first[0].block()
    await world.hear()
    await world.pass_time(2 * HOUR)
    assert HALTED in bob.last.text
    assert not any(HALTED in text for text in olga.texts)


async def test_an_admin_who_blocks_the_bot_unheard_of_leaves_the_result_to_the_owners(
    world: World, bob: Person, olga: Person
) -> None:
    """Telegram's refusal is the first word of it."""
    await world.meet(olga)
    await crowd(world, 2)
    await send(world, bob, SALE)
    bob.block()
    await deliver(world)
    assert olga.last.text.startswith("Рассылка завершена.\nПолучили: 2")
