"""What customers do. Scores come first: they are the hot path."""

from aiogram import Router

from handlers.customers import (
    about,
    arrive,
    coupons,
    human,
    leave,
    offers,
    privacy,
    publish,
    score,
    settings,
    share,
    solved,
    why,
    words,
)
from handlers.who import AGREED


def taps() -> Router:
    """Buttons: filters of their own, so that what follows is not asked in vain."""
    root = Router(name="customers' taps")
    root.include_routers(
        _talk(),
        arrive.taps(),
        leave.taps(),
        offers.router(),
        privacy.taps(),
        settings.taps(),
        settings.steps(),
    )
    return root


def _talk() -> Router:
    """For who has agreed. Who has taken it back is greeted anew, whatever they tap on."""
    talk = Router(name="customers' talk")
    talk.callback_query.filter(AGREED)
    talk.include_routers(
        score.taps(),
        why.taps(),
        publish.taps(),
        human.taps(),
        share.taps(),
        solved.taps(),
        coupons.taps(),
    )
    return talk


def router() -> Router:
    root = Router(name="customers")
    root.include_routers(
        arrive.router(),
        score.router(),
        share.router(),
        human.router(),
        about.router(),
        privacy.router(),
        leave.router(),
        settings.router(),
        why.router(),
        words.router(),
    )
    return root
