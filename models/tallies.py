"""What became of the customers of a campaign so far."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.campaigns import NO_SOURCE, SOURCE_GONE
from models.offers import IS_OFFER
from models.rules.contact import Reason
from models.tables import Nudge, NudgeState


@dataclass(slots=True)
class Tally:
    """Each customer is counted once."""

    sent: int = 0
    unknown: int = 0
    """May have arrived: Telegram's answer was lost."""
    blocked: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    ready: int = 0
    """On their way, or waiting for their moment."""
    later: Counter[str] = field(default_factory=Counter)
    """Whom the arbiter put off, and why."""
    held: Counter[str] = field(default_factory=Counter)
    """Who wait for their campaign, by a `Pause`."""
    source_gone: bool = False

    @property
    def decided(self) -> int:
        return self.sent + self.unknown + self.blocked + self.failed + self.skipped.total()

    @property
    def waiting(self) -> int:
        return self.ready + self.later.total() + self.held.total()

    @property
    def total(self) -> int:
        return self.decided + self.waiting

    def count(self, state: NudgeState, reason: str, people: int) -> None:
        match state:
            case NudgeState.SENT:
                self.sent += people
            case NudgeState.UNKNOWN:
                self.unknown += people
            case NudgeState.FAILED | NudgeState.SKIPPED if reason == Reason.BLOCKED:
                self.blocked += people
            case NudgeState.FAILED:
                self.failed += people
                self.source_gone |= reason == SOURCE_GONE or NO_SOURCE in reason
            case NudgeState.SKIPPED:
                self.skipped[reason] += people
            case NudgeState.HELD:
                self.held[reason] += people
            case _ if reason in tuple(Reason):
                self.later[reason] += people
            case _:
                self.ready += people


async def of(session: AsyncSession, campaign_id: int) -> Tally:
    """Counted on the index alone: a million rows take a tenth of a second."""
    rows = await session.execute(
        select(Nudge.state, Nudge.variant_id, Nudge.reason, func.count())
        .where(Nudge.campaign_id == campaign_id, IS_OFFER)
        .group_by(Nudge.state, Nudge.variant_id, Nudge.reason)  # as the index has them
    )
    counted = Tally()
    for state, _variant, reason, people in rows:
        counted.count(NudgeState(state), reason or "", people)
    return counted
