"""/campaigns: what was broadcast, how it stands, and what stops it or lets it go on."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.admins.broadcast.draft import keep_act
from handlers.talk import Talk
from handlers.who import STAFF
from models import campaign_list, campaigns, drafts, results, staff, tallies, touchpoints
from models.campaign_list import Page
from models.results import Result
from models.rules import audience, content
from models.tables import Campaign
from views import Screen, audiences, offers
from views import campaign_list as lists
from views import campaigns as views

Act = Callable[[AsyncSession, int], Awaitable[bool]]
Read = Callable[[AsyncSession, Campaign], Awaitable[Result]]


def router() -> Router:
    router = Router(name="campaigns")
    router.message.filter(STAFF)
    router.callback_query.filter(STAFF)
    router.message.register(show, Command("campaigns"))
    router.callback_query.register(show_list, lists.ListTap.filter())
    router.callback_query.register(turn, lists.TurnTap.filter())
    router.callback_query.register(show_card, lists.CardTap.filter())
    router.callback_query.register(show_message, lists.MessageTap.filter())
    router.callback_query.register(pause, views.PauseTap.filter())
    router.callback_query.register(go_on, views.GoOnTap.filter())
    router.callback_query.register(release, views.ReleaseTap.filter())
    router.callback_query.register(ask_stop, views.StopTap.filter())
    router.callback_query.register(stop, views.StopForGoodTap.filter())
    router.callback_query.register(keep, views.KeepTap.filter())
    return router


# The list


async def show(_message: Message, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        page = await campaign_list.top(session)
    await talk.show(_list(page, talk))


async def show_list(_callback: CallbackQuery, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        page = await campaign_list.top(session)
    await talk.show_over(talk.tapped, _list(page, talk))


async def turn(_callback: CallbackQuery, callback_data: lists.TurnTap, talk: Talk) -> None:
    find = campaign_list.older if callback_data.older else campaign_list.newer
    async with talk.sessions.begin() as session:
        page = await find(session, callback_data.campaign)
    await talk.show_over(talk.tapped, _list(page, talk))


def _list(page: Page, talk: Talk) -> Screen:
    return lists.page(talk.say, page, talk.business.zone)


# One of them


async def show_card(
    _callback: CallbackQuery,
    callback_data: lists.CardTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        campaign = await campaign_list.find(session, callback_data.campaign)
        card = None if campaign is None else await _card(session, campaign, results.read, talk)
    if card is None:
        callback_answer.text = talk.say.plain("stale-button")
    else:
        await talk.show_over(talk.tapped, card)


async def _card(session: AsyncSession, campaign: Campaign, read: Read, talk: Talk) -> Screen:
    result = await read(session, campaign)
    points = {point.id: point.name for point in await touchpoints.everyone(session)}
    whom = audiences.words(talk.say, audience.load(campaign.conditions), points)
    return lists.card(talk.say, result, whom, talk.business.zone, talk.now())


async def show_message(
    _callback: CallbackQuery,
    callback_data: lists.MessageTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    """As customers get it, but for the buttons, which would be the staff's own."""
    async with talk.sessions.begin() as session:
        campaign = await campaign_list.find(session, callback_data.campaign)
        variants = await drafts.variants(session, callback_data.campaign)
    if campaign is None:
        callback_answer.text = talk.say.plain("stale-button")
        return
    footer = talk.business.offer_footer.strip()
    for variant in variants:
        said = content.load(variant.content)
        message = offers.offer(talk.say, campaign, said, talk.who, talk.chat_id, footer)
        if hasattr(message, "reply_markup"):
            buttons = offers.keyboard(talk.say, campaign, is_preview=True)
            message = message.model_copy(update={"reply_markup": buttons})
        try:
            await talk.bot(message)
        except TelegramBadRequest:
            callback_answer.text = talk.say.plain("campaign-message-gone")
            callback_answer.show_alert = True
            return


# What stops it, and what lets it go on


async def pause(
    _callback: CallbackQuery,
    callback_data: views.PauseTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    await _do(callback_data.campaign, "paused", campaigns.pause, callback_answer, talk)


async def go_on(
    _callback: CallbackQuery,
    callback_data: views.GoOnTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    resume = partial(campaigns.resume, business_zone=talk.business.zone, now=talk.now())
    await _do(callback_data.campaign, "resumed", resume, callback_answer, talk)


async def release(
    _callback: CallbackQuery,
    callback_data: views.ReleaseTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    let_go = partial(campaigns.release, business_zone=talk.business.zone, now=talk.now())
    await _do(callback_data.campaign, "released", let_go, callback_answer, talk)


async def _do(
    campaign_id: int, name: str, act: Act, callback_answer: CallbackAnswer, talk: Talk
) -> None:
    """A tap that comes too late changes nothing, and is told how it stands."""
    async with talk.sessions.begin() as session:
        is_staff = await staff.hold_staff(session, talk.who.id) is not None
        if is_staff and await act(session, campaign_id):
            await keep_act(session, campaign_id, f"broadcast_{name}", talk)
        campaign = await campaign_list.find(session, campaign_id) if is_staff else None
        screen = None if campaign is None else await _screen(session, campaign, talk)
    if campaign is None or screen is None:
        callback_answer.text = talk.say.plain("stale-button")
        return
    talk.wake.set()
    callback_answer.text = views.toast(talk.say, campaign)
    await talk.show_over(talk.tapped, screen)


async def _screen(session: AsyncSession, campaign: Campaign, talk: Talk) -> Screen:
    """What was tapped is the message that shows the progress, or a card."""
    if talk.tapped != campaign.progress_message_id or talk.who.id != campaign.admin_id:
        return await _card(session, campaign, results.brief, talk)
    tally = await tallies.of(session, campaign.id)
    return views.progress(talk.say, campaign, tally, talk.business.zone, talk.now())


# The stop, which is for good


async def ask_stop(
    _callback: CallbackQuery,
    callback_data: views.StopTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    """In a message of its own: the progress goes on meanwhile, and would write over it."""
    async with talk.sessions.begin() as session:
        campaign = await campaign_list.find(session, callback_data.campaign)
        tally = await tallies.of(session, callback_data.campaign)
    if campaign is None:
        callback_answer.text = talk.say.plain("stale-button")
    elif views.is_under_way(campaign):
        await talk.show(views.ask_stop(talk.say, campaign, tally))
    else:
        callback_answer.text = views.toast(talk.say, campaign)


async def stop(
    _callback: CallbackQuery,
    callback_data: views.StopForGoodTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    campaign_id = callback_data.campaign
    async with talk.sessions.begin() as session:
        is_staff = await staff.hold_staff(session, talk.who.id) is not None
        if is_staff and await campaigns.stop(session, campaign_id, talk.now()):
            await keep_act(session, campaign_id, "broadcast_stopped", talk)
            await campaigns.finish(session, talk.now())
        campaign = await campaign_list.find(session, campaign_id) if is_staff else None
        tally = await tallies.of(session, campaign_id)
    if campaign is None:
        callback_answer.text = talk.say.plain("stale-button")
        return
    talk.wake.set()
    callback_answer.text = views.toast(talk.say, campaign)
    await talk.show_over(talk.tapped, views.after_stop(talk.say, campaign, tally))


async def keep(
    _callback: CallbackQuery,
    callback_data: views.KeepTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        campaign = await campaign_list.find(session, callback_data.campaign)
    if campaign is None:
        callback_answer.text = talk.say.plain("stale-button")
    else:
        await talk.show_over(talk.tapped, views.kept(talk.say, campaign))
