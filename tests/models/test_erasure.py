"""Nothing that tells who it was may stay, in tables of today or of tomorrow."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import JSON, Column, String, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.visitors import iterate

from models import erasure, mydata
from models.belongings import BELONGINGS
from models.database import Sessions, connect, scrub, sessions_of
from models.tables import (
    Act,
    Audience,
    Campaign,
    Case,
    Chip,
    Consent,
    Coupon,
    Invitation,
    Line,
    Mute,
    Nudge,
    Person,
    Referral,
    Table,
    Tick,
    Variant,
    Wizard,
)
from tests.models import business
from tests.models.business import NOW

WORD = "Мандрабора"
KEY = "a key for the tests only"
OF_NOBODY = {"touchpoints", "erasures"}
"""Tables without a person in them."""
OUR_WORDS = {
    *("people.role", "people.language", "people.code"),  # `erase` sets the last two
    *("surveys.state", "surveys.source", "cases.state", "cases.closing", "campaigns.state"),
    *("ticks.wish", "referrals.proof", "lines.kind", "lines.album"),
    *("nudges.key", "nudges.kind", "nudges.state", "nudges.reason", "nudges.put_off"),
    *("invitations.code", "invitations.role", "acts.kind"),
    "acts.about",  # ids of ours, by `staff.keep_act`
    *("campaigns.conditions", "campaigns.first_batch", "campaigns.pause", "coupons.code"),
    *("variants.letter", "audiences.conditions"),
    *("campaigns.button", "campaigns.url", "campaigns.coupon", "audiences.name"),  # the business's
    "audiences.folded",
}
"""Text that the bot itself chooses, or that the business has said to all, and that may stay."""
BOOKKEEPING = {
    *("people.id", "people.demo", "surveys.message_id", "responses.why_message_id"),
    *(
        "consents.id",
        "reasons.id",
        "reasons.message_id",
        "cases.id",
        "wizards.key",
        "wizards.telegram_id",
    ),
    *("nudges.id", "nudges.key", "nudges.priority", "nudges.lease_until", "nudges.attempts"),
    *("nudges.message_id", "nudges.survey_id", "nudges.case_id", "nudges.campaign_id"),
    *("campaigns.id", "campaigns.progress_message_id", "campaigns.judged_at", "campaigns.pause"),
    *("campaigns.conditions", "campaigns.button", "campaigns.url", "campaigns.counts_taps"),
    *("campaigns.coupon", "campaigns.coupon_days", "campaigns.start_at", "campaigns.local_hour"),
    *("campaigns.first_batch", "variants.id", "variants.letter", "variants.content"),
    *("audiences.id", "audiences.name", "audiences.folded", "audiences.conditions"),
    *("coupons.id", "coupons.warn_at", "invitations.id", "acts.id", "referrals.id"),
    *("lines.id", "lines.message_id", "lines.album", "nudges.line_id", "cases.red_at"),
    "invitations.code",  # a key that whoever has it may use
}
MAY_NAME_OTHERS = {
    *("nudges.about", "acts.about", "cases.close_reason"),
    *("referrals.joined_at", "referrals.flagged_at", "referrals.proof"),
}
"""What /mydata leaves out with reason."""


def columns() -> Iterator[Column[Any]]:
    for table in Table.metadata.sorted_tables:
        if table.name not in OF_NOBODY:
            yield from table.columns


def told() -> set[str]:
    """The columns that /mydata shows, under whatever name."""
    found = set()
    for belongings in BELONGINGS.values():
        for shown in belongings.told:
            for column in getattr(shown, "element", shown).base_columns:
                found.add(str(column))
    return found


def points_to_a_person(column: Column[Any]) -> bool:
    return any(key.target_fullname == "people.id" for key in column.foreign_keys)


def compared(condition: Any) -> set[str]:
    parts = list(iterate(condition))
    return {str(column) for column in parts if isinstance(column, Column)}


def test_every_table_belongs_to_people_or_to_nobody() -> None:
    known = {belongings.table.__tablename__ for belongings in BELONGINGS.values()}
    assert known | OF_NOBODY == set(Table.metadata.tables)


def test_every_column_that_points_to_a_person_is_known() -> None:
    who = Person(id=1, telegram_id=1)
    followed = {name for kept in BELONGINGS.values() for name in compared(kept.of(who))}
    pointing = {str(column) for column in columns() if points_to_a_person(column)}
    assert len(pointing) > 8
    assert pointing - followed == set()


def test_every_column_is_told_or_left_out_for_a_reason() -> None:
    all_columns = {str(column) for column in columns()}
    left_out = BOOKKEEPING | MAY_NAME_OTHERS
    links = {str(column) for column in columns() if column.foreign_keys}
    assert left_out - all_columns == set()
    assert all_columns - told() - left_out - links == set()


def test_every_column_that_is_erased_is_there() -> None:
    for belongings in BELONGINGS.values():
        for name in belongings.erased or {}:
            assert isinstance(getattr(belongings.table, name), InstrumentedAttribute)


async def test_no_text_of_a_person_stays_in_any_table(session: AsyncSession) -> None:
    """Each column that can hold words is filled with a word of the person's; so is one that a
    later issue adds, and this fails until it is erased or said to be ours."""
    who = await business.person(session)
    await own_a_row_in_every_table(session, who)
    for belongings in BELONGINGS.values():
        words = {
            column.name: {"said": WORD} if isinstance(column.type, JSON) else WORD
            for column in belongings.table.__table__.columns
            if isinstance(column.type, String | JSON) and str(column) not in OUR_WORDS
        }
        if words:
            theirs = update(belongings.table).where(belongings.of(who)).values(words)
            await session.execute(theirs, execution_options={"synchronize_session": False})
    await session.execute(
        update(Nudge).where(Nudge.case_id.is_not(None)).values(about={"said": WORD})
    )
    assert len(await rows_with(session, WORD)) > 8
    await erasure.erase(session, who, key=KEY, language="ru", now=NOW)
    assert await rows_with(session, WORD) == []


async def test_no_telegram_id_stays_in_any_table(session: AsyncSession) -> None:
    """A private chat has the id of its person."""
    who = await business.person(session)
    who.telegram_id = telegram_id = 5_777_000_111
    await own_a_row_in_every_table(session, who)
    assert len(await rows_with(session, str(telegram_id))) == 3  # theirs, a wizard, a content
    await erasure.erase(session, who, key=KEY, language="ru", now=NOW)
    assert await rows_with(session, str(telegram_id)) == []


async def test_others_keep_all_of_theirs(session: AsyncSession) -> None:
    alice, dave = await business.person(session), await business.person(session)
    await own_a_row_in_every_table(session, alice)
    await own_a_row_in_every_table(session, dave)
    await session.flush()
    before = await mydata.gather(session, dave, NOW)
    assert all(before[name] for name, kept in BELONGINGS.items() if kept.told)
    await erasure.erase(session, alice, key=KEY, language="ru", now=NOW)
    assert await mydata.gather(session, dave, NOW) == before


async def test_the_hash_tells_nothing_without_the_key(session: AsyncSession) -> None:
    who = await business.person(session)
    telegram_id = who.telegram_id
    await erasure.erase(session, who, key=KEY, language="ru", now=NOW)
    assert await erasure.was_erased(session, KEY, telegram_id)
    assert not await erasure.was_erased(session, "another key altogether", telegram_id)
    assert not await erasure.was_erased(session, None, telegram_id)
    assert not await erasure.was_erased(session, KEY, 1)


async def own_a_row_in_every_table(session: AsyncSession, who: Person) -> None:
    friend = await business.person(session)
    response = await business.answer(session, who, 3, why="Ждала час")
    survey_id = response.survey_id
    case = Case(customer_id=who.id, response_id=response.id, state="new", opened_at=NOW)
    others = Case(
        customer_id=friend.id,
        state="closed",
        opened_at=NOW,
        taken_by_id=who.id,
        taken_at=NOW,
        closed_by_id=who.id,
        closed_at=NOW,
        closing="reason",
    )
    session.add_all([case, others])
    await session.flush()
    line = {"message_id": 7, "kind": "text", "html": "Ждала час", "at": NOW}
    consent = {"kind": "data", "given": True, "at": NOW, "text_version": 1, "source": "start"}
    invited = {"role": "admin", "made_at": NOW, "expires_at": NOW}
    session.add_all(
        [
            Consent(person_id=who.id, **consent),
            Mute(person_id=who.id, topic="surveys", at=NOW),
            Chip(response_id=response.id, name="цена"),
            Referral(inviter_id=who.id, friend_id=friend.id, joined_at=NOW),
            Referral(
                inviter_id=friend.id,
                friend_id=who.id,
                joined_at=NOW,
                proven_at=NOW,
                proven_by_id=who.id,
            ),
            Tick(case_id=others.id, wish="fixed", by_id=who.id, at=NOW),
            Line(case_id=case.id, sender_id=who.id, by_staff=False, **line),
            Line(case_id=others.id, sender_id=who.id, by_staff=True, **line | {"message_id": 8}),
            Audience(
                name="Свои", folded=f"свои {who.id}", conditions=[], made_by_id=who.id, made_at=NOW
            ),
            Invitation(code=f"i{who.id}", made_by_id=who.id, **invited),
            Invitation(
                code=f"u{who.id}", made_by_id=friend.id, used_by_id=who.id, used_at=NOW, **invited
            ),
            Act(person_id=who.id, kind="broadcast", at=NOW),
            Wizard(key=f"fsm:{who.id}", telegram_id=who.telegram_id, data={"name": "Анна"}),
        ]
    )
    await broadcast_and_hold_coupons(session, who, friend)
    about = {"survey_id": survey_id, "about": {"until": "tomorrow"}}
    await business.nudge(session, who, "survey", "planned", **about)
    await business.nudge(session, who, "reminder", "sent", sent_at=NOW, **about)
    await business.nudge(session, friend, "words", "sent", sent_at=NOW, case_id=case.id)


async def broadcast_and_hold_coupons(session: AsyncSession, who: Person, friend: Person) -> None:
    campaign = Campaign(admin_id=who.id, state="draft", created_at=NOW)
    session.add(campaign)
    await session.flush()
    content = {"chat_id": who.telegram_id, "parts": [], "message_ids": [7]}
    coupon = {"campaign_id": campaign.id, "made_at": NOW, "expires_at": NOW}
    session.add_all(
        [
            Variant(campaign_id=campaign.id, letter="A", content=content),
            Coupon(code=f"c{who.id}", person_id=who.id, **coupon),
            Coupon(code=f"d{who.id}", person_id=friend.id, redeemed_by_id=who.id, **coupon),
        ]
    )


async def rows_with(session: AsyncSession, word: str) -> list[str]:
    found = []
    for table in Table.metadata.sorted_tables:
        rows = await session.execute(select(table))
        found += [f"{table.name}: {row}" for row in rows if word in str(row)]
    return found


# The files


@pytest.mark.parametrize("seed", range(3))
async def test_in_a_lived_in_database_people_are_erased_to_the_byte(
    engine: AsyncEngine, database: Path, seed: int
) -> None:
    """Rows that grew and moved from page to page have left copies on the way, which
    `secure_delete` and an empty log alone don't reach."""
    chance, sessions = Random(seed), sessions_of(engine)
    await live(sessions, chance)
    erased = set(chance.sample(range(1, CROWD + 1), 40))
    for victim in erased:
        async with sessions.begin() as session:
            who = await session.get_one(Person, victim)
            await erasure.erase(session, who, key=KEY, language="ru", now=NOW)
    assert people_in_files(database) & erased != set()
    assert await scrub(engine)
    assert people_in_files(database) == set(range(1, CROWD + 1)) - erased


CROWD = 200
NAMED = re.compile("Бурбулис([0-9]+)э".encode())


async def live(sessions: Sessions, chance: Random) -> None:
    """People come, write, and change their names, each in a transaction of its own."""
    for id in chance.sample(range(1, CROWD + 1), CROWD):
        async with sessions.begin() as session:
            who = await business.person(session, id=id, code=f"c{id}", name=named(id, chance))
            await business.answer(session, who, 3, why=named(id, chance))
    for _ in range(2 * CROWD):
        async with sessions.begin() as session:
            who = await session.get_one(Person, chance.randint(1, CROWD))
            who.name = named(who.id, chance)


def named(id: int, chance: Random) -> str:
    return f"Бурбулис{id}э" + "я" * chance.choice((1, 20, 60, 250, 2500))


def people_in_files(database: Path) -> set[int]:
    files = database.parent.glob(f"{database.name}*")
    return {int(found) for path in files for found in NAMED.findall(path.read_bytes())}


async def erase_one(engine: AsyncEngine, database: Path) -> Path:
    """The database's log, in which that one still stands."""
    async with sessions_of(engine).begin() as session:
        who = await business.person(session, name="Бурбулис1э")
    async with sessions_of(engine).begin() as session:
        await erasure.erase(session, who, key=KEY, language="ru", now=NOW)
    return database.with_name(f"{database.name}-wal")


async def test_a_scrub_that_was_held_up_is_due_until_it_is_done(
    engine: AsyncEngine, database: Path
) -> None:
    log = await erase_one(engine, database)
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM people").fetchall()
        assert not await scrub(engine)
        assert NAMED.search(log.read_bytes())
    assert await scrub(engine)
    assert people_in_files(database) == set()


async def test_a_scrub_waits_for_who_writes(engine: AsyncEngine, database: Path) -> None:
    await erase_one(engine, database)
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert not await scrub(engine)
    assert await scrub(engine)
    assert people_in_files(database) == set()


async def test_what_a_dead_process_has_left_is_scrubbed_by_the_next(
    engine: AsyncEngine, database: Path
) -> None:
    await erase_one(engine, database)
    another = connect(f"sqlite+aiosqlite:///{database}")
    assert await scrub(another)
    await another.dispose()
    assert people_in_files(database) == set()


async def test_nothing_is_scrubbed_where_nobody_was_erased(
    engine: AsyncEngine, database: Path
) -> None:
    async with sessions_of(engine).begin() as session:
        await business.person(session)
    before = database.stat().st_mtime_ns
    assert await scrub(engine)
    assert database.stat().st_mtime_ns == before
