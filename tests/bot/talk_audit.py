"""What must hold after the storm: what was said against what came. It knows the tables' names, and
none of the bot's code."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

from sandbox.chats import Message
from sandbox.people import Person
from tests.bot.talkers import Saying

UNDECIDED = "SELECT count(*) FROM nudges WHERE state IN ('planned', 'claimed', 'sending')"
PASSED = """
    UPDATE nudges SET due_at = strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'
    WHERE state = 'planned' AND due_at > strftime('%Y-%m-%d %H:%M:%f', 'now', '+5 seconds')
"""
TRIES = """
    SELECT max(n.attempts), count(*) FROM nudges n
    JOIN lines l ON l.id = n.line_id
    JOIN people hearer ON hearer.id = n.person_id
    JOIN people speaker ON speaker.id = l.sender_id
    WHERE n.kind = 'line' AND speaker.telegram_id = ? AND l.message_id = ?
      AND hearer.telegram_id = ?
"""
KEPT = """
    SELECT count(*) FROM lines JOIN people ON people.id = sender_id
    WHERE telegram_id = ? AND message_id = ?
"""


def rows(database: Path, query: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, values).fetchall()


def is_quiet(database: Path) -> bool:
    return rows(database, UNDECIDED) == [(0,)]


def hurry(database: Path) -> None:
    """What met a fault again and again is put off for minutes: these have passed."""
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        connection.execute(PASSED)
        connection.commit()


class TalkAudit:
    """Each check tells what is wrong, one sentence a fault."""

    def __init__(self, database: Path, said: Sequence[Saying], blockers: Sequence[Person]) -> None:
        self._database = database
        self._said = said
        self._blockers = blockers
        self.arrivals = 0
        self.repeats = 0

    def faults(self) -> list[str]:
        return [
            *(fault for saying in self._said for fault in self._of(saying)),
            *(fault for pair in self._ways() for fault in self._order(*pair)),
            *self._refused(),
        ]

    def _of(self, saying: Saying) -> Iterator[str]:
        for piece in saying.pieces:
            if (kept := rows(self._database, KEPT, saying.by.id, piece.id)) != [(1,)]:
                yield f"{saying.words!r} is kept {kept} times"
        for hearer in saying.hearers:
            yield from self._came(saying, hearer)
        is_answer = saying.by is not saying.customer
        if is_answer and not any("👌" in seen(piece) for piece in saying.pieces):
            yield f"{saying.by.first_name} does not see that {saying.words!r} has arrived"

    def _came(self, saying: Saying, hearer: Person) -> Iterator[str]:
        """At least once; more often only where the table knows of another try."""
        came, tries = arrivals(hearer, saying), self._tries(saying, hearer)
        self.arrivals += len(came)
        self.repeats += max(0, len(came) - 1)
        if not came:
            yield f"{hearer.first_name} never got {saying.words!r}"
        if len(came) > tries:
            yield f"{hearer.first_name} got {saying.words!r} {len(came)} times in {tries} tries"
        if saying.pieces[1:] and came and not any(is_whole(hearer, one, saying) for one in came):
            yield f"{hearer.first_name} did not get all pictures of {saying.words!r}"

    def _tries(self, saying: Saying, hearer: Person) -> int:
        [(tries, count)] = rows(self._database, TRIES, saying.by.id, saying.pieces[0].id, hearer.id)
        return int(tries) if count == 1 else 0

    def _ways(self) -> Iterator[tuple[Person, Person, Person]]:
        """Who spoke to whom, in whose case."""
        found = {
            (saying.by.id, saying.customer.id, hearer.id): (saying.by, saying.customer, hearer)
            for saying in self._said
            for hearer in saying.hearers
        }
        yield from found.values()

    def _order(self, by: Person, customer: Person, hearer: Person) -> Iterator[str]:
        """Kept wherever everything went well at the first try."""
        if hearer in self._blockers:
            return
        smooth = [
            (saying.words, came[0].id)
            for saying in self._said
            if (saying.by, saying.customer) == (by, customer)
            and (came := arrivals(hearer, saying))
            and self._tries(saying, hearer) == 1
        ]
        for (before, first), (after, second) in pairwise(smooth):
            if first > second:
                yield f"{hearer.first_name} got {after!r} before {before!r}"

    def _refused(self) -> Iterator[str]:
        query = "SELECT key, reason FROM nudges WHERE state IN ('failed', 'unknown')"
        if failed := rows(self._database, query):
            yield f"nothing is refused here for good, and yet: {failed}"


def arrivals(hearer: Person, saying: Saying) -> list[Message]:
    """Copies; a card tells the last words too."""
    return [
        message
        for message in hearer.messages
        if message.from_bot and saying.words in message.text and "🔔" not in message.text
    ]


def is_whole(hearer: Person, first: Message, saying: Saying) -> bool:
    """An album came as one; pictures that came late came beside it."""
    pictures = [
        message
        for message in hearer.messages
        if message.from_bot and message.media and message.media.kind == "photo"
    ]
    files = [piece.media.content for piece in saying.pieces if piece.media]
    after = [message for message in pictures if message.id >= first.id]
    return len(after) >= len(files)


def seen(message: Message) -> list[str]:
    return [emoji for reactions in message.reactions.values() for emoji in reactions]
