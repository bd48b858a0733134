"""What must hold after the storm: people's memories against the tables and against what Telegram
delivered. It knows the tables' names and the messages' words, and none of the bot's code."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sandbox.chats import Message
from tests.bot.crowd import OFFER, Customer, Owner
from tests.bot.watch import Tape

WORDS_OF = {"reminder": "Мы всё ещё хотим узнать", "referral": "Расскажете о нас тем"}
UNDECIDED = "SELECT count(*) FROM nudges WHERE state IN ('planned', 'claimed', 'sending')"
STILL_TO_COME = """
    SELECT (SELECT count(*) FROM people WHERE referral_at < datetime('now', '+1 hour'))
         + (SELECT count(*) FROM surveys WHERE remind_at IS NOT NULL)
         + (SELECT count(*) FROM campaigns WHERE progress_message_id IS NOT NULL)
"""
TROUBLE = re.compile(r"^Traceback .*:\n(?:[ \t].*\n|\n)*(\S+?)(?::|$)", re.MULTILINE)


def rows(database: Path, query: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, values).fetchall()


def is_quiet(database: Path) -> bool:
    return rows(database, UNDECIDED) == rows(database, STILL_TO_COME) == [(0,)]


def troubles(log: str) -> Counter[str]:
    """The errors in a log that have a traceback, by name."""
    return Counter(found.group(1).rpartition(".")[2] for found in TROUBLE.finditer(log))


class Audit:
    """Each check tells what is wrong, one sentence a fault."""

    def __init__(self, database: Path, tape: Tape, customers: Sequence[Customer], olga: Owner):
        self._database = database
        self._customers = customers
        self._tape = tape
        self._olga = olga
        self.repeated_notices = 0

    def faults(self) -> list[str]:
        return [
            *(fault for customer in self._customers for fault in self._of(customer)),
            *self._of_rows(),
        ]

    def _of(self, customer: Customer) -> Iterator[str]:
        checks = (self._answer, self._words, self._consents, self._nudges, self._planned)
        for check in (*checks, self._case) if customer.is_detractor else checks:
            for fault in check(customer):
                yield f"{customer.person.first_name}: {fault}"

    def _answer(self, customer: Customer) -> Iterator[str]:
        kept = self._ask("SELECT score FROM responses WHERE customer_id = ({who})", customer)
        if kept != [(customer.scores[-1],)]:
            yield f"tapped {customer.scores}, kept {kept}"

    def _words(self, customer: Customer) -> Iterator[str]:
        kept = self._ask(
            "SELECT text FROM reasons JOIN responses ON responses.id = response_id "
            "WHERE customer_id = ({who}) ORDER BY message_id",
            customer,
        )
        if [text for (text,) in kept] != customer.words:
            yield f"said {customer.words}, kept {kept}"

    def _consents(self, customer: Customer) -> Iterator[str]:
        kept = self._ask(
            "SELECT kind, given FROM consents WHERE person_id = ({who}) ORDER BY id", customer
        )
        words = [] if customer.publish is None else [("publish", int(customer.publish))]
        given = [("data", 1), *words, *(("offers", int(one)) for one in customer.offers[:1])]
        if kept != given:
            yield f"agreed to {given}, kept {kept}"
        in_force = self._ask(
            "SELECT consented_at IS NOT NULL, offers_at IS NOT NULL FROM people WHERE id = ({who})",
            customer,
        )
        if in_force != [(1, int(customer.offers[:1] == [True]))]:
            yield f"agreed to {given}, in force {in_force}"

    def _nudges(self, customer: Customer) -> Iterator[str]:
        """At most once, and nothing lost that has no record of it."""
        for kind in ("reminder", "referral", "offer"):
            states = self._states(customer, kind)
            came = self._came(customer, kind)
            allowed = {"sent": {1}, "unknown": {0, 1}}.get(states[0] if states else "none", {0})
            if len(states) > 1 or came not in allowed:
                yield f"{kind} came {came} times, recorded {states}"

    def _planned(self, customer: Customer) -> Iterator[str]:
        if customer.is_promoter and not self._states(customer, "referral"):
            yield "a promoter was never to be asked to share"
        if customer.awaits_the_offer and not self._states(customer, "offer"):
            yield "was left out of the broadcast"
        if customer.offers[:1] != [True] and self._came(customer, "offer"):
            yield "got an offer without having agreed to any"

    def _case(self, customer: Customer) -> Iterator[str]:
        name, score = customer.person.first_name, customer.scores[-1]
        cards = [one for one in self._at_olga(name) if "🔔" in one.text]
        if not any(_tells(card, f"{score} из 10", *customer.words) for card in cards):
            yield f"no card tells the score {score} and all the words"
        for words in customer.words:
            relayed = [one for one in self._at_olga(words) if "🔔" not in one.text]
            self.repeated_notices += max(0, len(relayed) - 1)
            if not relayed:
                yield f"the owner did not get {words!r}"
        opened = self._ask("SELECT count(*) FROM cases WHERE customer_id = ({who})", customer)
        self.repeated_notices += max(0, len(cards) - opened[0][0])

    def _of_rows(self) -> Iterator[str]:
        if failed := rows(
            self._database, "SELECT key, state, reason FROM nudges WHERE state = 'failed'"
        ):
            yield f"nothing refuses a message here, and yet these failed: {failed}"
        if not is_quiet(self._database):
            yield "something is still to come"

    def unknown(self, why: str = "%") -> int:
        query = "SELECT count(*) FROM nudges WHERE state = 'unknown' AND reason LIKE ?"
        return int(rows(self._database, query, why)[0][0])

    def _came(self, customer: Customer, kind: str) -> int:
        """What Telegram took, and therefore delivered."""
        method = "copyMessage" if kind == "offer" else "sendMessage"
        mine = [
            call
            for call in self._tape.of(method)
            if call.outcome == 200 and call.params["chat_id"] == str(customer.person.id)
        ]
        if kind == "offer":
            shown = [text for text in customer.person.texts if OFFER in text]
            assert len(mine) == len(shown), "each copy of an offer is in the chat"
            return len(mine)
        return sum(WORDS_OF[kind] in call.params["text"] for call in mine)

    def _states(self, customer: Customer, kind: str) -> list[str]:
        query = "SELECT state FROM nudges WHERE person_id = ({who}) AND kind = ?"
        return [state for (state,) in self._ask(query, customer, kind)]

    def _at_olga(self, words: str) -> list[Message]:
        return [one for one in self._olga.person.messages if one.from_bot and words in one.text]

    def _ask(self, query: str, customer: Customer, *values: Any) -> list[Any]:
        who = f"SELECT id FROM people WHERE telegram_id = {customer.person.id}"
        return rows(self._database, query.format(who=who), *values)


def _tells(card: Message, *what: str) -> bool:
    return all(words in card.text for words in what)
