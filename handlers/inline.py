"""Inline mode: @bot in any chat gives a person's card, and one that was sent counts as shared."""

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerInlineQuery
from aiogram.types import ChosenInlineResult, InlineQuery

from handlers.talk import Talk
from models import people, referrals
from views import referrals as views

HERE = "sender"
"""The chat with the bot itself, where there is no friend to send a card to."""
TOO_LATE = "query is too old"


def router() -> Router:
    router = Router(name="inline")
    router.inline_query.register(offer_card)
    router.chosen_inline_result.register(note_sent)
    return router


async def offer_card(query: InlineQuery, talk: Talk) -> None:
    """Whatever stands in the query: there is one card to give."""
    username = str((await talk.bot.me()).username)
    if query.chat_type == HERE:
        card = views.no_card(query.id)
    elif talk.is_with_staff:
        card = views.staff_card(talk.say, talk.business, query.id, username)
    elif talk.who.consented_at is None:
        card = views.way_in(talk.say, query.id)
    else:
        card = views.own_card(talk.say, talk.business, query.id, username, talk.who.code)
    await answer(talk.bot, card)


async def answer(bot: Bot, card: AnswerInlineQuery) -> None:
    """A query lives for seconds: what waited while we were down is nobody's any more."""
    try:
        await bot(card)
    except TelegramBadRequest as error:
        if TOO_LATE not in error.message:
            raise


async def note_sent(chosen: ChosenInlineResult, talk: Talk) -> None:
    if chosen.result_id != views.OWN_CARD:
        return
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        referrals.note_shared(person, talk.now())
