"""/campaigns: a broadcast is paused, goes on and is stopped; the first batch is judged."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from models import campaign_list
from sandbox.people import Person
from tests.admins.broadcasting import RESULT, STOP, change, close_campaigns, progress_of, states
from tests.admins.campaigning import crowd, deliver, got, send
from tests.world import World

HOUR = timedelta(hours=1)
SALE = "Скидка 20 % до пятницы"


def labels(person: Person) -> list[str]:
    return [label for row in person.last.buttons for label in row]


async def tap(world: World, person: Person, label: str) -> None:
    """And nothing is delivered meanwhile."""
    person.tap(label)
    await world.hear()


def acts(world: World) -> list[str]:
    query = "SELECT kind FROM acts WHERE kind LIKE 'broadcast%' ORDER BY id"
    return [kind for (kind,) in world.rows(query)]


async def test_a_pause_takes_what_is_planned_and_goes_on_where_it_was(
    world: World, bob: Person
) -> None:
    guests = await crowd(world, 5)
    await send(world, bob, SALE)
    await tap(world, bob, "Пауза")
    assert bob.last.text.startswith("На паузе.")
    assert labels(bob) == ["Продолжить", "Остановить"]
    await deliver(world)
    await world.pass_time(2 * HOUR)
    assert got(guests, SALE) == []
    assert await states(world) == {"held": 5}

    await tap(world, bob, "Продолжить")
    await deliver(world)
    assert got(guests, SALE) == guests
    assert RESULT in bob.last.text
    assert acts(world) == ["broadcast_paused", "broadcast_resumed"]


async def test_a_tap_that_comes_twice_is_told_how_it_stands(world: World, bob: Person) -> None:
    await crowd(world, 2)
    await send(world, bob, SALE)
    progress = bob.last
    bob.tap("Пауза", message=progress)
    bob.tap("Пауза", message=progress)
    await world.hear()
    assert bob.alerts[-2:] == ["Рассылка на паузе."] * 2
    assert acts(world) == ["broadcast_paused"]


async def test_a_stop_is_asked_once_more_and_is_for_good(world: World, bob: Person) -> None:
    guests = await crowd(world, 3)
    await send(world, bob, SALE)
    await tap(world, bob, "Остановить")
    question = bob.last
    assert "3 человека ничего не получат." in question.text
    await tap(world, bob, "Нет")
    assert question.text == "Рассылка идёт."

    bob.send("/campaigns")
    await world.hear()
    await tap(world, bob, labels(bob)[0])
    await tap(world, bob, "Остановить")
    await tap(world, bob, "Остановить совсем")
    assert bob.last.text == "Рассылка остановлена. До этого её получили: 0"
    await deliver(world)
    assert got(guests, SALE) == []
    assert bob.last.text == (
        "Рассылка остановлена.\nПолучили: 0\nНе отправляли: 3 (рассылка остановлена — 3)"
    )
    assert acts(world) == ["broadcast_stopped"]


async def test_progress_says_that_it_was_stopped_and_takes_its_buttons_away(
    world: World, bob: Person
) -> None:
    await crowd(world, 3)
    await send(world, bob, SALE)
    message, progress = bob.last, progress_of(world)
    await tap(world, bob, "Остановить")
    await tap(world, bob, "Остановить совсем")
    await progress.show()
    assert message.text.startswith("Рассылка остановлена.")
    assert message.buttons == []
    edits = len(world.telegram.calls("editMessageText"))
    await progress.show()
    assert len(world.telegram.calls("editMessageText")) == edits


async def test_each_of_the_staff_may_pause_it_and_nobody_else(
    world: World, bob: Person, olga: Person, alice: Person
) -> None:
    await world.meet(olga)
    await world.meet(alice)
    await crowd(world, 2)
    await send(world, bob, SALE)
    world.forge_tap(alice, "campaign-pause:1")
    await world.hear()
    assert (await states(world))["planned"] > 0

    olga.send("/campaigns")
    await world.hear()
    await tap(world, olga, labels(olga)[0])
    await tap(world, olga, "Пауза")
    assert "на паузе" in olga.last.text
    assert "planned" not in await states(world)


async def test_a_customer_does_not_learn_that_there_is_a_list(world: World, alice: Person) -> None:
    await world.meet(alice)
    alice.send("/campaigns")
    await world.settle()
    assert "Рассыл" not in alice.last.text


async def test_the_list_is_read_page_by_page_and_leads_to_each_card(
    world: World, bob: Person
) -> None:
    bob.send("/start")
    bob.send("/campaigns")
    await world.settle()
    assert bob.last.text == "Рассылок ещё не было. Начать первую — /broadcast"
    for number in range(8):
        await send(world, bob, f"Новость {number}")
        await deliver(world)
    bob.send("/campaigns")
    await world.settle()
    assert labels(bob) == [
        *(f"✓ 15 мая · Новость {number}" for number in (7, 6, 5, 4, 3, 2)),
        "Раньше →",
    ]
    await tap(world, bob, "Раньше →")
    assert labels(bob) == ["✓ 15 мая · Новость 1", "✓ 15 мая · Новость 0", "← Новее"]
    await tap(world, bob, "✓ 15 мая · Новость 1")
    assert "«Новость 1»" in bob.last.text
    assert "Когда: сразу" in bob.last.text
    await tap(world, bob, "Все рассылки")
    assert labels(bob)[0] == "✓ 15 мая · Новость 7"


async def test_the_list_says_in_short_what_came_of_each(world: World, bob: Person) -> None:
    guests = await crowd(world, 8)
    await send(world, bob, "Новость")
    await deliver(world)
    for guest in guests[:2]:
        guest.tap(STOP)
    await world.settle()
    await world.pass_time(8 * 24 * HOUR)
    await send(world, bob, SALE, button="Записаться", url="https://astra.ru", counts_taps=True)
    await deliver(world)
    guests[2].tap("Записаться")
    await world.settle()
    bob.send("/campaigns")
    await world.settle()
    assert labels(bob) == [
        "✓ 23 мая · Скидка 20 % до пятницы · 6 · 17 % нажали",
        "✓ 15 мая · Новость · 8 · 25 % ушли",
    ]


async def test_beyond_what_is_quickly_counted_the_list_says_how_many_got_it(
    world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaign_list, "QUICK", 2)
    for number, name in [(2, "Новость"), (1, SALE)]:
        await crowd(world, number)
        await send(world, bob, name)
        await deliver(world)
        await world.pass_time(8 * 24 * HOUR)
    bob.send("/campaigns")
    await world.settle()
    assert [label.rsplit(" · ", 1)[-1] for label in labels(bob)] == ["3", "0 % ушли"]


async def test_the_card_shows_the_message_once_more(world: World, bob: Person) -> None:
    await crowd(world, 1)
    await send(world, bob, "Скидка")
    await deliver(world)
    bob.send("/campaigns")
    await world.settle()
    await tap(world, bob, labels(bob)[0])
    await tap(world, bob, "Показать сообщение")
    assert bob.last.text == "Скидка"
    assert labels(bob) == [STOP]


# --- the first batch ---


async def test_the_rest_waits_for_the_first_batch_and_then_goes(world: World, bob: Person) -> None:
    guests = await crowd(world, 25)
    await send(world, bob, SALE, first_batch="twenty")
    progress = progress_of(world)
    message = bob.last
    await deliver(world)
    await progress.show()
    assert len(got(guests, SALE)) == 20
    assert message.text.startswith(
        "Первая партия ушла: 20. Остальным — в 14:00, если никто не пожалуется."
    )
    await world.pass_time(2 * HOUR - timedelta(seconds=1))
    assert len(got(guests, SALE)) == 20
    await world.pass_time(timedelta(seconds=1))
    assert got(guests, SALE) == guests
    assert RESULT in bob.last.text


async def test_nobody_has_to_wait_for_the_verdict(world: World, bob: Person) -> None:
    guests = await crowd(world, 25)
    await send(world, bob, SALE, first_batch="twenty")
    await deliver(world)
    await progress_of(world).show()
    await tap(world, bob, "Не ждать, отправить остальным")
    await deliver(world)
    assert got(guests, SALE) == guests
    assert acts(world)[-1] == "broadcast_released"


@pytest.mark.parametrize("leaves", ["blocks", "opts out", "stops"])
async def test_who_leaves_halts_the_rest_until_somebody_decides(
    world: World, bob: Person, leaves: str
) -> None:
    guests = await crowd(world, 25)
    await send(world, bob, SALE, first_batch="twenty")
    await deliver(world)
    unhappy, *_ = got(guests, SALE)
    if leaves == "blocks":
        unhappy.block()
    elif leaves == "opts out":
        unhappy.tap(STOP)
    else:
        unhappy.send("/stop")
    await world.hear()
    await world.restart()
    await world.hear()
    await world.pass_time(2 * HOUR)
    assert len(got(guests, SALE)) == 20
    assert "после первой партии слишком многие ушли" in bob.last.text
    blocked, opted_out = (1, 0) if leaves == "blocks" else (0, 1)
    assert f"Заблокировали бота: {blocked}" in bob.last.text
    assert f"Отказались от предложений: {opted_out}" in bob.last.text
    await world.pass_time(24 * HOUR)
    assert len(got(guests, SALE)) == 20

    await tap(world, bob, "Продолжить всё равно")
    await deliver(world)
    assert got(guests, SALE) == guests
    await close_campaigns(world)
    assert f"После неё заблокировали бота: {blocked}, отказались от предложений: {opted_out}" in (
        bob.last.text
    )


async def test_a_pause_outlasts_the_verdict(world: World, bob: Person) -> None:
    guests = await crowd(world, 25)
    await send(world, bob, SALE, first_batch="twenty")
    await deliver(world)
    await progress_of(world).show()
    await tap(world, bob, "Пауза")
    await world.pass_time(5 * HOUR)
    assert len(got(guests, SALE)) == 20
    await tap(world, bob, "Продолжить")
    await deliver(world)
    assert got(guests, SALE) == guests


# --- what else may happen on the way ---


async def test_who_sleeps_gets_it_in_the_morning_and_progress_says_so(
    world: World, bob: Person
) -> None:
    await crowd(world, 2)
    asleep = await crowd(world, 1, zone="America/Los_Angeles")
    await send(world, bob, SALE)
    message = bob.last
    await deliver(world)
    await progress_of(world).show()
    assert "Отправлено: 2, осталось: 1" in message.text
    assert "Ещё 1 — утром: сейчас ночь" in message.text
    await tap(world, bob, "Пауза")
    await tap(world, bob, "Продолжить")
    await deliver(world)
    assert "Ещё 1 — утром: сейчас ночь" in message.text
    assert got(asleep, SALE) == []
    await world.pass_time(24 * HOUR)
    assert got(asleep, SALE) == asleep


async def test_a_pause_of_weeks_makes_nothing_stale(world: World, bob: Person) -> None:
    guests = await crowd(world, 2)
    await send(world, bob, SALE)
    await tap(world, bob, "Пауза")
    await world.pass_time(timedelta(days=20))
    await tap(world, bob, "Продолжить")
    await deliver(world)
    assert got(guests, SALE) == guests


async def test_each_gets_it_at_their_own_hour(world: World, bob: Person) -> None:
    here = await crowd(world, 1)
    tokyo = await crowd(world, 1, zone="Asia/Tokyo")
    await send(world, bob, SALE, local_hour=13)
    assert "Отправляем" in bob.last.text
    await world.pass_time(HOUR - timedelta(seconds=1))
    assert got(here, SALE) == []
    await world.pass_time(timedelta(seconds=1))
    assert got(here, SALE) == here
    assert got(tokyo, SALE) == []  # it is 19:00 there: tomorrow
    await world.pass_time(18 * HOUR)
    assert got(tokyo, SALE) == tokyo


async def test_speed_and_time_left_are_told_while_it_goes(world: World, bob: Person) -> None:
    await crowd(world, 100)
    await send(world, bob, SALE)
    message, progress = bob.last, progress_of(world)
    await progress.show()
    for sent in (10, 20):
        world.telegram.clock.advance(timedelta(seconds=5))
        mark = f"UPDATE nudges SET state = 'sent' WHERE kind = 'offer' AND id <= {sent}"
        await execute(world, mark)
        await progress.show()
    assert "Скорость: 2 в секунду" in message.text
    assert "Осталось меньше минуты" in message.text
    edits = len(world.telegram.calls("editMessageText"))
    world.telegram.clock.advance(timedelta(seconds=2))
    await progress.show()
    assert len(world.telegram.calls("editMessageText")) == edits


async def execute(world: World, statement: str) -> None:
    async with world.app.sessions.begin() as session:
        await session.execute(text(statement))


async def test_a_demoted_admin_stops_nothing(world: World, bob: Person) -> None:
    await crowd(world, 2)
    await send(world, bob, SALE)
    await change(world, bob, role="customer")
    await tap(world, bob, "Пауза")
    assert await states(world) == {"planned": 2}
