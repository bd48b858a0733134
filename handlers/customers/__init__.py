"""What customers do. Scores come first: they are the hot path."""

from aiogram import Router

from handlers.customers import about, arrive, leave, offers, score, share, why, words


def taps() -> Router:
    """Buttons: filters of their own, so that what follows is not asked in vain."""
    root = Router(name="customers' taps")
    root.include_routers(
        score.taps(), why.taps(), arrive.taps(), leave.taps(), offers.router(), share.router()
    )
    return root


def router() -> Router:
    root = Router(name="customers")
    root.include_routers(
        arrive.router(), score.router(), about.router(), leave.router(), words.router()
    )
    return root
