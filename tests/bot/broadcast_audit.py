"""What must hold after a broadcast: who was to get it, against the tables and against what stands
in the chats. It knows the tables' names and the offer's words, and none of the bot's code."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sandbox.telegram import Call, Telegram
from tests.bot.audit import rows
from tests.bot.broadcast_crowd import FIRST, OFFER, Crowd

OFFERS = """
    SELECT nudges.id, telegram_id, state, reason, message_id FROM nudges
    JOIN people ON people.id = person_id WHERE kind = 'offer'
"""
CAMPAIGNS = "SELECT state FROM campaigns"
NOTED_AS_GONE = "SELECT telegram_id FROM people WHERE blocked_at IS NOT NULL"
SENDS = ("send", "copy", "forward")
TOLD = ("sent", "failed")
"""Telegram's answer has come."""
CRASHED = ("unknown", "crash")


class Row(NamedTuple):
    id: int
    chat: int
    state: str
    reason: str | None
    message_id: int | None


@dataclass(frozen=True)
class Evidence:
    crowd: Crowd
    rows: Sequence[Row]
    copies: Mapping[int, Sequence[int]]
    """The ids of the offers in each chat."""
    tries: Mapping[int, int]
    """Requests to each chat that Telegram did not merely put off."""
    in_flight: frozenset[int]
    """The rows that were on their way at a kill."""
    noted_as_gone: frozenset[int]
    campaigns: Sequence[str]

    @property
    def unknown(self) -> list[Row]:
        return [row for row in self.rows if row.state == "unknown"]

    @property
    def lost(self) -> int:
        """Of the unknown, those that could have come."""
        reachable = self.crowd.reachable
        return sum(row.chat in reachable and row.chat not in self.copies for row in self.unknown)


def gather(
    crowd: Crowd, telegram: Telegram, calls: Sequence[Call], database: Path, in_flight: set[int]
) -> Evidence:
    chats = (chat for chat in telegram.people if chat >= FIRST)
    return Evidence(
        crowd=crowd,
        rows=[Row(*row) for row in rows(database, OFFERS)],
        copies={chat: ids for chat in chats if (ids := _offers_in(telegram, chat))},
        tries=Counter(_chat(call) for call in calls if is_try(call) and call.outcome != 429),
        in_flight=frozenset(in_flight),
        noted_as_gone=frozenset(chat for (chat,) in rows(database, NOTED_AS_GONE)),
        campaigns=[state for (state,) in rows(database, CAMPAIGNS)],
    )


def is_try(call: Call) -> bool:
    """Whatever is sent to one of the crowd; Bob gets other things."""
    return call.method.startswith(SENDS) and _chat(call) >= FIRST


def faults(found: Evidence) -> list[str]:
    """What is wrong, one sentence a fault."""
    return [*_of_rows(found), *_of_chats(found), *_of_kills(found), *_of_campaigns(found)]


def _of_rows(found: Evidence) -> Iterator[str]:
    """One for each; what became of it is told by who it is for, or nobody can tell."""
    of_chat: dict[int, list[Row]] = {}
    for row in found.rows:
        of_chat.setdefault(row.chat, []).append(row)
    crowd = found.crowd
    for chat in (*crowd.chats, *crowd.unwilling):
        kept = of_chat.pop(chat, [])
        if len(kept) != 1:
            yield f"{chat} has {len(kept)} rows"
        elif (kept[0].state, kept[0].reason) not in _ends(crowd, chat):
            yield f"{chat} {_is(crowd, chat)}, and yet: {kept[0]}"
    yield from (f"{chat} is none of the audience: {kept}" for chat, kept in of_chat.items())
    noted = {row.chat for row in found.rows if row.state == "failed"}
    yield from (f"{chat} is gone, and nobody noted it" for chat in noted - found.noted_as_gone)
    yield from (f"{chat} is not gone" for chat in found.noted_as_gone - noted)


def _ends(crowd: Crowd, chat: int) -> set[tuple[str, str | None]]:
    if chat in crowd.unwilling:
        return {("skipped", "offers_consent")}
    return {("sent", None) if chat in crowd.reachable else ("failed", "blocked"), CRASHED}


def _is(crowd: Crowd, chat: int) -> str:
    if chat in crowd.unwilling:
        return "wants no offers"
    return "can be reached" if chat in crowd.reachable else "can't be reached"


def _of_chats(found: Evidence) -> Iterator[str]:
    """One copy where it is called sent, the one that is on record; at most one where nobody can
    tell; else none. And no more than one request."""
    state = {row.chat: row for row in found.rows}
    for chat in {*state, *found.copies, *found.tries}:
        row, copies = state.get(chat), found.copies.get(chat, ())
        if row is not None and row.state == "sent" and list(copies) != [row.message_id]:
            yield f"{chat} has the copies {copies}, on record is {row}"
        if len(copies) > (row is not None and row.state in ("sent", "unknown")):
            yield f"{chat} has the copies {copies} too many: {row}"
        tries, least = found.tries.get(chat, 0), int(row is not None and row.state in TOLD)
        if not least <= tries <= (row is not None and row.state != "skipped"):
            yield f"{chat} was written to {tries} times: {row}"


def _of_kills(found: Evidence) -> Iterator[str]:
    """In doubt is what was on its way, and nothing else."""
    unknown = {row.id for row in found.unknown}
    if doubted := unknown - found.in_flight:
        yield f"in doubt, though they were not on their way at a kill: {sorted(doubted)}"
    if sure := found.in_flight - unknown:
        yield f"on their way at a kill, and yet not in doubt: {sorted(sure)}"


def _of_campaigns(found: Evidence) -> Iterator[str]:
    if list(found.campaigns) != ["done"]:
        yield f"the campaigns are {found.campaigns}"


def _offers_in(telegram: Telegram, chat: int) -> list[int]:
    messages = telegram.people[chat].chat.messages
    return [message.id for message in messages if OFFER in message.text]


def _chat(call: Call) -> int:
    return int(call.params.get("chat_id", 0))
