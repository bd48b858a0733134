"""Random sequences of whatever people can do: nothing breaks, nothing is lost, all is answered."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Coroutine
from contextlib import closing
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sandbox.chats import Message
from sandbox.people import Person
from tests.world import World

CUSTOMERS = st.sampled_from(["alice", "dave", "charlie", "emily"])
EVERYBODY = st.sampled_from(["alice", "dave", "charlie", "emily", "bob", "olga"])
WORDS = st.sampled_from(
    ["Спасибо!", "0", "10", "11", "<b>&", "стоп", "а" * 4000, "💇‍♀️", "‮справа", "Казань", "12 мая"]
)
COMMANDS = st.sampled_from(
    [
        *("/start", "/start r_ABCDEFGHJK", "/start t_ABCDEFGHJK", "/start s_ABCDEFGHJK"),
        *("/rate", "/stop", "/help", "/privacy", "/settings", "/mydata", "/forget", "/cancel"),
        *("/stats", "/stats 7", "/stats x", "/comments", "/broadcast", "/qr", "/staff", "/no"),
    ]
)
MEDIA = st.sampled_from(["photo", "voice", "video", "sticker", "document", "contact"])
FORGERIES = st.sampled_from(
    [
        *("score:1:10", "score:2:0", "skip:1", "change:1", "offers:1", "x:y", "chip:1:0:1"),
        *("chip:2:7:0", "agree", "resume", "rate", "share:1", "keep", "forget:0", "forget:1"),
        *("publish:1:named", "publish:2:no", "publishable:1:1", "copy-words:1"),
        *("list-comments:1", "list-comments:0", "settings:unpublish"),
        *("settings:city", "settings:birthday", "settings:withdraw", "topic:surveys:0"),
        *("topic:offers:1", "language:en", "language:ru", "zone:Asia/Tokyo", "zone:Factory"),
        *("offer-stop:1", "offer-back:1", "offer-preview:1", "offer-open:1"),
        *("coupon:1", "x\x1dsend", "\x1dto_hub", "campaign-pause:1", "campaign-stop-sure:1"),
        *("stats:30:1", "stats-by:7:0", "comments:1:1", "comment:1"),
        *("points:0", "point:1", "point-new", "point-qr:1", "point-name:1", "point-off:1"),
        *("point-on:1", "point-leave:0", "staff:0", "staff-member:1", "staff-remove:2"),
        *("staff-surely:1", "staff-surely:2", "staff-invite:owner:ABCDEFGHJK"),
        *("staff-log:0", "staff-log:9223372036854775807"),
    ]
)


class RandomTalk(RuleBasedStateMachine):
    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.loop = asyncio.new_event_loop()
        database = Path(shutil.copy(self.template, self.folder / "sarafan.db"))
        self.world = self.run(self._begin(database))

    async def _begin(self, database: Path) -> World:
        world = await World(database).__aenter__()
        for person in (world.olga, world.alice, world.dave, world.emily):
            person.start()
            await world.settle()
        return world

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.run(self.world.app.close())
            self.loop.close()
            shutil.rmtree(self.folder)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def person(self, name: str) -> Person:
        person: Person = getattr(self.world, name)
        if person.blocked:
            person.unblock()
        return person

    @rule(name=EVERYBODY, command=COMMANDS)
    def type_command(self, name: str, command: str) -> None:
        self.person(name).send(command)
        self.run(self.world.settle())

    @rule(name=EVERYBODY, words=WORDS)
    def say(self, name: str, words: str) -> None:
        person = self.person(name)
        waits = self.why_of(person) if words not in ("стоп", "0", "10") else None
        person.send(words)
        self.run(self.world.settle())
        if waits is not None:
            said = self.world.rows(f"SELECT text FROM reasons WHERE response_id = {waits}")
            assert (words,) in said, "words of an open why were lost"

    def why_of(self, person: Person) -> int | None:
        """The answer that waits for a reason, where nothing else would take the words first."""
        rows = self.world.rows(
            "SELECT r.id, r.why_closes_at FROM responses r JOIN people p ON p.id = r.customer_id "
            f"WHERE p.telegram_id = {person.id} AND p.consented_at IS NOT NULL "
            "AND p.role = 'customer' AND NOT EXISTS (SELECT 1 FROM wizards w "
            f"WHERE w.telegram_id = {person.id} AND w.state IS NOT NULL) "
            "ORDER BY r.answered_at DESC, r.id DESC LIMIT 1"
        )
        now = self.world.telegram.clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
        return rows[0][0] if rows and rows[0][1] > now else None

    @rule(name=EVERYBODY, kind=MEDIA)
    def send_media(self, name: str, kind: str) -> None:
        getattr(self.person(name), f"send_{kind}")()
        self.run(self.world.settle())

    @rule(name=EVERYBODY, which=st.integers(0, 200), times=st.integers(1, 2))
    def tap_anything(self, name: str, which: int, times: int) -> None:
        """Any button of any of the last messages, once or twice at once."""
        self.tap_among(self.person(name), 12, which, times)

    @rule(name=EVERYBODY, which=st.integers(0, 20))
    def tap_the_newest(self, name: str, which: int) -> None:
        self.tap_among(self.person(name), 1, which, 1)

    @rule(name=CUSTOMERS, score=st.integers(0, 10))
    def answer(self, name: str, score: int) -> None:
        """As far as the question is there: up to the why."""
        person = self.person(name)
        for label in ("Согласен, продолжить", "I agree, go on", str(score)):
            shown = [message for message in person.messages if label in chain(*message.buttons)]
            if shown:
                row = chain(*shown[-1].inline_keyboard)
                data = next(button["callback_data"] for button in row if button["text"] == label)
                self.press(person, shown[-1], data, 1)

    def tap_among(self, person: Person, last: int, which: int, times: int) -> None:
        buttons = [
            (message, button["callback_data"])
            for message in [message for message in person.messages if message.markup][-last:]
            for row in message.inline_keyboard
            for button in row
            if "callback_data" in button and not message.deleted
        ]
        if buttons:
            message, data = buttons[which % len(buttons)]
            self.press(person, message, data, times)

    def press(self, person: Person, message: Message, data: str, times: int) -> None:
        before = self.scores()
        for _ in range(times):
            person.tap(data, message=message)
        self.run(self.world.settle())
        if data.startswith("score:") and person.id not in (self.world.olga.id, self.world.bob.id):
            survey, score = map(int, data.split(":")[1:])
            saved = any(f"Оценка {score} сохранена" in text for text in person.alerts[-times:])
            saved |= any(f"Score {score} saved" in text for text in person.alerts[-times:])
            expected = {**before, survey: score} if saved else before
            assert self.scores() == expected

    def scores(self) -> dict[int, int]:
        return dict(self.world.rows("SELECT survey_id, score FROM responses"))

    @rule(name=EVERYBODY, data=FORGERIES)
    def forge(self, name: str, data: str) -> None:
        person = self.person(name)
        if any(message.from_bot for message in person.messages):
            self.world.forge_tap(person, data)
            self.run(self.world.settle())

    @rule(name=EVERYBODY)
    def block(self, name: str) -> None:
        person = self.person(name)
        if person.chat.started:
            person.block()
            self.run(self.world.settle())

    @rule(hours=st.sampled_from([1, 7, 25, 49, 24 * 15]))
    def wait(self, hours: int) -> None:
        self.run(self.world.pass_time(timedelta(hours=hours)))

    @rule()
    def restart(self) -> None:
        self.run(self.world.restart())

    @invariant()
    def nothing_broke(self) -> None:
        if hasattr(self, "world"):
            assert not self.world.failures

    @invariant()
    def each_tap_is_answered_once(self) -> None:
        if hasattr(self, "world"):
            people = self.world.telegram.people.values()
            assert [person.spinners for person in people] == [0] * len(people)
            answers = self.world.telegram.calls("answerCallbackQuery")
            assert {answer.outcome for answer in answers} <= {200}

    @invariant()
    def nobody_has_two_open_surveys(self) -> None:
        if hasattr(self, "world"):
            with closing(sqlite3.connect(self.world.database)) as connection:
                doubled = connection.execute(
                    "SELECT customer_id FROM surveys WHERE state IN ('planned', 'asked', "
                    "'reminded') GROUP BY customer_id HAVING count(*) > 1"
                ).fetchall()
            assert doubled == []


def talk_at_random(template: Path, examples: int, steps: int) -> None:
    class Talk(RandomTalk):
        pass

    Talk.template = template
    run_state_machine_as_test(
        Talk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_people_do_nothing_breaks(empty_database: Path) -> None:
    talk_at_random(empty_database, examples=8, steps=25)


@pytest.mark.proof
def test_whatever_people_do_for_long_nothing_breaks(empty_database: Path) -> None:
    talk_at_random(empty_database, examples=150, steps=60)
