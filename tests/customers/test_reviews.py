"""The link to public reviews: for everybody who answered, the same for all, never with a reward."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.customers.steps import say, tap
from tests.world import World

REVIEWS = "https://example.com/reviews"
REVIEW = "Оставить публичный отзыв"


@pytest.fixture
async def reviewed(database: Path) -> AsyncIterator[World]:
    async with World(database, review_url=REVIEWS, referral_reward="кофе") as world:
        yield world


def links(person: Person) -> list[list[str]]:
    """The words of each message that has the link, without its score."""
    return [
        [label for row in message.buttons for label in row]
        for message in person.messages
        if message.from_bot and REVIEWS in str(message.markup)
    ]


@pytest.mark.parametrize("score", [3, 8, 10])
@pytest.mark.parametrize("end", ["silence", "skip", "words", "chips", "voice"])
async def test_everybody_who_answered_has_the_same_link(
    reviewed: World, score: int, end: str
) -> None:
    alice = reviewed.alice
    await reviewed.answer(alice, score)
    assert links(alice) == [["Изменить оценку", REVIEW]]
    if end == "skip":
        await tap(reviewed, alice, "Пропустить")
    elif end == "words":
        await say(reviewed, alice, "Вот что я думаю")
    elif end == "chips":
        await tap(reviewed, alice, "мастер", "Готово")
    elif end == "voice":
        alice.send_voice()
        await reviewed.settle()
    thanks = [] if end == "silence" else [[REVIEW]]
    assert links(alice) == [["Изменить оценку", REVIEW], *thanks]
    told = [message.text for message in alice.messages if REVIEWS in str(message.markup)]
    assert not any("кофе" in text for text in told)


async def test_a_typed_and_a_changed_score_bring_the_link_too(reviewed: World) -> None:
    alice = reviewed.alice
    await reviewed.meet(alice)
    await say(reviewed, alice, "9")
    await tap(reviewed, alice, "Изменить оценку")
    assert links(alice) == []
    await tap(reviewed, alice, "4")
    assert links(alice) == [["Изменить оценку", REVIEW]]


async def test_the_staff_rehearse_with_the_link(reviewed: World) -> None:
    olga = reviewed.olga
    await reviewed.meet(olga)
    await say(reviewed, olga, "/rate")
    await tap(reviewed, olga, "3", "Пропустить")
    assert links(olga) == [["Изменить оценку", REVIEW], [REVIEW]]


async def test_without_a_link_in_the_settings_there_is_none(world: World, alice: Person) -> None:
    await world.answer(alice, 10, "Уютно")
    assert not any(REVIEW in str(message.buttons) for message in alice.messages)
