"""What Telegram and the network may do to a message, and what each failure means."""

import logging
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from aiogram.client.session.middlewares.base import BaseRequestMiddleware
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import CopyMessage
from aiohttp import ClientConnectorError

from models.tables import NudgeState, Person
from sandbox import people
from sandbox.faults import delay, drop_after, drop_before, error, html_502
from tests.scheduler.bench import NOON, Bench

GONE = error(400, "Bad Request: chat not found")
ODD = error(400, "Bad Request: BUTTON_DATA_INVALID")
BLOCKED = error(403, "Forbidden: bot was blocked by the user")
DEACTIVATED = error(403, "Forbidden: user is deactivated")


@pytest.mark.parametrize("kind", [error(500), error(502), html_502, drop_before, drop_after])
async def test_a_nudge_that_may_have_arrived_is_never_sent_again(
    bench: Bench, prompted: people.Person, kind: Any
) -> None:
    bench.telegram.faults.add("sendMessage", kind=kind)
    await bench.lives_through(timedelta(days=5))
    assert (await bench.nudge()).state == NudgeState.UNKNOWN
    assert len(bench.telegram.calls("sendMessage")) == 1
    assert (await bench.row(Person, 1)).referral_shown_at == NOON


@pytest.mark.parametrize("kind", [error(500), error(502), html_502, drop_before, drop_after])
async def test_a_notice_that_may_have_arrived_goes_again(
    bench: Bench, carded: people.Person, kind: Any
) -> None:
    bench.telegram.faults.add("sendMessage", kind=kind)
    await bench.scheduler.settle()
    nudge = await bench.nudge()
    assert (nudge.state, nudge.due_at) == (NudgeState.PLANNED, NOON + timedelta(seconds=10))
    await bench.lives_through(timedelta(minutes=1))
    assert "3 из 10" in carded.last.text
    assert (await bench.nudge()).state == NudgeState.SENT


async def test_a_timeout_may_have_acted(bench: Bench, prompted: people.Person) -> None:
    bench.bot.session.timeout = 0.05
    bench.telegram.faults.add("sendMessage", kind=delay(5))
    await bench.scheduler.settle()
    assert (await bench.nudge()).state == NudgeState.UNKNOWN


class Refusal(BaseRequestMiddleware):
    """Nobody listens there: what aiogram makes of it."""

    async def __call__(self, make_request: Any, bot: Any, method: Any) -> Any:
        cause = ClientConnectorError(None, OSError(111, "refused"))  # type: ignore[arg-type]
        raise TelegramNetworkError(method, "refused") from cause


async def test_a_refused_connection_cannot_have_acted(
    bench: Bench, prompted: people.Person
) -> None:
    refusal = Refusal()
    bench.bot.session.middleware(refusal)
    await bench.scheduler.settle()
    nudge = await bench.nudge()
    assert (nudge.state, nudge.reason) == (NudgeState.PLANNED, "no_connection")
    bench.bot.session.middleware.unregister(refusal)
    await bench.lives_through(timedelta(minutes=1))
    assert "Расскажете" in prompted.last.text


@pytest.mark.parametrize("code", [401, 404, 409])
async def test_a_bot_that_telegram_does_not_let_in_tries_again(
    bench: Bench, prompted: people.Person, code: int
) -> None:
    bench.telegram.faults.add("sendMessage", kind=error(code))
    await bench.lives_through(timedelta(minutes=1))
    assert len(prompted.texts) == 1


async def test_the_wait_before_the_next_attempt_grows(bench: Bench, carded: people.Person) -> None:
    bench.telegram.faults.add("sendMessage", times=7, kind=error(500))
    await bench.lives_through(timedelta(hours=4))
    at = [call.at - NOON for call in bench.telegram.calls("sendMessage")]
    gaps = [later - earlier for earlier, later in pairwise(at)]
    seconds = [gap.total_seconds() for gap in gaps]
    assert seconds == [10, 60, 300, 1800, 3600, 3600, 3600]
    assert len(carded.texts) == 1


@pytest.mark.parametrize("kind", [BLOCKED, DEACTIVATED, GONE])
async def test_who_cannot_be_reached_is_marked_and_not_tried_again(
    bench: Bench, prompted: people.Person, kind: Any
) -> None:
    await bench.change(Person, 1, offers_at=NOON)
    bench.telegram.faults.add("sendMessage", kind=kind)
    await bench.lives_through(timedelta(days=1))
    nudge = await bench.nudge()
    assert (nudge.state, nudge.reason) == (NudgeState.FAILED, "blocked")
    person = await bench.row(Person, 1)
    assert (person.blocked_at, person.offers_at) == (NOON, None)
    assert len(bench.telegram.calls("sendMessage")) == 1


class Copying(BaseRequestMiddleware):
    """Makes of each message the copy of one that stands elsewhere."""

    async def __call__(self, make_request: Any, bot: Any, method: Any) -> Any:
        return await make_request(
            bot, CopyMessage(chat_id=method.chat_id, from_chat_id=404, message_id=1)
        )


async def test_a_copy_whose_source_is_gone_says_nothing_of_who_was_to_get_it(
    bench: Bench, prompted: people.Person
) -> None:
    bench.bot.session.middleware(Copying())
    bench.telegram.faults.add("copyMessage", kind=GONE)
    await bench.scheduler.settle()
    nudge = await bench.nudge()
    assert (nudge.state, nudge.reason) == (NudgeState.FAILED, "Bad Request: chat not found")
    assert (await bench.row(Person, 1)).blocked_at is None


async def test_a_message_that_will_never_do_fails_and_is_logged_without_personal_data(
    bench: Bench, prompted: people.Person, caplog: pytest.LogCaptureFixture
) -> None:
    bench.telegram.faults.add("sendMessage", kind=ODD)
    await bench.scheduler.settle()
    nudge = await bench.nudge()
    assert (nudge.state, nudge.reason) == (
        NudgeState.FAILED,
        "Bad Request: BUTTON_DATA_INVALID",
    )
    assert (await bench.row(Person, 1)).blocked_at is None
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "referral 1 was refused: Bad Request: BUTTON_DATA_INVALID"


async def test_a_message_that_cannot_be_written_stops_no_other(
    bench: Bench, olga: people.Person, prompted: people.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    dave = await bench.knows("Давид", 2, language="tlh", referral_at=NOON)
    await bench.scheduler.settle()
    assert len(prompted.texts) == 1
    assert dave.texts == []
    [_, broken] = await bench.nudges()
    assert (broken.state, broken.reason) == (NudgeState.PLANNED, "not_written")
    await bench.change(Person, 2, language="en")
    await bench.lives_through(timedelta(minutes=1))
    assert len(dave.texts) == 1
