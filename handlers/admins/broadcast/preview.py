"""Seen as customers will see it, and confirmed with the numbers before the eyes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.kbd import Button
from aiogram_dialog.window import Window
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.admins.audience import words_of
from handlers.admins.broadcast.content import ASKED_AT, TAKES_FIRST
from handlers.admins.broadcast.draft import (
    EXPECTED,
    Step,
    contents_of,
    draft_of,
    forget_numbers,
    keep_act,
    number_of,
    ways_out,
)
from handlers.dialogs import Label, answer_now, refuse, talk_of, window
from handlers.talk import Talk
from models import campaigns, drafts, forecast, staff, tallies
from models.forecast import Forecast
from models.rules import audience
from models.rules.content import Content
from models.tables import Campaign
from views import Screen, offers
from views import broadcast as views
from views import campaigns as running

JUST_NOW = timedelta(minutes=5)
"""A start that has passed since the preview is still what the admin means."""


async def show_preview(callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The window moves below what it is about."""
    draft, said = await draft_of(manager), await contents_of(manager)
    if "A" not in said:
        await manager.switch_to(Step.content)
        return
    await answer_now(callback, manager)
    for letter, content in said.items():
        try:
            shown = await _show(draft, content, talk_of(manager))
        except TelegramBadRequest as refusal:
            await _explain(refusal, letter, manager)
            return
        if not await _keep(letter, content, shown, manager):
            await refuse(manager, talk_of(manager).say("broadcast-changed"))
            await manager.switch_to(Step.hub, ShowMode.DELETE_AND_SEND)
            return
    forget_numbers(manager)
    await manager.switch_to(Step.preview, ShowMode.DELETE_AND_SEND)


async def _show(draft: Campaign, content: Content, talk: Talk) -> Content:
    """With the ids of what customers get copies of. What Telegram refuses here, it would refuse to
    customers too."""
    first, *rest = offers.preview(talk.say, draft, content, talk.who.name, talk.business)
    shown = await talk.bot(first)
    for method in rest:
        await talk.bot(method)
    return replace(content, message_ids=offers.ids_of(shown))


async def _explain(refusal: TelegramBadRequest, letter: str, manager: DialogManager) -> None:
    """Back to what Telegram did not take: the button, or else the message."""
    is_button = "button" in refusal.message.lower()
    key = "broadcast-button-not-shown" if is_button else "broadcast-not-shown"
    await refuse(manager, talk_of(manager).say(key))
    await manager.switch_to(Step.button if is_button else ASKED_AT[letter], ShowMode.SEND)


async def _keep(letter: str, said: Content, shown: Content, manager: DialogManager) -> bool:
    async with talk_of(manager).sessions.begin() as session:
        is_kept = await drafts.keep_shown(session, number_of(manager), letter, said, shown)
    if not is_kept:
        await draft_of(manager)
    return is_kept


# The numbers


async def numbers(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    draft, said = await draft_of(dialog_manager), await contents_of(dialog_manager)
    talk, expected = talk_of(dialog_manager), await _expected(draft, dialog_manager)
    whom = await words_of(dialog_manager, audience.load(draft.conditions))
    return {
        "text": views.numbers(talk.say, draft, len(said), whom, expected, talk.business.zone),
        "people": expected.reached,
    }


async def _expected(draft: Campaign, manager: DialogManager) -> Forecast:
    """Counted once, when the window opens, and not each time that it is shown."""
    if EXPECTED in manager.dialog_data:
        return Forecast.load(manager.dialog_data[EXPECTED])
    talk = talk_of(manager)
    now, policy = talk.now(), manager.middleware_data["policy"]
    expected = await forecast.of(
        talk.sessions,
        audience.load(draft.conditions),
        max(draft.start_at or now, now),
        policy,
        talk.business.zone,
    )
    manager.dialog_data[EXPECTED] = expected.dump()
    return expected


# The tap that counts


async def confirm(callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The rows of a million take a while: meanwhile there is nothing to tap."""
    talk, draft = talk_of(manager), await draft_of(manager)
    if EXPECTED not in manager.dialog_data:  # the window opens again, with the new numbers
        return
    if draft.start_at is not None and draft.start_at < talk.now() - JUST_NOW:
        forget_numbers(manager)
        await refuse(manager, talk.say("broadcast-too-late"))
        await manager.switch_to(Step.when)
        return
    await answer_now(callback, manager)
    await talk.show_over(talk.tapped, views.preparing(talk.say))
    async with talk.sessions.begin() as session:
        screen = await _confirm(session, number_of(manager), talk)
    talk.wake.set()
    await talk.show_over(talk.tapped, screen)
    await manager.done(show_mode=ShowMode.NO_UPDATE)


async def _confirm(session: AsyncSession, campaign_id: int, talk: Talk) -> Screen:
    """One tap makes the rows; the same tap again, after a kill, shows what it has come to."""
    if await staff.hold_staff(session, talk.who.id) is None:
        return views.stale(talk.say)
    is_confirmed = await campaigns.confirm(
        session,
        talk.who.id,
        campaign_id,
        progress_message_id=talk.tapped,
        business_zone=talk.business.zone,
        now=talk.now(),
    )
    if is_confirmed:
        await keep_act(session, campaign_id, "broadcast_confirmed", talk)
    campaign = await session.get_one(Campaign, campaign_id)
    if campaign.progress_message_id != talk.tapped:
        return views.gone(talk.say, campaign.state)
    tally = await tallies.of(session, campaign_id)
    return running.progress(talk.say, campaign, tally, talk.business.zone, talk.now())


def windows() -> list[Window]:
    return [
        window(
            Step.preview,
            TAKES_FIRST,
            Button(
                Label("broadcast-send-button", "people"), id="send", on_click=confirm, when="people"
            ),
            ways_out(Step.hub),
            getter=numbers,
        )
    ]
