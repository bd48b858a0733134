"""A coupon at the counter: good once, whoever is quicker, and it proves who has come."""

import pytest

from sandbox.people import Person
from tests.admins.staffing import acts, join, remove, remove_between
from tests.customers.couponing import (
    DAY,
    GIVES,
    REDEEM,
    TOLD,
    change,
    code_of,
    offer_coupon,
    redeemed,
    redeems,
    says,
    scans,
    takes,
)
from tests.customers.friends import TOLD as FRIEND_CAME
from tests.customers.friends import come, comes, flagged, heard, proofs
from tests.customers.traces import forget
from tests.world import World


@pytest.fixture(autouse=True)
async def coupon(world: World) -> str:
    """Alice has taken one; its code as it is typed."""
    await world.meet(world.olga)
    await world.meet(world.bob)
    await world.meet(world.alice)
    await takes(world, world.alice, await offer_coupon(world, world.alice))
    return code_of(world, world.alice)


async def test_the_staff_see_what_it_gives_whose_it_is_and_until_when(
    world: World, bob: Person, coupon: str
) -> None:
    await scans(world, bob, coupon)
    assert bob.last.text == f"🎟 {GIVES}\nЧей купон: Алиса Ким\n\nДействует до 22 мая, 23:59"
    assert bob.last.buttons == [[REDEEM]]
    scanned = bob.last.text
    for typed in (f" {coupon} ", coupon.replace("c", "C", 1), coupon.replace("c_", "с_", 1)):
        await says(world, bob, typed)
        assert bob.last.text == scanned
    assert redeemed(world) == [("Алиса Ким", None)]


@pytest.mark.parametrize("name", ["bob", "olga"])
async def test_a_tap_uses_it_up_and_both_are_told(
    world: World, alice: Person, coupon: str, name: str
) -> None:
    staff: Person = getattr(world, name)
    await redeems(world, staff, coupon)
    assert redeemed(world) == [("Алиса Ким", staff.first_name)]
    assert staff.last.buttons == []
    assert f"Купон погашен 15 мая, 12:00. Кто погасил: {staff.first_name}" in staff.last.text
    assert staff.toasts[-1].text == "Купон погашен 15 мая, 12:00"
    assert alice.last.text == f"Купон погашен 15 мая, 12:00: {GIVES}\n\n{TOLD}"
    assert not any("Боб" in text or "Ольга" in text for text in alice.texts)
    assert acts(world) == [(staff.first_name, "coupon_redeemed")]


async def test_the_log_of_acts_says_whose_it_was(
    world: World, olga: Person, bob: Person, coupon: str
) -> None:
    await redeems(world, bob, coupon)
    await says(world, olga, "/staff")
    olga.tap("Журнал")
    await world.settle()
    assert "Боб: купон погашен, чей: Алиса Ким" in olga.last.text


# Once


async def test_of_two_who_redeem_at_once_one_wins_and_the_other_is_told(
    world: World, alice: Person, bob: Person, olga: Person, coupon: str
) -> None:
    await scans(world, bob, coupon)
    await scans(world, olga, coupon)
    bob.tap(REDEEM)
    olga.tap(REDEEM)
    await world.settle()
    [(_, winner)] = redeemed(world)
    loser = olga if winner == "Боб" else bob
    assert loser.alerts == [f"Купон уже погашен 15 мая, 12:00. Кто погасил: {winner}"]
    assert f"Кто погасил: {winner}" in loser.last.text
    assert loser.last.buttons == []
    assert sum(TOLD in text for text in alice.texts) == 1
    assert len(acts(world)) == 1


async def test_a_second_attempt_says_when_and_by_whom(
    world: World, alice: Person, bob: Person, olga: Person, coupon: str
) -> None:
    await scans(world, olga, coupon)
    await redeems(world, bob, coupon)
    await world.pass_time(2 * DAY)
    olga.tap(REDEEM)
    await world.settle()
    assert olga.alerts == ["Купон уже погашен 15 мая, 12:00. Кто погасил: Боб"]
    await scans(world, olga, coupon)
    assert "Купон погашен 15 мая, 12:00. Кто погасил: Боб" in olga.last.text
    assert olga.last.buttons == []
    assert sum(TOLD in text for text in alice.texts) == 1
    assert len(acts(world)) == 1


async def test_the_same_tap_twice_around_a_restart_is_one_act(
    world: World, alice: Person, bob: Person, coupon: str
) -> None:
    await scans(world, bob, coupon)
    screen = bob.last
    bob.tap(REDEEM, message=screen)
    world.forge_tap(bob, "redeem:1")
    await world.settle()
    await world.restart()
    world.forge_tap(bob, "redeem:1")
    await world.settle()
    assert [toast.text for toast in bob.toasts] == ["Купон погашен 15 мая, 12:00"] * 3
    assert bob.spinners == 0
    assert len(acts(world)) == 1
    assert sum(TOLD in text for text in alice.texts) == 1


async def test_one_that_has_expired_says_when_and_can_not_be_used(
    world: World, alice: Person, bob: Person, coupon: str
) -> None:
    await scans(world, bob, coupon)
    await world.pass_time(8 * DAY)
    bob.tap(REDEEM)
    await world.settle()
    assert "Срок купона вышел: он действовал до 22 мая, 23:59" in bob.last.text
    assert bob.last.buttons == []
    await scans(world, bob, coupon)
    assert bob.last.buttons == []
    assert redeemed(world) == [("Алиса Ким", None)]
    assert acts(world) == []


# Wrong, forged, and by those who may not


@pytest.mark.parametrize(
    "code", ["c_ABCDEfgh23", "c_", "C_nosuchcode", "c_' OR 1=1", "c_АВСДЕfgh23", "c_" + "x" * 4000]
)
async def test_a_wrong_code_is_told_to_the_staff(world: World, bob: Person, code: str) -> None:
    for said in (code, f"/start {code}"):
        await says(world, bob, said)
        assert bob.last.text.startswith("Такого купона нет. Проверьте каждую букву")
    assert not world.failures


@pytest.mark.parametrize("data", ["redeem:1", "redeem:7", f"redeem:{2**70}", "redeem:x"])
async def test_a_tap_forged_by_a_customer_is_answered_as_unknown(
    world: World, alice: Person, data: str
) -> None:
    world.forge_tap(alice, data)
    await world.settle()
    assert "устарела" in alice.toasts[-1].text
    assert redeemed(world) == [("Алиса Ким", None)]
    assert not world.failures


@pytest.mark.parametrize("data", ["redeem:7", f"redeem:{2**70}", "redeem:-1", "redeem:x"])
async def test_a_tap_on_nothing_is_a_stale_button(world: World, bob: Person, data: str) -> None:
    world.forge_tap(bob, data)
    await world.settle()
    assert "устарела" in bob.toasts[-1].text
    assert not world.failures


async def test_who_is_no_longer_of_the_staff_redeems_nothing(
    world: World, olga: Person, charlie: Person, coupon: str
) -> None:
    await join(world, olga, charlie)
    await scans(world, charlie, coupon)
    screen = charlie.last
    await remove(world, olga, "Чарли")
    charlie.tap(REDEEM, message=screen)
    await world.settle()
    assert redeemed(world) == [("Алиса Ким", None)]
    before = len(charlie.messages)
    await says(world, charlie, coupon)
    assert not any("Алиса" in text or GIVES in text for text in heard(charlie, before))


async def test_who_is_removed_while_the_tap_is_on_its_way_redeems_nothing(
    world: World, bob: Person, coupon: str
) -> None:
    await scans(world, bob, coupon)
    remove_between(world, bob)
    bob.tap(REDEEM)
    await world.settle()
    assert redeemed(world) == [("Алиса Ким", None)]
    assert "устарела" in bob.toasts[-1].text


async def test_nobody_redeems_a_coupon_of_their_own(
    world: World, alice: Person, olga: Person, bob: Person, coupon: str
) -> None:
    await join(world, olga, alice)
    await scans(world, alice, coupon)
    assert alice.last.text.startswith("Это ваш собственный купон")
    assert alice.last.buttons == []
    world.forge_tap(alice, "redeem:1")
    await world.settle()
    assert redeemed(world) == [("Алиса Ким", None)]
    await redeems(world, bob, coupon)
    assert redeemed(world) == [("Алиса Ким", "Боб")]


async def test_the_coupon_of_somebody_who_was_erased_is_good_no_more(
    world: World, alice: Person, bob: Person, coupon: str
) -> None:
    await scans(world, bob, coupon)
    await forget(world, alice)
    bob.tap(REDEEM)
    await world.settle()
    assert bob.last.text == "Этот код больше не действует."
    await scans(world, bob, coupon)
    assert bob.last.text == "Этот код больше не действует."
    assert redeemed(world) == [("", None)]
    assert acts(world) == []


async def test_who_took_the_consent_back_keeps_the_coupon_and_is_not_named(
    world: World, alice: Person, bob: Person, coupon: str
) -> None:
    await says(world, alice, "/settings")
    alice.tap("Отозвать согласие на данные")
    await world.settle()
    before = len(alice.messages)
    await redeems(world, bob, coupon)
    assert "Чей купон: Без имени" in bob.last.text
    assert redeemed(world) == [("Алиса Ким", "Боб")]
    assert heard(alice, before) == []


async def test_names_that_look_like_tags_do_no_harm(world: World, bob: Person) -> None:
    guest = world.telegram.add_person(66, "💇" * 40, last_name="<a href='x'>&\"" * 5)
    await world.meet(guest)
    await change(world, bob, name='<b>&"' + "ю" * 300)
    await takes(world, guest, await offer_coupon(world, guest, gives="<i>&amp;"))
    await redeems(world, bob, code_of(world, guest))
    assert bob.last.text.startswith("🎟 <i>&amp;\nЧей купон: 💇💇")
    assert guest.last.text.startswith("Купон погашен 15 мая, 12:00: <i>&amp;")
    assert not world.failures


async def test_a_first_start_by_a_scan_opens_the_desk_too(
    world: World, charlie: Person, coupon: str
) -> None:
    world.settings["admin_ids"] = frozenset({world.bob.id, charlie.id})
    await world.restart()
    await scans(world, charlie, coupon)
    assert "администратор компании" in charlie.texts[-2]
    assert charlie.last.buttons == [[REDEEM]]


# It proves who has come


async def came_with_a_coupon(world: World, friend: Person) -> str:
    await takes(world, friend, await offer_coupon(world, friend))
    return code_of(world, friend)


async def test_a_used_coupon_proves_the_friend_and_the_inviter_is_told(
    world: World, alice: Person, bob: Person, dave: Person
) -> None:
    await comes(world, dave, alice)
    await redeems(world, bob, await came_with_a_coupon(world, dave))
    assert proofs(world) == [("Давид", "coupon", "Боб")]
    assert alice.texts.count(FRIEND_CAME) == 1
    assert [kind for _, kind in acts(world)] == ["coupon_redeemed"]


async def test_a_friend_who_is_proven_already_is_so_by_what_was_first(
    world: World, alice: Person, bob: Person, olga: Person, dave: Person
) -> None:
    await comes(world, dave, alice)
    [(code,)] = world.rows("SELECT code FROM people WHERE telegram_id = 2")
    await says(world, olga, f"r_{code}")
    olga.tap("Подтвердить визит")
    await world.settle()
    await redeems(world, bob, await came_with_a_coupon(world, dave))
    assert proofs(world) == [("Давид", "staff", "Ольга")]
    assert alice.texts.count(FRIEND_CAME) == 1


async def test_one_of_too_many_friends_is_proven_too_for_the_staff_have_seen_them(
    world: World, alice: Person, bob: Person
) -> None:
    friends = await come(world, alice, 5)
    assert len(flagged(world)) == 5
    await redeems(world, bob, await came_with_a_coupon(world, friends[0]))
    assert [proof for _, proof, _ in proofs(world)] == ["coupon", None, None, None, None]


async def test_a_coupon_proves_no_friend_to_the_inviter_who_redeems_it(
    world: World, alice: Person, olga: Person, dave: Person
) -> None:
    await comes(world, dave, alice)
    code = await came_with_a_coupon(world, dave)
    await join(world, olga, alice)
    await redeems(world, alice, code)
    assert redeemed(world)[1] == ("Давид", "Алиса Ким")
    assert proofs(world) == [("Давид", None, None)]


async def test_whoever_nobody_invited_proves_nothing(
    world: World, bob: Person, alice: Person, coupon: str
) -> None:
    await redeems(world, bob, coupon)
    assert proofs(world) == []
