"""/staff: the list of who works here, leaving it, and the log of what was done."""

from datetime import timedelta

import pytest

from models.tables import Role
from sandbox.people import Person
from tests.admins.broadcasting import broadcast, draft, welcome_offers
from tests.admins.staffing import (
    ADMIN,
    OWNER,
    acts,
    commands_of,
    invite,
    join,
    open_team,
    remove,
    role_of,
    tap,
)
from tests.world import World
from views import staff as views

DAY = timedelta(days=1)


# --- the list ---


async def test_admins_see_who_works_here_and_nothing_to_tap(
    world: World, olga: Person, bob: Person
) -> None:
    await world.meet(olga)
    shown = await open_team(world, bob)
    assert "Ольга — владелец, из настроек" in shown.text
    assert "Боб — администратор, из настроек" in shown.text
    assert shown.buttons == []


async def test_owners_are_told_whom_the_settings_name_in_vain(world: World, olga: Person) -> None:
    shown = await open_team(world, olga)
    assert "ещё не открыли бота: 1" in shown.text
    assert shown.buttons == [["Ольга"], [ADMIN], [OWNER], ["Журнал"]]


async def test_to_a_customer_the_command_does_not_exist(world: World, alice: Person) -> None:
    await world.answer(alice, 9)
    await tap(world, alice, "Пропустить")
    alice.send("/staff")
    await world.settle()
    assert alice.last.text.startswith("Я бот и понимаю кнопки и команды.")
    assert "staff" not in commands_of(alice)


async def test_names_are_shown_as_they_are_written(world: World, olga: Person) -> None:
    person = world.telegram.add_person(66, "<b>&", last_name='"Ли"', username="li")
    await join(world, olga, person)
    assert '<b>& "Ли" (@li) теперь администратор.' in olga.texts
    assert '<b>& "Ли" — администратор' in (await open_team(world, olga)).text
    await tap(world, olga, '<b>& "Ли"')
    assert olga.last.text.startswith('<b>& "Ли" (@li)\nАдминистратор')


async def test_a_large_team_is_turned_over_page_by_page(world: World, olga: Person) -> None:
    for number in range(12):
        await join(world, olga, world.telegram.add_person(100 + number, f"Мастер {number:02}"))
    shown = await open_team(world, olga)
    assert "Мастер 08" in shown.text
    assert "Мастер 09" not in shown.text
    await tap(world, olga, "›")
    assert "Мастер 11" in olga.last.text
    assert "Мастер 08" not in olga.last.text
    await tap(world, olga, "‹")
    assert "Мастер 00" in olga.last.text


# --- leaving ---


async def test_an_owner_removes_somebody_after_a_second_thought(
    world: World, olga: Person, dave: Person
) -> None:
    await join(world, olga, dave)
    await open_team(world, olga)
    await tap(world, olga, "Давид")
    assert "В команде с 15 мая 2026" in olga.last.text
    await tap(world, olga, "Убрать из команды", "Оставить")
    assert role_of(world, dave) == "admin"
    await tap(world, olga, "Убрать из команды", "Да, убрать")
    assert "Готово: Давид больше не в команде." in olga.texts
    assert dave.last.text == "Вы больше не в команде компании «Салон «Астра»». Спасибо за работу!"
    assert world.rows(
        "SELECT role, granted_role, started_at IS NOT NULL FROM people WHERE telegram_id = 2"
    ) == [("customer", None, 1)]
    assert commands_of(dave) == commands_of(world.charlie)
    dave.send("/broadcast")
    await world.settle()
    assert "на них действует закон" not in dave.last.text
    await world.restart()
    assert role_of(world, dave) == "customer"


async def test_removing_twice_tells_once(world: World, olga: Person, dave: Person) -> None:
    await join(world, olga, dave)
    await open_team(world, olga)
    await tap(world, olga, "Давид", "Убрать из команды")
    sure = olga.last
    olga.tap("Да, убрать", message=sure)
    olga.tap("Да, убрать", message=sure)
    await world.settle()
    assert "Давид уже не в команде." in olga.last.text
    assert sum("больше не в команде" in text for text in dave.texts) == 1
    assert [kind for _, kind in acts(world)].count("staff_removed") == 1


async def test_a_draft_goes_with_its_admin(world: World, olga: Person, dave: Person) -> None:
    await join(world, olga, dave)
    await draft(world, dave, "Скидка")
    await remove(world, olga, "Давид")
    assert world.rows("SELECT state FROM campaigns") == [("cancelled",)]
    await tap(world, dave, "Отменить")
    assert dave.last.buttons == [["Согласен, продолжить"]]


async def test_a_former_admin_is_asked_again_in_time(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(alice)
    await join(world, olga, alice)
    await remove(world, olga, "Алиса Ким")
    await world.pass_time(89 * DAY)
    assert "больше не в команде" in alice.last.text
    await world.pass_time(2 * DAY)
    assert "10-балльной шкале" in alice.last.text


async def test_whom_the_settings_name_is_not_removed_in_the_chat(
    world: World, olga: Person, bob: Person
) -> None:
    await world.meet(bob)
    await open_team(world, olga)
    await tap(world, olga, "Боб")
    assert "Роль задана в настройках бота" in olga.last.text
    assert olga.last.buttons == [["‹ К команде"]]
    person_id = world.rows(f"SELECT id FROM people WHERE telegram_id = {bob.id}")[0][0]
    world.forge_tap(olga, views.RemoveSurelyTap(person=person_id).pack())
    await world.settle()
    assert "Боб: роль задана в настройках бота, убрать можно только там." in olga.last.text
    assert role_of(world, bob) == "admin"


async def test_an_owner_may_leave_while_another_stays(
    world: World, olga: Person, dave: Person
) -> None:
    await join(world, olga, dave, OWNER)
    await remove(world, dave, "Давид")
    assert role_of(world, dave) == "customer"
    assert dave.texts[-1].startswith("Вы больше не в команде")
    assert all(not one.buttons for one in dave.messages[-2:])


@pytest.mark.parametrize("who", ["bob", "alice"])
async def test_the_owners_buttons_do_nothing_for_others(
    world: World, olga: Person, dave: Person, who: str
) -> None:
    await join(world, olga, dave)
    other: Person = getattr(world, who)
    await world.meet(other)
    before = world.rows("SELECT role, granted_role FROM people"), other.texts
    person_id = world.rows("SELECT id FROM people WHERE telegram_id = 2")[0][0]
    taps = (
        views.StaffTap(page=0),
        views.MemberTap(person=person_id),
        views.RemoveTap(person=person_id),
        views.RemoveSurelyTap(person=person_id),
        views.InviteTap(role=Role.OWNER, code="ABCDEfgh23"),
        views.LogTap(page=0),
    )
    for one in taps:
        world.forge_tap(other, one.pack())
        await world.settle()
    assert len(other.alerts) == len(taps)
    assert set(other.alerts) == {"Эта кнопка устарела. Всё, что я умею, — в /help"}
    assert (world.rows("SELECT role, granted_role FROM people"), other.texts) == before
    assert world.rows("SELECT count(*) FROM invitations") == [(1,)]


@pytest.mark.parametrize(
    "data",
    [
        views.MemberTap(person=404),
        views.RemoveTap(person=404),
        views.RemoveSurelyTap(person=404),
        views.StaffTap(page=99),
        views.LogTap(page=99),
    ],
)
async def test_taps_on_what_is_not_there_do_no_harm(
    world: World, olga: Person, data: views.StaffTap
) -> None:
    await open_team(world, olga)
    world.forge_tap(olga, data.pack())
    await world.settle()
    assert olga.spinners == 0
    assert not world.failures


# --- the log ---


async def test_the_log_tells_in_words_who_did_what_and_when(
    world: World, olga: Person, dave: Person, bob: Person
) -> None:
    await join(world, olga, dave, OWNER)
    await world.pass_time(timedelta(hours=1))
    await world.meet(bob)
    await draft(world, bob, "Скидка")
    await tap(world, bob, "Отменить")
    await remove(world, olga, "Давид")
    await open_team(world, olga)
    await tap(world, olga, "Журнал")
    assert olga.last.text.splitlines() == [
        "Журнал",
        "",
        "15 мая, 13:00 · Ольга: Давид больше не в команде",
        "15 мая, 13:00 · Боб: рассылка отменена",
        "15 мая, 13:00 · Боб: правила рекламы прочитаны",
        "15 мая, 12:00 · Давид теперь владелец, кто пригласил: Ольга",
        "15 мая, 12:00 · Ольга: приглашение владельца",
    ]
    await tap(world, olga, "‹ К команде")
    assert olga.last.text.startswith("Команда")


async def test_a_broadcast_is_in_the_log(world: World, olga: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, olga, "Скидка")
    assert acts(world) == [("Ольга", "law_told"), ("Ольга", "broadcast_confirmed")]
    await draft(world, olga, "Ещё")
    olga.send("/cancel")
    await world.settle()
    assert acts(world)[2:] == [("Ольга", "broadcast_cancelled")]


async def test_a_long_log_is_turned_over_page_by_page(world: World, olga: Person) -> None:
    for _ in range(21):
        await invite(world, olga)
    await open_team(world, olga)
    await tap(world, olga, "Журнал")
    assert olga.last.text.count("приглашение администратора") == 20
    await tap(world, olga, "›")
    assert olga.last.text.count("приглашение администратора") == 1
    assert olga.last.buttons == [["‹"], ["‹ К команде"]]


async def test_an_empty_log_says_so(world: World, olga: Person) -> None:
    await open_team(world, olga)
    await tap(world, olga, "Журнал")
    assert "Пока пусто." in olga.last.text
