"""Erasing somebody under the real process: nothing of them stays in the files, nor in its log."""

from pathlib import Path

import pytest

from sandbox.people import Person
from sandbox.telegram import Telegram
from tests.bot.test_story import TOKEN, agree, running
from tests.customers.traces import ALICE, CAPTION, TRACES, WORDS, traces_in

SETTINGS = {"ERASURE_KEY": "a key for the tests only", "LOG_LEVEL": "DEBUG", "QUIET_HOURS": ""}


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    return telegram


async def test_who_is_erased_is_found_in_no_file_of_the_process(
    telegram: Telegram, database: Path
) -> None:
    alice = telegram.add_person(ALICE, "Алисандра", last_name="Вяземцева", username="alisandra_v")
    olga = telegram.add_person(900, "Ольга")
    async with running(telegram, database, **SETTINGS) as bot:
        olga.start()
        await olga.sees("владелец", timeout=30)
        await complain(alice)
        await olga.sees(CAPTION, timeout=30)
        assert traces_in(database, *TRACES) != []

        alice.send("/forget")
        await alice.sees("Стереть ваши данные?", timeout=30)
        alice.tap("Стереть мои данные")
        await alice.sees("Точно стереть?", timeout=30)
        alice.tap("Да, стереть навсегда")
        await alice.sees("ваших данных у нас больше нет", timeout=30)
        assert traces_in(database, *TRACES) == []
        await olga.sees("Данные клиента стёрты", timeout=30)

        await bot.kill()
        assert traces_in(database, *TRACES) == []
        await bot.start()
        olga.send("/help")
        await olga.sees("/stats", timeout=30)
        await bot.stop()
        assert traces_in(database, *TRACES) == []
    assert [trace for trace in TRACES if trace in bot.log] == []
    assert "is up" in bot.log


async def complain(person: Person) -> None:
    await agree(person)
    person.tap("2")
    await person.sees("Что пошло не так?", timeout=30)
    person.send(WORDS)
    await person.sees("Нам очень жаль", timeout=30)
    person.send_photo(caption=CAPTION)
