"""The checker of broadcasts finds nothing in a record that is sound, and whatever is doctored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.bot.broadcast_audit import Evidence, Row, faults
from tests.bot.broadcast_crowd import Crowd
from tests.bot.broadcast_run import Stretch, rate_of, within_a_minute

CROWD = Crowd(100)
SURE, DOUBTED, LOST, BLOCKED, UNWILLING, STRANGER = 10_000, 10_001, 10_002, 10_007, 10_100, 99_999
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
Doctor = Callable[[Evidence], Evidence]


def sound() -> Evidence:
    """One copy arrived and was not written down, another was lost; the rest is as it should be."""
    rows = {chat: _row(chat) for chat in (*CROWD.chats, *CROWD.unwilling)}
    for chat in (DOUBTED, LOST):
        rows[chat] = _crashed(rows[chat])
    return Evidence(
        crowd=CROWD,
        rows=list(rows.values()),
        copies={chat: [chat] for chat in CROWD.reachable if chat != LOST},
        tries={chat: 1 for chat in CROWD.chats if chat != LOST},
        in_flight=frozenset({DOUBTED, LOST}),
        noted_as_gone=CROWD.blocked | CROWD.deactivated,
        campaigns=["done"],
    )


def test_a_sound_record_has_no_fault() -> None:
    assert faults(sound()) == []
    assert sound().lost == 1
    assert len(CROWD.reachable) == 96


def given(chat: int, **values: Any) -> Doctor:
    """The row of this one says something else."""
    return lambda found: replace(
        found, rows=[row._replace(**values) if row.chat == chat else row for row in found.rows]
    )


def shown(chat: int, *ids: int) -> Doctor:
    return lambda found: replace(found, copies={**found.copies, chat: ids})


def tried(chat: int, times: int) -> Doctor:
    return lambda found: replace(found, tries={**found.tries, chat: times})


def told(**values: Any) -> Doctor:
    return lambda found: replace(found, **values)


DOCTORED: dict[str, Doctor] = {
    "a second copy": shown(SURE, SURE, 7),
    "a second copy where nobody can tell": shown(DOUBTED, DOUBTED, 7),
    "a copy that never came, though it is called sent": shown(SURE),
    "another message than the one on record": shown(SURE, 7),
    "a copy to who wants none": shown(UNWILLING, 7),
    "a copy to a stranger": shown(STRANGER, 7),
    "a copy to who has blocked the bot": shown(BLOCKED, 7),
    "a second request": tried(SURE, 2),
    "a second request to who has blocked the bot": tried(BLOCKED, 2),
    "a second request where nobody can tell": tried(DOUBTED, 2),
    "no request, though it is called sent": tried(SURE, 0),
    "a request to who wants none": tried(UNWILLING, 1),
    "a request to a stranger": tried(STRANGER, 1),
    "one skipped for no cause": given(SURE, state="skipped", reason="gap"),
    "one failed for no cause": given(SURE, state="failed", reason="blocked"),
    "one still to come": given(SURE, state="planned"),
    "one in doubt that was not on its way": given(SURE, state="unknown", reason="crash"),
    "one in doubt by something else": given(DOUBTED, reason="timeout"),
    "one sure that was on its way": given(DOUBTED, state="sent", reason=None),
    "a blocked one that is called sent": given(BLOCKED, state="sent", reason=None),
    "an unwilling one that is called sent": given(UNWILLING, state="sent", reason=None),
    "somebody left out": lambda found: replace(found, rows=found.rows[1:]),
    "two rows for one": lambda found: replace(found, rows=[*found.rows, _row(SURE)]),
    "a row for a stranger": lambda found: replace(found, rows=[*found.rows, _row(STRANGER)]),
    "somebody gone whom nobody noted": told(noted_as_gone=CROWD.blocked),
    "somebody noted as gone who is not": told(noted_as_gone=frozenset(CROWD.chats)),
    "a campaign without an end": told(campaigns=["confirmed"]),
    "no campaign": told(campaigns=[]),
}


@pytest.mark.parametrize("what", DOCTORED)
def test_a_doctored_record_is_found_out(what: str) -> None:
    assert faults(DOCTORED[what](sound()))


def test_a_rate_is_counted_while_the_process_is_up() -> None:
    first, second = _steady(NOON, 11, 0.1), _steady(NOON + timedelta(hours=1), 31, 0.05)
    assert first.rate == pytest.approx(10)
    assert second.rate == pytest.approx(20)
    assert rate_of([first, second]) == pytest.approx(40 / 2.5)


def test_two_complaints_within_a_minute_are_too_many() -> None:
    moments = [NOON, NOON + timedelta(seconds=61), NOON + timedelta(seconds=125)]
    assert not within_a_minute(moments)
    assert within_a_minute([*moments, NOON + timedelta(seconds=126)])


def _row(chat: int) -> Row:
    if chat in CROWD.unwilling:
        return Row(chat, chat, "skipped", "offers_consent", None)
    if chat in CROWD.reachable:
        return Row(chat, chat, "sent", None, chat)
    return Row(chat, chat, "failed", "blocked", None)


def _crashed(row: Row) -> Row:
    return row._replace(state="unknown", reason="crash", message_id=None)


def _steady(since: datetime, count: int, gap: float) -> Stretch:
    return Stretch([since + timedelta(seconds=nth * gap) for nth in range(count)])
