"""Whatever nobody else has taken: a score typed by hand, a reason, or a kind answer."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.customers import why
from handlers.customers.ask import show_question
from handlers.customers.score import take_score
from handlers.talk import Talk
from models import answers, surveys
from models.rules.question import SCORES
from views import menu

SAID = {
    *("text", "photo", "live_photo", "video", "video_note", "voice", "audio", "animation"),
    *("document", "sticker", "story", "paid_media", "contact", "location", "venue", "dice"),
    *("game", "poll", "checklist", "invoice", "rich_message"),
}
"""What people send. The rest is Telegram's own record of what happened in the chat: a message was
pinned, a background chosen; nobody waits for an answer to that."""


class IsSaid(Filter):
    async def __call__(self, message: Message) -> bool:
        return message.content_type in SAID


def router() -> Router:
    router = Router(name="words")
    router.message.register(hear, IsSaid())
    router.callback_query.register(answer_stale_button)
    return router


async def hear(message: Message, talk: Talk) -> None:
    if talk.is_with_staff or (message.text or "").startswith("/"):
        await talk.show(menu.unknown(talk.say, talk.who.role))
    elif talk.who.consented_at is None:
        await talk.show(menu.greeting(talk.say, talk.business))
    else:
        await _hear_customer(message, talk)


async def _hear_customer(message: Message, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        survey = await surveys.asked_of(session, talk.who.id)
        response = await answers.open_why(session, talk.who.id, talk.now())
    score = typed_score(message)
    if survey is not None and survey.message_id is not None and score is not None:
        await take_score(talk, survey.id, score, survey.message_id)
    elif response is not None:
        await why.hear(message, response.id, talk)
    elif survey is not None:
        await talk.show(menu.choose_score(talk.say))
        await show_question(talk, survey)
    else:
        await talk.show(menu.unknown(talk.say, talk.who.role))


def typed_score(message: Message) -> int | None:
    """Some people write the number instead of tapping it."""
    text = (message.text or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and int(text) in SCORES else None


async def answer_stale_button(
    _callback: CallbackQuery, callback_answer: CallbackAnswer, talk: Talk
) -> None:
    if talk.is_with_staff or talk.who.consented_at is not None:
        callback_answer.text = talk.say.plain("stale-button")
    else:
        await talk.show(menu.greeting(talk.say, talk.business))
