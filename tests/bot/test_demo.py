"""The demo: a business that is believable and the same at every start, and the process itself."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot import demo
from bot.app import App, build
from bot.demo_days import Days
from bot.demo_lives import live
from bot.demo_salon import Salon
from bot.demo_seed import OWNER_ID, seed
from bot.demo_words import SAID_BY_MEN, SAID_BY_WOMEN
from models.rules.contact import Kind
from models.rules.nps import Group, group_of
from models.tables import Nudge, NudgeState, Person, Role
from sandbox.clock import Clock
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram

ROOT = Path(__file__).parents[2]
ALICE, DAVE = 1001, 1002
NOON = datetime(2026, 5, 15, 9, tzinfo=UTC)
STARTS = [
    pytest.param(NOON, id="at noon"),
    pytest.param(datetime(2026, 5, 15, 21, 30, tzinfo=UTC), id="at night"),
    pytest.param(datetime(2026, 5, 15, 14, 0, tzinfo=UTC), id="at the minute of the report"),
    pytest.param(datetime(2027, 1, 1, 4, tzinfo=UTC), id="on New Year's morning"),
]


def salon_at(now: datetime) -> Salon:
    settings = demo.settings("sqlite+aiosqlite:///unused.db", "http://127.0.0.1")
    salon = Salon(now, settings.zone, settings.cadence, settings.policy)
    live(salon)
    return salon


@asynccontextmanager
async def demo_at(now: datetime, database: Path) -> AsyncIterator[tuple[App, Telegram]]:
    """The demo in this process, its clock stopped."""
    telegram = demo.with_people(Clock(at=now))
    settings = demo.settings(f"sqlite+aiosqlite:///{database}", "http://127.0.0.1")
    session = SandboxSession(telegram)
    app = build(settings, now=telegram.clock.now, session=session)
    await seed(app, telegram)
    await app.start()
    yield app, telegram
    await app.close()


def told(salon: Salon) -> list[Any]:
    rows = [*salon.people, *salon.surveys, *salon.responses, *salon.cases, *salon.nudges]
    columns = [[getattr(row, column.name) for column in row.__table__.columns] for row in rows]
    return [columns, [response.comment for response in salon.responses]]


# --- the business ---


def test_the_past_is_the_same_at_every_start() -> None:
    assert told(salon_at(NOON)) == told(salon_at(NOON))


def test_most_came_by_a_touchpoint_and_each_touchpoint_has_answers_enough() -> None:
    salon = salon_at(NOON)
    of_survey = {survey.id: survey.touchpoint_id for survey in salon.surveys}
    answers = Counter(of_survey[response.survey_id] for response in salon.responses)
    assert {answers[touchpoint.id] >= 10 for touchpoint in salon.touchpoints} == {True}
    assert answers[None] >= 10


def test_a_week_later_the_same_past_is_a_week_later() -> None:
    week = timedelta(days=7)
    came = [person.met_at + week for person in salon_at(NOON).people]
    assert came == [person.met_at for person in salon_at(NOON + week).people]


@pytest.mark.parametrize("now", STARTS)
def test_the_business_is_believable(now: datetime) -> None:
    salon = salon_at(now)
    groups = Counter(group_of(response.score) for response in salon.responses)
    shares = {group: 100 * groups[group] / len(salon.responses) for group in Group}
    assert len(salon.people) == 200
    assert len(salon.responses) > 200
    assert shares[Group.PROMOTER] == pytest.approx(55, abs=4)
    assert shares[Group.PASSIVE] == pytest.approx(28, abs=4)
    assert shares[Group.DETRACTOR] == pytest.approx(17, abs=4)
    assert now - min(person.met_at for person in salon.people) > timedelta(days=170)
    assert len([case for case in salon.cases if case.closed_at is None]) == 3
    assert 10 < len(salon.referrals) < 60
    states = Counter(survey.state for survey in salon.surveys)
    assert min(states["answered"], states["expired"]) > 30
    assert any(person.blocked_at for person in salon.people)
    assert any(person.stopped_at for person in salon.people)


def test_customers_grow_happier() -> None:
    groups = [group_of(response.score) for response in salon_at(NOON).responses]
    half = len(groups) // 2
    earlier, later = Counter(groups[:half]), Counter(groups[half:])
    assert later[Group.PROMOTER] > earlier[Group.PROMOTER]
    assert later[Group.DETRACTOR] < earlier[Group.DETRACTOR]


def test_no_two_customers_say_the_same() -> None:
    lists = [said for by in (SAID_BY_WOMEN, SAID_BY_MEN) for said in by.values()]
    everything = [words for said in lists for words in said]
    assert len(everything) == len(set(everything)) > 140
    comments = [response.comment for response in salon_at(NOON).responses if response.comment]
    assert len(comments) == len(set(comments)) > 70


@pytest.mark.parametrize("now", STARTS)
def test_nothing_has_happened_in_the_future(now: datetime) -> None:
    salon = salon_at(now)
    happened = [
        *(person.referral_tapped_at for person in salon.people),
        *(person.offers_asked_at for person in salon.people),
        *(survey.asked_at for survey in salon.surveys),
        *(response.answered_at for response in salon.responses),
        *(reason.at for response in salon.responses for reason in response.reasons),
        *(case.closed_at for case in salon.cases),
        *(nudge.sent_at for nudge in salon.nudges),
    ]
    assert max(moment for moment in happened if moment is not None) <= now


# --- its start ---


@pytest.mark.parametrize("now", STARTS)
async def test_at_the_start_nothing_is_overdue(now: datetime, database: Path) -> None:
    async with demo_at(now, database) as (app, telegram):
        before = await count_of_nudges(app)
        sent = len(telegram.calls("sendMessage"))
        await app.scheduler.settle()
        assert await count_of_nudges(app) == before
        assert len(telegram.calls("sendMessage")) == sent
        coming = await app.scheduler.next_event()
        assert coming is not None
        assert coming > now


async def test_some_have_told_their_birthday_and_were_greeted(database: Path) -> None:
    async with demo_at(NOON, database) as (app, _telegram), app.sessions.begin() as session:
        coming = (await session.scalars(select(Person).where(Person.greeting_at > NOON))).all()
        query = select(Nudge.state, func.count()).where(Nudge.kind == Kind.GREETING)
        past = {state: many for state, many in await session.execute(query.group_by(Nudge.state))}  # noqa: C416
    assert len(coming) > 50
    assert past[NudgeState.SENT] > 5
    assert past.keys() <= {NudgeState.SENT, NudgeState.SKIPPED}


async def count_of_nudges(app: App) -> dict[str, int]:
    async with app.sessions.begin() as session:
        rows = await session.execute(select(Nudge.state, func.count()).group_by(Nudge.state))
        return {state: many for state, many in rows}  # noqa: C416


async def test_the_customers_are_marked_as_made_up_and_the_page_does_not_show_them(
    database: Path,
) -> None:
    async with demo_at(NOON, database) as (app, telegram):
        async with app.sessions.begin() as session:
            query = select(Person.telegram_id).where(Person.role == Role.CUSTOMER, Person.demo)
            customers = set(await session.scalars(query))
        shown = [person.first_name for person in telegram.people.values() if person.on_page]
        hidden = {id for id, person in telegram.people.items() if not person.on_page}
    assert shown == ["Алиса", "Давид", "Ольга", "Боб"]
    assert hidden == customers
    assert len(customers) == 200


async def test_the_owner_has_the_open_cases_and_the_last_report(database: Path) -> None:
    async with demo_at(NOON, database) as (_app, telegram):
        texts = telegram.people[OWNER_ID].texts
    assert sum("Ждёт ответа" in text for text in texts) == 3
    assert "14 мая, 17:00" in texts[-1]


async def test_in_the_days_that_follow_life_goes_on(database: Path) -> None:
    async with demo_at(NOON, database) as (app, telegram):
        days = Days(telegram)
        days.app = app
        before = await count_of_nudges(app)
        await days.live_through(NOON + timedelta(days=3))
        after = await count_of_nudges(app)
        assert telegram.clock.now() == NOON + timedelta(days=3)
        assert after[NudgeState.SENT] > before[NudgeState.SENT] + 5
        assert NudgeState.FAILED not in after
        assert NudgeState.UNKNOWN not in after


async def test_the_next_event_is_one_that_the_page_shows(database: Path) -> None:
    async with demo_at(NOON, database) as (app, telegram):
        days, olga = Days(telegram), telegram.people[OWNER_ID]
        days.app = app
        coming, said = await days.next_event(), len(olga.texts)
        assert coming is not None
        assert NOON < coming < NOON.replace(hour=14)
        await days.live_through(coming)
        assert len(olga.texts) == said + 1
        assert "ждёт ответа уже 48 часов" in olga.texts[-1]
        coming = await days.next_event()
        assert coming == NOON.replace(hour=14)
        await days.live_through(coming)
        assert len(olga.texts) == said + 2
        assert "15 мая, 17:00" in olga.texts[-1]


async def test_the_events_after_it_lead_to_the_week_on_monday(database: Path) -> None:
    monday = datetime(2026, 5, 18, 7, tzinfo=UTC)
    async with demo_at(NOON, database) as (app, telegram):
        days, olga = Days(telegram), telegram.people[OWNER_ID]
        days.app = app
        while telegram.clock.now() < monday:
            said = count_of_words(telegram)
            coming = await days.next_event()
            assert coming is not None
            await days.live_through(coming)
            assert count_of_words(telegram) > said
        assert telegram.clock.now() == monday
        assert "Неделя · 11–17 мая" in olga.texts[-1]
        assert "Что сделать" in olga.texts[-1]


def count_of_words(telegram: Telegram) -> int:
    """On the page."""
    return sum(len(person.texts) for person in telegram.people.values() if person.on_page)


def test_who_tries_it_at_night_finds_it_in_the_morning() -> None:
    settings = demo.settings("sqlite+aiosqlite:///unused.db", "http://127.0.0.1")
    night, noon = Clock(at=datetime(2026, 5, 15, 21, 30, tzinfo=UTC)), Clock(at=NOON)
    for clock in (night, noon):
        demo.begin_by_day(clock, settings)
    assert night.now() == datetime(2026, 5, 16, 7, tzinfo=UTC)
    assert noon.now() == NOON


def test_the_settings_of_the_machine_do_not_reach_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:REAL")
    monkeypatch.setenv("QUIET_HOURS", "")
    monkeypatch.setenv("REPORT_AT", "03:00")
    settings = demo.settings("sqlite+aiosqlite:///unused.db", "http://127.0.0.1")
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == demo.TOKEN
    assert settings.report_at.hour == 17
    assert settings.quiet_hours is not None


# --- the process ---


class Visitor:
    """Whoever has started the demo and looks at its page."""

    def __init__(
        self, process: asyncio.subprocess.Process, url: str, http: aiohttp.ClientSession
    ) -> None:
        self.process = process
        self.url = url
        self._http = http

    async def get(self, path: str) -> str:
        async with self._http.get(path) as answer:
            assert answer.status == 200
            return await answer.text()

    async def post(self, path: str, **body: Any) -> Any:
        async with self._http.post(path, json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def chat(self, person: int) -> list[dict[str, Any]]:
        async with self._http.get("/sandbox/state") as answer:
            people = {one["id"]: one for one in (await answer.json())["people"]}
        return list(people[person]["chat"]["messages"])

    async def sees(self, person: int, words: str) -> dict[str, Any]:
        """Waits for the message; each event of the page is a cause to look again."""
        async with asyncio.timeout(20), self._http.get("/sandbox/events") as events:
            while True:
                chat = await self.chat(person)
                said = [one for one in chat if one["from"] == "bot" and words in one["text"]]
                if said:
                    return said[-1]
                await events.content.readuntil(b"\n\n")

    async def tap(self, person: int, message: dict[str, Any], text: str) -> None:
        buttons = [button for row in message["buttons"] for button in row]
        index = next(button["index"] for button in buttons if button["text"] == text)
        await self.post(f"/sandbox/people/{person}/tap", message_id=message["id"], index=index)

    async def leave(self) -> tuple[int | None, str]:
        """Ctrl-C: the exit status, and all that was printed after the first line."""
        self.process.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(self.process.communicate(), 20)
        return self.process.returncode, said.decode()


@asynccontextmanager
async def visit(*, port: int = 0, temporary: Path) -> AsyncIterator[Visitor]:
    environment = {"BOT_TOKEN": "1:REAL", "DATABASE_URL": "nonsense", "TMPDIR": str(temporary)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", str(port)),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line + (await process.stdout.read()).decode()
        async with aiohttp.ClientSession(found[0]) as http:
            yield Visitor(process, found[0], http)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_visitor_tries_the_bot_moves_the_clock_and_leaves(tmp_path: Path) -> None:
    async with visit(temporary=tmp_path) as visitor:
        assert "<html" in await visitor.get("/")
        await visitor.post(f"/sandbox/people/{ALICE}/start")
        greeting = await visitor.sees(ALICE, "Здравствуйте")
        await visitor.tap(ALICE, greeting, "Согласен, продолжить")
        question = await visitor.sees(ALICE, "наш салон")
        await visitor.tap(ALICE, question, "3")
        await visitor.sees(ALICE, "Что пошло не так?")
        await visitor.sees(OWNER_ID, "Алиса Ким")

        reports = len(await visitor.chat(OWNER_ID))
        started = asyncio.get_running_loop().time()
        await visitor.post("/sandbox/clock", days=1)
        assert asyncio.get_running_loop().time() - started < 20
        assert len(await visitor.chat(OWNER_ID)) > reports
        assert [path.name for path in tmp_path.iterdir()] != []
        assert await visitor.leave() == (0, "")
    assert list(tmp_path.iterdir()) == []


async def test_where_the_port_is_taken_the_demo_finds_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with visit(port=port, temporary=tmp_path) as visitor:
            assert not visitor.url.endswith(f":{port}")
            assert await visitor.leave() == (0, "")
