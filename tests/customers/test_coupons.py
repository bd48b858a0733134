"""A tap under an offer brings a coupon: one a person, good for some days."""

import pytest

from models import coupons
from models.tables import CampaignState, NudgeState
from sandbox.people import Person
from tests.customers.couponing import (
    DAY,
    GIVES,
    HOUR,
    SHOWN,
    change,
    code_of,
    confirm_campaign,
    offer_coupon,
    pictures,
    redeems,
    says,
    scans,
    takes,
    welcome_offers,
)
from tests.customers.friends import QUESTION, heard
from tests.customers.traces import forget, mydata_of
from tests.world import World

STAFF_SCAN_IT = "Этот код — для сотрудника"


@pytest.fixture(autouse=True)
async def salon(world: World) -> None:
    await world.meet(world.bob)
    await world.meet(world.alice)


async def test_a_tap_brings_a_picture_with_what_it_gives_the_code_and_until_when(
    world: World, alice: Person
) -> None:
    await takes(world, alice, await offer_coupon(world, alice))
    [shown] = pictures(alice)
    assert shown == (
        f"{GIVES}\n\nВаш купон: {code_of(world, alice)}\nДействует до 22 мая, 23:59\n\n"
        f"{SHOWN}: он отсканирует его или введёт. Купон — на один раз."
    )
    assert alice.spinners == 0


async def test_the_button_under_a_real_offer_is_the_one_that_brings_it(
    world: World, alice: Person, bob: Person
) -> None:
    await welcome_offers(world, alice)
    await confirm_campaign(world, "Стрижка дешевле")
    await world.pass_time(DAY)
    offer = alice.last
    assert offer.text.startswith("Стрижка дешевле")
    assert offer.buttons[0] == ["Получить купон"]
    alice.tap("Получить купон")
    await world.settle()
    alice.tap("Получить купон", message=offer)
    await world.settle()
    assert [GIVES in text for text in pictures(alice)] == [True, True]
    await redeems(world, bob, code_of(world, alice))
    async with world.app.sessions.begin() as session:
        assert await coupons.counts(session, 1) == (1, 1)


async def test_it_is_told_in_the_customers_language_and_by_their_clock(
    world: World, emily: Person
) -> None:
    emily.start()
    await world.settle()
    emily.tap("I agree, go on")
    await world.settle()
    await change(world, emily, zone="Asia/Vladivostok")
    await takes(world, emily, await offer_coupon(world, emily, days=1))
    [shown] = pictures(emily)
    assert "Good until May 16, 23:59" in shown or "Good until 16 May, 23:59" in shown
    assert world.rows("SELECT expires_at, warn_at FROM coupons") == [
        ("2026-05-16 14:00:00.000000", "2026-05-16 01:00:00.000000")
    ]


async def test_another_tap_shows_the_same_coupon_again(world: World, alice: Person) -> None:
    campaign = await offer_coupon(world, alice)
    world.forge_tap(alice, f"coupon:{campaign}")
    world.forge_tap(alice, f"coupon:{campaign}")
    await world.settle()
    await world.pass_time(DAY)
    await takes(world, alice, campaign)
    shown = pictures(alice)
    assert len(shown) == 3
    assert len(set(shown)) == 1
    assert world.rows("SELECT count(*) FROM coupons") == [(1,)]


async def test_the_first_tap_is_counted_and_no_other(world: World, alice: Person) -> None:
    campaign = await offer_coupon(world, alice)
    await takes(world, alice, campaign)
    await world.pass_time(HOUR)
    await takes(world, alice, campaign)
    tapped = world.rows("SELECT tapped_at FROM nudges WHERE kind = 'offer'")
    assert tapped == [("2026-05-15 09:00:00.000000",)]


async def test_a_tap_that_comes_twice_around_a_restart_makes_one_coupon(
    world: World, alice: Person
) -> None:
    campaign = await offer_coupon(world, alice)
    await takes(world, alice, campaign)
    await world.restart()
    await takes(world, alice, campaign)
    assert len(set(pictures(alice))) == 1
    assert world.rows("SELECT count(*) FROM coupons") == [(1,)]


@pytest.mark.parametrize("row", [NudgeState.SENDING, NudgeState.UNKNOWN])
async def test_who_has_the_offer_before_it_is_recorded_gets_one_too(
    world: World, alice: Person, row: NudgeState
) -> None:
    campaign = await offer_coupon(world, alice, row=row)
    await takes(world, alice, campaign)
    assert len(pictures(alice)) == 1


@pytest.mark.parametrize(
    "row", [NudgeState.HELD, NudgeState.SKIPPED, NudgeState.FAILED, NudgeState.PLANNED]
)
async def test_who_never_got_the_offer_gets_no_coupon(
    world: World, alice: Person, row: NudgeState
) -> None:
    """However they know of it."""
    campaign = await offer_coupon(world, alice, row=row, state=CampaignState.PAUSED)
    world.forge_tap(alice, f"coupon:{campaign}")
    await world.hear()
    assert "устарела" in alice.toasts[-1].text
    assert world.rows("SELECT count(*) FROM coupons") == [(0,)]


@pytest.mark.parametrize("data", ["coupon:7", f"coupon:{2**70}", "coupon:-1", "coupon:x"])
async def test_a_forged_tap_is_a_stale_button(world: World, alice: Person, data: str) -> None:
    world.forge_tap(alice, data)
    await world.settle()
    assert "устарела" in alice.toasts[-1].text
    assert not world.failures


async def test_the_coupon_of_another_campaign_is_not_theirs(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(dave)
    ours, without = await offer_coupon(world, dave), await offer_coupon(world, alice, gives=None)
    await takes(world, alice, ours)
    assert "устарела" in alice.toasts[-1].text
    await takes(world, alice, without)
    assert pictures(alice) == []
    assert world.rows("SELECT count(*) FROM coupons") == [(0,)]


# Until when


@pytest.mark.parametrize("state", [CampaignState.STOPPED, CampaignState.CANCELLED])
async def test_what_was_promised_holds_though_the_campaign_was_stopped(
    world: World, alice: Person, state: CampaignState
) -> None:
    campaign = await offer_coupon(world, alice, state=state)
    await world.pass_time(2 * DAY)
    await takes(world, alice, campaign)
    [shown] = pictures(alice)
    assert "Действует до 24 мая, 23:59" in shown


async def test_long_after_the_offer_there_are_no_coupons_any_more(
    world: World, alice: Person
) -> None:
    campaign = await offer_coupon(world, alice, days=2)
    await world.pass_time(2 * DAY + 11 * HOUR)
    await takes(world, alice, campaign)
    assert len(pictures(alice)) == 1  # the last evening

    late = await offer_coupon(world, alice, days=2)
    await world.pass_time(3 * DAY)
    await takes(world, alice, late)
    assert alice.alerts[-1].startswith("По этому предложению купоны уже закончились")
    assert world.rows("SELECT count(*) FROM coupons") == [(1,)]


async def test_a_coupon_that_has_expired_says_when(world: World, alice: Person) -> None:
    campaign = await offer_coupon(world, alice, days=2)
    await takes(world, alice, campaign)
    await world.pass_time(3 * DAY)
    await takes(world, alice, campaign)
    assert alice.alerts[-1].startswith("Этот купон действовал до 17 мая, 23:59")
    assert len(pictures(alice)) == 1


async def test_a_coupon_that_was_used_says_when(world: World, alice: Person, bob: Person) -> None:
    campaign = await offer_coupon(world, alice)
    await takes(world, alice, campaign)
    await redeems(world, bob, code_of(world, alice))
    await takes(world, alice, campaign)
    assert alice.alerts[-1] == "Этот купон вы уже использовали 15 мая, 12:00. Спасибо!"
    assert len(pictures(alice)) == 1


# The link that is for the staff


@pytest.mark.parametrize("way", [scans, says])
async def test_who_opens_their_own_is_shown_it_again(
    world: World, alice: Person, way: object
) -> None:
    await takes(world, alice, await offer_coupon(world, alice))
    assert callable(way)
    await way(world, alice, code_of(world, alice))
    shown = pictures(alice)
    assert len(shown) == 2
    assert len(set(shown)) == 1


async def test_their_own_that_was_used_says_so(world: World, alice: Person, bob: Person) -> None:
    await takes(world, alice, await offer_coupon(world, alice))
    code = code_of(world, alice)
    await redeems(world, bob, code)
    before = len(alice.messages)
    await scans(world, alice, code)
    assert heard(alice, before)[0] == "Этот купон вы уже использовали 15 мая, 12:00. Спасибо!"


async def test_who_opens_somebody_elses_hears_that_the_staff_scan_it(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(dave)
    await takes(world, alice, await offer_coupon(world, alice))
    for code in (code_of(world, alice), "c_ABCDEfgh23"):
        before = len(dave.messages)
        await scans(world, dave, code)
        assert heard(dave, before)[0].startswith(STAFF_SCAN_IT)
        assert GIVES not in "".join(heard(dave, before))
    assert pictures(dave) == []


async def test_somebody_new_who_opens_it_is_greeted_as_anybody_new(
    world: World, alice: Person, dave: Person
) -> None:
    await takes(world, alice, await offer_coupon(world, alice))
    await scans(world, dave, code_of(world, alice))
    assert dave.last.buttons[0] == ["Согласен, продолжить"]
    dave.tap("Согласен, продолжить")
    await world.settle()
    assert dave.last.text.startswith(QUESTION)
    assert world.rows("SELECT started_at IS NOT NULL FROM people WHERE telegram_id = 2") == [(1,)]


# Those who are no customers, and those who have gone


async def test_the_staff_get_no_coupon_and_are_told_what_the_button_does(
    world: World, bob: Person, alice: Person
) -> None:
    await takes(world, bob, await offer_coupon(world, alice, bob))
    assert bob.alerts == ["Здесь клиент получит свой купон. Сотрудникам купоны не выдаются."]
    assert world.rows("SELECT count(*) FROM coupons") == [(0,)]


async def test_who_took_the_consent_back_is_greeted_anew(world: World, alice: Person) -> None:
    campaign = await offer_coupon(world, alice)
    await says(world, alice, "/settings")
    alice.tap("Отозвать согласие на данные")
    await world.settle()
    await takes(world, alice, campaign)
    assert pictures(alice) == []
    assert world.rows("SELECT count(*) FROM coupons") == [(0,)]


async def test_mydata_tells_of_the_coupon_and_nothing_of_the_staff(
    world: World, alice: Person, bob: Person
) -> None:
    await takes(world, alice, await offer_coupon(world, alice))
    code = code_of(world, alice)
    await redeems(world, bob, code)
    await says(world, alice, "/mydata")
    [told] = mydata_of(alice)["coupons"]
    assert told["code_of_coupon"] == code.removeprefix("c_")
    assert told["redeemed_at"] == "2026-05-15T09:00:00+00:00"
    assert "Боб" not in str(mydata_of(alice))


async def test_who_was_erased_and_comes_back_gets_none_of_what_was(
    world: World, alice: Person
) -> None:
    campaign = await offer_coupon(world, alice)
    await takes(world, alice, campaign)
    code = code_of(world, alice)
    await forget(world, alice)
    await world.meet(alice)
    await takes(world, alice, campaign)
    assert "устарела" in alice.toasts[-1].text
    before = len(alice.messages)
    await scans(world, alice, code)
    assert heard(alice, before)[0].startswith(STAFF_SCAN_IT)


@pytest.mark.parametrize("gives", ["<b>&\"'</b> </i>", "💇" * 300, "с" * 900])
async def test_whatever_the_admin_wrote_fits_under_the_picture(
    world: World, alice: Person, gives: str
) -> None:
    await takes(world, alice, await offer_coupon(world, alice, gives=gives))
    [shown] = pictures(alice)
    assert shown.startswith(gives[:200])
    assert not world.failures
