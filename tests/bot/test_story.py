"""The whole story: a real process, a real database file, HTTP, and kill -9 on the way."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from sandbox.people import Person
from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.bot.process import BotProcess

TOKEN = "42:TEST"
SECONDS_FOR_DAYS = {
    "QUIET_HOURS": "",
    "SURVEY_REMIND_AFTER": "PT4S",
    "NUDGE_GAP": "PT0S",
    "NUDGE_CAPS": "",
    "OFFER_CAPS": "",
    "TICK": "PT1S",
    "REFERRAL_PROMPT_AFTER": "PT3S",
}


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    return telegram


@asynccontextmanager
async def running(telegram: Telegram, database: Path, **settings: str) -> AsyncIterator[BotProcess]:
    async with (
        await serve(telegram) as server,
        BotProcess(
            database.parent,
            **{
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": server.url,
                "DATABASE_URL": f"sqlite+aiosqlite:///{database}",
                "OWNER_IDS": "900",
                "ADMIN_IDS": "800",
                **settings,
            },
        ) as bot,
    ):
        yield bot


def rows(database: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


async def agree(person: Person) -> None:
    person.start()
    await person.sees("Мы храним", timeout=30)
    person.tap("Согласен, продолжить")
    await person.sees("10-балльной шкале", timeout=30)


def heard(person: Person, words: str) -> int:
    return sum(words in text for text in person.texts)


async def test_the_whole_story(telegram: Telegram, database: Path) -> None:
    async with running(telegram, database, **SECONDS_FOR_DAYS) as bot:
        await tell_the_story(telegram, bot, database)


async def tell_the_story(telegram: Telegram, bot: BotProcess, database: Path) -> None:
    olga = telegram.add_person(900, "Ольга")
    bob = telegram.add_person(800, "Боб")
    alice, dave, charlie, emily = (
        telegram.add_person(number, name)
        for number, name in enumerate(("Алиса", "Давид", "Чарли", "Эмили"), start=1)
    )
    olga.start()
    await olga.sees("владелец", timeout=30)

    await agree(alice)
    alice.tap("10")
    await alice.sees("больше всего")

    await bot.kill()
    alice.send("Лучшие мастера в городе")  # while nobody is there to hear it
    dave.start()
    await bot.start()
    await alice.sees("Нам важно это слышать", timeout=30)
    await alice.sees("Можно показать ваши слова")
    alice.tap("Да, с именем")
    await alice.sees("Покажем с именем")
    alice.send("/settings")
    await alice.sees("Что вам присылать?")
    alice.tap("Предложения")

    await dave.sees("Мы храним")
    dave.tap("Согласен, продолжить")
    await dave.sees("10-балльной шкале")
    dave.tap("3")
    card = await olga.sees("Давид")
    assert "50" in card.text
    dave.send("Ждал сорок минут")
    await olga.sees("Ждал сорок минут")

    await agree(charlie)
    charlie.tap("9")
    await charlie.sees("больше всего")
    charlie.block()

    await agree(emily)
    await emily.sees("Мы всё ещё хотим узнать", timeout=30)
    await bot.kill()
    await bot.start()
    await alice.sees("Расскажете о нас", timeout=30, ever=True)

    olga.send("/stats")
    stats = await olga.sees("ответа", timeout=30)
    assert stats.media is not None
    assert "Промоутеры (9–10): 2" in stats.text
    assert "Критики (0–6): 1" in stats.text
    assert rows(database, "SELECT score FROM responses ORDER BY score") == [(3,), (9,), (10,)]

    bob.start()
    await bob.sees("администратор")
    bob.send("/broadcast")
    await bob.sees("на них действует закон")
    bob.tap("Понятно, дальше")
    await bob.sees("Что отправить?")
    bob.send("Скидка на стрижку до пятницы")
    await bob.sees("Другое сообщение заменит")
    bob.tap("Посмотреть и отправить")
    await bob.sees("Получат сейчас: 1")
    bob.tap("Отправить 1")
    await alice.sees("Скидка на стрижку")
    await bob.sees("Рассылка завершена", timeout=30)

    assert await bot.stop() == 0
    assert heard(alice, "Скидка на стрижку") == 1
    assert heard(dave, "Скидка на стрижку") == heard(charlie, "Скидка на стрижку") == 0
    assert heard(emily, "Мы всё ещё хотим узнать") == 1
    assert heard(alice, "Нам важно это слышать") == 1
    assert rows(database, "SELECT text FROM reasons ORDER BY id") == [
        ("Лучшие мастера в городе",),
        ("Ждал сорок минут",),
    ]
    assert rows(database, "SELECT count(*) FROM cases") == [(1,)]
    assert rows(database, "SELECT blocked_at IS NOT NULL FROM people WHERE telegram_id = 3") == [
        (1,)
    ]
    assert "Traceback" not in bot.log
    assert TOKEN not in bot.log


async def test_a_wrong_token_is_told_in_one_line(database: Path, telegram: Telegram) -> None:
    async with running(telegram, database, BOT_TOKEN="42:WRONG") as bot:
        assert await bot.ended() == 2
        assert "Telegram does not know this BOT_TOKEN" in bot.log
        assert "Traceback" not in bot.log
        assert "42:WRONG" not in bot.log
