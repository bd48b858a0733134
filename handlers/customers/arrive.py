"""Coming: /start with or without a link, its code typed by hand, the first consent, a block and
a return."""

import asyncio
from typing import Any

from aiogram import Router
from aiogram.filters import ChatMemberUpdatedFilter, CommandObject, CommandStart, Filter
from aiogram.filters.chat_member_updated import IS_MEMBER, IS_NOT_MEMBER
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.customers import coupons
from handlers.customers.ask import show_question
from handlers.menus import show_menu
from handlers.talk import Talk
from models import (
    attribution,
    birthdays,
    cards,
    cases,
    copies,
    erasure,
    people,
    reports,
    surveys,
    touchpoints,
)
from models.rules.attribution import Verdict, is_meant_as_code
from models.rules.codes import CodeKind, StartCode, parse_start
from models.tables import Person, Role, Survey
from views import Screen, arrival, menu, qr
from views.referrals import personal_link


def taps() -> Router:
    router = Router(name="arrive: taps")
    router.callback_query.register(agree, menu.AgreeTap.filter())
    return router


def router() -> Router:
    router = Router(name="arrive")
    router.message.register(start, CommandStart())
    router.message.register(take_code, IsCode())
    router.my_chat_member.register(block, ChatMemberUpdatedFilter(IS_MEMBER >> IS_NOT_MEMBER))
    router.my_chat_member.register(unblock, ChatMemberUpdatedFilter(IS_NOT_MEMBER >> IS_MEMBER))
    return router


class IsCode(Filter):
    """Lets through a code that was typed: apps lose a link's payload now and then. A person's
    code may be a wrong one."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        code = parse_start(message.text)
        is_code = code is not None or is_meant_as_code(message.text or "")
        return {"code": code} if is_code else False


async def start(
    _message: Message, command: CommandObject, talk: Talk, erasure_key: str | None
) -> None:
    code = parse_start(command.args)
    person, verdict, survey = await _come(code, talk, erasure_key, typed=False)
    if person.role != Role.CUSTOMER:
        await show_desk(talk, person)
    elif verdict is Verdict.OWN and person.consented_at is not None:
        await _show_where_they_are(talk, person, survey, arrival.own_link(talk.say))
    elif (coupon := _of(CodeKind.COUPON, code)) is not None and person.consented_at is not None:
        await _show_where_they_are(talk, person, survey, await coupons.screen_of(talk, coupon))
    else:
        back = menu.welcome_back(talk.say, stopped=person.stopped_at is not None)
        await _show_where_they_are(talk, person, survey, back)


async def take_code(
    _message: Message, code: StartCode | None, talk: Talk, erasure_key: str | None
) -> None:
    person, verdict, survey = await _come(code, talk, erasure_key, typed=True)
    if person.role != Role.CUSTOMER:
        await show_desk(talk, person)
    elif (coupon := _of(CodeKind.COUPON, code)) is not None and person.consented_at is not None:
        await _show_where_they_are(talk, person, survey, await coupons.screen_of(talk, coupon))
    elif code is not None and code.kind is not CodeKind.PERSON:
        back = menu.welcome_back(talk.say, stopped=person.stopped_at is not None)
        await _show_where_they_are(talk, person, survey, back)
    else:
        await talk.show(arrival.verdict(talk.say, verdict))
        await _show_where_they_are(talk, person, survey)


async def _come(
    code: StartCode | None, talk: Talk, erasure_key: str | None, *, typed: bool
) -> tuple[Person, Verdict, Survey | None]:
    """Who came, what became of the code, and the survey that it asks for."""
    now = talk.now()
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        returning = await erasure.was_erased(session, erasure_key, person.telegram_id)
        verdict = await attribution.follow(
            session, person, _of(CodeKind.PERSON, code), now, typed=typed, returning=returning
        )
        if person.blocked_at is not None:
            await _come_back(session, person, talk)
        people.start(person, now)
        survey = await _take_touchpoint(session, person, code, talk)
    talk.wake.set()
    return person, verdict, survey


async def _come_back(session: AsyncSession, person: Person, talk: Talk) -> None:
    """What the block has kept from them comes now."""
    person.blocked_at = None
    await session.flush()
    await copies.plan_kept(session, talk.now())


async def _show_where_they_are(
    talk: Talk, person: Person, survey: Survey | None, back: Screen | None = None
) -> None:
    """The greeting, or the question that was asked for; or `back`, with what is still open."""
    if person.consented_at is None:
        await talk.show(menu.greeting(talk.say, talk.business))
    elif survey is not None:
        await show_question(talk, survey)
    else:
        await _show_what_is_open(talk, person, back)


async def _show_what_is_open(talk: Talk, person: Person, back: Screen | None) -> None:
    async with talk.sessions.begin() as session:
        survey = await surveys.asked_of(session, person.id)
        is_expected = await _is_expected(session, person, talk)
    if back is not None:
        await talk.show(back)
    if is_expected:
        await _show_invitation(talk, person)
    if survey is not None:
        await show_question(talk, survey)


async def _is_expected(session: AsyncSession, person: Person, talk: Talk) -> bool:
    """A friend who has something to show at the counter: where nothing is given for a friend, the
    friend's own answer is proof enough."""
    if not talk.business.referral_reward:
        return False
    return await attribution.is_to_be_proven(session, person.id)


async def _show_invitation(talk: Talk, person: Person) -> None:
    link = personal_link(str((await talk.bot.me()).username), person.code)
    picture = await asyncio.to_thread(qr.draw_code, link)
    await talk.show(arrival.invited(talk.say, talk.business, person.code, picture))


async def _take_touchpoint(
    session: AsyncSession, person: Person, code: StartCode | None, talk: Talk
) -> Survey | None:
    """The survey about it; who has not agreed to any comes back to it after that."""
    touchpoint = await touchpoints.in_use(session, _of(CodeKind.TOUCHPOINT, code))
    if touchpoint is None or person.role != Role.CUSTOMER:
        return None
    if person.consented_at is None:
        person.touchpoint_id = touchpoint.id
        return None
    return await surveys.ask_about(session, person, touchpoint.id, talk.cadence, talk.now())


def _of(kind: CodeKind, code: StartCode | None) -> str | None:
    return code.code if code is not None and code.kind is kind else None


async def show_desk(talk: Talk, person: Person) -> None:
    """What has waited for an owner to start the bot arrives now."""
    async with talk.sessions.begin() as session:
        if person.role == Role.OWNER:
            await cards.plan(session, talk.now())
            await reports.plan_last(session, person, talk.business, talk.now())
        waiting = await cases.count_open(session)
    talk.wake.set()
    await show_menu(talk.bot, person)
    link = f"https://t.me/{(await talk.bot.me()).username}"
    await talk.show(menu.desk(talk.say, talk.business, person.role, cases=waiting, link=link))


async def agree(_callback: CallbackQuery, callback_answer: CallbackAnswer, talk: Talk) -> None:
    if talk.is_with_staff:
        callback_answer.text = talk.say.plain("agreed-already")
        return
    now, survey = talk.now(), None
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        is_new = await people.agree(session, person, talk.cadence, now)
        if is_new:
            await birthdays.reckon(session, [person], talk.business.zone, now)
        if person.touchpoint_id is not None:
            survey = await surveys.ask_about(
                session, person, person.touchpoint_id, talk.cadence, now
            )
        elif person.survey_at is not None and person.survey_at <= now:
            survey = await surveys.ask(session, person, "first", talk.cadence, now)
        else:
            survey = await surveys.asked_of(session, person.id)
        is_expected = await _is_expected(session, person, talk)
    await talk.take_buttons(talk.tapped)
    is_unasked = survey is not None and survey.message_id is None
    if is_expected and (is_new or is_unasked):
        await _show_invitation(talk, person)
    if survey is not None and survey.message_id is None:
        await show_question(talk, survey)
    elif is_new and person.survey_at == talk.cadence.first_survey_due(now):
        await talk.show(menu.welcome_later(talk.say))
    elif is_new:  # they had agreed before, and answered
        await talk.show(menu.welcome_back(talk.say, stopped=person.stopped_at is not None))
    else:
        callback_answer.text = talk.say.plain("agreed-already")


async def block(_event: ChatMemberUpdated, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        await people.block(session, person, talk.now())


async def unblock(_event: ChatMemberUpdated, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        await _come_back(session, person, talk)
        if person.role == Role.OWNER:
            await reports.plan_last(session, person, talk.business, talk.now())
    talk.wake.set()
