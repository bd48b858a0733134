"""A promoter tells a friend, and the friend is remembered with the one who told them."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from models.tables import Person, Referral
from sandbox import people
from tests.world import World

DAY = timedelta(days=1)


@pytest.fixture
async def prompted(world: World, alice: people.Person) -> people.Person:
    await world.answer(alice, 10, "Всё понравилось")
    await world.pass_time(DAY)
    await alice.sees("Расскажете о нас тем, кому это пригодится?")
    return alice


async def row_of(world: World, person: people.Person) -> Person:
    async with world.app.sessions() as session:
        return (await session.scalars(select(Person).where(Person.telegram_id == person.id))).one()


async def test_a_tap_on_share_shows_the_link_and_a_way_to_send_it(
    world: World, prompted: people.Person
) -> None:
    prompted.tap("Поделиться")
    await world.settle()
    row = await row_of(world, prompted)
    link = f"https://t.me/sarafan_bot?start=r_{row.code}"
    assert link in prompted.last.text
    assert "За друга" not in prompted.last.text
    sheet = urlsplit(str(prompted.tap("Отправить другу")))
    assert (sheet.netloc, sheet.path) == ("t.me", "/share/url")
    assert parse_qs(sheet.query)["url"] == [link]
    assert "+" not in sheet.query
    assert row.referral_tapped_at == world.telegram.clock.now()
    assert row.shared_at is None


async def test_a_friend_who_comes_by_the_link_makes_the_tap_a_share(
    world: World, prompted: people.Person, dave: people.Person
) -> None:
    prompted.tap("Поделиться")
    await world.settle()
    inviter = await row_of(world, prompted)
    dave.open_link(f"https://t.me/sarafan_bot?start=r_{inviter.code}")
    await world.settle()
    assert (await row_of(world, prompted)).shared_at is not None
    async with world.app.sessions() as session:
        referral = (await session.scalars(select(Referral))).one()
    assert (referral.inviter_id, referral.friend_id) == (
        inviter.id,
        (await row_of(world, dave)).id,
    )


async def test_not_now_is_taken_with_thanks(world: World, prompted: people.Person) -> None:
    prompted.tap("Не сейчас")
    await world.settle()
    assert "Спасибо, что вы с нами" in prompted.last.text
    assert prompted.last.buttons == []
    assert (await row_of(world, prompted)).referral_tapped_at is None


async def test_two_taps_on_share_are_one(world: World, prompted: people.Person) -> None:
    message = prompted.last
    prompted.tap("Поделиться", message=message)
    prompted.tap("Поделиться", message=message)
    await world.settle()
    assert prompted.last is message
    assert prompted.spinners == 0


async def test_what_a_friend_brings_is_told_only_after_the_tap(database: Path) -> None:
    async with World(database, referral_reward="скидка 500 ₽ вам и другу") as world:
        await world.answer(world.alice, 10)
        await world.pass_time(DAY)
        prompt = await world.alice.sees("Расскажете о нас тем")
        assert "500" not in prompt.text
        world.alice.tap("Поделиться")
        await world.settle()
        assert "скидка 500 ₽ вам и другу" in world.alice.last.text
