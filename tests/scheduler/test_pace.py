"""The pace: steady, people who talk first, and Telegram's pauses obeyed. Order is what is
measured, on a loop whose clock the test moves."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from itertools import count, pairwise
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
from scheduler.chats import REMEMBERED, Chats
from scheduler.pace import QUEUED, Pace

BOT = Bot("42:TEST")


class Virtual(asyncio.SelectorEventLoop):
    """Time does not pass: it jumps to what is due next, once nothing else is to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 1000.0

    def time(self) -> float:
        return self.at

    def _run_once(self) -> None:
        ready, scheduled = self._ready, self._scheduled  # type: ignore[attr-defined]
        if not ready and scheduled:
            self.at = max(self.at, scheduled[0].when())
        super()._run_once()  # type: ignore[misc]


Test = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture
def live() -> Iterator[Test]:
    with asyncio.Runner(loop_factory=Virtual) as runner:
        yield runner.run


class Telegram:
    """Notes what comes and when; refuses what it is told to."""

    def __init__(self, rate: float) -> None:
        self.pace = Pace(rate, seconds)
        self.heard: list[tuple[str, float]] = []
        self.refusals: list[int] = []
        self.latency = 0.0
        self.chats = count(1)

    async def hear(self, _bot: Bot, method: TelegramMethod[Any]) -> Any:
        self.heard.append((self.name(method), seconds() - 1000))
        wait = self.refusals.pop(0) if self.refusals else 0
        await asyncio.sleep(self.latency)
        if wait:
            raise TelegramRetryAfter(method, "Too Many Requests", wait)

    def name(self, method: TelegramMethod[Any]) -> str:
        return str(getattr(method, "text", None) or method.__api_method__)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.heard]

    @property
    def times(self) -> list[float]:
        return [round(time, 3) for _, time in self.heard]

    async def ask(self, method: TelegramMethod[Any]) -> None:
        await self.pace(self.hear, BOT, method)

    async def queue(self, method: TelegramMethod[Any], chat: int) -> bool:
        """As delivery does: true if it had a permit."""
        QUEUED.set(True)
        await self.pace.space(chat)
        if not await self.pace.permit(chat):
            return False
        await self.ask(method)
        return True

    def says(self, text: str, *, chat: int | None = None) -> asyncio.Task[None]:
        return asyncio.create_task(
            self.ask(SendMessage(chat_id=chat or next(self.chats), text=text))
        )

    def queues(self, text: str, *, chat: int | None = None) -> asyncio.Task[bool]:
        whom = chat or next(self.chats)
        return asyncio.create_task(self.queue(SendMessage(chat_id=whom, text=text), whom))


def seconds() -> float:
    return asyncio.get_running_loop().time()


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


# --- one chat ---


def test_the_queued_messages_to_one_chat_are_spaced_and_delay_no_other(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)

        async def cards() -> None:
            for n in range(9):
                await telegram.queues(f"card {n}", chat=900)

        others = [telegram.queues(f"offer {n}") for n in range(20)]
        await asyncio.gather(cards(), *others)
        at = [time for name, time in telegram.heard if name.startswith("card")]
        assert all(sixth - first >= 2.99 for first, sixth in zip(at, at[5:], strict=False))
        offers = [time for name, time in telegram.heard if name.startswith("offer")]
        assert round(max(offers), 3) <= 2.2

    live(story())


def test_many_words_to_one_who_talks_do_not_keep_the_queued_back_for_long(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=30)
        await asyncio.gather(*(telegram.says(str(n), chat=1) for n in range(60)))
        last = telegram.times[-1]
        await telegram.queues("offer", chat=1)
        assert telegram.times[-1] - last <= 10

    live(story())


def test_a_chat_that_had_several_is_held_alone(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.refusals = [0, 9]
        await telegram.queues("card 1", chat=900)
        with pytest.raises(TelegramRetryAfter):
            await telegram.queues("card 2", chat=900)
        assert telegram.pace.held_for(900) == pytest.approx(9)
        assert telegram.pace.held_chats == [900]
        assert not await telegram.queues("card 3", chat=900)
        assert await telegram.queues("offer")
        await asyncio.sleep(9)
        assert telegram.pace.held_for(900) == 0

    live(story())


def test_however_long_the_refusal_took_to_come(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.latency = 5
        telegram.refusals = [0, 9]
        said = telegram.says("answer", chat=900)
        with pytest.raises(TelegramRetryAfter):
            await telegram.queues("card", chat=900)
        await said
        assert (telegram.pace.paused_for, telegram.pace.held_for(900)) == (0, 9)

    live(story())


def test_a_second_chat_that_is_refused_meanwhile_means_everybody(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.refusals = [0, 9, 0, 9]
        for chat in (900, 900, 901, 901):
            await asyncio.gather(telegram.queues("card", chat=chat), return_exceptions=True)
        assert not await telegram.queues("offer")
        assert telegram.pace.paused_for == pytest.approx(9)

    live(story())


def test_chats_that_have_been_quiet_are_forgotten() -> None:
    chats = Chats(gap=1)
    for n in range(REMEMBERED * 3):
        chats.count(n, 1, now=n / 30)
        chats.hold(n, until=n / 30 + 5, now=n / 30)
    kept = [len(one) for one in vars(chats).values() if isinstance(one, dict)]
    assert len(kept) == 2
    assert max(kept) <= REMEMBERED


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
