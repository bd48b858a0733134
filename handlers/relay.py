"""Words both ways: a reply to a message of a case goes to the other side of it."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.content import said_in
from handlers.customers.leave import says_stop
from handlers.customers.why import acknowledge
from handlers.talk import Talk
from handlers.who import AGREED, OWNERS
from models import cases, copies, lines
from models.database import Sessions
from models.tables import Case, Person, Role
from views import lines as views
from views.templates import unfilled


class InCase(Filter):
    """Lets through a reply to a message that belongs to a case: of its customer, or of an owner."""

    async def __call__(
        self, message: Message, who: Person, sessions: Sessions
    ) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None or (message.text or "").startswith("/") or says_stop(message):
            return False
        async with sessions.begin() as session:
            case = await case_of(session, replied, who)
        return {"case": case} if case is not None else False


async def case_of(session: AsyncSession, message: Message, who: Person) -> Case | None:
    """The case to which this message in their chat belongs."""
    case = await lines.case_replied_to(session, who.id, message.message_id)
    if case is None and who.role == Role.OWNER and _is_ours(message):
        return await _case_shown(session, message, who)
    return case


def _is_ours(message: Message) -> bool:
    return message.from_user is not None and message.from_user.is_bot and not message.via_bot


async def _case_shown(session: AsyncSession, message: Message, owner: Person) -> Case | None:
    """What a crash kept from being recorded tells by itself which case it belongs to."""
    case_id, account = views.case_under(message), views.customer_in(message)
    if case_id is not None:
        case = await session.get(Case, case_id)
        return case if case and case.customer_id != owner.id else None
    return await lines.case_repeated(session, owner.id, account) if account else None


class IsLine(Filter):
    """Lets through the edit of a message that has been passed on. Who was an owner when they said
    it, and is none now, can't change what the customer reads."""

    async def __call__(self, message: Message, who: Person, sessions: Sessions) -> bool:
        async with sessions.begin() as session:
            line = await lines.own(session, who.id, message.message_id)
        return line is not None and line.by_staff == (who.role == Role.OWNER)


def router() -> Router:
    """Before the steps of any wizard: who answers a customer in the middle of one means that."""
    router = Router(name="relay")
    router.message.register(pass_on, InCase(), AGREED)
    router.edited_message.register(correct, IsLine(), AGREED)
    router.edited_message.register(pass_on, InCase(), OWNERS)
    router.callback_query.register(try_again, views.AgainTap.filter(), OWNERS)
    return router


async def pass_on(message: Message, case: Case, talk: Talk) -> None:
    """An edit comes here too: of an answer that could not go as it was first written."""
    said = said_in(message)
    is_owner = talk.who.id != case.customer_id
    if said is None:
        await talk.show(views.cannot_pass_on(talk.say))
        return
    if is_owner and (blanks := unfilled(message.text or message.caption or "")):
        screen = views.has_blanks(talk.say, blanks)
        await talk.bot(screen.to(talk.chat_id, reply_to=message.message_id))
        return
    if not await _hear(case, said, talk):
        await talk.show(views.is_gone(talk.say))
        return
    talk.wake.set()
    if not is_owner:
        await acknowledge(message)


async def _hear(case: Case, said: lines.Said, talk: Talk) -> bool:
    """False where the customer has erased their data: nobody is left to hear it."""
    async with talk.sessions.begin() as session:
        held = await cases.hold(session, case.id)
        assert held is not None, "cases are never deleted"
        customer = await session.get_one(Person, held.customer_id)
        if customer.telegram_id is None:
            return False
        await lines.hear(session, held, talk.who, said, talk.now())
    return True


async def correct(message: Message, talk: Talk) -> None:
    said = said_in(message)
    if said is None:
        return
    async with talk.sessions.begin() as session:
        changed = await lines.correct(session, talk.who.id, message.message_id, said, talk.now())
    if changed:
        talk.wake.set()
        if talk.who.role == Role.CUSTOMER:
            await acknowledge(message)


async def try_again(
    _callback: CallbackQuery,
    callback_data: views.AgainTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        goes = await copies.try_again(session, callback_data.line, talk.now())
    if goes:
        talk.wake.set()
        await talk.show_over(talk.tapped, views.sending_again(talk.say))
    else:
        callback_answer.text = talk.say.plain("stale-button")
