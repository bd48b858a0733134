"""All that is kept of somebody, as a file; and nothing of anybody else."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.customers.traces import (
    ALICE,
    CAPTION,
    DAVE,
    TRACES,
    WORDS,
    bring,
    codes,
    complain,
    mydata_of,
    unusual,
)
from tests.world import NOON, World


@pytest.fixture
async def world(database: Path) -> AsyncIterator[World]:
    async with unusual(database) as world:
        yield world


async def test_mydata_tells_all_that_is_kept(world: World, alice: Person, olga: Person) -> None:
    await world.meet(olga)
    await complain(world, alice)
    alice.send("/mydata")
    await world.settle()
    kept = mydata_of(alice)
    assert kept["made_at"] == NOON.isoformat()
    assert kept["person"]["telegram_id"] == ALICE
    assert kept["person"]["name"] == "Алисандра Вяземцева"
    assert kept["person"]["username"] == "alisandra_v"
    assert kept["person"]["consented_at"] == NOON.isoformat()
    assert [(one["kind"], one["given"]) for one in kept["consents"]] == [("data", True)]
    assert [one["state"] for one in kept["surveys"]] == ["answered"]
    [answer] = kept["answers"]
    assert (answer["score"], answer["survey_id"]) == (2, kept["surveys"][0]["id"])
    words, photo = kept["reasons"]
    assert (words["kind"], words["text"], words["answer_id"]) == ("text", WORDS, answer["id"])
    assert (photo["kind"], photo["text"]) == ("photo", CAPTION)
    assert photo["telegram_file_id"]
    assert [one["state"] for one in kept["cases"]] == ["new"]
    assert kept["referrals"] == {"joined_by_somebodys_link": False, "friends_who_joined": 0}


async def test_mydata_tells_nothing_of_anybody_else(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.meet(olga)
    await complain(world, alice)
    await bring(world, alice, dave)
    dave.tap("Согласен, продолжить")
    await world.settle()
    dave.tap("1")
    await world.settle()
    dave.send("Мымрик не пришёл")
    await world.settle()

    of_dave = ("Давидоний", "davidony", str(DAVE), "Мымрик", *codes(world, DAVE))
    of_olga = ("Ольга", "900", *codes(world, 900))
    told = {}
    for person, others in (
        (alice, of_dave + of_olga),
        (dave, TRACES + of_olga + codes(world, ALICE)),
        (olga, of_dave + TRACES + codes(world, ALICE)),
    ):
        person.send("/mydata")
        await world.settle()
        told[person.id] = mydata_of(person)
        written = json.dumps(told[person.id], ensure_ascii=False)
        assert [trace for trace in others if trace in written] == []
    assert told[ALICE]["referrals"]["friends_who_joined"] == 1
    assert told[DAVE]["referrals"]["joined_by_somebodys_link"] is True
    assert told[900]["person"]["role"] == "owner"
    assert {one["kind"] for one in told[900]["messages_of_the_bot"]} >= {"card", "words"}


async def test_mydata_is_readable_as_it_is(world: World, alice: Person) -> None:
    await complain(world, alice)
    alice.send("/mydata")
    await world.settle()
    assert alice.last.media is not None
    written = alice.last.media.content.decode()
    assert '\n  "person": {' in written
    assert WORDS in written
