"""Calling a human, the call taken back, and what is said while the conversation is open."""

from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.content import said_in
from handlers.customers.why import acknowledge
from handlers.talk import Talk
from models import cases, conversations, lines, people
from models.conversations import CallOff
from models.rules.contact import Policy
from models.tables import Case
from views import Screen, menu
from views import human as views
from views.lines import cannot_pass_on


def taps() -> Router:
    router = Router(name="human: taps")
    router.callback_query.register(call, views.CallTap.filter())
    router.callback_query.register(call_off, views.CallOffTap.filter())
    return router


def router() -> Router:
    router = Router(name="human")
    router.message.register(call, Command("human"))
    return router


async def call(event: Message | CallbackQuery, talk: Talk, policy: Policy) -> None:
    if talk.is_with_staff:
        await talk.show(views.for_staff(talk.say, talk.who.role))
    elif talk.who.consented_at is None:
        await talk.show(menu.greeting(talk.say, talk.business))
    else:
        answer = await _open(talk, policy, _not_understood(event, talk))
        if talk.tapped_id is not None:
            await talk.take_buttons(talk.tapped_id)
        await talk.show(answer)


def _not_understood(event: Message | CallbackQuery, talk: Talk) -> lines.Said | None:
    """What the button stands under: nobody has to say it again."""
    button_of = event.message if isinstance(event, CallbackQuery) else None
    meant = button_of.reply_to_message if isinstance(button_of, Message) else None
    if meant is None or meant.from_user is None or meant.from_user.id != talk.who.telegram_id:
        return None
    return said_in(meant)


async def _open(talk: Talk, policy: Policy, said: lines.Said | None) -> Screen:
    """Answered from the tables, so that whoever calls twice reads what holds now."""
    now = talk.now()
    async with talk.sessions.begin() as session:
        customer = await people.hold(session, talk.who.id)
        case = await cases.call(session, customer, now)
        if said is not None:
            await lines.hear(session, case, customer, said, now)
        has_begun = await conversations.has_begun(session, case)
        expected = await conversations.expect(session, talk.business, policy, now)
    talk.wake.set()
    if said is not None:
        return views.heard(talk.say, expected, _zone(talk))
    if case.answered_at is not None and has_begun:
        return views.going_on(talk.say)
    if has_begun:
        return views.waiting(talk.say, expected, _zone(talk))
    return views.listening(talk.say, expected, _zone(talk), case.id)


async def call_off(
    _callback: CallbackQuery,
    callback_data: views.CallOffTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        customer = await people.hold(session, talk.who.id)
        outcome = await conversations.call_off(session, callback_data.case, customer, talk.now())
    if outcome is CallOff.DONE:
        talk.wake.set()
        await talk.show_over(talk.tapped, views.called_off(talk.say))
    else:
        callback_answer.text, callback_answer.show_alert = talk.say.plain(outcome), True
        await talk.take_buttons(talk.tapped)


async def hear(message: Message, case_id: int, talk: Talk, policy: Policy) -> None:
    """The first words are answered in words, for somebody waits; later ones by a reaction."""
    said, now = said_in(message), talk.now()
    if said is None:
        await talk.show(cannot_pass_on(talk.say))
        return
    async with talk.sessions.begin() as session:
        customer = await people.hold(session, talk.who.id)
        case = await session.get_one(Case, case_id)
        await lines.hear(session, case, customer, said, now)
        is_first = await conversations.is_first_word(session, case, message.message_id)
        expected = await conversations.expect(session, talk.business, policy, now)
    talk.wake.set()
    if is_first:
        await talk.show(views.heard(talk.say, expected, _zone(talk)))
    else:
        await acknowledge(message)


def _zone(talk: Talk) -> ZoneInfo:
    return ZoneInfo(talk.who.zone) if talk.who.zone else talk.business.zone
