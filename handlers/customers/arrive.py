"""Coming: /start with or without a friend's link, the first consent, a block and a return."""

from aiogram import Router
from aiogram.filters import ChatMemberUpdatedFilter, CommandObject, CommandStart
from aiogram.filters.chat_member_updated import IS_MEMBER, IS_NOT_MEMBER
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from aiogram.utils.callback_answer import CallbackAnswer
from aiogram.utils.deep_linking import create_start_link

from handlers.customers.ask import show_question
from handlers.menus import show_menu
from handlers.talk import Talk
from models import cases, people, reports, surveys
from models.rules.codes import CodeKind, parse_start
from models.tables import Person, Role
from views import menu


def taps() -> Router:
    router = Router(name="arrive: taps")
    router.callback_query.register(agree, menu.AgreeTap.filter())
    return router


def router() -> Router:
    router = Router(name="arrive")
    router.message.register(start, CommandStart())
    router.my_chat_member.register(leave, ChatMemberUpdatedFilter(IS_MEMBER >> IS_NOT_MEMBER))
    router.my_chat_member.register(come_back, ChatMemberUpdatedFilter(IS_NOT_MEMBER >> IS_MEMBER))
    return router


async def start(_message: Message, command: CommandObject, talk: Talk) -> None:
    code = parse_start(command.args)
    invited_by = code.code if code and code.kind is CodeKind.PERSON else None
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        await people.start(session, person, invited_by, talk.now())
    if person.role != Role.CUSTOMER:
        await _show_desk(talk, person)
    elif person.consented_at is None:
        await talk.show(menu.greeting(talk.say, talk.business))
    else:
        await _welcome_back(talk, person)


async def _show_desk(talk: Talk, person: Person) -> None:
    """What has waited for an owner to start the bot arrives now."""
    async with talk.sessions.begin() as session:
        if person.role == Role.OWNER:
            await cases.plan_cards(session, talk.now())
            await reports.plan_last(session, person, talk.business, talk.now())
        waiting = await cases.count_open(session)
    talk.wake.set()
    await show_menu(talk.bot, person)
    link = await create_start_link(talk.bot, "")
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
        if person.survey_at is not None and person.survey_at <= now:
            survey = await surveys.ask(session, person, "first", talk.cadence, now)
        else:
            survey = await surveys.asked_of(session, person.id)
    await talk.take_buttons(callback.message.message_id)
    if survey is not None and survey.message_id is None:
        await show_question(talk, survey)
    elif is_new:
        await talk.show(menu.welcome_later(talk.say))
    else:
        callback_answer.text = talk.say.plain("agreed-already")


async def leave(_event: ChatMemberUpdated, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        await people.block(session, person, talk.now())


async def come_back(_event: ChatMemberUpdated, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        person.blocked_at = None
