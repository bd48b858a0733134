"""How a case closes: by three ticks, or by a written reason; and how it opens again."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.owners.cases import find, keep_act, show_over, tell
from handlers.talk import Talk
from models import case_file, cases, ticks
from models.case_file import CaseFile
from models.tables import Case, CaseState, Closing, Role
from views import case_buttons as buttons
from views import cases as views


class ClosingCase(StatesGroup):
    """Its data names the case, and the message that asks."""

    reason = State()


def router() -> Router:
    router = Router(name="closing of cases")
    router.message.register(take_reason, StateFilter(ClosingCase.reason))
    router.callback_query.register(close, buttons.CloseTap.filter())
    router.callback_query.register(close_as_solved, buttons.SolvedTap.filter())
    router.callback_query.register(keep_open, buttons.KeepTap.filter())
    router.callback_query.register(reopen, buttons.ReopenTap.filter())
    return router


async def close(
    _callback: CallbackQuery,
    callback_data: buttons.CloseTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
    state: FSMContext,
) -> None:
    """At once where all three wishes are met, else for a written reason."""
    async with talk.sessions.begin() as session:
        case = await cases.hold(session, callback_data.case)
        if case is not None and await ticks.are_all_met(session, case):
            await _close(session, case, Closing.WISHES, talk)
        file = await case_file.read(session, case.id) if case else None
    await _show_closed_or_ask(file, callback_answer, talk, state)


async def close_as_solved(
    _callback: CallbackQuery,
    callback_data: buttons.SolvedTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
    state: FSMContext,
) -> None:
    """For a call without a score: where one has come since, its three wishes or a reason."""
    async with talk.sessions.begin() as session:
        case = await cases.hold(session, callback_data.case)
        if case is not None and case.response_id is None:
            reason = talk.say.plain("case-solved-reason")
            await _close(session, case, Closing.REASON, talk, reason)
        file = await case_file.read(session, case.id) if case else None
    await _show_closed_or_ask(file, callback_answer, talk, state)


async def _close(
    session: AsyncSession, case: Case, closing: Closing, talk: Talk, reason: str | None = None
) -> None:
    if await cases.close(session, case, closing, talk.now(), by=talk.who, reason=reason):
        await keep_act(session, "case_closed", case, talk)


async def _show_closed_or_ask(
    file: CaseFile | None, callback_answer: CallbackAnswer, talk: Talk, state: FSMContext
) -> None:
    if file is not None and not file.is_closed:
        await _ask(file, talk, state)
        return
    talk.wake.set()
    if file is not None and file.case.closed_by_id != talk.who.id:
        tell(callback_answer, views.late(talk.say, talk.business, file))
    if file is not None and await _asked_about(state) == file.case.id:
        await state.clear()
    await show_over(file, callback_answer, talk)


async def _ask(file: CaseFile, talk: Talk, state: FSMContext) -> None:
    """By a message of its own: a reply to the card would go to the customer."""
    if await _asked_about(state) is not None:
        await _take_question_back(talk, state)
    await state.set_data({"case": file.case.id})
    await state.set_state(ClosingCase.reason)
    asked = await talk.show(views.ask_reason(talk.say, file))
    await state.update_data({"asked": asked.message_id})


async def _asked_about(state: FSMContext) -> int | None:
    """The case that is to get its reason."""
    if await state.get_state() != ClosingCase.reason.state:
        return None
    return (await state.get_data()).get("case")


async def _take_question_back(talk: Talk, state: FSMContext) -> None:
    asked = (await state.get_data()).get("asked")
    if asked is not None:
        await talk.show_over(asked, views.kept(talk.say))


async def take_reason(message: Message, talk: Talk, state: FSMContext) -> None:
    reason = (message.text or "").strip()
    if not 1 <= len(reason) <= views.LONGEST_REASON:
        await talk.show(views.wrong_reason(talk.say))
        return
    data = await state.get_data()
    async with talk.sessions.begin() as session:
        case = await cases.hold(session, data["case"])
        assert case is not None, "cases are never deleted"
        await _close(session, case, Closing.REASON, talk, reason)
        file = await case_file.read(session, case.id)
    talk.wake.set()
    if "asked" in data:
        await talk.take_buttons(data["asked"])
    was_first = file.case.closed_by_id == talk.who.id and file.case.close_reason == reason
    await talk.show(views.closing(talk.say, talk.business, file, was_first=was_first))
    await state.clear()


async def keep_open(
    _callback: CallbackQuery,
    callback_data: buttons.KeepTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
    state: FSMContext,
) -> None:
    if await _asked_about(state) == callback_data.case:
        await state.clear()
    file = await find(callback_data.case, talk)
    if file is None:
        callback_answer.text = talk.say.plain("stale-button")
    elif file.is_closed:
        tell(callback_answer, views.late(talk.say, talk.business, file))
        await talk.take_buttons(talk.tapped)
    else:
        await talk.show_over(talk.tapped, views.kept(talk.say))


async def reopen(
    _callback: CallbackQuery,
    callback_data: buttons.ReopenTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        case = await cases.hold(session, callback_data.case)
        told = await _reopen(session, case, talk) if case else None
        file = await case_file.read(session, case.id) if case else None
    talk.wake.set()
    if told is not None:
        tell(callback_answer, told)
    await show_over(file, callback_answer, talk)


async def _reopen(session: AsyncSession, case: Case, talk: Talk) -> str | None:
    """What to tell where it stays closed."""
    if case.state != CaseState.CLOSED:
        return None
    file = await case_file.read(session, case.id)
    if file.is_erased or file.customer.role != Role.CUSTOMER:
        return talk.say.plain("case-not-reopened")
    opened = await cases.reopen(session, case, talk.now())
    if opened is None or opened.id != case.id:
        return talk.say.plain("case-late-other")
    await keep_act(session, "case_reopened", case, talk)
    return None
