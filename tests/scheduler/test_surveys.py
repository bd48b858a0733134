"""Asking by itself: the survey, its one reminder, its end, and the next one."""

from datetime import timedelta

from models.rules.contact import Reason
from models.tables import NudgeState, Person, Survey, SurveyState
from sandbox import people
from sandbox.faults import error
from tests.scheduler.bench import NOON, Bench

DAY = timedelta(days=1)
QUESTION = "На сколько, по 10-балльной шкале"
REMINDER = "Мы всё ещё хотим узнать"


async def test_a_customer_whose_time_has_come_is_asked(bench: Bench, alice: people.Person) -> None:
    await bench.change(Person, 1, survey_at=NOON)
    await bench.scheduler.settle()
    assert QUESTION in alice.last.text
    survey = await bench.row(Survey, 1)
    assert (survey.state, survey.source) == (SurveyState.ASKED, "first")
    assert survey.asked_at == NOON
    assert survey.remind_at == NOON + timedelta(hours=48)
    assert survey.message_id == alice.last.id
    assert (await bench.row(Person, 1)).survey_at is None


async def test_planning_twice_plans_once(bench: Bench, alice: people.Person) -> None:
    await bench.change(Person, 1, survey_at=NOON)
    await bench.scheduler.tick()
    await bench.scheduler.tick()
    assert [nudge.key for nudge in await bench.nudges()] == ["survey:1"]


async def test_the_staff_is_never_asked(bench: Bench, olga: people.Person) -> None:
    await bench.change(Person, 900, survey_at=NOON)
    await bench.scheduler.settle()
    assert olga.texts == []
    assert await bench.nudges() == []


async def test_a_second_survey_is_a_repeated_one(bench: Bench, alice: people.Person) -> None:
    await bench.asked(1, NOON - 100 * DAY, id=7, state=SurveyState.ANSWERED)
    await bench.change(Person, 1, survey_at=NOON)
    await bench.scheduler.tick()
    assert (await bench.row(Survey, 8)).source == "repeat"


async def test_who_asked_for_the_question_meanwhile_is_not_asked_twice(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, survey_at=NOON)
    await bench.scheduler.tick()
    await bench.change(Survey, 1, state=SurveyState.ASKED)
    await bench.scheduler.settle()
    assert alice.texts == []
    nudge = await bench.nudge()
    assert (nudge.state, nudge.reason) == (NudgeState.SKIPPED, "not_needed")
    assert (await bench.row(Survey, 1)).state == SurveyState.ASKED


async def test_a_survey_that_may_not_be_sent_is_skipped_and_the_next_is_set(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, survey_at=NOON, stopped_at=NOON)
    await bench.scheduler.settle()
    assert alice.texts == []
    assert (await bench.nudge()).reason == Reason.STOPPED
    assert (await bench.row(Survey, 1)).state == SurveyState.SKIPPED
    assert (await bench.row(Person, 1)).survey_at == NOON + 30 * DAY


async def test_a_refused_question_is_skipped_and_the_next_is_set(
    bench: Bench, alice: people.Person
) -> None:
    bench.telegram.faults.add("sendMessage", kind=error(400, "Bad Request: something new"))
    await bench.change(Person, 1, survey_at=NOON)
    await bench.scheduler.settle()
    nudge = await bench.nudge()
    assert nudge.state == NudgeState.FAILED
    assert "something new" in str(nudge.reason)
    assert (await bench.row(Survey, 1)).state == SurveyState.SKIPPED
    assert (await bench.row(Person, 1)).survey_at == NOON + 30 * DAY


async def test_silence_is_reminded_of_once_and_then_left_alone(
    bench: Bench, alice: people.Person
) -> None:
    await bench.asked(1)
    await bench.lives_through(timedelta(hours=47))
    assert alice.texts == []
    await bench.lives_through(timedelta(hours=2))
    assert REMINDER in alice.last.text
    assert QUESTION in alice.last.text
    assert (await bench.row(Survey, 1)).state == SurveyState.REMINDED
    assert (await bench.row(Survey, 1)).message_id == alice.last.id
    await bench.lives_through(11 * DAY)
    assert len(alice.texts) == 1


async def test_none_is_reminded_once_scored(bench: Bench, alice: people.Person) -> None:
    await bench.asked(1)
    await bench.scored(1, 9)
    await bench.lives_through(10 * DAY)
    assert alice.texts == []
    assert await bench.nudges() == []


async def test_a_score_given_while_the_reminder_waits_makes_it_needless(
    bench: Bench, alice: people.Person
) -> None:
    await bench.asked(1, NOON - 2 * DAY)
    await bench.scheduler.tick()
    await bench.scored(1, 8)
    await bench.scheduler.settle()
    assert alice.texts == []
    nudge = await bench.nudge()
    assert (nudge.state, nudge.reason) == (NudgeState.SKIPPED, "not_needed")
    assert (await bench.row(Survey, 1)).state == SurveyState.ANSWERED


async def test_a_reminder_is_good_until_its_survey_expires(
    bench: Bench, alice: people.Person
) -> None:
    await bench.asked(1, NOON - 2 * DAY)
    await bench.scheduler.tick()
    assert (await bench.nudge()).good_until == NOON + 12 * DAY


async def test_a_reminder_that_may_not_go_is_not_planned_again(
    bench: Bench, alice: people.Person
) -> None:
    await bench.asked(1, NOON - 2 * DAY)
    await bench.change(Person, 1, stopped_at=NOON)
    await bench.scheduler.settle()
    assert (await bench.row(Survey, 1)).state == SurveyState.ASKED
    assert (await bench.row(Survey, 1)).remind_at is None


async def test_an_unanswered_survey_ends_without_a_word_and_the_next_is_set(
    bench: Bench, alice: people.Person
) -> None:
    await bench.asked(1, state=SurveyState.REMINDED, remind_at=None)
    await bench.lives_through(14 * DAY)
    assert (await bench.row(Survey, 1)).state == SurveyState.EXPIRED
    assert (await bench.row(Person, 1)).survey_at == NOON + 30 * DAY
    assert alice.texts == []
    await bench.lives_through(16 * DAY)
    assert (await bench.row(Survey, 2)).state == SurveyState.ASKED
    assert QUESTION in alice.last.text


async def test_the_next_event_is_the_next_thing_that_will_happen(
    bench: Bench, alice: people.Person
) -> None:
    dave = await bench.knows("Давид", 2)
    await bench.asked(1)
    await bench.change(Person, 2, survey_at=NOON + timedelta(hours=60))
    seen = []
    while (moment := await bench.scheduler.next_event()) and moment <= NOON + 14 * DAY:
        bench.clock.move_to(moment)
        said = len(alice.texts) + len(dave.texts)
        await bench.scheduler.settle()
        if len(alice.texts) + len(dave.texts) > said:
            seen.append(moment - NOON)
    night = timedelta(hours=60), timedelta(hours=70)  # it is midnight: the question waits till ten
    reminders = [timedelta(hours=48), night[1] + timedelta(hours=48)]
    assert seen == [reminders[0], night[1], reminders[1]]
