"""The pace: steady, people who talk first, and Telegram's pauses obeyed. Order is what is
measured, on a loop whose clock the test moves."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, GetUpdates, SendMessage, TelegramMethod

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
        self.pace = Pace(rate)
        self.heard: list[tuple[str, float]] = []
        self.refusals: list[int] = []

    async def hear(self, _bot: Bot, method: TelegramMethod[Any]) -> Any:
        self.heard.append((self.name(method), asyncio.get_running_loop().time() - 1000))
        if self.refusals:
            raise TelegramRetryAfter(method, "Too Many Requests", self.refusals.pop(0))

    def name(self, method: TelegramMethod[Any]) -> str:
        return str(getattr(method, "text", None) or method.__api_method__)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.heard]

    @property
    def times(self) -> list[float]:
        return [round(time, 3) for _, time in self.heard]

    async def ask(self, method: TelegramMethod[Any], *, queued: bool = False) -> None:
        QUEUED.set(queued)
        await self.pace(self.hear, BOT, method)

    def says(self, text: str, *, queued: bool = False) -> asyncio.Task[None]:
        message = SendMessage(chat_id=1, text=text)
        return asyncio.create_task(self.ask(message, queued=queued))


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
        queued = [telegram.says(f"offer {n}", queued=True) for n in range(4)]
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
        queued = [telegram.says(str(n), queued=True) for n in range(3)]
        await asyncio.sleep(0)
        await telegram.ask(AnswerCallbackQuery(callback_query_id="1"))
        await telegram.ask(GetUpdates())
        assert telegram.names == ["0", "answerCallbackQuery", "getUpdates"]
        await asyncio.gather(*queued)

    live(story())


def test_the_queued_are_refused_while_a_pause_lasts_and_not_a_second_longer(live: Test) -> None:
    async def story() -> None:
        telegram = Telegram(rate=10)
        telegram.refusals = [7]
        outcomes = await asyncio.gather(
            *(telegram.says(str(n), queued=True) for n in range(3)), return_exceptions=True
        )
        assert [type(outcome) for outcome in outcomes] == [TelegramRetryAfter] * 3
        assert telegram.names == ["0"]
        await asyncio.sleep(6.5)
        with pytest.raises(TelegramRetryAfter) as refusal:
            await telegram.says("too early", queued=True)
        assert refusal.value.retry_after == 1
        await asyncio.sleep(0.5)
        await telegram.says("in time", queued=True)
        assert telegram.names == ["0", "in time"]

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
        with pytest.raises(TelegramRetryAfter):
            await telegram.says("offer", queued=True)
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
