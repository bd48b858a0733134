"""Whether it is solved: a yes is counted, a no opens the conversation again."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.customers import offers
from handlers.talk import Talk
from models import recovery
from models.recovery import Standing
from views import recovery as views


def taps() -> Router:
    router = Router(name="solved: taps")
    router.callback_query.register(say_yes, views.IsSolvedTap.filter(F.solved))
    router.callback_query.register(say_no, views.IsSolvedTap.filter(~F.solved))
    return router


async def say_yes(
    _callback: CallbackQuery,
    callback_data: views.IsSolvedTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        case = await recovery.hold(session, callback_data.case, talk.who)
        standing = recovery.standing(case, callback_data.closed)
        if case is not None and standing is Standing.ASKED:
            await recovery.note_solved(session, case, talk.now())
    talk.wake.set()
    if standing is Standing.ASKED:
        await talk.show_over(talk.tapped, views.solved(talk.say, callback_data))
        await _ask_about_offers(talk)
    else:
        await _explain(standing, callback_answer, talk)


async def say_no(
    _callback: CallbackQuery,
    callback_data: views.IsSolvedTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    """What the customer writes next goes to the open case."""
    async with talk.sessions.begin() as session:
        case = await recovery.hold(session, callback_data.case, talk.who)
        standing = recovery.standing(case, callback_data.closed)
        if case is not None and standing is Standing.ASKED:
            await recovery.note_unsolved(session, case, talk.now())
    talk.wake.set()
    if standing in (Standing.ASKED, Standing.OPEN):
        await talk.show_over(talk.tapped, views.not_solved(talk.say))
    else:
        await _explain(standing, callback_answer, talk)


async def _explain(standing: Standing, callback_answer: CallbackAnswer, talk: Talk) -> None:
    callback_answer.text, callback_answer.show_alert = talk.say.plain(standing), True
    await talk.take_buttons(talk.tapped)


async def _ask_about_offers(talk: Talk) -> None:
    """It had to wait until there was no more cause to be cross."""
    if talk.who.offers_asked_at is None:
        await offers.ask(talk)
