"""/broadcast: one message, seen back as customers will see it, confirmed or cancelled."""

from typing import Any

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, Filter
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message, MessageId
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.customers.leave import SaysStop
from handlers.talk import Talk
from handlers.who import STAFF
from models import campaigns, outcomes, staff
from models.database import Sessions
from models.rules.contact import Policy
from models.tables import Campaign, CampaignState, Person, Role
from views import campaigns as views
from views import offers


class Drafting(Filter):
    """Lets through what an admin with an open draft says, but for commands."""

    async def __call__(
        self, message: Message, who: Person, sessions: Sessions
    ) -> bool | dict[str, Any]:
        if who.role == Role.CUSTOMER or (message.text or "").startswith("/"):
            return False
        return await draft_of(who, sessions)


class HasDraft(Filter):
    async def __call__(
        self, _message: Message, who: Person, sessions: Sessions
    ) -> bool | dict[str, Any]:
        return await draft_of(who, sessions)


async def draft_of(who: Person, sessions: Sessions) -> bool | dict[str, Any]:
    async with sessions.begin() as session:
        draft = await campaigns.draft_of(session, who.id)
    return {"draft": draft} if draft is not None else False


def router() -> Router:
    router = Router(name="broadcast")
    router.message.register(begin, Command("broadcast"), STAFF)
    router.message.register(cancel_by_command, Command("cancel"), STAFF, HasDraft())
    router.message.register(take_content, Drafting(), ~SaysStop())
    router.callback_query.register(confirm, views.SendTap.filter(), STAFF)
    router.callback_query.register(cancel, views.CancelTap.filter(), STAFF)
    router.callback_query.register(explain_preview, offers.PreviewTap.filter(), STAFF)
    return router


async def begin(_message: Message, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        draft, replaced = await campaigns.open_draft(session, talk.who.id, talk.now())
    await talk.show(views.ask_content(talk.say, draft.id, replaced=replaced))


async def cancel_by_command(_message: Message, draft: Campaign, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        if await campaigns.cancel_draft(session, talk.who.id):
            await keep_act(session, draft.id, "broadcast_cancelled", talk)
    await talk.show(views.cancelled(talk.say))


async def take_content(message: Message, draft: Campaign, talk: Talk, policy: Policy) -> None:
    footer = talk.business.offer_footer.strip()
    if why := offers.refusal(talk.say, message, footer):
        await refuse(message, draft, why, talk)
        return
    preview = await show_preview(message, draft, footer, talk)
    if preview is None:
        await talk.show(views.not_shown(talk.say))
        return
    async with talk.sessions.begin() as session:
        await campaigns.set_content(session, draft.id, talk.chat_id, preview)
    expected = await outcomes.forecast(talk.sessions, talk.now(), policy, talk.business.zone)
    await talk.show(views.forecast(talk.say, draft.id, preview, expected))


async def refuse(message: Message, draft: Campaign, why: str, talk: Talk) -> None:
    """An album is refused once, though each of its pictures comes as a message of its own."""
    if album := message.media_group_id:
        async with talk.sessions.begin() as session:
            if not await campaigns.refuse_album(session, draft.id, album):
                return
    await talk.show(views.refused(why))


async def show_preview(message: Message, draft: Campaign, footer: str, talk: Talk) -> int | None:
    """The id of the preview; None if Telegram refuses to send it, as it would to customers."""
    preview: TelegramMethod[Any] = offers.preview(talk.say, message, footer, draft.id)
    try:
        shown: Message | MessageId = await talk.bot(preview)
    except TelegramBadRequest:
        return None
    return shown.message_id


async def confirm(
    _callback: CallbackQuery,
    callback_data: views.SendTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    message_id = talk.tapped
    async with talk.sessions.begin() as session:
        confirmed = await campaigns.confirm(
            session,
            talk.who.id,
            callback_data.campaign,
            callback_data.message,
            progress_message_id=message_id,
            now=talk.now(),
        )
        if confirmed:
            await keep_act(session, callback_data.campaign, "broadcast_confirmed", talk)
        tally = await outcomes.tally(session, callback_data.campaign)
    if confirmed:
        talk.wake.set()
        await talk.show_over(message_id, views.progress(talk.say, tally))
    else:
        await say_stale(callback_answer, callback_data.campaign, talk)


async def cancel(
    _callback: CallbackQuery,
    callback_data: views.CancelTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    seen = campaigns.as_seen(callback_data.campaign, callback_data.message or None)
    async with talk.sessions.begin() as session:
        cancelled = await campaigns.cancel_draft(session, talk.who.id, seen)
        if cancelled:
            await keep_act(session, callback_data.campaign, "broadcast_cancelled", talk)
    if cancelled:
        await talk.show_over(talk.tapped, views.cancelled(talk.say))
    else:
        await say_stale(callback_answer, callback_data.campaign, talk)


async def keep_act(session: AsyncSession, campaign_id: int, kind: str, talk: Talk) -> None:
    about = {"campaign": campaign_id}
    await staff.keep_act(session, talk.who.id, kind, talk.now(), about)


async def explain_preview(
    _callback: CallbackQuery,
    callback_data: offers.PreviewTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        draft = await campaigns.draft_of(session, talk.who.id)
    is_shown = draft is not None and draft.message_id == talk.tapped
    if is_shown:
        callback_answer.text = talk.say.plain("campaign-preview-tap")
    else:
        await say_stale(callback_answer, callback_data.campaign, talk)


async def say_stale(callback_answer: CallbackAnswer, campaign_id: int, talk: Talk) -> None:
    """Why the button does nothing: the draft was replaced, confirmed, or cancelled."""
    async with talk.sessions.begin() as session:
        campaign = await session.get(Campaign, campaign_id)
    is_own = campaign is not None and campaign.admin_id == talk.who.id
    state = campaign.state if campaign and is_own else CampaignState.CANCELLED
    callback_answer.text = talk.say.plain(f"campaign-stale-{state}")
    callback_answer.show_alert = True
