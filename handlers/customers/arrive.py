"""Coming: /start with or without a link, its code typed by hand, the first consent, a block and
a return."""

from typing import Any

from aiogram import Router
from aiogram.filters import ChatMemberUpdatedFilter, CommandObject, CommandStart, Filter
from aiogram.filters.chat_member_updated import IS_MEMBER, IS_NOT_MEMBER
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.customers.ask import show_question
from handlers.menus import show_menu
from handlers.talk import Talk
from models import cases, erasure, people, reports, surveys, touchpoints
from models.rules.codes import CodeKind, StartCode, parse_start
from models.tables import Person, Role, Survey
from views import menu


def taps() -> Router:
    router = Router(name="arrive: taps")
    router.callback_query.register(agree, menu.AgreeTap.filter())
    return router


def router() -> Router:
    router = Router(name="arrive")
    router.message.register(start, CommandStart())
    router.message.register(come, IsCode())
    router.my_chat_member.register(block, ChatMemberUpdatedFilter(IS_MEMBER >> IS_NOT_MEMBER))
    router.my_chat_member.register(unblock, ChatMemberUpdatedFilter(IS_NOT_MEMBER >> IS_MEMBER))
    return router


class IsCode(Filter):
    """Lets through a code that was typed: apps lose a link's payload now and then."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        code = parse_start(message.text)
        return {"code": code} if code is not None else False


async def start(
    message: Message, command: CommandObject, talk: Talk, erasure_key: str | None
) -> None:
    await come(message, parse_start(command.args), talk, erasure_key)


async def come(
    _message: Message, code: StartCode | None, talk: Talk, erasure_key: str | None
) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        returning = await erasure.was_erased(session, erasure_key, person.telegram_id)
        invited_by = _of(CodeKind.PERSON, code)
        await people.start(session, person, invited_by, talk.now(), returning=returning)
        survey = await _take_touchpoint(session, person, code, talk)
    if person.role != Role.CUSTOMER:
        await show_desk(talk, person)
    elif person.consented_at is None:
        await talk.show(menu.greeting(talk.say, talk.business))
    elif survey is not None:
        await show_question(talk, survey)
    else:
        await _welcome_back(talk, person)


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
            await cases.plan_cards(session, talk.now())
            await reports.plan_last(session, person, talk.business, talk.now())
        waiting = await cases.count_open(session)
    talk.wake.set()
    await show_menu(talk.bot, person)
    link = f"https://t.me/{(await talk.bot.me()).username}"
    await talk.show(menu.desk(talk.say, talk.business, person.role, cases=waiting, link=link))


async def _welcome_back(talk: Talk, person: Person) -> None:
    async with talk.sessions.begin() as session:
        survey = await surveys.asked_of(session, person.id)
    await talk.show(menu.welcome_back(talk.say, stopped=person.stopped_at is not None))
    if survey is not None:
        await show_question(talk, survey)


async def agree(callback: CallbackQuery, callback_answer: CallbackAnswer, talk: Talk) -> None:
    assert callback.message is not None
    if talk.is_with_staff:
        callback_answer.text = talk.say.plain("agreed-already")
        return
    now, survey = talk.now(), None
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        is_new = await people.agree(session, person, talk.cadence, now)
        if person.touchpoint_id is not None:
            survey = await surveys.ask_about(
                session, person, person.touchpoint_id, talk.cadence, now
            )
        elif person.survey_at is not None and person.survey_at <= now:
            survey = await surveys.ask(session, person, "first", talk.cadence, now)
        else:
            survey = await surveys.asked_of(session, person.id)
    await talk.take_buttons(callback.message.message_id)
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
        person.blocked_at = None
