"""The pace: steady, people who talk first, and Telegram's pauses obeyed. Order is what is
measured, on a loop whose clock the test moves."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import (
    AnswerCallbackQuery,
    GetUpdates,
    SendMediaGroup,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InputMediaPhoto

from sandbox.limits import Limits
from sandbox.refusals import Refusal
from scheduler.pace import QUEUED, Pace
from tests.scheduler.pacing import Telegram, Test, Virtual, seconds
from tests.scheduler.pacing import live as live


def test_one_permit_each_tenth_of_a_second_and_no_burst_after_a_rest(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        await asyncio.gather(*(telegram.says(str(n)) for n in range(5)))
        await asyncio.sleep(10)
        await asyncio.gather(*(telegram.says(str(n)) for n in range(3)))
        assert telegram.times == [0, 0.1, 0.2, 0.3, 0.4, 10.4, 10.5, 10.6]

    live(story())


def test_who_talks_goes_before_all_that_is_queued(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        queued = [telegram.queues(f"offer {n}") for n in range(4)]
        await asyncio.sleep(0.15)
        talking = [telegram.says("answer 1"), telegram.says("answer 2")]
        await asyncio.gather(*queued, *talking)
        assert telegram.names == [
            "offer 0", "offer 1", "answer 1", "answer 2", "offer 2", "offer 3",
        ]  # fmt: skip

    live(story())


def test_what_is_not_counted_waits_for_nobody(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=1)
        queued = [telegram.queues(str(n)) for n in range(3)]
        await asyncio.sleep(0)
        await telegram.ask(AnswerCallbackQuery(callback_query_id="1"))
        await telegram.ask(GetUpdates())
        assert telegram.names == ["0", "answerCallbackQuery", "getUpdates"]
        await asyncio.gather(*queued)

    live(story())


def test_an_album_takes_the_time_of_all_its_messages(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        await telegram.ask(SendMediaGroup(chat_id=1, media=[InputMediaPhoto(media="1")] * 4))
        await asyncio.gather(telegram.says("next"), telegram.says("last"))
        assert telegram.times == [0, 0.4, 0.5]

    live(story())


def stall(seconds: float) -> None:
    """Somebody keeps the loop busy, and all that is due comes late."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, Virtual)
    loop.at += seconds


async def turns(pace: Pace, count: int) -> list[float]:
    """When each of so many has its turn, who all wait for it from now on."""

    async def turn() -> float:
        assert await pace.permit(1)
        return round(seconds() - began, 4)

    began = seconds()
    return sorted(await asyncio.gather(*(turn() for _ in range(count))))


def test_turns_that_a_busy_moment_has_held_up_are_made_up_for_a_moment_long(live: Test) -> None:
    async def story() -> None:
        pace = Pace(200, seconds)
        asyncio.get_running_loop().call_later(0.012, stall, 1)
        taken = await turns(pace, 10)
        assert taken == [0, 0.005, 0.01, *[1.012] * 5, 1.017, 1.022]

    live(story())


def test_no_turn_is_made_up_for_that_nobody_waited_for(live: Test) -> None:
    async def story() -> None:
        pace = Pace(200, seconds)
        assert await pace.permit(1)
        await asyncio.sleep(1)
        assert await turns(pace, 3) == [0, 0.005, 0.01]

    live(story())


def test_no_second_has_more_than_its_share_however_often_the_loop_is_busy(live: Test) -> None:
    async def story() -> None:
        pace, loop = Pace(290, seconds), asyncio.get_running_loop()
        for n in range(60):
            loop.call_later(0.05 * n, stall, (n % 7) * 0.01)
        taken = await turns(pace, 900)
        assert len(set(taken)) < 900, "some were late, or there is nothing to see"
        assert max(sum(at <= other < at + 1 for other in taken) for at in taken) <= 298

    live(story())


# --- a pause ---


def test_the_queued_wait_while_a_pause_lasts_and_not_a_second_longer(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.refusals = [7]
        outcomes = await asyncio.gather(
            *(telegram.queues(str(n)) for n in range(3)), return_exceptions=True
        )
        assert [type(outcome) for outcome in outcomes] == [TelegramRetryAfter, bool, bool]
        assert telegram.names == ["0"]
        await asyncio.sleep(6.5)
        assert not await telegram.queues("too early")
        await asyncio.sleep(0.5)
        assert await telegram.queues("in time")
        assert telegram.names == ["0", "in time"]

    live(story())


def test_what_had_its_permit_when_the_pause_began_is_not_asked_for(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        QUEUED.set(True)
        assert await telegram.pace.permit(1)
        telegram.pace.pause(7)
        with pytest.raises(TelegramRetryAfter) as refusal:
            await telegram.ask(SendMessage(chat_id=1, text="late"))
        assert refusal.value.retry_after == 7
        assert telegram.names == []

    live(story())


def test_an_answer_that_is_refused_waits_and_goes_again(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.refusals = [5, 2]
        await telegram.says("answer")
        assert telegram.times == [0, 5, 7]

    live(story())


def test_an_answer_does_not_wait_for_longer_than_a_minute(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.refusals = [40, 30]
        with pytest.raises(TelegramRetryAfter):
            await telegram.says("answer")
        assert telegram.times == [0, 40]

    live(story())


def test_a_refusal_of_an_answer_holds_back_the_queued(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.refusals = [5]
        answer = telegram.says("answer")
        await asyncio.sleep(0.1)
        assert not await telegram.queues("offer")
        await answer
        assert telegram.names == ["answer", "answer"]

    live(story())


def test_who_gives_up_waiting_holds_up_nobody(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        tasks = [telegram.says(str(n)) for n in range(5)]
        await asyncio.sleep(0.05)
        for task in tasks[1:4]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (telegram.names, telegram.times) == (["0", "4"], [0, 0.1])

    live(story())


def test_after_a_pause_it_is_half_as_fast_and_recovers_within_a_minute(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.latency = 1
        telegram.refusals = [5, 5, 5]  # one complaint, told to each that was on its way
        on_their_way = [telegram.queues(str(n)) for n in range(3)]
        await asyncio.gather(*on_their_way, return_exceptions=True)
        telegram.latency = 0
        await asyncio.sleep(5)
        for n in range(400):
            await telegram.queues(f"after {n}")
        after = [at for name, at in telegram.heard if name.startswith("after")]
        gaps = [round(later - earlier, 6) for earlier, later in pairwise(after)]
        assert gaps[0] == pytest.approx(0.2, abs=0.01)
        assert gaps == sorted(gaps, reverse=True)
        assert gaps[-1] == 0.1
        assert 25 < after[gaps.index(0.1)] - after[0] < 60

    live(story())


# --- and Telegram's own limits, as the sandbox has them ---


class Strict(Telegram):
    """Refuses what Telegram would."""

    def __init__(self, rate: float) -> None:
        super().__init__(rate)
        self.limits = Limits(self, on=True)  # type: ignore[arg-type]
        self.refused = 0

    def now(self) -> datetime:
        return datetime.fromtimestamp(seconds(), UTC)

    async def hear(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        await super().hear(bot, method)
        await asyncio.sleep(0.05)
        try:
            self.limits.check(42, getattr(method, "chat_id", None))
        except Refusal as refusal:
            self.refused += 1
            raise TelegramRetryAfter(method, "", refusal.retry_after or 1) from refusal


def test_forty_cards_to_one_owner_and_five_hundred_offers_meet_no_limit(live: Test) -> None:
    async def story() -> None:
        telegram = Strict(rate=28)

        async def cards() -> None:
            for n in range(40):
                await telegram.queues(f"card {n}", chat=900)

        async def talk(chat: int) -> None:
            for n in range(10):
                await asyncio.sleep(0.7)
                await telegram.says(f"answer {n}", chat=chat)

        queued = [telegram.queues(f"offer {n}") for n in range(500)]
        await asyncio.gather(cards(), *(talk(chat) for chat in range(2000, 2010)), *queued)
        assert telegram.refused == 0
        offers = [at for name, at in telegram.heard if name.startswith("offer")]
        assert max(offers) <= (500 + 40 + 100) / 28 + 1

    live(story())
