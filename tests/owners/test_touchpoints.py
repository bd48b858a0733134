"""/stats by touchpoint: the figures of one, in the same message."""

from sandbox.people import Person
from tests.touchpoints import DAY, comes, make, says, taps
from tests.world import World


async def test_olga_reads_the_figures_of_one_touchpoint(
    world: World, bob: Person, olga: Person, alice: Person, dave: Person
) -> None:
    till, _ = await make(world, bob, "Касса", "Анна")
    await world.meet(olga)
    await comes(world, alice, till, 3)
    await world.answer(dave, 10, "Всё хорошо")
    await says(world, olga, "/stats")
    shown = olga.last
    assert shown.buttons[2:] == [["По точкам", "Сарафан"]]
    await taps(world, olga, "По точкам")
    assert shown.buttons == [["Анна · нет ответов"], ["Касса · 1 ответ"], ["‹ Назад"]]
    await taps(world, olga, "Касса · 1 ответ")
    assert shown.text == (
        "Касса\n"
        "За 30 дней · 1 ответ\n"
        "\n"
        "Промоутеры (9–10): 0\n"
        "Нейтралы (7–8): 0\n"
        "Критики (0–6): 1\n"
        "Для NPS нужно хотя бы пять ответов.\n"
        "\n"
        "Недовольные ждут ответа: 1"
    )
    await taps(world, olga, "Год")
    assert shown.text.startswith("Касса\nЗа 365 дней · 1 ответ")
    assert shown.buttons[2:] == [["Другая точка", "Все точки"]]
    await taps(world, olga, "Другая точка", "Анна · нет ответов")
    assert shown.text.startswith("Анна\nЗа 365 дней · Ответов пока нет")
    await taps(world, olga, "Все точки")
    assert shown.text.startswith("За 365 дней · 2 ответа")
    assert (olga.spinners, sum(world.failures.values())) == (0, 0)


async def test_back_from_the_list_shows_all(world: World, bob: Person, olga: Person) -> None:
    await make(world, bob, "Касса")
    await world.meet(olga)
    await says(world, olga, "/stats 7")
    await taps(world, olga, "По точкам", "‹ Назад")
    assert olga.last.buttons == [
        ["• 7 дней", "30 дней", "90 дней"],
        ["Год", "Всё время"],
        ["По точкам", "Сарафан"],
    ]


async def test_of_each_touchpoint_the_latest_answer_of_a_customer_counts(
    world: World, bob: Person, alice: Person
) -> None:
    till, anna = await make(world, bob, "Касса", "Анна")
    for link, score in (till, 3), (anna, 9), (till, 10):
        await comes(world, alice, link, score)
        world.telegram.clock.advance(2 * DAY)
    await says(world, bob, "/qr")
    assert bob.last.buttons[:2] == [["Анна · 1 ответ"], ["Касса · 1 ответ"]]


async def test_a_forged_touchpoint_shows_the_figures_of_all(world: World, olga: Person) -> None:
    await world.meet(olga)
    await says(world, olga, "/stats")
    olga.last.markup = {"inline_keyboard": [[{"text": "?", "callback_data": "stats:30:99"}]]}
    await taps(world, olga, "?")
    assert olga.last.text == "За 30 дней · Ответов пока нет"
