"""Data that no button of ours ever had: an app of somebody's own can send any."""

import pytest

from tests.world import World

TOO_MUCH = 2**70


@pytest.mark.parametrize(
    "data",
    [
        f"campaign-send:{TOO_MUCH}:0",
        f"campaign-send:0:{TOO_MUCH}",
        f"campaign-cancel:{TOO_MUCH}:0",
        f"campaign-cancel:-1:{TOO_MUCH}",
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
