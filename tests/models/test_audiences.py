"""Audiences in the tables: who is in one, how many, and what is kept under a name."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import asking, audiences, touchpoints
from models.audiences import Count
from models.rules.audience import AGES, Audience, Condition, Is
from models.tables import (
    Case,
    CaseState,
    Mute,
    Person,
    Referral,
    Response,
    Role,
    Survey,
    SurveyState,
)
from tests.models.business import DAY, NOW, answer, ask, person
from tests.models.steps import steps_of

VALUES: dict[Is, list[Any]] = {
    Is.TOUCHPOINT: [1, 2],
    Is.LANGUAGE: ["en", "ru"],
    Is.ANSWERED_BEFORE: list(AGES),
    Is.BIRTH_MONTH: [5, 6],
}
EVERY = [Condition(name, value) for name in Is for value in VALUES.get(name, [None])]


async def names(session: AsyncSession, *conditions: Condition) -> list[str]:
    found = await session.scalars(
        select(Person.name).where(*audiences.members(conditions, NOW)).order_by(Person.id)
    )
    return list(found)


async def close_case(session: AsyncSession, customer: Person, *, closed: bool = True) -> None:
    state = CaseState.CLOSED if closed else CaseState.NEW
    session.add(Case(customer_id=customer.id, state=state, opened_at=NOW, since=NOW))
    await session.flush()


async def test_everybody_is_who_has_started_and_is_no_staff_and_not_erased(
    session: AsyncSession,
) -> None:
    await person(session, name="Алиса")
    await person(session, name="не начала", started_at=None)
    await person(session, Role.ADMIN, name="Боб")
    (await person(session, name="")).telegram_id = None
    await session.flush()
    assert await names(session) == ["Алиса"]


async def test_the_latest_answer_tells_the_group(session: AsyncSession) -> None:
    alice, dave = await person(session, name="Алиса"), await person(session, name="Давид")
    await person(session, name="молчит")
    for customer, then, now in (alice, 10, 7), (dave, 6, 9):
        await answer(session, customer, then, NOW - 9 * DAY)
        await answer(session, customer, now, NOW - 2 * DAY)
    assert await names(session, Condition(Is.PROMOTER)) == ["Давид"]
    assert await names(session, Condition(Is.PASSIVE)) == ["Алиса"]
    assert await names(session, Condition(Is.DETRACTOR)) == []
    assert await names(session, Condition(Is.PROMOTER, negated=True)) == ["Алиса", "молчит"]


async def test_a_detractor_waits_until_the_case_is_closed(session: AsyncSession) -> None:
    people = [await person(session, name=name) for name in ("закрыт", "открыт", "снова", "без")]
    for customer in people:
        await answer(session, customer, 3)
    await close_case(session, people[0])
    await close_case(session, people[1], closed=False)
    await close_case(session, people[2])
    await close_case(session, people[2], closed=False)
    await person(session, name="довольна")
    assert await names(session, Condition(Is.DETRACTOR)) == ["закрыт"]
    assert await names(session, Condition(Is.DETRACTOR, negated=True)) == ["довольна"]


async def test_silent_is_who_left_the_last_question_unanswered(session: AsyncSession) -> None:
    people = [await person(session, name=name) for name in ("молчит", "ответила", "новая", "ждёт")]
    silent, answered, _new, planned = people
    await answer(session, silent, 10, NOW - 99 * DAY)
    await ask(session, silent, NOW - 9 * DAY, SurveyState.EXPIRED)
    await ask(session, answered, NOW - 99 * DAY, SurveyState.EXPIRED)
    await answer(session, answered, 10, NOW - 9 * DAY)
    (await ask(session, planned, NOW, SurveyState.PLANNED)).asked_at = None
    await session.flush()
    assert await names(session, Condition(Is.SILENT)) == ["молчит"]
    assert await names(session, Condition(Is.NEVER_ASKED)) == ["новая", "ждёт"]


async def test_a_touchpoint_has_whom_it_was_asked_about_and_whom_it_brought(
    session: AsyncSession,
) -> None:
    till = await touchpoints.make(session, "Касса", NOW)
    other = await touchpoints.make(session, "Анна", NOW)
    asked = await person(session, name="спрошена")
    (await ask(session, asked, NOW)).touchpoint_id = till.id
    await person(session, name="пришла", touchpoint_id=till.id)
    await person(session, name="к Анне", touchpoint_id=other.id)
    await person(session, name="сама")
    assert await names(session, Condition(Is.TOUCHPOINT, till.id)) == ["спрошена", "пришла"]
    assert await names(session, Condition(Is.TOUCHPOINT, till.id, negated=True)) == [
        "к Анне",
        "сама",
    ]


async def test_of_so_many_who_welcomes_offers_is_counted_beside(session: AsyncSession) -> None:
    yes: dict[str, Any] = {"offers_at": NOW, "consented_at": NOW}
    await person(session, **yes)
    for no in ("offers_at", "consented_at"):
        await person(session, **yes | {no: None})
    for left in ("blocked_at", "stopped_at"):
        await person(session, **yes | {left: NOW})
    muted, unhappy = await person(session, **yes), await person(session, **yes)
    session.add(Mute(person_id=muted.id, topic="offers", at=NOW))
    await close_case(session, unhappy, closed=False)
    assert await audiences.count(session, (), NOW) == Count(all=7, welcome=1)


async def test_an_audience_is_counted_in_one_query(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    await person(session)
    everything = tuple(EVERY)
    steps = await steps_of(session, engine, lambda: audiences.count(session, everything, NOW))
    assert len([step for step in steps if "people" in step]) == 1


@pytest.mark.parametrize("condition", EVERY, ids=str)
async def test_no_condition_reads_a_whole_table_beside_the_people(
    session: AsyncSession, engine: AsyncEngine, condition: Condition
) -> None:
    for _ in range(10):
        await answer(session, await person(session), 9)
    for negated in (False, True):
        one = (Condition(condition.name, condition.value, negated),)
        steps = await steps_of(session, engine, partial(audiences.count, session, one, NOW))
        assert not [step for step in steps if step.startswith("SCAN") and "people" not in step]
        assert not [step for step in steps if "touchpoint_id=" in step]


async def test_whom_a_wave_asks_is_read_by_customer_too(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    for _ in range(10):
        await answer(session, await person(session), 9)
    steps = await steps_of(session, engine, lambda: asking.forecast(session, (), NOW))
    assert not [step for step in steps if step.startswith("SCAN") and "people" not in step]
    assert not [step for step in steps if "asked_at" in step or "ix_responses_answered_at" in step]


# Kept under a name


async def test_a_name_holds_one_audience_whatever_its_case(session: AsyncSession) -> None:
    bob = await person(session, Role.ADMIN)
    first, second = (Condition(Is.PROMOTER),), (Condition(Is.SILENT, negated=True),)
    await audiences.keep(session, "Мои друзья", first, bob.id, NOW)
    await audiences.keep(session, "Другие", first, bob.id, NOW)
    await audiences.keep(session, "МОИ ДРУЗЬЯ", second, bob.id, NOW + DAY)
    others, mine = await audiences.kept(session)
    assert (others.name, mine.name) == ("Другие", "МОИ ДРУЗЬЯ")
    assert mine.conditions == [{"is": "silent", "value": None, "negated": True}]
    assert await audiences.forget(session, mine.id)
    assert not await audiences.forget(session, mine.id)
    assert len(await audiences.kept(session)) == 1


# The same rules, read by somebody slower


@dataclass
class Life:
    """What is known of one customer, kept in plain Python."""

    language: str
    birth_month: int | None
    shared: bool
    referred: bool
    came_by: int | None
    surveys: list[tuple[datetime | None, int, int | None, int | None]] = field(default_factory=list)
    """Asked when, a running number, about which touchpoint, the score."""
    open_case: bool = False
    closed_cases: int = 0

    @property
    def last_answer(self) -> tuple[datetime, int] | None:
        given = [(at, nth, score) for at, nth, _, score in self.surveys if at and score is not None]
        if not given:
            return None
        at, _, score = max(given)
        return at, score

    @property
    def last_asked(self) -> tuple[datetime, int, int | None] | None:
        shown = [(at, nth, score) for at, nth, _, score in self.surveys if at]
        return max(shown, key=lambda one: one[:2], default=None)

    def is_(self, name: Is, value: Any) -> bool:
        score = self.last_answer[1] if self.last_answer else None
        match name:
            case Is.PROMOTER:
                return score in (9, 10)
            case Is.PASSIVE:
                return score in (7, 8)
            case Is.DETRACTOR:
                unhappy = score is not None and score <= 6
                return unhappy and self.closed_cases > 0 and not self.open_case
            case Is.SILENT:
                return self.last_asked is not None and self.last_asked[2] is None
            case Is.NEVER_ASKED:
                return self.last_asked is None
            case Is.REFERRED:
                return self.referred
            case Is.SHARED:
                return self.shared
            case Is.TOUCHPOINT:
                return value in (self.came_by, *(about for _, _, about, _ in self.surveys))
            case Is.LANGUAGE:
                return bool(self.language == value)
            case Is.ANSWERED_BEFORE:
                last = self.last_answer
                return last is not None and NOW - last[0] > timedelta(days=value)
            case Is.BIRTH_MONTH:
                return bool(self.birth_month == value)

    def is_in(self, audience: Iterable[Condition]) -> bool:
        return all(self.is_denied(one) if one.negated else self.is_(*one.fact) for one in audience)

    def is_denied(self, one: Condition) -> bool:
        """No detractors means none, whatever their case."""
        if one.name is Is.DETRACTOR:
            return self.last_answer is None or self.last_answer[1] > 6
        return not self.is_(*one.fact)


def a_life(lot: random.Random) -> Life:
    life = Life(
        language=lot.choice(["ru", "en"]),
        birth_month=lot.choice([None, 5, 6, 7]),
        shared=lot.random() < 0.4,
        referred=lot.random() < 0.4,
        came_by=lot.choice([None, None, 1, 2]),
        open_case=lot.random() < 0.2,
        closed_cases=lot.choice([0, 0, 1, 2]),
    )
    for nth in range(lot.randint(0, 4)):
        at = lot.choice([NOW - days * DAY for days in (0, 1, 29, 30, 31, 60, 61, 90, 91, 180, 200)])
        score = lot.choice([None, *range(11)])
        asked = at if score is not None or lot.random() < 0.8 else None
        life.surveys.append((asked, nth, lot.choice([None, 1, 2]), score))
    return life


async def live(session: AsyncSession, life: Life, inviter: Person) -> Person:
    one = await person(
        session,
        language=life.language,
        birth_month=life.birth_month,
        touchpoint_id=life.came_by,
        shared_at=NOW if life.shared else None,
    )
    if life.referred:
        session.add(Referral(inviter_id=inviter.id, friend_id=one.id, joined_at=NOW))
    for asked, _nth, about, score in life.surveys:
        state = SurveyState.SKIPPED if score is None else SurveyState.ANSWERED
        survey = await ask(session, one, asked or NOW, state)
        survey.asked_at, survey.touchpoint_id = asked, about
        if score is not None:
            assert asked is not None
            of = {"survey_id": survey.id, "customer_id": one.id, "score": score}
            session.add(Response(**of, answered_at=asked, why_closes_at=asked))
            await session.flush()
    for _ in range(life.closed_cases):
        await close_case(session, one)
    if life.open_case:
        await close_case(session, one, closed=False)
    return one


@pytest.mark.parametrize("seed", range(3))
async def test_the_database_and_plain_python_read_the_same_rules(
    session: AsyncSession, seed: int
) -> None:
    lot = random.Random(seed)
    for name in "Касса", "Анна":
        await touchpoints.make(session, name, NOW)
    inviter = await person(session, Role.ADMIN)
    lives = [a_life(lot) for _ in range(60)]
    ids = {(await live(session, life, inviter)).id: life for life in lives}
    tried: list[Audience] = [(), *((one,) for one in EVERY)]
    tried += [(Condition(one.name, one.value, negated=True),) for one in EVERY]
    for _ in range(120):
        picked = lot.sample(EVERY, lot.randint(2, 4))
        tried.append(
            tuple(Condition(one.name, one.value, lot.random() < 0.5) for one in picked),
        )
    for audience in tried:
        query = select(Person.id).where(*audiences.members(audience, NOW))
        found = set(await session.scalars(query))
        assert found == {id for id, life in ids.items() if life.is_in(audience)}, audience
    asked = await session.scalar(select(func.count()).select_from(Survey))
    assert (asked or 0) > 60
