"""The week, as olga gets it on Monday."""

from datetime import timedelta
from pathlib import Path

from sandbox.people import Person
from tests.views.test_report import plain
from tests.world import OLGA, World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TO_MONDAY = 3 * DAY - 2 * HOUR
"""From Friday noon to Monday at ten, in Moscow."""


def weeks(person: Person) -> list[str]:
    return [plain(text) for text in person.texts if text.startswith(("Неделя", "The week"))]


async def test_olga_gets_the_week_on_monday_at_ten(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 10, "Всё понравилось")
    await world.answer(dave, 2, "Грубо")
    await world.pass_time(TO_MONDAY - timedelta(minutes=1))
    assert weeks(olga) == []
    await world.pass_time(timedelta(minutes=1))
    assert weeks(olga) == [
        "Неделя · 11–17 мая\n"
        "\n"
        "2 ответа: промоутеры 1, нейтралы 0, критики 1\n"
        "Для NPS нужно хотя бы пять ответов.\n"
        "\n"
        "Недовольные: новых 1, закрыто 0, открыто 1\n"
        "Новые клиенты: 2\n"
        "\n"
        "Наши сообщения клиентам: отправлено 1\n"
        "\n"
        "Что сделать\n"
        "1. Ответьте недовольному клиенту (/cases): он ждёт 2 дня\n"
        "\n"
        "2. Поставьте QR-код там, где платят: за неделю всего 2 ответа — /qr\n"
        "\n"
        "3. Прочитайте вместе с командой, что говорят клиенты: /comments"
    ]


async def test_a_week_without_news_tells_of_whom_nobody_has_answered(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 2)
    await world.pass_time(TO_MONDAY + 7 * DAY)
    assert len(weeks(olga)) == 2
    assert "Новых ответов нет\n\nНедовольные: новых 0, закрыто 0, открыто 1\n" in weeks(olga)[1]
    assert "(/cases): он ждёт 9 дней\n" in weeks(olga)[1]


async def test_a_week_in_which_nothing_goes_on_is_silent(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 8)
    await world.pass_time(TO_MONDAY + 14 * DAY)
    assert len(weeks(olga)) == 1


async def test_it_comes_once_though_the_bot_was_started_anew(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 8)
    await world.pass_time(TO_MONDAY)
    await world.restart()
    await world.pass_time(HOUR)
    assert len(weeks(olga)) == 1


async def test_after_a_stop_it_comes_late_and_once(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 8)
    await world.app.close()
    world.telegram.clock.advance(5 * DAY)
    world.wake_up()
    await world.app.start()
    await world.pass_time(HOUR)
    assert len(weeks(olga)) == 1


async def test_who_starts_later_gets_the_next_one(
    world: World, alice: Person, olga: Person
) -> None:
    await world.answer(alice, 8)
    await world.pass_time(4 * DAY)
    await world.meet(olga)
    await world.restart()
    await world.pass_time(HOUR)
    assert weeks(olga) == []


async def test_customers_and_admins_get_none(world: World, alice: Person, bob: Person) -> None:
    await world.meet(bob)
    await world.answer(alice, 8)
    await world.pass_time(4 * DAY)
    assert weeks(alice) == weeks(bob) == []


async def test_one_of_two_owners_who_blocked_the_bot_does_not_keep_it_from_the_other(
    database: Path,
) -> None:
    async with World(database, owner_ids=frozenset({OLGA, 4})) as world:
        await world.meet(world.olga)
        world.emily.start()
        await world.settle()
        await world.answer(world.alice, 8)
        world.emily.block()
        await world.settle()
        await world.pass_time(TO_MONDAY)
        assert (len(weeks(world.olga)), weeks(world.emily)) == (1, [])


async def test_each_owner_reads_it_in_their_own_language(database: Path) -> None:
    async with World(database, owner_ids=frozenset({OLGA, 4})) as world:
        await world.meet(world.olga)
        world.emily.start()
        await world.settle()
        await world.answer(world.alice, 8)
        await world.pass_time(TO_MONDAY)
        assert weeks(world.olga)[0].startswith("Неделя · 11–17 мая\n")
        assert weeks(world.emily)[0].startswith("The week · 11–17 May\n")
