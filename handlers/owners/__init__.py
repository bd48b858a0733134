"""What owners ask for. To anybody else none of it exists."""

from aiogram import Router

from handlers.owners import case_closing, case_list, cases, comments, report, stats, why
from handlers.who import OWNERS


def router() -> Router:
    router = Router(name="owners")
    router.message.filter(OWNERS)
    router.callback_query.filter(OWNERS)
    router.include_routers(
        stats.router(),
        report.router(),
        comments.router(),
        case_list.router(),
        cases.router(),
        case_closing.router(),
        why.router(),
    )
    return router
