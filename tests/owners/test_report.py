"""The daily report, as olga gets it."""

from datetime import timedelta

from sandbox.people import Person
from tests.world import World

DAY = timedelta(days=1)


def reports(person: Person) -> list[str]:
    return [text for text in person.texts if text.startswith("За сутки")]


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


async def test_customers_and_admins_get_none(world: World, alice: Person, bob: Person) -> None:
    await world.meet(bob)
    await world.answer(alice, 8)
    await world.pass_time(DAY)
    assert reports(alice) == reports(bob) == []
