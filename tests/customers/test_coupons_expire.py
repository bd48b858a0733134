"""Before a coupon expires its owner is reminded once, if they want to hear of offers at all."""

import pytest

from sandbox.people import Person
from tests.customers.couponing import (
    DAY,
    GIVES,
    HOUR,
    REMINDED,
    SHOW,
    code_of,
    offer_coupon,
    pictures,
    redeems,
    says,
    takes,
    welcome_offers,
)
from tests.world import World

STOP = "Больше не присылать предложения"


@pytest.fixture(autouse=True)
async def salon(world: World) -> None:
    await world.meet(world.bob)
    await welcome_offers(world, world.alice)


def reminders(person: Person) -> list[str]:
    return [text for text in person.texts if text.startswith(REMINDED)]


def rows(world: World) -> list[tuple[str, str | None]]:
    return world.rows("SELECT state, reason FROM nudges WHERE kind = 'coupon'")


async def test_it_comes_at_eleven_the_day_before_the_last_with_the_code_and_the_way_out(
    world: World, alice: Person
) -> None:
    await takes(world, alice, await offer_coupon(world, alice, days=5))
    await world.pass_time(4 * DAY - 2 * HOUR)
    assert reminders(alice) == []
    await world.pass_time(HOUR)
    [text] = reminders(alice)
    assert text == (
        f"{REMINDED} 20 мая, 23:59\n\n{GIVES}\nКод: {code_of(world, alice)}\n\n"
        "Покажите его сотруднику. Будем рады вас видеть!"
    )
    message = alice.last
    assert message.buttons == [[SHOW], [STOP]]
    alice.tap(SHOW)
    await world.settle()
    assert len(pictures(alice)) == 2
    alice.tap(STOP, message=message)
    await world.settle()
    assert world.rows("SELECT offers_at FROM people WHERE telegram_id = 1") == [(None,)]
    assert world.rows("SELECT source FROM consents WHERE kind = 'offers' AND NOT given") == [
        ("offer:1",)
    ]


async def test_it_comes_once_whatever_is_restarted(world: World, alice: Person) -> None:
    await takes(world, alice, await offer_coupon(world, alice, days=3))
    for _ in range(4):
        await world.pass_time(DAY)
        await world.restart()
    assert len(reminders(alice)) == 1
    assert rows(world) == [("sent", None)]
    assert world.rows("SELECT warn_at FROM coupons") == [(None,)]


async def test_under_it_stands_the_legal_line(world: World, alice: Person) -> None:
    world.settings["offer_footer"] = "Реклама. ООО «Астра» <b>&"
    await world.restart()
    await takes(world, alice, await offer_coupon(world, alice, days=2))
    await world.pass_time(DAY)
    assert reminders(alice)[0].endswith("\n\nРеклама. ООО «Астра» <b>&")


async def test_none_comes_of_a_coupon_that_was_used(
    world: World, alice: Person, bob: Person
) -> None:
    await takes(world, alice, await offer_coupon(world, alice, days=3))
    await redeems(world, bob, code_of(world, alice))
    await world.pass_time(5 * DAY)
    assert reminders(alice) == []
    assert rows(world) == []


async def test_none_goes_that_was_planned_before_the_coupon_was_used(
    world: World, alice: Person, bob: Person
) -> None:
    """At night it waits, and by the morning the coupon may be used."""
    world.settings["quiet_hours"] = "10:30-12:00"
    await world.restart()
    await takes(world, alice, await offer_coupon(world, alice, days=3))
    await world.pass_time(DAY + 23 * HOUR + HOUR / 2)
    assert rows(world) == [("planned", "quiet_hours")]
    await redeems(world, bob, code_of(world, alice))
    await world.pass_time(DAY)
    assert reminders(alice) == []
    assert rows(world) == [("skipped", "not_needed")]


async def test_the_gap_and_the_caps_do_not_hold_it_up(world: World, alice: Person) -> None:
    """The offer itself came yesterday."""
    await takes(world, alice, await offer_coupon(world, alice, days=1))
    await world.pass_time(23 * HOUR)
    assert len(reminders(alice)) == 1


async def test_who_wants_no_more_offers_hears_nothing_of_the_coupon_they_have(
    world: World, alice: Person
) -> None:
    campaign = await offer_coupon(world, alice, days=3)
    await takes(world, alice, campaign)
    world.forge_tap(alice, f"offer-stop:{campaign}")
    await world.settle()
    await world.pass_time(4 * DAY)
    assert reminders(alice) == []
    assert rows(world) == [("skipped", "offers_consent")]


async def test_nobody_is_reminded_whose_case_is_open(world: World, alice: Person) -> None:
    await takes(world, alice, await offer_coupon(world, alice, days=3))
    await says(world, alice, "/human")
    await says(world, alice, "Обсчитали")
    await world.pass_time(4 * DAY)
    assert reminders(alice) == []
    assert rows(world) == [("skipped", "open_case")]


async def test_where_the_bot_was_off_past_the_end_nobody_hears_of_it(
    world: World, alice: Person
) -> None:
    await takes(world, alice, await offer_coupon(world, alice, days=3))
    world.telegram.clock.move_to(world.app.now() + 5 * DAY)
    await world.restart()
    await world.pass_time(HOUR)
    assert reminders(alice) == []
    assert rows(world) == [("skipped", "too_late")]


async def test_the_owner_sees_why_it_comes_and_that_it_came(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await takes(world, alice, await offer_coupon(world, alice, days=3))
    await says(world, olga, "/why Алиса")
    assert "17 мая, 11:00 — напоминание о купоне" in olga.last.text
    await world.pass_time(2 * DAY)
    await says(world, olga, "/why Алиса")
    assert "✓ 17 мая, 11:00 — напоминание о купоне" in olga.last.text
