"""/cases: who waits, by age and by what is at stake; a tap brings the card."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from models import cards, case_list, cases
from models.case_list import Order, Page
from views import Screen
from views import case_list as views


def router() -> Router:
    router = Router(name="case list")
    router.message.register(show, Command("cases"))
    router.callback_query.register(sort, views.ListTap.filter())
    router.callback_query.register(turn, views.TurnTap.filter())
    router.callback_query.register(show_card, views.AgainTap.filter())
    return router


async def show(_message: Message, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        page = await case_list.top(session, Order.AGE)
    await talk.show(_screen(page, talk))


async def sort(_callback: CallbackQuery, callback_data: views.ListTap, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        page = await case_list.top(session, callback_data.order)
    await talk.show_over(talk.tapped, _screen(page, talk))


async def turn(_callback: CallbackQuery, callback_data: views.TurnTap, talk: Talk) -> None:
    find = case_list.after if callback_data.further else case_list.before
    async with talk.sessions.begin() as session:
        page = await find(session, callback_data.order, callback_data.case)
    await talk.show_over(talk.tapped, _screen(page, talk))


def _screen(page: Page, talk: Talk) -> Screen:
    return views.page(talk.say, talk.business, page, talk.now())


async def show_card(
    callback: CallbackQuery,
    callback_data: views.AgainTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    """As a new message, so that a reply to it is near at hand."""
    async with talk.sessions.begin() as session:
        case = await cases.hold(session, callback_data.case)
        if case is not None:
            await cards.plan_again(session, case.id, talk.who.id, callback.id, talk.now())
    talk.wake.set()
    key = "stale-button" if case is None else "cases-coming"
    callback_answer.text = talk.say.plain(key)
