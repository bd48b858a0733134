"""/stats in dialogue: olga reads it, others never learn that it exists."""

from datetime import timedelta
from itertools import chain

import pytest

from sandbox.people import Person
from tests.world import World


async def ask(world: World, person: Person, text: str) -> None:
    person.send(text)
    await world.settle()


async def test_olga_reads_what_customers_said(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 10, "Мастер Анна — волшебница")
    await world.answer(dave, 3)
    await ask(world, olga, "/stats")
    assert olga.last.media is not None
    assert olga.last.media.kind == "photo"
    assert olga.last.media.content.startswith(b"\x89PNG")
    assert olga.last.text == (
        "За 30 дней · 2 ответа\n"
        "\n"
        "Промоутеры (9–10): 1\n"
        "Нейтралы (7–8): 0\n"
        "Критики (0–6): 1\n"
        "Для NPS нужно хотя бы пять ответов.\n"
        "\n"
        "Недовольные ждут ответа: 1\n"
        "\n"
        "Что говорят\n"
        "10 · 15 мая · «Мастер Анна — волшебница»"
    )


async def test_a_tap_shows_another_period_in_the_same_message(world: World, olga: Person) -> None:
    await world.meet(olga)
    await ask(world, olga, "/stats")
    shown = olga.last
    periods = [["7 дней", "• 30 дней", "90 дней"], ["Год", "Всё время"]]
    assert shown.buttons == [*periods, ["Сарафан"]]
    for button, title in ("90 дней", "За 90 дней"), ("Всё время", "За всё время"):
        olga.tap(button)
        await world.settle()
        assert olga.last.id == shown.id
        assert olga.last.text.startswith(title)
        assert f"• {button}" in chain(*olga.last.buttons)
    assert olga.spinners == 0


async def test_a_tap_on_the_current_period_counts_anew(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(olga)
    await ask(world, olga, "/stats 7")
    await world.answer(alice, 9)
    for _ in range(2):
        olga.tap("• 7 дней")
        await world.settle()
    assert olga.last.text.startswith("За 7 дней · 1 ответ")
    assert (olga.spinners, sum(world.failures.values())) == (0, 0)


async def test_word_of_mouth_is_shown_over_the_figures_and_there_is_a_way_back(
    world: World, olga: Person, alice: Person, dave: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 9)
    await ask(world, alice, "/share")
    [(code,)] = world.rows("SELECT code FROM people WHERE name LIKE 'Алиса%'")
    dave.start(f"r_{code}")
    await world.settle()
    await ask(world, olga, "/stats 7")
    figures, before = olga.last, olga.last.text
    olga.tap("Сарафан")
    await world.settle()
    assert olga.last is figures
    assert olga.last.text == (
        "Сарафан за всё время\n"
        "\n"
        "Показали 1 → нажали 1 → поделились 1\n"
        "Друзей пришло 1, подтверждено 0\n"
        "Живой NPS за всё время 100 %: 1 из 1\n"
        "\n"
        "За 7 дней\n"
        "На деле за это время по ссылкам пришли: 1"
    )
    assert olga.last.media is not None
    olga.tap("‹ Назад")
    await world.settle()
    assert (olga.last, olga.last.text) == (figures, before)
    assert (olga.spinners, sum(world.failures.values())) == (0, 0)


@pytest.mark.parametrize("data", ["stats-share:30", "stats-share:-1", "stats-share:x"])
async def test_a_forged_tap_of_a_customer_shows_no_word_of_mouth(
    world: World, alice: Person, data: str
) -> None:
    await world.meet(alice)
    world.forge_tap(alice, data)
    await world.settle()
    assert not any(message.media for message in alice.messages)
    assert alice.spinners == 0


async def test_old_answers_leave_the_period(world: World, olga: Person, alice: Person) -> None:
    await world.meet(olga)
    await world.answer(alice, 9)
    world.telegram.clock.advance(timedelta(days=7, hours=1))
    await ask(world, olga, "/stats 7")
    assert olga.last.text == "За 7 дней · Ответов пока нет"
    await ask(world, olga, "/stats 8")
    assert olga.last.text.startswith("За 8 дней · 1 ответ")


@pytest.mark.parametrize("days", ["1", "3650", "  90  "])
async def test_any_number_of_days_may_be_asked_for(world: World, olga: Person, days: str) -> None:
    await world.meet(olga)
    await ask(world, olga, f"/stats {days}")
    assert olga.last.media is not None


@pytest.mark.parametrize("days", ["0", "-1", "3651", "месяц", "30 дней", "1.5", "٣٠", "9" * 400])
async def test_what_is_no_number_of_days_gets_an_example(
    world: World, olga: Person, days: str
) -> None:
    await world.meet(olga)
    await ask(world, olga, f"/stats {days}")
    assert "от 1 до 3650, например: /stats 90" in olga.last.text


async def test_a_rehearsal_of_the_staff_is_not_counted(world: World, olga: Person) -> None:
    await world.meet(olga)
    await ask(world, olga, "/rate")
    olga.tap("10")
    await world.settle()
    await ask(world, olga, "/stats")
    assert olga.last.text == "За 30 дней · Ответов пока нет"


async def test_to_a_customer_the_command_does_not_exist(world: World, alice: Person) -> None:
    await world.meet(alice)
    await ask(world, alice, "/stats")
    about_stats = alice.last.text
    await ask(world, alice, "/nonsense")
    assert about_stats == alice.last.text
    assert not any(message.media for message in alice.messages)


async def test_an_admin_reads_no_figures(world: World, bob: Person) -> None:
    await world.meet(bob)
    await ask(world, bob, "/stats")
    assert not any(message.media for message in bob.messages)


async def test_a_forged_tap_of_a_customer_shows_no_figures(world: World, alice: Person) -> None:
    await world.meet(alice)
    world.forge_tap(alice, "stats:30:0")
    await world.settle()
    assert not any(message.media for message in alice.messages)
    assert alice.spinners == 0
