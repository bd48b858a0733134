import time
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from sandbox.clock import Clock
from sandbox.faults import Kind, delay, drop_after, drop_before, error, html_502
from sandbox.people import Person
from sandbox.telegram import Telegram


@pytest.mark.parametrize(
    ("kind", "exception", "words"),
    [
        (error(400), TelegramBadRequest, "Bad Request: chat not found"),
        (error(401), TelegramUnauthorizedError, "Unauthorized"),
        (error(403), TelegramForbiddenError, "Forbidden: bot was blocked by the user"),
        (error(409), TelegramConflictError, "Conflict: terminated by other getUpdates"),
        (error(429, retry_after=7), TelegramRetryAfter, "Too Many Requests: retry after 7"),
        (error(500), TelegramServerError, "Internal Server Error"),
        (error(400, "Bad Request: PEER_ID_INVALID"), TelegramBadRequest, "PEER_ID_INVALID"),
        (html_502, ClientDecodeError, "502 Bad Gateway"),
        (drop_before, TelegramNetworkError, "HTTP Client says"),
    ],
)
async def test_a_fault_happens_instead_of_the_request(
    bot: Bot,
    telegram: Telegram,
    alice: Person,
    kind: Kind,
    exception: type[TelegramAPIError],
    words: str,
) -> None:
    alice.start()
    telegram.faults.add("sendMessage", kind=kind)
    with pytest.raises(exception, match=words) as failure:
        await bot.send_message(1, "Привет")
    assert alice.texts == []
    if isinstance(failure.value, TelegramRetryAfter):
        assert failure.value.retry_after == 7
    await bot.send_message(1, "Снова")
    assert alice.texts == ["Снова"]


async def test_a_connection_may_break_after_the_message_arrived(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    alice.start()
    telegram.faults.add("sendMessage", kind=drop_after)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(1, "Дошло")
    assert alice.texts == ["Дошло"]


async def test_a_delayed_answer_may_come_too_late(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    alice.start()
    telegram.faults.add("sendMessage", times=2, kind=delay(0.05))
    begin = time.monotonic()
    await bot.send_message(1, "Раз")
    assert time.monotonic() - begin >= 0.05
    bot.session.timeout = 0.01
    with pytest.raises(TelegramNetworkError, match="Request timeout error"):
        await bot.send_message(1, "Два")
    assert alice.texts == ["Раз", "Два"]


async def test_a_fault_concerns_its_method_its_chat_and_its_count(
    bot: Bot, telegram: Telegram, alice: Person, bob: Person
) -> None:
    alice.start()
    bob.start()
    telegram.faults.add("sendMessage", chat_id=1, times=2, after=1, kind=error(403))
    await bot.send_chat_action(1, "typing")
    await bot.send_message(1, "хорошо")
    for _ in range(2):
        await bot.send_message(2, "не тот")
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(1, "плохо")
    await bot.send_message(1, "снова хорошо")
    assert alice.texts == ["хорошо", "снова хорошо"]


async def test_faults_can_be_taken_back(bot: Bot, telegram: Telegram) -> None:
    telegram.faults.add(times=99, kind=error(500))
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    telegram.faults.clear()
    await bot.get_me()


async def test_the_log_tells_each_call_and_how_it_ended(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    alice.start()
    telegram.faults.add("sendMessage", kind=drop_before)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(1, "Раз")
    await bot.send_message(1, "Два")
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(9, "Три")
    calls = telegram.calls("sendMessage")
    assert [call.params["text"] for call in calls] == ["Раз", "Два", "Три"]
    assert [call.outcome for call in calls] == ["drop_before", 200, 400]
    assert calls[-1].description == "Bad Request: chat not found"


async def test_the_31st_message_within_a_second_is_refused_and_all_that_follow(
    bot: Bot, telegram: Telegram, clock: Clock
) -> None:
    telegram.limits.on = True
    for id in range(1, 32):
        telegram.add_person(id, f"Гость {id}").start()
    for id in range(1, 31):
        await bot.send_message(id, "Привет")
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as refused:
            await bot.send_message(31, "Привет")
        assert refused.value.retry_after == 3
    clock.advance(timedelta(seconds=1.5))
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(31, "Привет")
    assert refused.value.retry_after == 2
    await bot.get_updates()
    clock.advance(timedelta(seconds=1.5))
    await bot.send_message(31, "Привет")


async def test_one_chat_takes_a_short_burst_and_then_one_a_second(
    bot: Bot, telegram: Telegram, alice: Person, bob: Person, clock: Clock
) -> None:
    telegram.limits.on = True
    alice.start()
    bob.start()
    for _ in range(telegram.limits.chat_burst):
        await bot.send_message(1, "Привет")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(1, "Привет")
    await bot.send_message(2, "другому можно")
    clock.advance(timedelta(seconds=3))
    for _ in range(3):
        await bot.send_message(1, "Привет")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(1, "Привет")


async def test_limits_are_off_until_switched_on_and_can_be_set(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    alice.start()
    for _ in range(40):
        await bot.send_chat_action(1, "typing")
    telegram.limits.on = True
    telegram.limits.per_second = 300
    telegram.limits.chat_burst = 300
    for _ in range(40):
        await bot.send_chat_action(1, "typing")
