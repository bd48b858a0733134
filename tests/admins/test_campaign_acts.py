"""Who may pause, release and stop a broadcast: it is asked where it happens, at that moment."""

from typing import Any

import pytest
from sqlalchemy import text

from sandbox.people import Person
from tests.admins.broadcasting import change
from tests.admins.campaigning import crowd, deliver, send
from tests.admins.staffing import remove_between
from tests.world import World

SALE = "Скидка 20 % до пятницы"
PAUSED = "UPDATE campaigns SET state = 'paused', pause = 'admin'"
ACTS = {
    "campaign-pause:1": "",
    "campaign-go-on:1": PAUSED,
    "campaign-release:1": "",
    "campaign-stop-sure:1": "",
}
"""Each with what comes before it."""


async def a_campaign(world: World, before: str) -> None:
    await crowd(world, 25)
    await send(world, world.bob, SALE, first_batch="twenty")
    if before:
        async with world.app.sessions.begin() as session:
            await session.execute(text(before))


def standing(world: World) -> list[Any]:
    campaigns = world.rows("SELECT state, pause, judged_at, done_at FROM campaigns")
    rows = "SELECT state, reason, count(*) FROM nudges WHERE kind = 'offer' GROUP BY 1, 2"
    return [campaigns, world.rows(rows), world.rows("SELECT kind FROM acts")]


@pytest.mark.parametrize(("data", "before"), ACTS.items(), ids=ACTS)
async def test_any_of_the_staff_may(world: World, olga: Person, data: str, before: str) -> None:
    """Else nothing that is told below would tell anything."""
    await world.meet(olga)
    await a_campaign(world, before)
    as_it_was = standing(world)
    world.forge_tap(olga, data)
    await world.hear()
    assert standing(world) != as_it_was
    assert len(world.rows("SELECT kind FROM acts")) == 1


@pytest.mark.parametrize(("data", "before"), ACTS.items(), ids=ACTS)
@pytest.mark.parametrize("who", ["customer", "former admin", "admin removed meanwhile"])
async def test_nobody_else_may(
    world: World, alice: Person, bob: Person, who: str, data: str, before: str
) -> None:
    await world.meet(alice)
    await a_campaign(world, before)
    as_it_was = standing(world)
    if who == "former admin":
        await change(world, bob, role="customer")
    elif who == "admin removed meanwhile":
        remove_between(world, bob)
    one = alice if who == "customer" else bob
    world.forge_tap(one, data)
    await world.hear()
    assert standing(world) == as_it_was
    if who != "former admin":  # who has not agreed to anything yet, and is asked that first
        assert "устарела" in one.toasts[-1].text
    assert not world.failures


async def test_what_a_pause_shows_is_not_all_that_is_counted(world: World, bob: Person) -> None:
    """Who left takes longer to count, and is on the card when it is opened."""
    guests = await crowd(world, 2)
    await crowd(world, 1, zone="America/Los_Angeles")
    await send(world, bob, SALE)
    await deliver(world)
    guests[0].block()
    bob.send("/campaigns")
    await world.hear()
    bob.tap(bob.last.buttons[0][0])
    await world.hear()
    assert "После неё заблокировали бота: 1" in bob.last.text
    for label in ("Пауза", "Продолжить"):
        bob.tap(label)
        await world.hear()
        assert "Получили: 2" in bob.last.text
        assert "После неё" not in bob.last.text
    bob.tap("Обновить")
    await world.hear()
    assert "После неё заблокировали бота: 1" in bob.last.text
