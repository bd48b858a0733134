"""The why: words, voice, a photo or a video, one message or several; or nothing at all."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message, ReactionTypeEmoji
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from models import answers, cases, people
from models.rules.nps import Group, group_of
from models.tables import Response
from views import survey as views

HEARD = ReactionTypeEmoji(emoji="🙏")
MEDIA = ("voice", "video", "video_note", "audio", "animation", "document", "sticker")


def taps() -> Router:
    router = Router(name="why: taps")
    router.callback_query.register(skip, views.SkipTap.filter())
    router.callback_query.register(answer_about_offers, views.OffersTap.filter())
    return router


async def hear(message: Message, response_id: int, talk: Talk) -> None:
    """Thanks come after the first message; what follows joins the reason with a reaction."""
    kind, file_id = media_of(message)
    now = talk.now()
    async with talk.sessions.begin() as session:
        response = await answers.add_reason(
            session,
            response_id,
            message_id=message.message_id,
            kind=kind,
            text=message.text or message.caption,
            file_id=file_id,
            closes_at=now + talk.cadence.reason_within,
            now=now,
        )
        await cases.follow_words(session, response, message.message_id, now)
    talk.wake.set()
    if response.reasons[0].message_id == message.message_id:
        if response.why_message_id is not None:
            await talk.take_buttons(response.why_message_id)
        await _end_talk(talk, response)
    else:
        await message.react([HEARD])


async def skip(
    callback: CallbackQuery,
    callback_data: views.SkipTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    assert callback.message is not None
    await talk.take_buttons(callback.message.message_id)
    if talk.is_with_staff:
        await talk.show(views.thanks(talk.say, talk.business, Group.PASSIVE))
        return
    async with talk.sessions.begin() as session:
        response = await answers.close_why(session, callback_data.survey, talk.who.id, talk.now())
    if response is not None:
        await _end_talk(talk, response)
    else:
        callback_answer.text = talk.say.plain("stale-button")


async def _end_talk(talk: Talk, response: Response) -> None:
    """Thanks, and then at most one question more; not to those who have cause to be cross."""
    group = group_of(response.score)
    await talk.show(views.thanks(talk.say, talk.business, group))
    if group is not Group.DETRACTOR and talk.who.offers_asked_at is None:
        await talk.show(views.are_offers_welcome(talk.say))
        async with talk.sessions.begin() as session:
            (await people.hold(session, talk.who.id)).offers_asked_at = talk.now()


async def answer_about_offers(
    callback: CallbackQuery, callback_data: views.OffersTap, talk: Talk
) -> None:
    assert callback.message is not None
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        await people.welcome_offers(
            session, person, callback_data.welcome, source="survey", now=talk.now()
        )
    answer = views.offers_answer(talk.say, callback_data.welcome)
    await talk.show_over(callback.message.message_id, answer)


def media_of(message: Message) -> tuple[str, str | None]:
    """What kind of message it is, and the id of the file in it if there is one."""
    if message.photo:
        return "photo", message.photo[-1].file_id
    for kind in MEDIA:
        media = getattr(message, kind)
        if media is not None:
            return kind, media.file_id
    return "text", None
