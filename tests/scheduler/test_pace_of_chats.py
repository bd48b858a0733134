"""What one chat bears, beside the pace of all."""

import asyncio

import pytest
from aiogram.exceptions import TelegramRetryAfter

from scheduler.chats import REMEMBERED, Chats
from tests.scheduler.pacing import Telegram, Test
from tests.scheduler.pacing import live as live


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
