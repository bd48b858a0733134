"""Calling a human: what the customer reads until somebody answers."""

from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from models.rules.expectation import Expectation, Promise
from views import RowId, Screen
from views.buttons import one_button
from views.say import Html, Say

MORNING = range(4, 12)
"""Hours of the customer's clock."""


class CallTap(CallbackData, prefix="human"):
    pass


class CallOffTap(CallbackData, prefix="human-off"):
    case: RowId


def not_understood(say: Say) -> Screen:
    """The kind answer, and the way to somebody who understands more."""
    return Screen(say("unknown"), one_button(say.plain("human-button"), CallTap()))


def listening(say: Say, expected: Expectation, zone: ZoneInfo, case_id: int) -> Screen:
    """Before a word was said, the call may be taken back."""
    text = say("human-listening", expectation=expectation(say, expected, zone))
    return Screen(text, one_button(say.plain("human-off-button"), CallOffTap(case=case_id)))


def waiting(say: Say, expected: Expectation, zone: ZoneInfo) -> Screen:
    return Screen(say("human-waiting", expectation=expectation(say, expected, zone)))


def going_on(say: Say) -> Screen:
    return Screen(say("human-going-on"))


def heard(say: Say, expected: Expectation, zone: ZoneInfo) -> Screen:
    return Screen(say("human-heard", expectation=expectation(say, expected, zone)))


def called_off(say: Say) -> Screen:
    return Screen(say("human-called-off"))


def for_staff(say: Say, role: str) -> Screen:
    return Screen(say("human-staff", role=role))


def expectation(say: Say, expected: Expectation, zone: ZoneInfo) -> Html:
    """`zone` is the reader's: whoever lives elsewhere is told the hour of their own clock."""
    values: dict[str, object] = {}
    if expected.rested_at is not None:
        at = expected.rested_at.astimezone(zone)
        part = "morning" if at.hour in MORNING else "day"
        values["after"] = say("human-after", part=part, time=say.clock(at, zone))
    if expected.wait is not None:
        usual = say("human-expect-usual", wait=str(expected.wait))
        if expected.promise is Promise.USUAL:
            return usual
        values["usual"] = usual
    return say(f"human-expect-{expected.promise}", **values)
