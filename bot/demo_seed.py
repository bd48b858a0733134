"""Fills the demo: the database and the sandbox alike, with nothing in it overdue."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import App
from bot.demo_birthdays import greet
from bot.demo_campaigns import broadcast, use
from bot.demo_cases import allow_words, close_cases, prove_friends
from bot.demo_lives import DAYS, live
from bot.demo_salon import Salon
from models import case_file, nudges, reports, results, weekly
from models.nudges import Notice
from models.rules import content
from models.rules.clock import latest_local
from models.rules.week import latest_monday
from models.tables import Campaign, Case, Nudge, NudgeState, Person, Role, Variant
from sandbox.people import Person as Phone
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram
from views import Screen, menu, offers
from views import cases as case_views
from views import results as result_views
from views import weekly as weekly_views
from views.report import report
from views.say import Say, say_in

OWNER_ID, ADMIN_ID = 2001, 2002
REPORTS = 2


async def seed(app: App, telegram: Telegram) -> None:
    """To be called before the bot starts: it finds the past as it would have left it."""
    now, business = telegram.clock.now(), app.settings.business
    salon = Salon(now, business.zone, app.settings.cadence, app.settings.policy)
    staff = _staff(salon.at(DAYS + 1))
    broadcast(salon, ADMIN_ID)
    live(salon)
    close_cases(salon, OWNER_ID)
    prove_friends(salon, OWNER_ID)
    allow_words(salon)
    greet(salon)
    use(salon, OWNER_ID)
    async with app.sessions.begin() as session:
        await _write(session, [*staff, *salon.people], salon)
    _give_phones(telegram, salon)
    past = Past(app, telegram, *staff)
    await past.tell_the_owner(salon)
    await past.tell_the_admin(salon)


def _staff(since: datetime) -> tuple[Person, Person]:
    owner, admin = (
        Person(
            id=telegram_id,
            telegram_id=telegram_id,
            role=role,
            name=name,
            language="ru",
            code=role,
            met_at=since,
            started_at=since,
            demo=True,
        )
        for telegram_id, role, name in (
            (OWNER_ID, Role.OWNER, "Ольга"),
            (ADMIN_ID, Role.ADMIN, "Боб"),
        )
    )
    return owner, admin


async def _write(session: AsyncSession, people: Sequence[Person], salon: Salon) -> None:
    """In this order: each refers to those before it."""
    for rows in (
        salon.touchpoints,
        people,
        salon.consents,
        salon.surveys,
        salon.responses,
        salon.referrals,
        salon.cases,
        salon.ticks,
        salon.lines,
        salon.campaigns,
        salon.variants,
        salon.nudges,
        salon.coupons,
    ):
        session.add_all(rows)
        await session.flush()


def _give_phones(telegram: Telegram, salon: Salon) -> None:
    """They can be written to, but have no place on the page."""
    telegram.bot.last_message_id = salon.message_id()
    for person in salon.people:
        assert person.telegram_id is not None
        phone = telegram.add_person(person.telegram_id, person.name, on_page=False)
        telegram.seed(phone, ())
        phone.chat.blocked = person.blocked_at is not None


class Past:
    """What stands in the chats of the staff already; the bot is told nothing of it anew."""

    def __init__(self, app: App, telegram: Telegram, owner: Person, admin: Person) -> None:
        self._telegram = telegram
        self._bot = Bot(app.bot.token, SandboxSession(telegram))
        self._sessions = app.sessions
        self._business = app.settings.business
        self._owner = owner
        self._admin = admin

    async def tell_the_owner(self, salon: Salon) -> None:
        await self._open(self._owner)
        async with self._sessions.begin() as session:
            told = [await self._card(session, case) for case in salon.cases if not case.closed_at]
            told += [await self._report(session, until) for until in self._report_days(salon.now)]
            told.append(await self._week(session, latest_monday(salon.now, self._business.zone)))
            for notice, screen in sorted(told, key=lambda pair: pair[0].due_at):
                notice.message_id = await self._show(self._owner, screen, notice.due_at)
                session.add(notice)

    async def tell_the_admin(self, salon: Salon) -> None:
        await self._open(self._admin)
        async with self._sessions.begin() as session:
            for variant, campaign in zip(salon.variants, salon.campaigns, strict=True):
                await self._preview(session, variant, campaign)
                result = result_views.notice(
                    self._say(self._admin), await results.read(session, campaign)
                )
                await self._show(self._admin, result, campaign.done_at or salon.now)

    async def _preview(self, session: AsyncSession, variant: Variant, campaign: Campaign) -> None:
        """What its admin saw before it went, and customers got copies of."""
        said = content.load(variant.content)
        message, *_ = offers.preview(
            self._say(self._admin), campaign, said, self._admin.name, self._business
        )
        shown = await self._post(self._admin, message, campaign.created_at)
        kept = content.dump(replace(said, message_ids=(shown,)))
        await session.execute(update(Variant).where(Variant.id == variant.id).values(content=kept))

    async def _open(self, person: Person) -> None:
        assert person.started_at is not None
        self._telegram.seed(self._phone(person), [(False, "/start", person.started_at)])
        link = f"https://t.me/{self._telegram.bot.username}"
        desk = menu.desk(self._say(person), self._business, person.role, cases=0, link=link)
        await self._show(person, desk, person.started_at)

    async def _card(self, session: AsyncSession, case: Case) -> tuple[Nudge, Screen]:
        card = case_views.card(
            self._say(self._owner), self._business, await case_file.read(session, case.id)
        )
        notice = self._notice(Notice.CARD, f"{case.id}:{self._owner.id}", case.opened_at)
        notice.case_id = case.id
        return notice, card

    async def _report(self, session: AsyncSession, until: datetime) -> tuple[Nudge, Screen]:
        counted = await reports.read(session, until, self._business)
        screen = report(self._say(self._owner), counted, self._business)
        return self._told(Notice.REPORT, until), screen

    async def _week(self, session: AsyncSession, until: datetime) -> tuple[Nudge, Screen]:
        counted = await weekly.read(session, until, self._business, until)
        screen = weekly_views.weekly(self._say(self._owner), counted, self._business)
        return self._told(Notice.WEEKLY, until), screen

    def _told(self, kind: Notice, until: datetime) -> Nudge:
        day = until.astimezone(self._business.zone).date().isoformat()
        notice = self._notice(kind, f"{day}:{self._owner.id}", until)
        notice.about = {"until": until.isoformat()}
        return notice

    def _report_days(self, now: datetime) -> Iterator[datetime]:
        until = now
        for _ in range(REPORTS):
            until = latest_local(until, self._business.zone, self._business.report_at)
            yield until
            until -= timedelta(seconds=1)

    def _notice(self, kind: Notice, of: str, at: datetime) -> Nudge:
        return Nudge(
            key=f"{kind}:{of}",
            kind=kind,
            person_id=self._owner.id,
            priority=nudges.priority_of(kind),
            due_at=at,
            state=NudgeState.SENT,
            sent_at=at,
            ended_at=at,
            attempts=1,
        )

    async def _show(self, person: Person, screen: Screen, at: datetime) -> int:
        return await self._post(person, screen.to(self._phone(person).id), at)

    async def _post(self, person: Person, method: TelegramMethod[Message], at: datetime) -> int:
        phone, sent = self._phone(person), await self._bot(method)
        message = phone.chat.find(sent.message_id)
        assert message is not None
        message.date = at
        return message.id

    def _phone(self, person: Person) -> Phone:
        assert person.telegram_id is not None
        return self._telegram.people[person.telegram_id]

    def _say(self, person: Person) -> Say:
        return say_in(person.language)
