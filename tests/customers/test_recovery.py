"""After a case was closed: is it solved?"""

import pytest

from models import cases, people, questions, recovery
from models.tables import Case, CaseState, Closing, Person, Role
from sandbox.people import Person as Somebody
from tests.customers.aftermath import (
    AFTER_ALL,
    ASKS,
    MINUTE,
    NO,
    OFFERS,
    YES,
    case_of,
    closes,
    leaps,
    reopens,
    taps,
    times,
)
from tests.models.business import DAY, HOUR
from tests.models.steps import steps_of
from tests.world import World

# --- the question ---


async def test_it_is_asked_three_days_after_the_closing_and_once(
    world: World, closed: Somebody
) -> None:
    await leaps(world, 3 * DAY - MINUTE)
    assert times(closed, ASKS) == 0
    await leaps(world, MINUTE)
    assert ASKS in closed.last.text
    assert closed.last.buttons == [[YES], [NO]]
    await leaps(world, 4 * DAY)
    assert times(closed, ASKS) == 1
    assert (await case_of(world)).check_at is None


async def test_who_called_a_human_is_asked_about_that(
    world: World, alice: Somebody, olga: Somebody
) -> None:
    await world.meet(olga)
    await world.meet(alice)
    async with world.app.sessions.begin() as session:
        who = await people.find(session, alice.id)
        assert who is not None
        await cases.call(session, who, world.app.now())
    await closes(world, Closing.REASON)
    await leaps(world, 3 * DAY)
    assert times(alice, "ваш вопрос решён?") == 1


@pytest.mark.parametrize("closing", sorted({*Closing} - {Closing.WISHES, Closing.REASON}))
async def test_what_was_not_closed_by_us_is_not_asked_about(
    world: World, alice: Somebody, olga: Somebody, closing: Closing
) -> None:
    await world.meet(olga)
    await world.answer(alice, 3, "Ждала час")
    await closes(world, closing)
    await leaps(world, 4 * DAY)
    assert times(alice, ASKS) == 0


async def test_it_waits_for_the_morning_but_for_no_gap(
    world: World, alice: Somebody, olga: Somebody
) -> None:
    await world.meet(olga)
    await world.answer(alice, 3, "Ждала час")
    await leaps(world, 12 * HOUR)  # midnight
    await closes(world)
    await leaps(world, 3 * DAY, 9 * HOUR)
    assert times(alice, ASKS) == 0
    await leaps(world, HOUR)
    assert times(alice, ASKS) == 1


async def test_a_case_that_is_open_again_is_not_asked_about(world: World, closed: Somebody) -> None:
    await leaps(world, 2 * DAY)
    await reopens(world)
    await leaps(world, 2 * DAY)
    assert times(closed, ASKS) == 0


async def test_reopened_while_the_question_was_on_its_way_makes_it_needless(
    world: World, closed: Somebody
) -> None:
    world.telegram.clock.advance(3 * DAY)
    await world.app.scheduler.tick()
    await reopens(world)
    await world.settle()
    assert times(closed, ASKS) == 0
    assert world.rows("SELECT state, reason FROM nudges WHERE kind = 'recovery'") == [
        ("skipped", "not_needed")
    ]


async def test_closed_twice_it_is_asked_of_the_last_closing(world: World, closed: Somebody) -> None:
    await leaps(world, DAY)
    await reopens(world)
    await leaps(world, DAY)
    await closes(world)
    await leaps(world, 3 * DAY - MINUTE)
    assert times(closed, ASKS) == 0
    await leaps(world, MINUTE)
    assert times(closed, ASKS) == 1


async def test_after_a_stop_of_a_fortnight_it_is_not_worth_asking(
    world: World, closed: Somebody
) -> None:
    world.telegram.clock.advance(14 * DAY)
    await world.settle()
    await world.app.scheduler.settle()
    assert times(closed, ASKS) == 0
    assert world.rows("SELECT reason FROM nudges WHERE kind = 'recovery'") == [("too_late",)]


# --- yes ---


async def test_a_yes_is_counted_and_then_offers_may_be_asked_about(
    world: World, asked: Somebody
) -> None:
    await taps(world, asked, YES)
    thanks, offers = asked.messages[-2:]
    assert "ещё один шанс" in thanks.text
    assert thanks.buttons == [[AFTER_ALL]]
    assert OFFERS in offers.text
    assert (await case_of(world)).recovered_at == world.app.now()


async def test_a_yes_twice_is_a_yes_and_offers_are_asked_about_once(
    world: World, asked: Somebody
) -> None:
    question = asked.last
    asked.tap(YES)
    asked.tap(YES, message=question)
    await world.settle()
    await world.restart()
    asked.send("/help")
    await world.settle()
    world.forge_tap(asked, f"is-solved:1:{await stamp(world)}:1")
    await world.settle()
    assert times(asked, OFFERS) == 1
    assert world.failures == {}


async def stamp(world: World) -> int:
    closed_at = (await case_of(world)).closed_at
    assert closed_at is not None
    return int(closed_at.timestamp())


async def test_a_yes_can_be_taken_back(world: World, asked: Somebody, olga: Somebody) -> None:
    message = asked.last
    await taps(world, asked, YES)
    asked.tap(AFTER_ALL, message=message)
    await world.settle()
    case = await case_of(world)
    assert (case.state, case.recovered_at) == (CaseState.NEW, None)
    assert "Напишите прямо сюда" in message.text
    assert "не решено" in olga.last.text


# --- no ---


async def test_a_no_opens_the_case_again_and_owners_are_told_under_the_card(
    world: World, asked: Somebody, olga: Somebody
) -> None:
    card = next(message for message in olga.messages if "3 из 10" in message.text)
    await taps(world, asked, NO)
    case = await case_of(world)
    assert (case.state, case.since) == (CaseState.NEW, world.app.now())
    assert "Алиса Ким: не решено" in olga.last.text
    assert olga.last.reply_to is card
    assert asked.last.buttons == []
    rows = world.rows("SELECT case_id, message_id FROM nudges WHERE kind = 'unsolved'")
    assert rows == [(1, olga.last.id)]


async def test_after_a_no_the_next_words_go_to_the_open_case(
    world: World, asked: Somebody, olga: Somebody
) -> None:
    await leaps(world, HOUR)
    await taps(world, asked, NO)
    asked.send("Так и не перезвонили")
    await world.settle()
    assert times(olga, "Так и не перезвонили") >= 1


async def test_a_no_twice_tells_owners_once(world: World, asked: Somebody, olga: Somebody) -> None:
    question = asked.last
    asked.tap(NO)
    asked.tap(NO, message=question)
    await world.settle()
    assert times(olga, "Алиса Ким: не решено") == 1
    assert world.failures == {}


async def test_a_no_is_red_after_a_day_and_asked_about_anew_once_closed_again(
    world: World, asked: Somebody, olga: Somebody
) -> None:
    await taps(world, asked, NO)
    await leaps(world, DAY)
    assert times(olga, "🔴") == 1
    await closes(world)
    await leaps(world, 3 * DAY)
    assert times(asked, ASKS) == 1  # the first question has become the answer to it
    await taps(world, asked, YES)
    assert (await case_of(world)).recovered_at is not None


async def test_every_owner_hears_of_a_no_and_who_came_late_gets_the_card_before(
    world: World, asked: Somebody, olga: Somebody
) -> None:
    oleg = world.telegram.add_person(901, "Олег")
    await world.meet(oleg)
    async with world.app.sessions.begin() as session:
        who = await people.find(session, oleg.id)
        assert who is not None
        who.role, who.granted_role = Role.OWNER, Role.OWNER
    await taps(world, asked, NO)
    assert "не решено" in olga.last.text
    card, told = oleg.messages[-2:]
    assert "3 из 10" in card.text
    assert told.reply_to is card


# --- taps that come late, or from nowhere ---


async def test_a_tap_on_the_question_of_an_older_closing_is_told_so(
    world: World, asked: Somebody
) -> None:
    question = asked.last
    await reopens(world)
    await leaps(world, HOUR)
    await closes(world)
    await taps(world, asked, YES)
    assert "Это прежний вопрос" in str(asked.toasts[-1])
    assert question.buttons == []
    world.forge_tap(asked, "is-solved:1:1:0")
    await world.settle()
    assert "Это прежний вопрос" in str(asked.toasts[-1])
    case = await case_of(world)
    assert (case.state, case.recovered_at) == (CaseState.CLOSED, None)


async def test_a_yes_while_the_case_is_open_again_changes_nothing(
    world: World, asked: Somebody
) -> None:
    await reopens(world)
    await taps(world, asked, YES)
    assert "Разговор снова открыт" in str(asked.toasts[-1])
    assert (await case_of(world)).state == CaseState.NEW


@pytest.mark.parametrize("yes", [0, 1])
@pytest.mark.parametrize("case_id", [1, 77, 2**31 - 1])
async def test_nobody_answers_for_somebody_else(
    world: World, asked: Somebody, dave: Somebody, olga: Somebody, case_id: int, yes: int
) -> None:
    await world.meet(dave)
    for person in (dave, olga):
        world.forge_tap(person, f"is-solved:{case_id}:{await stamp(world)}:{yes}")
        await world.settle()
    case = await case_of(world)
    assert (case.state, case.recovered_at) == (CaseState.CLOSED, None)
    assert world.failures == {}


async def test_a_no_to_an_old_case_while_a_new_one_is_open_goes_to_the_new_one(
    world: World, asked: Somebody, olga: Somebody
) -> None:
    question = asked.last
    asked.send("/rate")
    await world.settle()
    await world.answer(asked, 2, "Опять")
    assert (await case_of(world, 2)).state == CaseState.NEW
    asked.tap(NO, message=question)
    await world.settle()
    assert (await case_of(world)).state == CaseState.CLOSED
    assert world.rows("SELECT case_id FROM nudges WHERE kind = 'unsolved'") == [(2,)]
    assert times(olga, "Алиса Ким: не решено") == 1


async def test_in_english_too(world: World, emily: Somebody, olga: Somebody) -> None:
    await world.meet(olga)
    emily.start()
    await world.settle()
    await taps(world, emily, "I agree, go on")
    await taps(world, emily, "2")
    await taps(world, emily, "Skip")
    await closes(world)
    await leaps(world, 3 * DAY)
    assert "is it solved now?" in emily.last.text
    await taps(world, emily, "Yes, all is well")
    assert "all is well now" in emily.messages[-2].text


async def test_looking_for_what_is_due_after_cases_reads_indexes(world: World) -> None:
    now = world.app.now()
    async with world.app.sessions.begin() as session:
        for id in range(1, 60):
            session.add(
                Person(id=id, telegram_id=id + 5000, name="x", language="ru", code=f"c{id}",
                       role=Role.CUSTOMER, met_at=now)
            )  # fmt: skip
        await session.flush()
        for id in range(1, 60):
            due = {"check_at": now, "reask_at": now} if id < 4 else {}
            session.add(
                Case(customer_id=id, opened_at=now, closed_at=now, state=CaseState.CLOSED, **due)
            )
        await session.flush()

        async def look() -> None:
            await recovery.plan_checks(session, 7 * DAY, now)
            await questions.plan_reasks(session, now)

        steps = await steps_of(session, world.app.engine, look)
    assert [step for step in steps if "SCAN" in step] == []
    assert any("ix_cases_check_at" in step for step in steps)
    assert any("ix_cases_reask_at" in step for step in steps)
