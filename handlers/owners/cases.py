"""The buttons under the card of a case: who takes it, what was done, and what can be read."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.talk import Talk
from models import case_file, cases, lines, staff, ticks
from models.case_file import CaseFile
from models.tables import Case, CaseState
from views import case_buttons as buttons
from views import case_talk, templates
from views import cases as views

Deed = Callable[[AsyncSession, Case], Awaitable[bool]]
"""False where somebody else was first."""


def router() -> Router:
    router = Router(name="cases")
    router.callback_query.register(take, buttons.TakeTap.filter())
    router.callback_query.register(tick, buttons.TickTap.filter())
    router.callback_query.register(show_card, buttons.CardTap.filter())
    router.callback_query.register(offer_templates, templates.TemplatesTap.filter())
    router.callback_query.register(show_template, templates.TemplateTap.filter())
    router.callback_query.register(show_talk, buttons.TalkTap.filter())
    return router


# Taking it, and the three wishes


async def take(
    _callback: CallbackQuery,
    callback_data: buttons.TakeTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async def deed(session: AsyncSession, case: Case) -> bool:
        if await cases.take(session, case, talk.who, talk.now()):
            await keep_act(session, "case_taken", case, talk)
            return True
        return case.state != CaseState.CLOSED and case.taken_by_id == talk.who.id

    await _do(callback_data.case, deed, callback_answer, talk)


async def tick(
    _callback: CallbackQuery,
    callback_data: buttons.TickTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    wish, met = callback_data.wish, callback_data.met

    async def deed(session: AsyncSession, case: Case) -> bool:
        return await ticks.mark(session, case, wish, met, talk.who, talk.now())

    await _do(callback_data.case, deed, callback_answer, talk)


async def _do(case_id: int, deed: Deed, callback_answer: CallbackAnswer, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        case = await cases.hold(session, case_id)
        was_first = case is not None and await deed(session, case)
        file = await case_file.read(session, case_id) if case else None
    talk.wake.set()
    if file is not None and not was_first:
        tell(callback_answer, views.late(talk.say, talk.business, file))
    await show_over(file, callback_answer, talk)


async def show_over(file: CaseFile | None, callback_answer: CallbackAnswer, talk: Talk) -> None:
    if file is None:
        callback_answer.text = talk.say.plain("stale-button")
    else:
        await talk.show_over(talk.tapped, views.card(talk.say, talk.business, file))


def tell(callback_answer: CallbackAnswer, words: str) -> None:
    callback_answer.text, callback_answer.show_alert = words, True


async def keep_act(session: AsyncSession, kind: str, case: Case, talk: Talk) -> None:
    about = {"case": case.id, "person": case.customer_id}
    await staff.keep_act(session, talk.who.id, kind, talk.now(), about)


# In place of the card, and back


async def show_card(
    _callback: CallbackQuery,
    callback_data: buttons.CardTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    await show_over(await find(callback_data.case, talk), callback_answer, talk)


async def offer_templates(
    _callback: CallbackQuery,
    callback_data: templates.TemplatesTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    file = await find(callback_data.case, talk)
    if file is None or file.is_erased:
        await show_over(file, callback_answer, talk)
        return
    back = buttons.back(talk.say, file.case.id)
    await talk.show_over(talk.tapped, templates.everything(talk.say, file.case.id, back))


async def show_template(
    _callback: CallbackQuery,
    callback_data: templates.TemplateTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    file = await find(callback_data.case, talk)
    if file is None or file.is_erased:
        await show_over(file, callback_answer, talk)
        return
    template, back = callback_data.template, buttons.back(talk.say, file.case.id)
    screen = templates.one(talk.say, template, file.customer, file.case.id, back)
    await talk.show_over(talk.tapped, screen)


async def show_talk(
    _callback: CallbackQuery,
    callback_data: buttons.TalkTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        case = await cases.hold(session, callback_data.case)
        file = await case_file.read(session, case.id) if case else None
        told = await lines.of(session, case.id) if case else ()
    if file is None or file.is_erased:
        await show_over(file, callback_answer, talk)
        return
    back = buttons.back(talk.say, file.case.id)
    screen = case_talk.whole(talk.say, talk.business, file.customer, told, back)
    await talk.show_over(talk.tapped, screen)


async def find(case_id: int, talk: Talk) -> CaseFile | None:
    async with talk.sessions.begin() as session:
        case = await cases.hold(session, case_id)
        return await case_file.read(session, case_id) if case else None
