"""The daily report, as olga gets it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sandbox.people import Person
from tests.views.test_report import plain
from tests.world import World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def reports(person: Person) -> list[str]:
    return [plain(text) for text in person.texts if text.startswith("За сутки")]


async def test_olga_gets_the_day_at_five(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 10, "Всё понравилось")
    await world.answer(dave, 2)
    await world.pass_time(timedelta(hours=4, minutes=59))
    assert reports(olga) == []
    await world.pass_time(timedelta(minutes=1))
    assert reports(olga) == [
        "За сутки · 15 мая, 17:00\n"
        "\n"
        "2 ответа: промоутеры 1, нейтралы 0, критики 1\n"
        "За 30 дней: 2 ответа, для NPS пока мало\n"
        "\n"
        "Недовольные: новых 1, закрыто 0, открыто 1\n"
        "Новые клиенты: 2\n"
        "\n"
        "Подробнее — /stats"
    ]


async def test_days_without_news_are_silent(world: World, alice: Person, olga: Person) -> None:
    await world.meet(olga)
    await world.answer(alice, 8)
    await world.pass_time(5 * DAY)
    assert len(reports(olga)) == 1


async def test_it_comes_once_though_the_bot_was_started_anew(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 8)
    await world.pass_time(timedelta(hours=6))
    await world.restart()
    await world.pass_time(timedelta(hours=6))
    assert len(reports(olga)) == 1


async def test_an_owner_who_starts_late_gets_the_last_report(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.answer(alice, 8)
    await world.pass_time(DAY)
    await world.answer(dave, 9)
    await world.pass_time(3 * DAY)
    await world.meet(olga)
    assert [text.splitlines()[0] for text in reports(olga)] == ["За сутки · 16 мая, 17:00"]
    olga.start()
    await world.settle()
    assert len(reports(olga)) == 1


async def test_an_owner_who_blocked_the_bot_gets_it_on_coming_back(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 8)
    olga.block()
    await world.settle()
    await world.pass_time(6 * HOUR)
    for _ in range(2):
        olga.unblock()
        await world.settle()
        assert [text.splitlines()[0] for text in reports(olga)] == ["За сутки · 15 мая, 17:00"]
        olga.block()
        await world.settle()


async def test_a_customer_who_blocked_the_bot_gets_none_on_coming_back(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 8)
    alice.block()
    await world.settle()
    await world.pass_time(DAY)
    alice.unblock()
    await world.settle()
    assert reports(alice) == []
    assert world.rows("SELECT kind FROM nudges WHERE kind = 'report'") == []


async def test_customers_and_admins_get_none(world: World, alice: Person, bob: Person) -> None:
    await world.meet(bob)
    await world.answer(alice, 8)
    await world.pass_time(DAY)
    assert reports(alice) == reports(bob) == []


# --- /report ---


async def test_at_any_time_olga_sees_what_is_new(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 10)
    await world.pass_time(6 * HOUR)
    await world.answer(dave, 8)
    olga.send("/report")
    await world.settle()
    assert plain(olga.last.text) == (
        "Новое · с 15 мая, 17:00\n"
        "\n"
        "1 ответ: промоутеры 0, нейтралы 1, критики 0\n"
        "За 30 дней: 2 ответа, для NPS пока мало\n"
        "\n"
        "Новые клиенты: 1"
    )


async def test_olga_turns_to_the_week_and_the_month_and_back(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 10)
    await world.pass_time(10 * DAY)
    await world.answer(dave, 8)
    olga.send("/report")
    await world.settle()
    shown = olga.last
    for button, title, answers in (
        ("Неделя", "За неделю · 25 мая, 12:00", "1 ответ:"),
        ("Месяц", "За 30 дней · 25 мая, 12:00", "2 ответа:"),
        ("Новое", "Новое · с 24 мая, 17:00", "1 ответ:"),
    ):
        olga.tap(button)
        await world.settle()
        lines = olga.last.text.splitlines()
        assert (lines[0], lines[2].startswith(answers)) == (title, True)
    assert olga.last is shown


async def test_a_second_tap_on_the_same_is_no_error(world: World, olga: Person) -> None:
    await world.meet(olga)
    olga.send("/report")
    await world.settle()
    olga.tap("• Новое")
    await world.settle()
    assert not world.failures


async def test_where_nothing_has_happened_it_says_so(world: World, olga: Person) -> None:
    await world.meet(olga)
    olga.send("/report")
    await world.settle()
    assert olga.last.text == "Новое · с 14 мая, 17:00\n\nПока ничего нового"


async def test_what_was_not_sent_is_told_with_its_reason(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.meet(alice)
    alice.send("/stop")
    await world.settle()
    await world.pass_time(3 * DAY)
    olga.send("/report")
    await world.settle()
    olga.tap("Неделя")
    await world.settle()
    assert "Не отправлено 1: просили не писать (1)" in plain(olga.last.text)


async def test_to_anybody_else_it_does_not_exist(
    world: World, alice: Person, bob: Person, olga: Person
) -> None:
    await world.meet(alice)
    await world.meet(bob)
    for person in alice, bob:
        person.send("/nonsense")
        await world.settle()
        unknown = person.last.text
        person.send("/report")
        await world.settle()
        assert person.last.text == unknown
        world.forge_tap(person, "report:week")
        await world.settle()
        assert "За неделю" not in "".join(person.texts)


async def test_a_forged_tap_is_no_error(world: World, olga: Person) -> None:
    await world.meet(olga)
    olga.send("/report")
    await world.settle()
    said = olga.last.text
    world.forge_tap(olga, "report:year")
    await world.settle()
    assert olga.last.text == said
    assert not world.failures


async def test_what_messages_are_worth_stands_below_the_month_once_some_go_without(
    database: Path,
) -> None:
    async with World(database, holdout_percent=20) as world:
        await world.meet(world.olga)
        await world.meet(world.alice)
        await world.meet(world.dave)
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute(
                "UPDATE people SET bucket = CASE name WHEN 'Давид' THEN 0 ELSE 99 END"
            )
        await world.pass_time(10 * DAY)
        world.olga.send("/report")
        await world.settle()
        held = world.rows(
            "SELECT reason FROM nudges WHERE kind = 'reminder' AND reason IS NOT NULL"
        )
        assert held == [("held_out",)]
        told = {"Новое": world.olga.last.text}
        for button in ("Неделя", "Месяц"):
            world.olga.tap(button)
            await world.settle()
            told[button] = world.olga.last.text
        where = [button for button in told if "Пока рано судить: напоминания" in told[button]]
        assert where == ["Месяц"]
