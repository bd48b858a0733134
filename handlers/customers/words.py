"""Whatever nobody else has taken: a score typed by hand, a reason, or a kind answer."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.customers import human, why
from handlers.customers.ask import show_question
from handlers.customers.score import take_score
from handlers.talk import Talk
from models import answers, cases, conversations, recovery, surveys
from models.rules.contact import Policy
from models.rules.question import SCORES
from models.tables import Case, Response
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


async def hear(message: Message, talk: Talk, policy: Policy) -> None:
    if talk.is_with_staff or (message.text or "").startswith("/"):
        await talk.show(menu.unknown(talk.say, talk.who.role))
    elif talk.who.consented_at is None:
        await talk.show(menu.greeting(talk.say, talk.business))
    else:
        await _hear_customer(message, talk, policy)


async def _hear_customer(message: Message, talk: Talk, policy: Policy) -> None:
    """Of what waits for an answer, whatever was said last: a question that has a conversation below
    it gets no more words, but by Telegram's reply to it."""
    async with talk.sessions.begin() as session:
        survey = await surveys.asked_of(session, talk.who.id)
        response = await answers.open_why(session, talk.who.id, talk.now())
        case = await cases.open_for(session, talk.who.id)
        last = await conversations.last_message(session, case) if case is not None else 0
        unsure = await recovery.unanswered(session, talk.who.id)
        if response is not None and _was_its_score(message, response):
            survey = await surveys.get(session, response.survey_id)
    score = typed_score(message)
    if survey is not None and score is not None and _is_asked(message, survey.message_id, last):
        await take_score(talk, survey.id, score, survey.message_id or 0)
    elif case is not None and (response is None or _is_for_a_human(message, case, last, response)):
        await human.hear(message, case.id, talk, policy)
    elif response is not None:
        await why.hear(message, response.id, talk)
    elif survey is not None:
        await talk.show(menu.choose_score(talk.say))
        await show_question(talk, survey)
    elif unsure is not None:  # asked whether it is solved, they answer in words
        await human.hear(message, unsure.id, talk, policy)
    else:
        kind_answer = menu.unknown(talk.say, talk.who.role)
        await talk.bot(kind_answer.to(talk.chat_id, reply_to=message.message_id))


def _is_for_a_human(message: Message, case: Case, last: int, response: Response) -> bool:
    """And no word of the open why: a place or a contact is no reason, but can be passed on."""
    if why.reason_in(message) is None:
        return True
    is_below = conversations.is_below(case, last, response)
    return is_below and not _is_reply(message, response.why_message_id)


def _was_its_score(message: Message, response: Response) -> bool:
    """Typed, and heard again after a crash: the why was asked below it, or not yet."""
    why_asked = response.why_message_id
    is_above = why_asked is None or message.message_id < why_asked
    return typed_score(message) == response.score and is_above and not response.reasons


def _is_asked(message: Message, question: int | None, last: int) -> bool:
    return question is not None and (question > last or _is_reply(message, question))


def _is_reply(message: Message, to: int | None) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.message_id == to


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
