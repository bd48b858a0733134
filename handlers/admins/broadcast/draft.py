"""The draft that the wizard is at: in the tables from the first word, read anew at each step."""

from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.dialogs import Label, gone, refuse, talk_of
from handlers.talk import Talk
from models import drafts, staff
from models.rules import audience, content
from models.rules.content import Content
from models.tables import Campaign, CampaignState
from views import broadcast as views

EXPECTED = "expected"
"""In the wizard's memory: the numbers before the eyes."""


class Step(StatesGroup):
    law = State()
    content = State()
    hub = State()
    button = State()
    link = State()
    coupon = State()
    days = State()
    label = State()
    taps = State()
    second = State()
    when = State()
    hour = State()
    batch = State()
    audience = State()
    audience_values = State()
    audience_name = State()
    audience_kept = State()
    preview = State()


async def draft_of(manager: DialogManager) -> Campaign:
    """The one that this wizard began with, while it is a draft. A condition that another version
    has kept is taken out of it, and that is told."""
    talk = talk_of(manager)
    async with talk.sessions.begin() as session:
        campaign = await session.get(Campaign, number_of(manager))
        is_known = campaign is None or audience.is_all_known(campaign.conditions)
        if campaign is not None and not is_known and campaign.state == CampaignState.DRAFT:
            campaign.conditions = audience.dump(audience.load(campaign.conditions))
    if campaign is None or campaign.state != CampaignState.DRAFT:
        raise gone(manager, why_gone(campaign, talk))
    if not is_known:
        forget_numbers(manager)
        await refuse(manager, talk.say("audience-unknown"))
    return campaign


def forget_numbers(manager: DialogManager) -> None:
    manager.dialog_data.pop(EXPECTED, None)


async def contents_of(manager: DialogManager) -> dict[str, Content]:
    async with talk_of(manager).sessions.begin() as session:
        return await contents(session, number_of(manager))


async def contents(session: AsyncSession, campaign_id: int) -> dict[str, Content]:
    variants = await drafts.variants(session, campaign_id)
    return {variant.letter: content.load(variant.content) for variant in variants}


async def change(manager: DialogManager, **values: Any) -> None:
    talk = talk_of(manager)
    async with talk.sessions.begin() as session:
        is_changed = await drafts.change(session, number_of(manager), **values)
    if not is_changed:
        await draft_of(manager)


def number_of(manager: DialogManager) -> int:
    start = manager.start_data
    assert isinstance(start, dict)
    return int(str(start["campaign"]))


def why_gone(campaign: Campaign | None, talk: Talk) -> str:
    state = campaign.state if campaign is not None else CampaignState.CANCELLED
    return views.why_stale(talk.say, state)


async def cancel(_callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    talk = talk_of(manager)
    async with talk.sessions.begin() as session:
        await cancel_draft(session, talk)
    await talk.show_over(talk.tapped, views.cancelled(talk.say))
    await manager.done(show_mode=ShowMode.NO_UPDATE)


async def cancel_draft(session: AsyncSession, talk: Talk) -> bool:
    draft = await drafts.of(session, talk.who.id)
    if draft is None or not await drafts.cancel(session, talk.who.id):
        return False
    await keep_act(session, draft.id, "broadcast_cancelled", talk)
    return True


async def keep_act(session: AsyncSession, campaign_id: int, kind: str, talk: Talk) -> None:
    about = {"campaign": campaign_id}
    await staff.keep_act(session, talk.who.id, kind, talk.now(), about)


# The buttons of all windows

CANCEL = Button(Label("broadcast-cancel-button"), id="cancel", on_click=cancel)


def ways_out(back: State) -> Row:
    """The id tells where it leads: of two quick taps, the second is none of the next window's."""
    return Row(to(back, "broadcast-back-button"), CANCEL)


def to(step: State, key: str, on_click: Any = None, when: str | None = None) -> SwitchTo:
    name = (step.state or "").partition(":")[2]
    return SwitchTo(Label(key), f"to_{name}", step, on_click, when)
