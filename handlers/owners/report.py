"""/report: what has happened since the last one, and taps that show more in its place."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.talk import Talk
from models import holdout, reports
from models.reports import Span
from models.rules.contact import Policy
from views import Screen
from views import report as view
from views.holdout import comparison


def router() -> Router:
    router = Router(name="report")
    router.message.register(show, Command("report"))
    router.callback_query.register(turn, view.ReportTap.filter())
    return router


async def show(_message: Message, talk: Talk, policy: Policy) -> None:
    await talk.show(await _counted(talk, Span.DAY, policy))


async def turn(
    _callback: CallbackQuery, callback_data: view.ReportTap, talk: Talk, policy: Policy
) -> None:
    await talk.show_over(talk.tapped, await _counted(talk, callback_data.span, policy))


async def _counted(talk: Talk, span: Span, policy: Policy) -> Screen:
    """A month, with what was found out about our messages, where some customers go without."""
    now = talk.now()
    async with talk.sessions.begin() as session:
        counted = await reports.read_span(session, span, now, talk.business)
        is_compared = policy.held_out and span is Span.MONTH
        compared = await holdout.compare(session, now) if is_compared else ()
    below = comparison(talk.say, compared, policy.held_out)
    return view.on_demand(talk.say, counted, span, talk.business, below)
