"""What is claimed is decided, and decided again when it is its turn to be sent."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges, people
from models.rules import contact
from models.rules.clock import is_quiet
from models.tables import Nudge, NudgeState, Person
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
    about = await people.by_id(session, {nudge.person_id for nudge in claimed})
    customers = await nudges.customers(session, about.values(), terms.business.zone)
    since = now - terms.policy.looks_back
    histories = await nudges.histories(session, about, since)
    ready = []
    for nudge in claimed:
        if not _is_understood(nudge):
            log.error("%s %s is none that we know how to send", nudge.kind, nudge.id)
            await nudges.end(session, nudge, NudgeState.FAILED, now, reason="not_understood")
            continue
        customer = customers[nudge.person_id]
        history = histories.get(nudge.person_id, [])
        match _decision(nudge, customer, history, terms.policy, now):
            case contact.Send() | contact.Skip(contact.Reason.HELD_OUT):
                chat = about[nudge.person_id].telegram_id
                assert chat is not None, "nothing goes to who is erased"
                ready.append(Ready(nudge, chat, _is_silent(nudge, customer, terms.policy, now)))
            case contact.Defer(until, reason):
                await nudges.put_off(session, nudge, until, reason)
            case contact.Skip(reason):
                person = about[nudge.person_id]
                await records.skip(session, nudge, person, reason, terms, now)
    return ready


async def message_of(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, now: datetime
) -> TelegramMethod[Any] | Album | None:
    """What goes, now that it is its turn; none where it was put off or skipped after all. While it
    waited the customer may have said «стоп», or night have come; nothing else was sent to them."""
    customers = await nudges.customers(session, [person], terms.business.zone)
    match _decision(nudge, customers[person.id], (), terms.policy, now):
        case contact.Defer(until, reason):
            await nudges.put_off(session, nudge, until, reason)
        case contact.Skip(reason) if reason is not contact.Reason.HELD_OUT:
            await records.skip(session, nudge, person, reason, terms, now)
        case decision:
            message = await OF_KIND[nudge.kind].compose(session, nudge, person, terms, now)
            if message is not None and decision == contact.Send():
                return message
            # nobody is held out of what would not have been sent anyhow
            why = records.NOT_NEEDED if message is None else contact.Reason.HELD_OUT
            await records.skip(session, nudge, person, why, terms, now)
    return None


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
