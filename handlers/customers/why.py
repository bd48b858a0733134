"""The why: words, voice, a photo or a video, one message or several; or nothing at all."""

from contextlib import suppress
from typing import TypedDict

from aiogram import Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import CallbackQuery, Message, ReactionTypeEmoji
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.content import file_in
from handlers.customers import offers, publish
from handlers.talk import Talk
from models import answers, cases, people, publishing
from models.rules.last_question import LastQuestion, last_question
from models.rules.nps import Group, group_of
from models.tables import Person, Response
from views import survey as views

HEARD = ReactionTypeEmoji(emoji="🙏")


def taps() -> Router:
    router = Router(name="why: taps")
    router.callback_query.register(tap_chip, views.ChipTap.filter())
    router.callback_query.register(skip, views.SkipTap.filter())
    router.callback_query.register(answer_about_offers, views.OffersTap.filter())
    return router


def router() -> Router:
    router = Router(name="why")
    router.edited_message.register(correct)
    return router


async def hear(message: Message, response_id: int, talk: Talk) -> None:
    """Thanks come after the first message; what follows joins the reason with a reaction."""
    reason, now = reason_in(message), talk.now()
    if reason is None:
        await talk.show(views.cannot_hear(talk.say))
        return
    async with talk.sessions.begin() as session:
        response = await answers.add_reason(
            session,
            response_id,
            message_id=message.message_id,
            **reason,
            closes_at=talk.cadence.why_closes_at(now),
            now=now,
        )
        await cases.follow_words(session, response, message.message_id, now)
    talk.wake.set()
    if response.thanked_at is None:
        if response.why_message_id is not None:
            await talk.take_buttons(response.why_message_id)
        await _end_talk(talk, response)
    else:
        await acknowledge(message)


async def correct(message: Message, talk: Talk) -> None:
    """An edit changes the reason for as long as it is kept; of any other message it is nothing."""
    reason, now = reason_in(message), talk.now()
    if reason is None:
        return
    async with talk.sessions.begin() as session:
        changed = await answers.correct_reason(session, talk.who.id, message.message_id, **reason)
        if changed is not None:
            await cases.follow_said(session, changed.response_id, now)
    if changed is not None:
        talk.wake.set()
        await acknowledge(message)


async def acknowledge(message: Message) -> None:
    """A courtesy: the words are kept, and nobody is to be told that something went wrong. Whoever
    has deleted the message already sees no reaction to it."""
    with suppress(TelegramAPIError, ClientDecodeError):
        await message.react([HEARD])


async def tap_chip(
    callback: CallbackQuery,
    callback_data: views.ChipTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    message_id, chips = talk.tapped, talk.business.why_chips
    if talk.is_with_staff:
        shown = getattr(callback.message, "reply_markup", None)
        taken = views.rehearsed_chips(shown, chips, callback_data)
        buttons = views.why_buttons(talk.say, views.REHEARSAL, chips, taken)
        await talk.change_buttons(message_id, buttons)
        return
    response = await _mark_chip(talk, callback_data)
    if response is None:
        callback_answer.text = talk.say.plain("stale-button")
        await talk.take_buttons(message_id)
    elif not response.reasons:  # with the first words the buttons have gone
        taken = {chip.name for chip in response.chips}
        buttons = views.why_buttons(talk.say, callback_data.survey, chips, taken)
        await talk.change_buttons(message_id, buttons)


async def _mark_chip(talk: Talk, tap: views.ChipTap) -> Response | None:
    """None where the why is closed, or the settings name fewer chips by now."""
    now, names = talk.now(), talk.business.why_chips
    if tap.chip >= len(names):
        return None
    async with talk.sessions.begin() as session:
        response = await answers.mark_chip(
            session, tap.survey, talk.who.id, names[tap.chip], taken=tap.taken, now=now
        )
        if response is not None:
            await cases.follow_said(session, response.id, now)
    talk.wake.set()
    return response


async def skip(
    _callback: CallbackQuery,
    callback_data: views.SkipTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    message_id = talk.tapped
    if talk.is_with_staff:
        await talk.take_buttons(message_id)
        await talk.show(views.thanks(talk.say, talk.business, Group.PASSIVE))
        return
    async with talk.sessions.begin() as session:
        response = await answers.close_why(session, callback_data.survey, talk.who.id, talk.now())
    await talk.take_buttons(message_id)
    if response is None:
        callback_answer.text = talk.say.plain("stale-button")
    elif not response.reasons:  # with the first words thanks were said
        await _end_talk(talk, response)


async def _end_talk(talk: Talk, response: Response) -> None:
    """Thanks, and then at most one question more."""
    await talk.show(views.thanks(talk.say, talk.business, group_of(response.score)))
    async with talk.sessions.begin() as session:
        await answers.note_thanks(session, response.id, talk.now())
        question = await _question_for(session, talk.who, response)
    if question is LastQuestion.PUBLISH:
        await publish.ask(talk, response.id)
    elif question is LastQuestion.OFFERS:
        await offers.ask(talk)


async def _question_for(
    session: AsyncSession, who: Person, response: Response
) -> LastQuestion | None:
    return last_question(
        group_of(response.score),
        wrote_words=bool(response.comment.strip()),
        has_open_case=await cases.open_for(session, who.id) is not None,
        publish_asked=await publishing.was_asked(session, who.id),
        offers_asked=who.offers_asked_at is not None,
    )


async def answer_about_offers(
    _callback: CallbackQuery,
    callback_data: views.OffersTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    """Asked of customers; who is of the staff by now has nothing to welcome."""
    if talk.is_with_staff:
        callback_answer.text = talk.say.plain("stale-button")
        await talk.take_buttons(talk.tapped)
        return
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        await people.welcome_offers(
            session, person, callback_data.welcome, source="survey", now=talk.now()
        )
    answer = views.offers_answer(talk.say, callback_data.welcome)
    await talk.show_over(talk.tapped, answer)


class Said(TypedDict):
    kind: str
    text: str | None
    file_id: str | None


def reason_in(message: Message) -> Said | None:
    """What the message says; none where it can't be a reason: a poll, a place, a dice."""
    words = message.text or message.caption
    kind, file_id = file_in(message) or ("text", None)
    return {"kind": kind, "text": words, "file_id": file_id} if file_id or words else None
