"""Weeks after a case was closed: the question again."""

from models import people
from sandbox.people import Person as Somebody
from tests.customers.aftermath import (
    AGAIN,
    MINUTE,
    NO,
    QUESTION,
    case_of,
    closes,
    leaps,
    taps,
    times,
)
from tests.models.business import DAY, HOUR
from tests.world import World


async def test_the_question_comes_again_after_three_weeks_word_for_word(
    world: World, closed: Somebody
) -> None:
    await leaps(world, 3 * DAY, 18 * DAY - MINUTE)
    assert times(closed, AGAIN) == 0
    await leaps(world, MINUTE)
    assert AGAIN in closed.last.text
    assert QUESTION in closed.last.text
    assert [len(row) for row in closed.last.buttons] == [6, 5]
    assert world.rows("SELECT source, state FROM surveys ORDER BY id DESC LIMIT 1") == [
        ("reask", "asked")
    ]
    assert world.rows("SELECT survey_at FROM people WHERE telegram_id = 1") == [(None,)]


async def test_after_an_answer_to_it_the_usual_cadence_goes_on(
    world: World, closed: Somebody
) -> None:
    await leaps(world, 3 * DAY, 18 * DAY)
    await taps(world, closed, "9")
    async with world.app.sessions() as session:
        who = await people.find(session, closed.id)
    assert who is not None
    assert who.survey_at == world.app.now() + 90 * DAY


async def test_left_unanswered_it_is_reminded_of_once_and_the_next_comes_after_a_month(
    world: World, closed: Somebody
) -> None:
    await leaps(world, 3 * DAY, 18 * DAY)
    asked_at = world.app.now()
    await leaps(world, 3 * DAY, 12 * DAY)
    assert times(closed, "Мы всё ещё хотим узнать") == 1
    async with world.app.sessions() as session:
        who = await people.find(session, closed.id)
    assert who is not None
    assert who.survey_at == asked_at + 30 * DAY


async def test_who_has_answered_since_is_not_asked_again(world: World, closed: Somebody) -> None:
    await leaps(world, 10 * DAY)
    closed.send("/rate")
    await world.settle()
    await world.answer(closed, 8)
    await leaps(world, 12 * DAY)
    assert times(closed, AGAIN) == 0
    assert (await case_of(world)).reask_at is None


async def test_who_has_an_open_question_is_not_asked_beside_it(
    world: World, closed: Somebody
) -> None:
    await leaps(world, 20 * DAY)
    closed.send("/rate")
    await world.settle()
    await leaps(world, 2 * DAY)
    assert times(closed, AGAIN) == 0


async def test_a_case_that_is_open_again_brings_no_question(world: World, asked: Somebody) -> None:
    await taps(world, asked, NO)
    await leaps(world, 19 * DAY)
    assert times(asked, AGAIN) == 0


async def test_who_has_stopped_is_not_asked_and_the_usual_time_stays(
    world: World, closed: Somebody
) -> None:
    [(before,)] = world.rows("SELECT survey_at FROM people WHERE telegram_id = 1")
    async with world.app.sessions.begin() as session:
        who = await people.find(session, closed.id)
        assert who is not None
        who.stopped_at = world.app.now()
    await leaps(world, 22 * DAY, DAY)
    assert times(closed, AGAIN) == 0
    assert world.rows("SELECT survey_at FROM people WHERE telegram_id = 1") == [(before,)]


async def test_nobody_is_asked_again_in_the_night(
    world: World, alice: Somebody, olga: Somebody
) -> None:
    await world.meet(olga)
    await world.answer(alice, 3, "Ждала час")
    await leaps(world, 12 * HOUR)
    await closes(world)
    await leaps(world, 21 * DAY, 9 * HOUR)
    assert times(alice, AGAIN) == 0
    await leaps(world, HOUR)
    assert times(alice, AGAIN) == 1


async def test_the_question_to_be_asked_again_may_be_called_for_first(
    world: World, alice: Somebody, olga: Somebody
) -> None:
    """It waits for the morning; the customer does not."""
    await world.meet(olga)
    await world.answer(alice, 3, "Ждала час")
    await leaps(world, 12 * HOUR)
    await closes(world)
    await leaps(world, 3 * DAY, 18 * DAY)
    alice.send("/rate")
    await world.settle()
    await leaps(world, DAY)
    assert times(alice, AGAIN) == 0
    assert times(alice, QUESTION) >= 1
