"""Birthdays as customers live them: told in /settings, greeted once a year, invited if welcome."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.admins.broadcasting import STOP, welcome_offers
from tests.customers.steps import labels, open_settings, say, tap
from tests.world import NOON, World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
GREETING = "с днём рождения!"
INVITATION = "скоро ваш день рождения!"
GIFT = "скидка 15 % & чай <3"
FOOTER = "Реклама. ООО «Астра» & Ко"
MOMENTS = "SELECT greeting_at, invitation_at FROM people"


@pytest.fixture
async def generous(database: Path) -> AsyncIterator[World]:
    """A business that has a gift for birthdays."""
    async with World(database, birthday_gift=GIFT, offer_footer=FOOTER) as world:
        yield world


async def tell_birthday(world: World, person: Person, day: str) -> None:
    await say(world, person, "/settings")
    await tap(world, person, "День рождения")
    await say(world, person, day)


async def move(world: World, person: Person, city: str) -> None:
    """Nothing is sent meanwhile but answers."""
    person.send("/settings")
    await world.hear()
    for button in ("Часовой пояс", city):
        [label] = [label for label in [*labels(person), button] if label.startswith(button)][:1]
        person.tap(label)
        await world.hear()


async def it_is(world: World, moment: datetime) -> None:
    """Without a look at all that lay between."""
    world.telegram.clock.move_to(moment)
    await world.app.scheduler.settle()


def days_of(person: Person, words: str) -> list[datetime]:
    return [message.date for message in person.messages if words in message.text]


def eleven(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 8, tzinfo=UTC)


async def test_who_tells_the_birthday_is_greeted_each_year_once(
    world: World, alice: Person
) -> None:
    await open_settings(world, alice)
    await tell_birthday(world, alice, "12 июня")
    for moment in (eleven(2026, 6, 12), eleven(2027, 6, 12)):
        await it_is(world, moment - timedelta(seconds=1))
        await it_is(world, moment)
        await world.pass_time(2 * DAY)
    assert days_of(alice, GREETING) == [eleven(2026, 6, 12), eleven(2027, 6, 12)]
    assert days_of(alice, INVITATION) == []
    assert world.rows(MOMENTS) == [("2028-06-12 08:00:00.000000", "2028-05-29 08:00:00.000000")]
    assert world.failures == {}


async def test_a_birthday_that_is_today_is_greeted_today_and_corrected_without_another(
    world: World, alice: Person
) -> None:
    await open_settings(world, alice)
    await tell_birthday(world, alice, "15 мая")
    await world.pass_time(timedelta(minutes=1))
    assert len(days_of(alice, GREETING)) == 1
    await tell_birthday(world, alice, "16 мая")
    await world.pass_time(3 * DAY)
    assert len(days_of(alice, GREETING)) == 1
    assert world.rows(MOMENTS)[0][0] == "2027-05-16 08:00:00.000000"


async def test_a_birthday_told_at_night_is_greeted_next_year(world: World, alice: Person) -> None:
    """The day is over before the quiet hours are."""
    await open_settings(world, alice)
    await world.pass_time(10 * HOUR)
    await tell_birthday(world, alice, "15 мая")
    await world.pass_time(3 * DAY)
    assert days_of(alice, GREETING) == []
    assert world.rows("SELECT reason FROM nudges WHERE kind = 'greeting'") == [("too_late",)]
    assert world.rows(MOMENTS)[0][0] == "2027-05-15 08:00:00.000000"


async def test_the_same_day_told_twice_changes_nothing(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tell_birthday(world, alice, "15 мая")
    await world.app.scheduler.tick()
    await tell_birthday(world, alice, "15.05")
    await world.pass_time(DAY)
    assert len(days_of(alice, GREETING)) == 1
    assert world.rows("SELECT count(*) FROM nudges WHERE kind = 'greeting'") == [(1,)]


async def test_who_lives_in_the_east_is_greeted_by_their_own_clock(
    world: World, alice: Person
) -> None:
    await open_settings(world, alice)
    await tell_birthday(world, alice, "16 мая")
    await say(world, alice, "/settings")
    await tap(world, alice, "Часовой пояс", "Другой город")
    await say(world, alice, "Владивосток")
    await tap(world, alice, "Да")
    await world.pass_time(2 * DAY)
    assert days_of(alice, GREETING) == [datetime(2026, 5, 16, 1, tzinfo=UTC)]


async def test_who_moves_on_the_day_is_greeted_once_even_where_no_gap_is_kept(
    database: Path,
) -> None:
    async with World(database, nudge_gap=timedelta(0), nudge_caps=()) as world:
        alice = world.alice
        await open_settings(world, alice)
        await tell_birthday(world, alice, "15 мая")
        for button in ("Екатеринбург", "Москва"):
            await world.app.scheduler.tick()
            world.telegram.clock.advance(timedelta(minutes=1))
            await move(world, alice, button)
        await world.app.scheduler.tick()
        assert world.rows("SELECT count(*) FROM nudges WHERE kind = 'greeting'") == [(3,)]
        await world.pass_time(3 * DAY)
        assert len(days_of(alice, GREETING)) == 1
        assert world.rows(MOMENTS)[0][0] == "2027-05-15 08:00:00.000000"


async def test_without_a_birthday_nobody_is_greeted(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tell_birthday(world, alice, "16 мая")
    await say(world, alice, "/settings")
    await tap(world, alice, "День рождения", "Убрать день рождения")
    assert world.rows(MOMENTS) == [(None, None)]
    await world.pass_time(2 * DAY)
    assert days_of(alice, GREETING) == []


async def test_consent_withdrawn_ends_it_and_given_anew_begins_it_again(
    world: World, alice: Person
) -> None:
    await open_settings(world, alice)
    await tell_birthday(world, alice, "16 мая")
    await say(world, alice, "/settings")
    await tap(world, alice, "Отозвать согласие на данные")
    assert world.rows(MOMENTS) == [(None, None)]
    await tap(world, alice, "Согласен, продолжить")
    assert world.rows(MOMENTS) == [("2026-05-16 08:00:00.000000", None)]


async def test_the_erased_are_not_greeted(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tell_birthday(world, alice, "16 мая")
    await say(world, alice, "/forget")
    await tap(world, alice, "Стереть мои данные", "Да, стереть навсегда")
    await world.pass_time(3 * DAY)
    assert days_of(alice, GREETING) == []
    assert world.rows("SELECT count(*) FROM nudges WHERE kind = 'greeting'") == [(0,)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ('<b>&"', '🎉 <b>&", с днём рождения!'),
        ("\N{ZERO WIDTH SPACE}", "🎉 С днём рождения!"),
        ("Анна-Мария Луиза", "🎉 Анна-Мария, с днём рождения!"),
    ],
)
async def test_whatever_the_name_the_greeting_is_readable(
    world: World, alice: Person, name: str, words: str
) -> None:
    alice.first_name = name
    await open_settings(world, alice)
    await tell_birthday(world, alice, "16 мая")
    await world.pass_time(DAY)
    assert words in alice.last.text
    assert alice.last.text.endswith("\n\nС теплом, «Салон «Астра»»")
    assert alice.last.entities == []


# --- the invitation ---


async def test_who_welcomes_offers_is_invited_two_weeks_ahead_and_greeted_on_the_day(
    generous: World,
) -> None:
    world, alice = generous, generous.alice
    await welcome_offers(world, alice)
    await tell_birthday(world, alice, "12 июня")
    await it_is(world, eleven(2026, 5, 29))
    await it_is(world, eleven(2026, 6, 12))
    assert days_of(alice, INVITATION) == [eleven(2026, 5, 29)]
    [invitation] = [message for message in alice.messages if INVITATION in message.text]
    assert invitation.text.startswith("Алиса, скоро ваш день рождения!")
    assert f"Приходите, будем рады. Наш подарок: {GIFT}.\n" in invitation.text
    assert invitation.text.endswith(FOOTER)
    assert [entity["type"] for entity in invitation.entities] == ["italic"]
    assert invitation.buttons == [[STOP]]
    await it_is(world, eleven(2027, 5, 29))
    await it_is(world, eleven(2027, 6, 12))
    assert days_of(alice, GREETING) == [eleven(2026, 6, 12), eleven(2027, 6, 12)]
    assert days_of(alice, INVITATION) == [eleven(2026, 5, 29), eleven(2027, 5, 29)]


async def test_one_tap_under_the_invitation_ends_offers_and_another_returns_them(
    generous: World,
) -> None:
    world, alice = generous, generous.alice
    await welcome_offers(world, alice)
    await tell_birthday(world, alice, "30 мая")
    await world.pass_time(DAY)
    await tap(world, alice, STOP)
    assert labels(alice) == ["Вернуть предложения"]
    assert world.rows("SELECT offers_at FROM people") == [(None,)]
    await tap(world, alice, "Вернуть предложения")
    said = world.rows("SELECT given, source FROM consents WHERE kind = 'offers' ORDER BY id")
    assert said == [(1, "survey"), (0, "invitation"), (1, "invitation")]


async def test_who_welcomes_no_offers_is_greeted_and_not_invited(generous: World) -> None:
    world, alice = generous, generous.alice
    await open_settings(world, alice)
    await tell_birthday(world, alice, "12 июня")
    await it_is(world, eleven(2026, 5, 29))
    await it_is(world, eleven(2026, 6, 12))
    assert days_of(alice, INVITATION) == []
    assert len(days_of(alice, GREETING)) == 1
    [row] = world.rows("SELECT state, reason FROM nudges WHERE kind = 'invitation'")
    assert row == ("skipped", "offers_consent")


async def test_a_birthday_moved_away_takes_the_invitation_that_waits_along(
    generous: World,
) -> None:
    world, alice = generous, generous.alice
    await welcome_offers(world, alice)
    await tell_birthday(world, alice, "30 мая")
    world.telegram.clock.move_to(NOON + 23 * HOUR)
    await world.app.scheduler.tick()
    alice.send("/settings")
    await world.hear()
    alice.tap("День рождения")
    await world.hear()
    alice.send("30 июля")
    await world.settle()
    assert days_of(alice, INVITATION) == []
    await it_is(world, eleven(2026, 7, 16))
    assert days_of(alice, INVITATION) == [eleven(2026, 7, 16)]


async def test_without_a_gift_nobody_is_invited_and_the_next_invitation_is_set(
    world: World, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await tell_birthday(world, alice, "30 мая")
    await it_is(world, eleven(2026, 5, 16))
    await it_is(world, eleven(2026, 5, 30))
    assert days_of(alice, INVITATION) == []
    assert world.rows("SELECT count(*) FROM nudges WHERE kind = 'invitation'") == [(0,)]
    assert world.rows(MOMENTS)[0][1] == "2027-05-16 08:00:00.000000"


async def test_in_english_too(database: Path) -> None:
    async with World(database, birthday_gift="15% off", offer_footer="Advert") as world:
        emily = world.emily
        emily.start()
        await world.settle()
        await tap(world, emily, "I agree, go on")
        await say(world, emily, "/settings")
        await tap(world, emily, "Offers", "Birthday")
        await say(world, emily, "May 30")
        await it_is(world, eleven(2026, 5, 16))
        await it_is(world, eleven(2026, 5, 30))
        texts = "\n".join(emily.texts)
        assert "Emily, your birthday is coming!" in texts
        assert "Our gift: 15% off.\n" in texts
        assert "🎉 Happy birthday, Emily!" in texts
        assert emily.texts[-1].endswith("\n\nWarmly, Салон «Астра»")
