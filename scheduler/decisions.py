"""What is claimed is decided, and decided again when it is its turn to be sent."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges
from models.arbiter import histories, hold, with_chats
from models.rules import contact
from models.rules.clock import is_quiet
from models.tables import Nudge, NudgeState
from scheduler import records
from scheduler.plan import Album
from scheduler.plans import OF_KIND
from scheduler.terms import Terms

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    nudge: Nudge
    chat: int
    silent: bool


async def decide(
    session: AsyncSession, claimed: Sequence[Nudge], terms: Terms, now: datetime
) -> list[Ready]:
    """Those that go now. The rest is put off or skipped, with the arbiter's reason."""
    if not claimed:
        return []
    ids = [nudge.person_id for nudge in claimed]
    known = await with_chats(session, ids, terms.business.zone)
    past = await histories(session, ids, now - terms.policy.looks_back)
    ready, skipped, put_off = [], [], []
    for nudge in claimed:
        if not _is_understood(nudge):
            log.error("%s %s is none that we know how to send", nudge.kind, nudge.id)
            await nudges.end(session, nudge, NudgeState.FAILED, now, reason="not_understood")
            continue
        chat, customer = known[nudge.person_id]
        match _decision(nudge, customer, past.get(nudge.person_id, ()), terms.policy, now):
            case contact.Send() | contact.Skip(contact.Reason.HELD_OUT):
                assert chat is not None, "nothing goes to who is erased"
                ready.append(Ready(nudge, chat, _is_silent(nudge, customer, terms.policy, now)))
            case contact.Defer(until, reason):
                put_off.append((nudge, until, reason))
            case contact.Skip(reason):
                skipped.append((nudge, reason))
    await nudges.put_off(session, put_off)
    await records.skip(session, skipped, terms, now)
    return ready


async def messages_of(
    session: AsyncSession, ready: Sequence[Ready], terms: Terms, now: datetime
) -> dict[int, Album]:
    """What goes, now that it is their turn, by the row's id; the rest is put off or skipped after
    all. While they waited a customer may have said «стоп», or night have come; nothing else was
    sent to them."""
    ids = [one.nudge.person_id for one in ready]
    about = await hold(session, ids, terms.business.zone)
    albums: dict[int, Album] = {}
    skipped: list[records.Skipped] = []
    for one in ready:
        nudge = one.nudge
        person, customer = about[nudge.person_id]
        match _decision(nudge, customer, (), terms.policy, now):
            case contact.Defer(until, reason):
                await nudges.put_off(session, [(nudge, until, reason)])
            case contact.Skip(reason) if reason is not contact.Reason.HELD_OUT:
                skipped.append((nudge, reason))
            case decision:
                message = await OF_KIND[nudge.kind].compose(session, nudge, person, terms, now)
                if message is not None and isinstance(decision, contact.Send):
                    albums[nudge.id] = _album(one, message)
                    continue
                # nobody is held out of what would not have been sent anyhow
                why = records.NOT_NEEDED if message is None else contact.Reason.HELD_OUT
                skipped.append((nudge, why))
    await records.skip(session, skipped, terms, now)
    return albums


def _album(ready: Ready, message: TelegramMethod[Any] | Album) -> Album:
    album = message if isinstance(message, Album) else Album(message, (ready.nudge,))
    return replace(album, message=_silenced(album.message)) if ready.silent else album


def _silenced(message: TelegramMethod[Any]) -> TelegramMethod[Any]:
    if "disable_notification" not in type(message).model_fields:
        return message
    return message.model_copy(update={"disable_notification": True})


def _is_understood(nudge: Nudge) -> bool:
    """A row of a newer version, left by a rollback, must not stop the others."""
    has_end = nudges.is_notice(nudge.kind) or nudge.good_until is not None
    return nudge.kind in OF_KIND and has_end


def _decision(
    nudge: Nudge,
    customer: contact.Customer,
    history: Sequence[contact.Sent],
    policy: contact.Policy,
    now: datetime,
) -> contact.Decision:
    if nudges.is_notice(nudge.kind):
        return contact.decide_notice(blocked=customer.blocked or customer.erased)
    assert nudge.good_until is not None, f"{nudge.key} is a nudge without an end"
    asked = contact.Nudge(contact.Kind(nudge.kind), nudge.good_until)
    return contact.decide(asked, customer, history, now, policy)


def _is_silent(
    nudge: Nudge, customer: contact.Customer, policy: contact.Policy, now: datetime
) -> bool:
    return nudges.is_notice(nudge.kind) and is_quiet(now, customer.zone, policy.quiet)
