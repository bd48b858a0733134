"""Under an offer: a link, one whose taps are counted, the way out and the way back."""

from typing import Any

import pytest

from sandbox.people import Person
from tests.admins.broadcasting import DAY, FOOTER, STOP, welcome_offers
from tests.admins.contents import campaign_of
from tests.world import World

URL = "https://astra.ru/sale"
LOOK, BACK = "Смотреть", "Вернуть предложения"
COUNTED: dict[str, Any] = {"button": LOOK, "url": URL, "counts_taps": True}


@pytest.fixture
async def ready(world: World, alice: Person, bob: Person) -> World:
    await world.meet(bob)
    await welcome_offers(world, alice)
    return world


def taps(world: World) -> list[tuple[str | None]]:
    return world.rows("SELECT tapped_at FROM nudges WHERE kind = 'offer' ORDER BY id")


def urls(person: Person) -> list[str | None]:
    return [one.get("url") for row in person.last.inline_keyboard for one in row]


async def test_a_link_that_is_not_counted_opens_at_once(
    ready: World, alice: Person, bob: Person
) -> None:
    await campaign_of(ready, bob.send("Скидка"), button=LOOK, url=URL)
    assert alice.last.buttons == [[LOOK], [STOP]]
    assert urls(alice) == [URL, None]


async def test_the_first_tap_on_a_counted_link_brings_the_link(
    ready: World, alice: Person, bob: Person
) -> None:
    await campaign_of(ready, bob.send("Скидка"), **COUNTED)
    assert urls(alice) == [None, None]
    assert alice.tap(LOOK) is None
    await ready.settle()
    assert alice.alerts[-1] == "Нажмите ещё раз, чтобы открыть."
    assert alice.last.buttons == [[LOOK], [STOP]]
    assert alice.tap(LOOK) == URL
    [(at,)] = taps(ready)
    assert at is not None


async def test_only_the_first_tap_is_kept(ready: World, alice: Person, bob: Person) -> None:
    number = await campaign_of(ready, bob.send("Скидка"), **COUNTED)
    alice.tap(LOOK)
    alice.tap(LOOK)
    await ready.settle()
    first = taps(ready)
    ready.telegram.clock.advance(DAY)
    ready.forge_tap(alice, f"offer-open:{number}")
    await ready.settle()
    assert taps(ready) == first
    assert not ready.failures


async def test_the_way_out_and_back_leaves_the_other_button(
    ready: World, alice: Person, bob: Person
) -> None:
    await campaign_of(ready, bob.send("Скидка"), **COUNTED)
    for label, buttons in [
        (STOP, [[LOOK], [BACK]]),
        (LOOK, [[LOOK], [BACK]]),
        (BACK, [[LOOK], [STOP]]),
        (STOP, [[LOOK], [BACK]]),
    ]:
        alice.tap(label)
        await ready.settle()
        assert alice.last.buttons == buttons
    assert urls(alice) == [URL, None]
    assert ready.rows("SELECT offers_at FROM people WHERE name LIKE 'Алиса%'") == [(None,)]


async def test_under_an_album_the_buttons_do_the_same(
    ready: World, alice: Person, bob: Person
) -> None:
    ready.settings["offer_footer"] = FOOTER
    await ready.restart()
    said = bob.send_album("photo", "photo", caption="Привет, {имя}!")
    await campaign_of(ready, *said, footer=FOOTER, **COUNTED)
    *_, first, second, end = alice.messages
    assert (first.text, second.text) == ("Привет, Алиса!", "")
    assert first.media_group_id == second.media_group_id
    assert end.text == f"Салон «Астра»\n\n{FOOTER}"
    assert end.buttons == [[LOOK], [STOP]]
    for label in (LOOK, STOP):
        alice.tap(label)
        await ready.settle()
    assert (urls(alice), end.buttons) == ([URL, None], [[LOOK], [BACK]])


async def test_a_forged_tap_on_what_one_was_never_sent_does_nothing(
    ready: World, alice: Person, bob: Person, dave: Person
) -> None:
    await ready.meet(dave)
    number = await campaign_of(ready, bob.send("Скидка"), **COUNTED)
    before = dave.last.html, dave.last.buttons
    for campaign in (number, number + 1, 0, 2**31 - 1):
        ready.forge_tap(dave, f"offer-open:{campaign}")
        await ready.settle()
    assert (dave.last.html, dave.last.buttons) == before
    assert [at for (at,) in taps(ready)] == [None, None]
    assert not ready.failures


async def test_a_tap_told_twice_after_a_crash_is_counted_once(
    ready: World, alice: Person, bob: Person
) -> None:
    await campaign_of(ready, bob.send("Скидка"), **COUNTED)
    alice.tap(LOOK)
    update = dict(alice.bot.updates.pending[-1])
    await ready.settle()
    first = taps(ready)
    await ready.restart()
    await ready.app.dispatcher.feed_raw_update(ready.app.bot, update)
    assert (taps(ready), urls(alice)) == (first, [URL, None])
    assert not ready.failures
