"""What is kept, and erasing it so that no trace is left."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.erasure import hash_of
from models.tables import Nudge
from sandbox.people import Person
from scheduler import records
from scheduler.terms import Terms
from tests.customers.traces import (
    ALICE,
    DAY,
    HOUR,
    KEY,
    TRACES,
    bring,
    codes,
    complain,
    forget,
    mydata_of,
    tables,
    traces_in,
    unusual,
)
from tests.world import World


@pytest.fixture
async def world(database: Path) -> AsyncIterator[World]:
    async with unusual(database) as world:
        yield world


# /privacy


async def test_privacy_says_who_reads_by_name_and_names_the_ways_out(
    world: World, alice: Person, olga: Person
) -> None:
    alice.send("/privacy")
    await world.settle()
    assert "Данные видят только её владельцы." in alice.last.text
    await world.meet(olga)
    alice.send("/privacy")
    await world.settle()
    assert "Данные видит владелец: Ольга." in alice.last.text
    for command in ("/mydata", "/forget", "/stop"):
        assert command in alice.last.text


async def test_privacy_names_the_fingerprint_where_there_is_a_key_to_make_it(
    world: World, alice: Person
) -> None:
    alice.send("/privacy")
    await world.settle()
    assert "необратимый отпечаток вашего id" in alice.last.text


async def test_without_a_key_no_fingerprint_is_promised(database: Path) -> None:
    async with World(database) as world:
        world.alice.send("/privacy")
        await world.settle()
        assert "Останутся только оценки без имени." in world.alice.last.text
        assert "отпечаток" not in world.alice.last.text


# /forget


async def test_nothing_is_erased_before_the_second_tap(world: World, alice: Person) -> None:
    await complain(world, alice)
    before = list(tables(world.database))
    alice.send("/forget")
    await world.settle()
    alice.tap("Стереть мои данные")
    await world.settle()
    assert "Точно стереть?" in alice.last.text
    alice.tap("Оставить")
    await world.settle()
    assert alice.last.text == "Хорошо, всё осталось как было."
    assert list(tables(world.database)) == before


async def test_who_is_erased_leaves_no_trace_in_tables_or_files(
    world: World, alice: Person, dave: Person, olga: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await world.meet(olga)
    await world.meet(dave)
    await bring(world, dave, alice)
    alice.tap("Согласен, продолжить")
    await world.settle()
    await complain(world, alice)
    assert {trace for _, trace in traces_in(world.database, *TRACES)} == set(TRACES)

    await forget(world, alice)
    assert alice.last.text.startswith("Готово: ваших данных у нас больше нет.")
    assert traces_in(world.database, *TRACES) == []
    assert [trace for trace in TRACES if trace in caplog.text] == []

    await world.pass_time(3 * DAY)
    await world.restart()
    assert traces_in(world.database, *TRACES) == []
    assert world.failures == {}


async def test_the_numbers_stay(world: World, alice: Person, dave: Person, olga: Person) -> None:
    await world.meet(olga)
    await world.answer(dave, 9, "Хорошо")
    await bring(world, dave, alice)
    alice.tap("Согласен, продолжить")
    await world.settle()
    await complain(world, alice)
    before = counted(world)
    await forget(world, alice)
    assert counted(world) == before
    assert world.rows("SELECT state, closed_at FROM cases") == [
        ("closed", "2026-05-15 09:00:00.000000")
    ]


def counted(world: World) -> list[Any]:
    return [
        world.rows(query)
        for query in (
            "SELECT customer_id, score, answered_at FROM responses ORDER BY id",
            "SELECT customer_id, state, asked_at FROM surveys ORDER BY id",
            "SELECT inviter_id, friend_id, joined_at FROM referrals",
            "SELECT id, role, met_at, started_at, shared_at FROM people ORDER BY id",
        )
    ]


async def test_what_was_still_to_come_is_not_sent(world: World, alice: Person) -> None:
    await world.meet(alice)
    await world.app.scheduler.tick()
    await forget(world, alice)
    said = len(alice.texts)
    await world.pass_time(16 * DAY)
    assert len(alice.texts) == said
    assert world.rows("SELECT state FROM surveys") == [("skipped",)]


async def test_what_the_owner_was_sent_is_edited_and_deleted(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await complain(world, alice)
    assert "Алисандра" in olga.texts[-3]
    await forget(world, alice)
    assert olga.last.text == "Данные клиента стёрты по его просьбе."
    assert traces_in_chat(olga) == []
    kinds = world.rows("SELECT kind, state FROM nudges WHERE kind LIKE 'erase%' ORDER BY id")
    assert kinds == [("erase_card", "sent"), ("erase_words", "sent"), ("erase_words", "sent")]


def traces_in_chat(person: Person) -> list[str]:
    return [trace for trace in TRACES if any(trace in text for text in person.texts)]


async def test_what_telegram_no_longer_lets_us_delete_stays_and_the_card_does_not(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await complain(world, alice)
    await world.pass_time(49 * HOUR)
    await forget(world, alice)
    assert traces_in_chat(olga) == ["Алисандра", "Вяземцева", "Кривозубцева", "Шпротомобиль"]
    assert "Данные клиента стёрты по его просьбе." in olga.texts
    assert world.rows("SELECT count(*) FROM nudges WHERE kind = 'erase_words'") == [(0,)]


async def test_a_card_that_was_on_its_way_is_edited_when_it_has_arrived(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await complain(world, alice)
    card = "(SELECT id FROM nudges WHERE kind = 'card')"
    with closing(sqlite3.connect(world.database)) as connection, connection:
        connection.execute(f"UPDATE nudges SET state = 'sending' WHERE id = {card}")
    await forget(world, alice)
    assert "Алисандра" in traces_in_chat(olga)
    await arrives(world, "card")
    await world.app.scheduler.settle()
    assert traces_in_chat(olga) == []


async def arrives(world: World, kind: str) -> None:
    """What was on its way is written down."""
    settings = world.app.settings
    terms = Terms(settings.business, settings.cadence, settings.policy)
    async with world.app.sessions.begin() as session:
        row = (await session.scalars(select(Nudge).where(Nudge.kind == kind))).one()
        landed = records.Landed([row], [row.message_id])
        await records.write_down(session, [landed], terms, world.app.now())


async def test_an_edit_of_the_card_that_comes_late_says_the_same(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await complain(world, alice)
    await forget(world, alice)
    with closing(sqlite3.connect(world.database)) as connection, connection:
        connection.execute(
            "INSERT INTO nudges (key, kind, person_id, priority, due_at, state, attempts, case_id)"
            " SELECT 'late', 'card_edit', person_id, priority, due_at, 'planned', 0, case_id"
            " FROM nudges WHERE kind = 'card'"
        )
    await world.settle()
    assert world.rows("SELECT state FROM nudges WHERE key = 'late'") == [("sent",)]
    assert olga.last.text == "Данные клиента стёрты по его просьбе."


async def test_the_staff_cannot_forget_themselves(world: World, olga: Person, bob: Person) -> None:
    for person in (olga, bob):
        await world.meet(person)
        person.send("/forget")
        await world.settle()
        assert "Попросите владельца убрать вас из команды" in person.last.text
        world.forge_tap(person, "forget:1")
        await world.settle()
        assert "Попросите владельца" in person.last.text
    assert world.rows("SELECT count(telegram_id) FROM people") == [(2,)]


async def test_two_taps_at_once_erase_once_and_bring_nobody_back(
    world: World, alice: Person
) -> None:
    await complain(world, alice)
    alice.send("/forget")
    await world.settle()
    alice.tap("Стереть мои данные")
    await world.settle()
    alice.tap("Да, стереть навсегда")
    alice.tap("Да, стереть навсегда")
    await world.settle()
    assert alice.alerts[-1] == "Мы ничего о вас не храним. Начать сначала — /start"
    assert world.rows("SELECT telegram_id, name FROM people") == [(None, "")]


async def test_who_blocks_the_bot_after_that_is_not_met_again(world: World, alice: Person) -> None:
    await complain(world, alice)
    await forget(world, alice)
    alice.block()
    await world.settle()
    alice.unblock()
    await world.settle()
    assert traces_in(world.database, *TRACES) == []


async def test_who_comes_back_is_met_as_a_stranger(world: World, alice: Person) -> None:
    await complain(world, alice)
    await forget(world, alice)
    await world.meet(alice)
    alice.send("/mydata")
    await world.settle()
    kept = mydata_of(alice)
    assert kept["answers"] == kept["reasons"] == kept["cases"] == []
    assert len(kept["surveys"]) == 1


async def test_who_comes_back_is_nobodys_new_friend(
    world: World, alice: Person, dave: Person
) -> None:
    await world.answer(dave, 9)
    await world.meet(alice)
    await forget(world, alice)
    await bring(world, dave, alice)
    assert world.rows("SELECT count(*) FROM referrals") == [(0,)]
    assert world.rows("SELECT hash FROM erasures") == [(hash_of(KEY, ALICE),)]


async def test_without_a_key_no_hash_is_kept(database: Path) -> None:
    async with World(database) as world:
        await world.meet(world.alice)
        await forget(world, world.alice)
        assert world.rows("SELECT count(*) FROM erasures") == [(0,)]
        assert world.rows("SELECT telegram_id FROM people") == [(None,)]


async def test_the_link_of_the_erased_leads_to_nobody(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    [code] = codes(world, ALICE)
    await forget(world, alice)
    dave.start(f"r_{code}")
    await world.settle()
    assert "Это бот компании" in dave.last.text
    assert world.rows("SELECT count(*) FROM referrals") == [(0,)]


async def test_while_somebody_reads_the_file_no_more_is_claimed_than_is_true(
    world: World, alice: Person
) -> None:
    await complain(world, alice)
    with closing(sqlite3.connect(world.database, isolation_level=None)) as backup:
        backup.execute("BEGIN")
        backup.execute("SELECT count(*) FROM people").fetchone()
        await forget(world, alice)
        assert "Последние следы в служебных файлах исчезнут" in alice.last.text
        assert {name for name, _ in traces_in(world.database, *TRACES)} <= {
            "sarafan.db",
            "sarafan.db-wal",
        }
        assert traces_in(world.database, *TRACES) != []
    await world.app.scheduler.tick()
    assert traces_in(world.database, *TRACES) == []
