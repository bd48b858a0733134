"""The question and its score: kept at the tap, changeable for a day."""

from contextlib import suppress

from aiogram import Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.customers.ask import ask_again
from handlers.talk import Talk
from models import answers, attribution, cases, surveys
from models.rules.nps import group_of
from models.surveys import Standing
from models.tables import Response
from views import menu
from views import survey as views


def taps() -> Router:
    router = Router(name="score: taps")
    router.callback_query.register(tap_score, views.ScoreTap.filter())
    router.callback_query.register(tap_change, views.ChangeTap.filter())
    router.callback_query.register(rate, views.RateTap.filter())
    return router


def router() -> Router:
    router = Router(name="score")
    router.message.register(rate, Command("rate"))
    return router


async def rate(_event: Message | CallbackQuery, talk: Talk) -> None:
    if talk.is_with_staff:
        await talk.show(views.question(talk.say, talk.business, views.REHEARSAL))
    elif talk.who.consented_at is None:
        await talk.show(menu.greeting(talk.say, talk.business))
    else:
        await ask_again(talk)


async def tap_score(
    callback: CallbackQuery,
    callback_data: views.ScoreTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    score = callback_data.score
    if talk.is_with_staff:
        await _rehearse(talk, talk.tapped, score)
        return
    kept = await _keep_score(talk, callback_data.survey, score)
    if isinstance(kept, Standing):
        await _refuse(talk, kept, talk.tapped, callback_answer)
        return
    await _say_saved(callback, callback_answer, talk.say.plain("score-saved", score=score))
    await _show_score(talk, kept, talk.tapped)


async def take_score(talk: Talk, survey_id: int, score: int, message_id: int) -> None:
    """One that was typed, while its question is open."""
    kept = await _keep_score(talk, survey_id, score)
    if isinstance(kept, Response):
        await _show_score(talk, kept, message_id)


async def _keep_score(talk: Talk, survey_id: int, score: int) -> Response | Standing:
    """The answer, or why it is none."""
    now = talk.now()
    async with talk.sessions.begin() as session:
        standing = await surveys.standing(session, survey_id, talk.who.id, talk.cadence, now)
        if standing is not Standing.OPEN:
            return standing
        response = await answers.keep_score(session, survey_id, score, talk.cadence, now)
        await cases.follow_score(session, response, now)
        await attribution.prove_by_answer(session, response.customer_id, talk.business, now)
    talk.wake.set()
    return response


async def _say_saved(callback: CallbackQuery, callback_answer: CallbackAnswer, text: str) -> None:
    """Before all that may have to wait for Telegram. A courtesy: where it does not get through,
    the message that was tapped says the same."""
    callback_answer.disable()
    with suppress(TelegramAPIError, ClientDecodeError):
        await callback.answer(text)


async def _show_score(talk: Talk, response: Response, message_id: int) -> None:
    """In the question's place, and below it the why of its group."""
    screen = views.scored(talk.say, talk.business, response.survey_id, response.score)
    await talk.show_over(message_id, screen)
    if not response.reasons and talk.now() < response.why_closes_at:
        await _ask_why(talk, response, below=message_id)


async def _ask_why(talk: Talk, response: Response, *, below: int) -> None:
    """Once, and changed in its place where a new score changes the group; but one that stands
    above the score would not be noticed, and is asked anew."""
    why = views.why(
        talk.say,
        response.survey_id,
        group_of(response.score),
        talk.business.why_chips,
        [chip.name for chip in response.chips],
    )
    before = response.why_message_id
    if before is not None and before > below:
        await talk.show_over(before, why)
        return
    asked = await talk.show(why)
    if before is not None:
        await talk.take_buttons(before)
    async with talk.sessions.begin() as session:
        await answers.note_why(session, response.id, asked.message_id)


async def _refuse(
    talk: Talk, standing: Standing, message_id: int, callback_answer: CallbackAnswer
) -> None:
    if standing is Standing.EXPIRED:
        await talk.show_over(message_id, views.expired(talk.say))
    else:
        callback_answer.text, callback_answer.show_alert = talk.say.plain(standing), True


async def _rehearse(talk: Talk, message_id: int, score: int) -> None:
    screen = views.scored(talk.say, talk.business, views.REHEARSAL, score)
    await talk.show_over(message_id, screen)
    await talk.show(views.why(talk.say, views.REHEARSAL, group_of(score), talk.business.why_chips))


async def tap_change(
    _callback: CallbackQuery,
    callback_data: views.ChangeTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    survey_id, message_id = callback_data.survey, talk.tapped
    async with talk.sessions.begin() as session:
        standing = await surveys.standing(session, survey_id, talk.who.id, talk.cadence, talk.now())
    if standing is Standing.OPEN or talk.is_with_staff:
        await talk.show_over(message_id, views.question(talk.say, talk.business, survey_id))
    else:
        await _refuse(talk, standing, message_id, callback_answer)
