"""Coming to the team by a one-time link."""

from datetime import timedelta

import pytest

from models.rules.codes import parse_start
from sandbox.people import Person
from tests.admins.broadcasting import broadcast, welcome_offers
from tests.admins.staffing import (
    ADMIN,
    OWNER,
    acts,
    commands_of,
    invite,
    join,
    link_in,
    open_link,
    open_team,
    remove,
    role_of,
    tap,
)
from tests.world import World

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("button", "role", "word"),
    [(ADMIN, "admin", "администратор"), (OWNER, "owner", "владелец")],
)
async def test_whoever_opens_the_link_is_staff_at_once(
    world: World, olga: Person, dave: Person, button: str, role: str, word: str
) -> None:
    link = await invite(world, olga, button)
    assert "Перешлите" in olga.texts[-2]
    assert "до 16 мая, 12:00" in olga.last.text
    assert olga.last.buttons == []
    await open_link(world, dave, link)
    assert f"Вы здесь — {word} компании «Салон «Астра»»" in dave.last.text
    assert "staff" in commands_of(dave)
    assert ("stats" in commands_of(dave)) == (role == "owner")
    assert f"Давид теперь {word}." in olga.texts
    assert world.rows("SELECT role, granted_role FROM people WHERE telegram_id = 2") == [
        (role, role)
    ]
    dave.send("/broadcast")
    await world.settle()
    assert "на них действует закон" in dave.last.text


async def test_the_words_to_forward_are_in_the_owners_language(
    world: World, olga: Person, emily: Person
) -> None:
    await join(world, olga, emily, OWNER)
    await open_team(world, emily)
    await tap(world, emily, "Invite an admin")
    assert "until 16 May, 12:00" in emily.last.text
    assert parse_start(link_in(emily).partition("start=")[2])


async def test_a_code_that_the_app_has_lost_can_be_typed(
    world: World, olga: Person, dave: Person
) -> None:
    code = (await invite(world, olga)).partition("start=")[2]
    await world.meet(dave)
    dave.send(f" {code.capitalize()[0]}{code[1:]} ")
    await world.settle()
    assert role_of(world, dave) == "admin"


async def test_a_link_works_once(world: World, olga: Person, dave: Person, charlie: Person) -> None:
    link = await invite(world, olga)
    await open_link(world, dave, link)
    await open_link(world, charlie, link)
    assert charlie.texts == ["Этим приглашением уже воспользовались. Попросите у владельца новое."]
    assert role_of(world, charlie) == "customer"


async def test_of_two_who_open_it_at_once_one_joins(
    world: World, olga: Person, dave: Person, charlie: Person
) -> None:
    link = await invite(world, olga)
    dave.open_link(link)
    charlie.open_link(link)
    await world.settle()
    assert sorted(role_of(world, person) for person in (dave, charlie)) == ["admin", "customer"]
    assert world.rows("SELECT count(*) FROM acts WHERE kind = 'staff_joined'") == [(1,)]


async def test_the_same_link_again_shows_the_desk_again(
    world: World, olga: Person, dave: Person
) -> None:
    """So does the same update, when the process has died before it was confirmed."""
    link = await invite(world, olga)
    for _ in range(2):
        await open_link(world, dave, link)
        assert "Вы здесь — администратор" in dave.last.text
    assert acts(world) == [("Ольга", "staff_invited"), ("Давид", "staff_joined")]
    assert olga.texts.count("Давид теперь администратор.") == 1


async def test_a_link_is_good_for_a_day(
    world: World, olga: Person, dave: Person, charlie: Person
) -> None:
    link, other = await invite(world, olga), await invite(world, olga)
    await world.pass_time(DAY - timedelta(seconds=1))
    await open_link(world, dave, link)
    assert role_of(world, dave) == "admin"
    await world.pass_time(timedelta(seconds=1))
    await open_link(world, charlie, other)
    assert charlie.texts == ["Это приглашение больше не действует. Попросите у владельца новое."]
    assert role_of(world, charlie) == "customer"


async def test_a_forged_link_opens_nothing(world: World, olga: Person, dave: Person) -> None:
    await invite(world, olga)
    dave.start("s_ABCDEfgh23")
    await world.settle()
    assert "Такого приглашения нет" in dave.last.text
    assert role_of(world, dave) == "customer"
    dave.start()
    await world.settle()
    assert dave.last.buttons == [["Согласен, продолжить"]]


async def test_who_is_on_the_team_leaves_the_link_to_others(
    world: World, olga: Person, dave: Person
) -> None:
    link = await invite(world, olga)
    await open_link(world, olga, link)
    assert olga.last.text.startswith("Вы уже в команде: вы владелец.")
    assert role_of(world, olga) == "owner"
    await open_link(world, dave, link)
    assert role_of(world, dave) == "admin"


async def test_a_link_raises_an_admin_who_came_by_a_link(
    world: World, olga: Person, dave: Person
) -> None:
    await join(world, olga, dave, ADMIN)
    await join(world, olga, dave, OWNER)
    assert role_of(world, dave) == "owner"
    assert "stats" in commands_of(dave)


async def test_whom_the_settings_name_is_raised_by_the_settings(
    world: World, olga: Person, bob: Person, dave: Person
) -> None:
    await world.meet(bob)
    link = await invite(world, olga, OWNER)
    await open_link(world, bob, link)
    assert "Вашу роль задают настройки бота" in bob.last.text
    assert role_of(world, bob) == "admin"
    await open_link(world, dave, link)
    assert role_of(world, dave) == "owner"


async def test_the_links_of_a_former_owner_open_nothing(
    world: World, olga: Person, dave: Person, charlie: Person
) -> None:
    await join(world, olga, dave, OWNER)
    link = await invite(world, dave, OWNER)
    await remove(world, olga, "Давид")
    await open_link(world, charlie, link)
    assert "больше не действует" in charlie.last.text
    assert role_of(world, charlie) == "customer"


async def test_two_taps_make_one_link(world: World, olga: Person) -> None:
    shown = await open_team(world, olga)
    olga.tap(ADMIN, message=shown)
    olga.tap(ADMIN, message=shown)
    await world.settle()
    assert len({text for text in olga.texts if "t.me/sarafan_bot?start=s_" in text}) == 1
    assert world.rows("SELECT count(*) FROM invitations") == [(1,)]
    assert acts(world) == [("Ольга", "staff_invited")]


async def test_granted_staff_stay_when_the_bot_begins_anew(
    world: World, olga: Person, dave: Person
) -> None:
    await join(world, olga, dave)
    await world.restart()
    assert role_of(world, dave) == "admin"
    assert "broadcast" in commands_of(dave)


# --- what was theirs as customers ---


async def test_whoever_joins_is_asked_no_more(
    world: World, olga: Person, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await world.answer(dave, 10, "Отлично")
    await join(world, olga, alice)
    await join(world, olga, dave)
    said = len(alice.texts), len(dave.texts)
    await world.pass_time(120 * DAY)
    assert (len(alice.texts), len(dave.texts)) == said
    assert world.rows("SELECT state FROM surveys ORDER BY id") == [("skipped",), ("answered",)]
    assert world.rows(
        "SELECT count(*) FROM people WHERE survey_at IS NOT NULL OR referral_at IS NOT NULL"
    ) == [(0,)]


async def test_a_nudge_that_was_planned_before_is_not_sent(
    world: World, olga: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await world.pass_time(timedelta(hours=13))  # into the night: the prompt waits for the morning
    await broadcast(world, olga, "Скидка")
    await join(world, olga, alice)
    said = len(alice.texts)
    await world.pass_time(3 * DAY)
    assert len(alice.texts) == said


async def test_the_case_of_a_customer_who_joins_is_closed(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 2, "Долго ждали")
    await world.pass_time(timedelta(minutes=1))
    await join(world, olga, alice)
    assert world.rows("SELECT state FROM cases") == [("closed",)]
    card = next(one for one in olga.messages if "Оценка 2 из 10" in one.text)
    assert "Закрыто" in card.text
