"""/why: what a customer was sent, what not and why; by their name, or as a reply to their card."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.relay import case_of
from handlers.talk import Talk
from models import explanations, names
from models.rules.contact import Policy
from models.tables import Person
from views import Screen
from views import why as views


def router() -> Router:
    router = Router(name="why")
    router.message.register(explain, Command("why"))
    router.callback_query.register(explain_one, views.WhyTap.filter())
    return router


async def explain(message: Message, command: CommandObject, talk: Talk, policy: Policy) -> None:
    words = (command.args or "").strip()
    if words:
        screen = await _named(words, talk, policy)
    elif message.reply_to_message is not None:
        screen = await _of_case(message.reply_to_message, talk, policy)
    else:
        screen = views.how(talk.say)
    await talk.show(screen)


async def _named(words: str, talk: Talk, policy: Policy) -> Screen:
    async with talk.sessions.begin() as session:
        found = await names.find(session, words)
        if len(found) == 1:
            return await _explanation(session, found[0], talk, policy)
    if not found:
        return views.nobody(talk.say, words)
    return views.choose(talk.say, found, talk.business.zone)


async def _of_case(replied: Message, talk: Talk, policy: Policy) -> Screen:
    async with talk.sessions.begin() as session:
        case = await case_of(session, replied, talk.who)
        if case is None:
            return views.not_of_a_case(talk.say)
        customer = await session.get_one(Person, case.customer_id)
        return await _explanation(session, customer, talk, policy)


async def _explanation(session: AsyncSession, person: Person, talk: Talk, policy: Policy) -> Screen:
    now = talk.now()
    told = await explanations.explain(session, person, talk.business, policy, now)
    return views.explanation(talk.say, told, talk.business.zone, now)


async def explain_one(
    _callback: CallbackQuery,
    callback_data: views.WhyTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
    policy: Policy,
) -> None:
    async with talk.sessions.begin() as session:
        person = await session.get(Person, callback_data.person)
        screen = await _explanation(session, person, talk, policy) if person else None
    if screen is None:
        callback_answer.text = talk.say.plain("stale-button")
    else:
        await talk.show_over(talk.tapped, screen)
