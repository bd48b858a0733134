"""Asked whether it is solved, some people answer in words. They are not lost."""

from datetime import timedelta

import pytest

from models import cases
from models.tables import Case, Closing
from tests.world import World

SOON = timedelta(days=3, hours=1)
UNKNOWN = "Я бот и понимаю кнопки"


@pytest.fixture
async def asked(world: World) -> World:
    """Alice was unhappy, her case was closed, and she was asked."""
    await world.meet(world.olga)
    await world.answer(world.alice, 3)
    world.alice.tap("Пропустить")
    await world.settle()
    async with world.app.sessions.begin() as session:
        case = await session.get_one(Case, 1)
        await cases.close(session, case, Closing.REASON, world.app.now(), reason="поговорили")
    await world.pass_time(SOON)
    assert "теперь всё решено?" in world.alice.last.text
    return world


async def test_words_in_answer_reach_the_owner(asked: World) -> None:
    asked.alice.send("Нет, позвоните мне")
    await asked.settle()
    assert asked.olga.last.text == "Алиса Ким:\nНет, позвоните мне"
    assert not any(UNKNOWN in text for text in asked.alice.texts)
    asked.alice.tap("Нет, не решено")
    await asked.settle()
    assert asked.rows("SELECT state FROM cases") == [("new",)]


async def test_after_a_yes_there_is_nobody_who_listens(asked: World) -> None:
    asked.alice.tap("Да, всё хорошо")
    await asked.settle()
    asked.alice.send("Спасибо")
    await asked.settle()
    assert UNKNOWN in asked.alice.last.text
    assert asked.rows("SELECT * FROM lines") == []


async def test_a_question_about_the_score_comes_before_it(asked: World) -> None:
    asked.alice.send("/rate")
    await asked.settle()
    asked.alice.send("9")
    await asked.settle()
    assert asked.rows("SELECT score FROM responses ORDER BY id") == [(3,), (9,)]
    assert asked.rows("SELECT * FROM lines") == []
