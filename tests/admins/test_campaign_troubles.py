"""A broadcast on its way: lost sources, refused requests, two at once, who may know of it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from models.tables import Person as Row
from models.tables import Response, Survey
from sandbox.people import Person
from tests.admins.broadcasting import RESULT, STOP, states
from tests.admins.campaigning import crowd, deliver, got, now, send
from tests.world import World

SALE, NEWS = "Скидка 20 % до пятницы", "Новый мастер"
DAY = timedelta(days=1)


async def test_a_lost_source_stops_the_campaign_before_hundreds_of_requests_fail(
    world: World, bob: Person
) -> None:
    await crowd(world, 300)
    await send(world, bob, SALE)
    preview = next(one for one in bob.messages if one.text == SALE)
    bob.chat.messages.remove(preview)
    await deliver(world)
    assert await states(world) == {"failed": 300}
    assert len(world.telegram.calls("copyMessage")) < 200  # what was on its way by then
    assert bob.last.text.startswith("Рассылка остановлена: предпросмотр удалён из чата")


async def test_what_comes_back_unsent_during_a_pause_waits_for_its_end(
    world: World, bob: Person
) -> None:
    """As after a 429: it was on its way when the others were held, and is planned again."""
    guests = await crowd(world, 2)
    await send(world, bob, SALE)
    await execute(world, "UPDATE campaigns SET state = 'paused', pause = 'admin'")
    await deliver(world)
    assert await states(world) == {"held": 2}
    bob.send("/campaigns")
    await world.hear()
    bob.tap(bob.last.buttons[0][0])
    await world.hear()
    bob.tap("Продолжить")
    await world.settle()
    await deliver(world)
    assert got(guests, SALE) == guests


async def test_of_two_at_once_each_customer_gets_one(world: World, bob: Person) -> None:
    guests = await crowd(world, 3)
    await send(world, bob, SALE)
    await send(world, bob, NEWS)
    await deliver(world)
    await world.pass_time(2 * DAY)
    assert [got([guest], SALE) + got([guest], NEWS) for guest in guests] == [
        [guest] for guest in guests
    ]
    assert "было бы слишком часто — 3" in "\n".join(bob.texts)


async def test_why_tells_of_what_waits_for_its_campaign(
    world: World, bob: Person, olga: Person
) -> None:
    await world.meet(olga)
    await crowd(world, 1)
    await send(world, bob, SALE)
    bob.tap("Пауза")
    await world.hear()
    olga.send("/why Гость 1001")
    await world.hear()
    assert "⏳ ждёт — предложение (рассылка на паузе)" in olga.last.text
    bob.tap("Остановить")
    await world.hear()
    bob.tap("Остановить совсем")
    await world.hear()
    olga.send("/why Гость 1001")
    await world.hear()
    assert "предложение: рассылка остановлена" in olga.last.text


async def test_two_messages_are_set_side_by_side_in_the_result(world: World, bob: Person) -> None:
    guests = await crowd(world, 60)
    await send(world, bob, SALE, NEWS)
    await deliver(world)
    assert len(got(guests, SALE)) == len(got(guests, NEWS)) == 30
    assert RESULT in bob.last.text
    assert "Вариант A: получили 30, ушли 0 (0 %)" in bob.last.text
    assert "Какой вариант лучше, пока неясно" in bob.last.text

    for guest in got(guests, SALE)[:15]:
        guest.tap(STOP)
    await world.hear()
    bob.send("/campaigns")
    await world.hear()
    bob.tap(bob.last.buttons[0][0])
    await world.hear()
    assert "Вариант A: получили 30, ушли 15 (50 %)" in bob.last.text
    assert "Лучше вариант B" in bob.last.text


async def test_the_taps_on_a_link_that_opens_at_once_are_not_known(
    world: World, bob: Person
) -> None:
    await crowd(world, 2)
    await send(world, bob, SALE, button="Записаться", url="https://astra.ru")
    await deliver(world)
    assert "Telegram об этом не сообщает" in bob.last.text
    assert "Нажали кнопку" not in bob.last.text


@pytest.mark.parametrize(
    ("each", "words"),
    [
        (29, "Сравнивать ответы с теми, кто обошёлся без рассылки, рано: нужно по 30 человек"),
        (
            30,
            "Ответили на вопрос за неделю: 50 %, без рассылки 0 % "
            "(разница в пунктах: от +28 до +66), рассылка помогает",
        ),
    ],
)
async def test_the_result_sets_answers_beside_those_who_did_without_it(
    database: Path, each: int, words: str
) -> None:
    async with World(database, holdout_percent=50) as world:
        bob = world.bob
        await world.meet(bob)
        await crowd(world, each, bucket=0)
        guests = await crowd(world, each)
        await send(world, bob, SALE)
        await deliver(world)
        assert got(guests, SALE) == guests
        for guest in guests[: each // 2]:
            await answer(world, guest)
        bob.send("/campaigns")
        await world.hear()
        bob.tap(bob.last.buttons[0][0])
        await world.hear()
        assert words in bob.last.text


async def answer(world: World, guest: Person) -> None:
    """An hour after the offer, and without the words about it."""
    at = now(world) + timedelta(hours=1)
    async with world.app.sessions.begin() as session:
        who = await session.scalar(select(Row.id).where(Row.telegram_id == guest.id))
        survey = Survey(
            customer_id=who, state="answered", source="again", wording=1, due_at=at, asked_at=at
        )
        session.add(survey)
        await session.flush()
        said = {"score": 9, "answered_at": at, "why_closes_at": at}
        session.add(Response(survey_id=survey.id, customer_id=who, **said))


async def test_who_was_demoted_is_told_no_result_and_the_owners_are(
    world: World, bob: Person, olga: Person
) -> None:
    await world.meet(olga)
    await crowd(world, 2)
    await send(world, bob, SALE)
    await execute(world, "UPDATE people SET role = 'customer' WHERE telegram_id = 800")
    olga.send("/campaigns")
    await world.hear()
    olga.tap(olga.last.buttons[0][0])
    await world.hear()
    olga.tap("Остановить")
    await world.hear()
    olga.tap("Остановить совсем")
    await world.hear()
    await deliver(world)
    assert await states(world) == {"skipped": 2}
    assert not any("Рассылка остановлена." in text for text in bob.texts)
    assert olga.last.text.startswith("Рассылка остановлена.\nПолучили: 0")


async def test_the_same_tap_after_a_kill_changes_nothing(world: World, bob: Person) -> None:
    await crowd(world, 2)
    await send(world, bob, SALE)
    progress = bob.last
    for _ in range(2):
        world.forge_tap(bob, "campaign-pause:1")
        await world.hear()
        await world.restart()
    assert await states(world) == {"held": 2}
    assert progress.text.startswith("На паузе.")
    assert not world.failures


async def execute(world: World, statement: str) -> None:
    async with world.app.sessions.begin() as session:
        await session.execute(text(statement))
