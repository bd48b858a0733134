"""Are offers welcome? And the buttons under an offer: its link, no more of them, and the way
back."""

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from handlers.who import AGREED
from models import people, taps
from models.tables import Campaign
from views import legal, offers, survey


def router() -> Router:
    router = Router(name="offers")
    router.callback_query.register(open_link, offers.OpenTap.filter())
    router.callback_query.register(stop, legal.StopTap.filter())
    router.callback_query.register(come_back, legal.BackTap.filter(), AGREED)
    return router


async def ask(talk: Talk) -> None:
    await talk.show(survey.are_offers_welcome(talk.say))
    async with talk.sessions.begin() as session:
        (await people.hold(session, talk.who.id)).offers_asked_at = talk.now()


async def open_link(
    callback: CallbackQuery,
    callback_data: offers.OpenTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    """Telegram opens a link by a tap of its own: this one is counted, the next one opens it."""
    async with talk.sessions.begin() as session:
        if await taps.keep(session, callback_data.campaign, talk.who.id, talk.now()) is None:
            return
        campaign = await session.get_one(Campaign, callback_data.campaign)
    if not campaign.button or not campaign.url:
        return
    callback_answer.text = talk.say.plain("offer-opened")
    link = offers.link(campaign.button, campaign.url)
    await talk.change_buttons(talk.tapped, legal.instead(under(callback), callback_data, link))


async def stop(
    callback: CallbackQuery,
    callback_data: legal.StopTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    await welcome_offers(talk, False, callback_data.campaign)
    callback_answer.text = talk.say.plain("offer-stopped")
    button = legal.back_button(talk.say, callback_data.campaign)
    await talk.change_buttons(talk.tapped, legal.instead(under(callback), callback_data, button))


async def come_back(
    callback: CallbackQuery,
    callback_data: legal.BackTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    await welcome_offers(talk, True, callback_data.campaign)
    callback_answer.text = talk.say.plain("offer-welcome-back")
    button = legal.stop_button(talk.say, callback_data.campaign)
    await talk.change_buttons(talk.tapped, legal.instead(under(callback), callback_data, button))


async def welcome_offers(talk: Talk, welcome: bool, campaign_id: int) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        source = f"offer:{campaign_id}" if campaign_id else "invitation"
        await people.welcome_offers(session, person, welcome, source=source, now=talk.now())


def under(callback: CallbackQuery) -> InlineKeyboardMarkup | None:
    """The buttons that the tapped one stood among."""
    return callback.message.reply_markup if isinstance(callback.message, Message) else None
