"""What must hold after the storm: who was to get what, against the tables and against what
Telegram took. It knows the tables' names and the messages' words, and none of the bot's code."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sandbox.telegram import Telegram
from tests.bot.audit import rows
from tests.bot.nudge_crowd import GETS, OWNERS, Crowd, Customer
from tests.bot.watch import Tape

WORDS = {
    "reminder": "Мы всё ещё хотим узнать",
    "reask": "С прошлого раза прошло время",
    "survey": "На сколько, по 10-балльной шкале",
    "referral": "Расскажете о нас тем",
    "recovery": "ваш вопрос решён?",
    "greeting": "с днём рождения!",
    "invitation": "скоро ваш день рождения!",
}
"""The first that fits: a reminder holds the question too."""
UNDECIDED = "SELECT count(*) FROM nudges WHERE state IN ('planned', 'claimed', 'sending')"
DUE = """
    SELECT (SELECT count(*) FROM people WHERE survey_at <= :now OR referral_at <= :now
                                           OR greeting_at <= :now OR invitation_at <= :now)
         + (SELECT count(*) FROM surveys WHERE state = 'asked' AND remind_at <= :now)
         + (SELECT count(*) FROM cases WHERE check_at <= :now OR reask_at <= :now)
"""
NUDGES = """
    SELECT telegram_id, kind, state, message_id FROM nudges JOIN people ON people.id = person_id
    WHERE role = 'customer'
"""
NOTICES = """
    SELECT telegram_id, nudges.id, kind, state, message_id FROM nudges
    JOIN people ON people.id = person_id WHERE role = 'owner'
"""
ALLOWED = {"sent": {1}, "unknown": {0, 1}, "skipped": {0}, "failed": {0}}
"""How often a message came whose row ended so."""


def is_quiet(database: Path, now: datetime) -> bool:
    due = rows(database, DUE.replace(":now", f"'{now:%Y-%m-%d %H:%M:%S.%f}'"))
    return rows(database, UNDECIDED) == due == [(0,)]


class NudgeAudit:
    """Each check tells what is wrong, one sentence a fault."""

    def __init__(self, database: Path, telegram: Telegram, tape: Tape, crowd: Crowd) -> None:
        self._database = database
        self._telegram = telegram
        self._crowd = crowd
        self._came = Counter(
            (int(call.params["chat_id"]), _kind(call.params["text"]))
            for call in tape.of("sendMessage")
            if call.outcome == 200
        )
        self._kept: dict[tuple[int, str], list[str]] = {}
        self._ids: dict[tuple[int, str], int | None] = {}
        for chat, kind, state, message_id in rows(database, NUDGES):
            self._kept.setdefault((chat, kind), []).append(state)
            self._ids[chat, kind] = message_id
        self.notices = rows(database, NOTICES)

    def faults(self, left_in_flight: Mapping[int, str]) -> list[str]:
        return [
            *(fault for one in self._crowd.customers for fault in self._of(one)),
            *(fault for owner in OWNERS for fault in self._at(owner)),
            *self._uncalled_for(),
            *self._crashes(left_in_flight),
        ]

    def _of(self, one: Customer) -> Iterator[str]:
        """Each nudge once or, where nobody can tell, perhaps not; and never without a record."""
        for kind in GETS[one.role]:
            states, came = self._kept.get((one.chat, kind), []), self._came[one.chat, kind]
            if len(states) != 1 or came not in ALLOWED.get(states[0], ()):
                yield f"{one.name} {one.role}: {kind} came {came} times, recorded {states}"
            elif states[0] in ("skipped", "failed"):
                yield f"{one.name} {one.role}: {kind} was {states[0]}, and nothing was in its way"
            elif states[0] == "sent" and self._ids[one.chat, kind] not in self._shown(one, kind):
                yield f"{one.name} {one.role}: {kind} was called sent before anybody knew"

    def _shown(self, one: Customer, kind: str) -> list[int]:
        messages = self._telegram.people[one.chat].messages
        return [message.id for message in messages if _kind(message.text) == kind]

    def _uncalled_for(self) -> Iterator[str]:
        due = {(one.chat, kind) for one in self._crowd.customers for kind in GETS[one.role]}
        theirs = {(chat, kind) for chat, kind in self._came if chat not in OWNERS}
        for chat, kind in sorted((theirs | set(self._kept)) - due):
            yield f"{chat} was to get no {kind}"

    def _at(self, owner: int) -> Iterator[str]:
        """Each notice at least once."""
        shown = {message.id for message in self._telegram.people[owner].messages}
        for chat, row, kind, state, message_id in self.notices:
            if chat == owner and (state != "sent" or message_id not in shown):
                yield f"{owner}: {kind} {row} is {state} and not in the chat"
        for one in self._crowd.of("unhappy"):
            if not any(one.name in text for text in self._telegram.people[owner].texts):
                yield f"{owner} has no card of {one.name}"

    def _crashes(self, left_in_flight: Mapping[int, str]) -> Iterator[str]:
        """Nothing is in doubt but what was on its way at a kill."""
        query = "SELECT id FROM nudges WHERE state = 'unknown' AND reason = 'crash'"
        unknown = {row for (row,) in rows(self._database, query)}
        if doubted := unknown - set(left_in_flight):
            yield f"in doubt by a crash, though they were not on their way: {sorted(doubted)}"
        nudges = {row for row, kind in left_in_flight.items() if kind in WORDS}
        if sure := nudges - unknown:
            yield f"were on their way at a crash, and yet are not in doubt: {sorted(sure)}"

    @property
    def nudges(self) -> int:
        return sum(map(len, self._kept.values()))

    @property
    def unknown(self) -> Counter[str]:
        """Why."""
        query = "SELECT reason FROM nudges WHERE state = 'unknown'"
        return Counter(why for (why,) in rows(self._database, query))

    @property
    def lost(self) -> int:
        """Of the unknown."""
        unknown = [where for where, states in self._kept.items() if "unknown" in states]
        return sum(not self._came[where] for where in unknown)

    def notices_among(self, left_in_flight: Mapping[int, str]) -> int:
        return sum(kind not in WORDS for kind in left_in_flight.values())

    @property
    def repeated_notices(self) -> int:
        return sum(self._came[owner, "notice"] for owner in OWNERS) - len(self.notices)


def _kind(text: str) -> str:
    return next((kind for kind, words in WORDS.items() if words in text), "notice")
