"""Data that no button of ours ever had: an app of somebody's own can send any."""

import pytest

from sandbox.people import Person
from tests.admins.broadcasting import LOOK, change, hub, send_button, taps, welcome_offers
from tests.world import World

TOO_MUCH = 2**70
TABLES = (
    *("acts", "audiences", "campaigns", "coupons", "invitations", "nudges", "touchpoints"),
    *("variants", "wizards"),
)
OF_THE_STAFF = [
    *("campaign-pause:1", "campaign-go-on:1", "campaign-release:1", "campaign-stop:1"),
    *("campaign-stop-sure:1", "campaign-keep:1", "campaign-card:1", "campaign-message:1"),
    *("redeem:1", "point:1", "point-leave:1", "staff:0", "staff-member:1"),
    *("staff-remove:2", "staff-surely:2", "staff-log:0", "stats:30:0", "forged\x1dsend"),
]


@pytest.mark.parametrize(
    "data",
    [
        f"campaign-pause:{TOO_MUCH}",
        f"campaign-go-on:{TOO_MUCH}",
        f"campaign-release:{TOO_MUCH}",
        f"campaign-stop:{TOO_MUCH}",
        "campaign-stop-sure:-1",
        f"campaign-keep:{TOO_MUCH}",
        f"coupon:{TOO_MUCH}",
        f"offer-open:{TOO_MUCH}",
        f"redeem:{TOO_MUCH}",
        "forged\x1dsend",
        f"{'x' * 40}\x1dmoments:{2**40}",
        f"offer-preview:{TOO_MUCH}",
        f"offer-back:{TOO_MUCH}",
        f"stats:{TOO_MUCH}:0",
        "stats:-1:0",
        f"stats:30:{TOO_MUCH}",
        f"stats-by:30:{TOO_MUCH}",
        f"points:{TOO_MUCH}",
        "points:-1",
        f"point:{TOO_MUCH}",
        f"point-leave:{TOO_MUCH}",
        f"staff:{TOO_MUCH}",
        "staff:-1",
        f"staff-member:{TOO_MUCH}",
        f"staff-remove:{TOO_MUCH}",
        f"staff-surely:{TOO_MUCH}",
        f"staff-log:{TOO_MUCH}",
        "staff-log:-1",
    ],
)
async def test_a_number_out_of_all_bounds_is_a_stale_button(world: World, data: str) -> None:
    await world.meet(world.olga)
    world.forge_tap(world.olga, data)
    await world.settle()
    assert "устарела" in world.olga.toasts[-1].text
    assert not world.failures


async def test_a_text_in_the_place_of_a_picture_comes_below_it(world: World) -> None:
    await world.meet(world.olga)
    world.olga.send("/stats")
    await world.settle()
    world.forge_tap(world.olga, "keep")
    await world.settle()
    assert world.olga.last.media is None
    assert not world.failures


# Of one who is no staff, or is no more


def tables(world: World) -> dict[str, list[object]]:
    return {table: world.rows(f"SELECT * FROM {table}") for table in TABLES}


async def two_campaigns(world: World, bob: Person, alice: Person) -> str:
    """One for tomorrow, and a draft at its numbers: the data of the button that sends it."""
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    await taps(world, bob, "Когда", "Завтра в 11:00", "Первая партия", "Сначала 20 человек", LOOK)
    await taps(world, bob, send_button(bob))
    await hub(world, bob, "Ещё одна")
    await taps(world, bob, LOOK)
    data: str = bob.last.inline_keyboard[0][0]["callback_data"]
    assert data.endswith("\x1dsend")
    return data


async def test_what_is_the_staffs_does_nothing_for_a_customer(
    world: World, alice: Person, bob: Person
) -> None:
    send = await two_campaigns(world, bob, alice)
    before, said = tables(world), len(alice.texts)
    for data in [*OF_THE_STAFF, send]:
        world.forge_tap(alice, data)
        await world.settle()
        assert "устарела" in alice.toasts[-1].text, data
        assert tables(world) == before, data
    assert len(alice.texts) == said
    await world.meet(world.olga)
    world.forge_tap(world.olga, "campaign-stop-sure:1")
    await world.settle()
    assert tables(world) != before  # of the staff it would have done something
    assert not world.failures


async def test_what_is_the_staffs_does_nothing_for_a_former_admin(
    world: World, alice: Person, bob: Person
) -> None:
    send = await two_campaigns(world, bob, alice)
    await change(world, bob, role="customer")
    before = tables(world)
    for data in [*OF_THE_STAFF, send]:
        world.forge_tap(bob, data)
        await world.settle()
        assert tables(world) == before, data
        assert bob.spinners == 0
    assert "Скидка" not in alice.texts
    assert not world.failures
