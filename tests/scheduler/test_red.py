"""Nobody has answered for a day, or for two: owners are told, once a mark."""

from datetime import timedelta

import pytest

from models import cases, red
from models.rules.cases import RED_AFTER
from models.tables import Case, CaseState, Closing, Line, NudgeState, Person, Reason, Referral, Role
from sandbox import people
from sandbox.chats import Message
from sandbox.faults import error
from tests.models.steps import steps_of
from tests.scheduler.bench import NOON, Bench

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
AFTER_A_DAY, AFTER_TWO = "ждёт ответа уже 24 часа", "ждёт ответа уже 48 часов"


def reds(owner: people.Person) -> list[Message]:
    return [message for message in owner.messages if "🔴" in message.text]


async def answers(bench: Bench, owner: int = 900) -> None:
    async with bench.sessions.begin() as session:
        case = await session.get_one(Case, 1)
        await cases.note_answer(session, case, await session.get_one(Person, owner), bench.now)


async def closes(bench: Bench) -> None:
    async with bench.sessions.begin() as session:
        await cases.close(session, await session.get_one(Case, 1), Closing.WISHES, bench.now)


async def reopens(bench: Bench) -> None:
    async with bench.sessions.begin() as session:
        await cases.reopen(session, await session.get_one(Case, 1), bench.now)


async def test_it_sounds_after_a_day_and_after_two_and_then_no_more(
    bench: Bench, carded: people.Person
) -> None:
    await bench.lives_through(DAY - MINUTE)
    assert reds(carded) == []
    await bench.lives_through(MINUTE)
    assert [AFTER_A_DAY in red.text for red in reds(carded)] == [True]
    await bench.lives_through(DAY - MINUTE)
    assert len(reds(carded)) == 1
    await bench.lives_through(MINUTE)
    assert AFTER_TWO in reds(carded)[1].text
    await bench.lives_through(3 * DAY)
    assert len(reds(carded)) == 2
    assert (await bench.row(Case, 1)).red_at is None


async def test_it_says_who_how_long_the_score_the_stake_and_the_first_words_under_the_card(
    bench: Bench, carded: people.Person
) -> None:
    await bench.add(
        Reason(response_id=1, message_id=5, kind="text", text="Ждала <час>" + "!" * 600, at=NOON)
    )
    await bench.lives_through(DAY)
    [told] = reds(carded)
    for words in (
        "Алиса ждёт",
        "Оценка 3 из 10",
        "50\xa0000\xa0₽",
        "Ждала <час>!!",
        "уйдут клиенту",
    ):
        assert words in told.text
    assert len(told.text) < 500
    assert told.reply_to is carded.messages[1]


async def test_a_call_without_a_score_shows_how_it_began(
    bench: Bench, alice: people.Person, olga: people.Person
) -> None:
    async with bench.sessions.begin() as session:
        await cases.call(session, await session.get_one(Person, 1), bench.now)
    said = {"case_id": 1, "sender_id": 1, "by_staff": False, "kind": "text"}
    await bench.add(
        Line(message_id=7, html="Где <b>мой &amp; ваш</b> заказ?", at=NOON, **said),
        Line(message_id=8, html="Ау", at=NOON + HOUR, **said),
    )
    await bench.lives_through(DAY)
    [told] = reds(olga)
    assert "Клиент зовёт человека" in told.text
    assert "Где мой & ваш заказ?" in told.text
    assert "Ау" not in told.text


async def test_the_friends_who_came_are_at_stake_too(bench: Bench, carded: people.Person) -> None:
    await bench.knows("Давид", 2)
    await bench.add(Referral(inviter_id=1, friend_id=2, joined_at=NOON))
    await bench.lives_through(DAY)
    assert "100\xa0000\xa0₽" in reds(carded)[0].text


@pytest.mark.parametrize("after", [HOUR, 25 * HOUR], ids=["before the first", "between"])
async def test_an_answer_stops_it(bench: Bench, carded: people.Person, after: timedelta) -> None:
    await bench.lives_through(after)
    before = len(reds(carded))
    await answers(bench)
    await bench.lives_through(3 * DAY)
    assert len(reds(carded)) == before


async def test_a_closed_case_is_not_red(bench: Bench, carded: people.Person) -> None:
    await closes(bench)
    await bench.lives_through(3 * DAY)
    assert reds(carded) == []


@pytest.mark.parametrize("act", [answers, closes, reopens])
async def test_what_happens_while_the_notice_is_on_its_way_makes_it_needless(
    bench: Bench, carded: people.Person, act: object
) -> None:
    await bench.scheduler.settle()
    bench.clock.advance(DAY)
    await bench.scheduler.tick()
    if act is reopens:
        await closes(bench)
    await act(bench)  # type: ignore[operator]
    await bench.scheduler.settle()
    assert reds(carded) == []
    assert (await bench.nudge("red")).state == NudgeState.SKIPPED


async def test_a_reopened_case_starts_its_clock_anew(bench: Bench, carded: people.Person) -> None:
    await bench.lives_through(3 * DAY)
    await closes(bench)
    bench.clock.advance(HOUR)
    await reopens(bench)
    await bench.lives_through(DAY - MINUTE)
    assert len(reds(carded)) == 2
    await bench.lives_through(3 * DAY)
    assert [AFTER_TWO in red.text for red in reds(carded)] == [False, True, False, True]


@pytest.mark.parametrize(
    ("stop", "told"), [(30 * HOUR, "30 часов"), (53 * HOUR, "53 часа"), (7 * DAY, "168 часов")]
)
async def test_after_a_stop_only_the_latest_mark_sounds(
    bench: Bench, carded: people.Person, stop: timedelta, told: str
) -> None:
    await bench.scheduler.settle()
    bench.clock.advance(stop)
    for _ in range(3):
        await bench.scheduler.settle()
    assert [told in red.text for red in reds(carded)] == [True]
    await bench.lives_through(3 * DAY)
    assert len(reds(carded)) == (2 if stop < 2 * DAY else 1)


async def test_two_processes_at_once_tell_it_once(bench: Bench, carded: people.Person) -> None:
    await bench.scheduler.settle()
    bench.clock.advance(DAY)
    first, engine = bench.scheduler, bench.engine
    bench.open()
    await first.tick()
    await bench.scheduler.tick()
    await first.settle()
    await bench.scheduler.settle()
    assert len(reds(carded)) == 1
    assert (await bench.row(Case, 1)).red_at == NOON + 2 * DAY
    await first.close()
    await engine.dispose()


async def test_a_mark_that_could_not_get_through_is_silent_beside_the_next(
    bench: Bench, carded: people.Person
) -> None:
    await bench.lives_through(DAY - MINUTE)
    bench.telegram.faults.add("sendMessage", kind=error(429, "Too Many", retry_after=90_000))
    await bench.lives_through(2 * DAY)
    assert ["49 часов" in red.text for red in reds(carded)] == [True]


async def test_the_time_of_a_mark_is_kept_to_the_microsecond(
    bench: Bench, alice: people.Person, olga: people.Person
) -> None:
    bench.clock.advance(timedelta(microseconds=123_456))
    await bench.asked(1)
    await bench.scored(1, 3)
    await bench.lives_through(5 * DAY)
    assert [AFTER_TWO in red.text for red in reds(olga)] == [False, True]


async def test_every_owner_is_told_who_can_be_written_to(
    bench: Bench, carded: people.Person
) -> None:
    oleg = await bench.knows("Олег", 901, role=Role.OWNER)
    gone = await bench.knows("Пётр", 902, role=Role.OWNER, blocked_at=NOON)
    bob = await bench.knows("Боб", 800, role=Role.ADMIN)
    await bench.lives_through(DAY)
    assert [len(reds(person)) for person in (carded, oleg, gone, bob)] == [1, 1, 0, 0]


async def test_an_owner_who_comes_late_gets_the_card_and_no_old_reds(
    bench: Bench, carded: people.Person
) -> None:
    await bench.lives_through(30 * HOUR)
    oleg = await bench.knows("Олег", 901, role=Role.OWNER)
    await bench.scheduler.settle()
    assert len(oleg.texts) == 1
    assert reds(oleg) == []
    await bench.lives_through(DAY)
    assert len(reds(oleg)) == 1


async def test_who_is_no_longer_an_owner_is_not_told(bench: Bench, carded: people.Person) -> None:
    await bench.scheduler.settle()
    bench.clock.advance(DAY)
    await bench.scheduler.tick()
    await bench.change(Person, 900, role=Role.CUSTOMER)
    await bench.scheduler.settle()
    assert reds(carded) == []


async def test_at_night_it_comes_without_a_sound(
    bench: Bench, alice: people.Person, olga: people.Person
) -> None:
    bench.clock.advance(12 * HOUR)
    await bench.asked(1)
    await bench.scored(1, 3)
    await bench.lives_through(DAY)
    assert reds(olga)[0].silent


def test_the_marks_are_those_of_the_product() -> None:
    assert [span / HOUR for span in RED_AFTER] == [24, 48]


async def test_looking_for_red_cases_reads_an_index_only(bench: Bench) -> None:
    for id in range(1, 60):
        await bench.knows(f"x{id}", id)
        closed = {"state": CaseState.CLOSED} if id > 5 else {"red_at": NOON + id * HOUR}
        await bench.add(Case(customer_id=id, opened_at=NOON, **closed))
    async with bench.sessions.begin() as session:
        steps = await steps_of(session, bench.engine, lambda: red.plan(session, NOON))
        steps += await steps_of(session, bench.engine, lambda: red.next_at(session, NOON))
    assert len([step for step in steps if "ix_cases_red_at" in step]) == 3
    assert [step for step in steps if "SCAN" in step] == []
