"""Are offers welcome? And the one tap under an offer: no more of them, and the way back."""

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from handlers.who import AGREED
from models import people
from views import offers, survey


def router() -> Router:
    router = Router(name="offers")
    router.callback_query.register(stop, offers.StopTap.filter())
    router.callback_query.register(come_back, offers.BackTap.filter(), AGREED)
    return router


async def ask(talk: Talk) -> None:
    await talk.show(survey.are_offers_welcome(talk.say))
    async with talk.sessions.begin() as session:
        (await people.hold(session, talk.who.id)).offers_asked_at = talk.now()


async def stop(
    _callback: CallbackQuery,
    callback_data: offers.StopTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    await welcome_offers(talk, False, callback_data.campaign)
    callback_answer.text = talk.say.plain("offer-stopped")
    button = offers.way_back(talk.say, callback_data.campaign)
    await talk.change_buttons(talk.tapped, button)


async def come_back(
    _callback: CallbackQuery,
    callback_data: offers.BackTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    await welcome_offers(talk, True, callback_data.campaign)
    callback_answer.text = talk.say.plain("offer-welcome-back")
    button = offers.way_out(talk.say, callback_data.campaign)
    await talk.change_buttons(talk.tapped, button)


async def welcome_offers(talk: Talk, welcome: bool, campaign_id: int) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        source = f"offer:{campaign_id}" if campaign_id else "invitation"
        await people.welcome_offers(session, person, welcome, source=source, now=talk.now())
