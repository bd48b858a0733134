"""The question and its score: kept at the tap, changeable for a day."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.customers.ask import ask_again
from handlers.talk import Talk
from models import answers, cases, surveys
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
    assert callback.message is not None
    survey_id, score = callback_data.survey, callback_data.score
    if talk.is_with_staff:
        await _rehearse(talk, callback.message.message_id, score)
        return
    standing = await take_score(talk, survey_id, score, callback.message.message_id)
    if standing is Standing.OPEN:
        callback_answer.text = talk.say.plain("score-saved", score=score)
    else:
        await _refuse(talk, standing, callback.message.message_id, callback_answer)


async def take_score(talk: Talk, survey_id: int, score: int, message_id: int) -> Standing:
    """Keeps the score, then shows it in the question's place, with the why of its group."""
    now = talk.now()
    async with talk.sessions.begin() as session:
        standing = await surveys.standing(session, survey_id, talk.who.id, talk.cadence, now)
        if standing is not Standing.OPEN:
            return standing
        response = await answers.keep_score(session, survey_id, score, talk.cadence, now)
        await cases.follow_score(session, response, now)
    talk.wake.set()
    await talk.show_over(message_id, views.scored(talk.say, survey_id, score))
    if not response.reasons and now < response.why_closes_at:
        await _ask_why(talk, response, below=message_id)
    return standing


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
    await talk.show_over(message_id, views.scored(talk.say, views.REHEARSAL, score))
    await talk.show(views.why(talk.say, views.REHEARSAL, group_of(score), talk.business.why_chips))


async def tap_change(
    callback: CallbackQuery,
    callback_data: views.ChangeTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    assert callback.message is not None
    survey_id, message_id = callback_data.survey, callback.message.message_id
    async with talk.sessions.begin() as session:
        standing = await surveys.standing(session, survey_id, talk.who.id, talk.cadence, talk.now())
    if standing is Standing.OPEN or talk.is_with_staff:
        await talk.show_over(message_id, views.question(talk.say, talk.business, survey_id))
    else:
        await _refuse(talk, standing, message_id, callback_answer)
