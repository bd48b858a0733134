"""Coming, coming back, and coming by a friend's link."""

from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.world import World


async def test_an_english_speaker_is_met_in_english(world: World, emily: Person) -> None:
    emily.start()
    await world.settle()
    assert emily.last.text.startswith("Hello!")
    emily.tap("I agree, go on")
    await world.settle()
    assert "How likely are you to recommend Салон «Астра»" in emily.last.text


async def test_agreeing_twice_asks_once(world: World, alice: Person) -> None:
    alice.start()
    await world.settle()
    greeting = alice.last
    alice.tap("Согласен, продолжить", message=greeting)
    alice.tap("Согласен, продолжить", message=greeting)
    await world.settle()
    assert sum("10-балльной шкале" in text for text in alice.texts) == 1
    assert alice.alerts == ["Вы уже с нами, спасибо."]
    assert world.rows("SELECT count(*) FROM consents") == [(1,)]


async def test_nothing_is_asked_before_the_consent(world: World, alice: Person) -> None:
    for words in ("/rate", "Здравствуйте", "/start"):
        alice.send(words)
        await world.settle()
        assert alice.last.buttons == [["Согласен, продолжить"]]
    await world.pass_time(timedelta(days=5))
    assert world.rows("SELECT count(*) FROM surveys") == [(0,)]
    assert world.rows("SELECT count(*) FROM nudges") == [(0,)]


async def test_starting_again_shows_the_open_question_again(world: World, alice: Person) -> None:
    await world.meet(alice)
    alice.start()
    await world.settle()
    assert "С возвращением" in alice.texts[-2]
    assert "10-балльной шкале" in alice.last.text
    assert world.rows("SELECT count(*) FROM surveys") == [(1,)]


async def test_a_first_survey_may_wait(database: Path) -> None:
    async with World(database, survey_first_after=timedelta(hours=3)) as world:
        await world.meet(world.alice)
        assert "Скоро зададим" in world.alice.last.text
        await world.pass_time(timedelta(hours=3))
        assert "10-балльной шкале" in world.alice.last.text
        world.alice.tap("9")
        await world.settle()
        assert world.rows("SELECT score FROM responses") == [(9,)]


async def test_a_friend_is_remembered_with_the_inviter(
    world: World, alice: Person, dave: Person
) -> None:
    await world.answer(alice, 10, "Спасибо")
    code = world.rows("SELECT code FROM people WHERE telegram_id = 1")[0][0]
    dave.start(f"r_{code}")
    await world.settle()
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]
    assert world.rows("SELECT shared_at IS NOT NULL FROM people WHERE telegram_id = 1") == [(1,)]


async def test_only_the_first_start_binds(world: World, alice: Person, dave: Person) -> None:
    await world.answer(alice, 10)
    code = world.rows("SELECT code FROM people WHERE telegram_id = 1")[0][0]
    await world.meet(dave)
    dave.start(f"r_{code}")
    await world.settle()
    assert world.names_of_referrals() == []


async def test_oneself_and_staff_are_no_friends(world: World, alice: Person, olga: Person) -> None:
    alice.start()
    await world.settle()
    code = world.rows("SELECT code FROM people WHERE telegram_id = 1")[0][0]
    alice.start(f"r_{code}")
    olga.start(f"r_{code}")
    await world.settle()
    assert world.names_of_referrals() == []


@pytest.mark.parametrize("payload", ["r_", "r_nosuchcode", "x", "t_ABCDEFGHJK", "-" * 64])
async def test_a_broken_link_still_opens_the_door(
    world: World, alice: Person, payload: str
) -> None:
    alice.start(payload)
    await world.settle()
    assert alice.last.buttons == [["Согласен, продолжить"]]
    assert world.names_of_referrals() == []


async def test_a_block_is_noted_and_a_return_too(world: World, charlie: Person) -> None:
    await world.answer(charlie, 8, "Класс")
    charlie.tap("Да, присылайте")
    await world.settle()
    charlie.block()
    await world.settle()
    assert world.rows("SELECT blocked_at IS NULL, offers_at IS NULL FROM people") == [(0, 1)]
    charlie.unblock()
    await world.settle()
    assert world.rows("SELECT blocked_at IS NULL, offers_at IS NULL FROM people") == [(1, 1)]
    consents = world.rows("SELECT given, source FROM consents WHERE kind = 'offers' ORDER BY id")
    assert consents == [(1, "survey"), (0, "block")]


async def test_names_that_look_like_tags_do_no_harm(world: World, olga: Person) -> None:
    await world.meet(olga)
    person = world.telegram.add_person(66, '<b>&"', last_name="💇" * 20)
    await world.answer(person, 1, "<i>плохо & <script>")
    assert '<b>&"' in olga.texts[-2]
    assert "<i>плохо & <script>" in olga.texts[-1]


async def test_the_staffs_start_shows_what_needs_doing(
    world: World, alice: Person, olga: Person, bob: Person
) -> None:
    await world.answer(alice, 3, "Долго")
    olga.start()
    bob.start()
    await world.settle()
    assert any("1 недовольный клиент ждёт ответа" in text for text in olga.texts)
    assert "администратор" in bob.texts[0]
    shown = [command["command"] for command in olga.commands]
    assert shown[:3] == ["stats", "comments", "cases"]
    assert bob.commands[0]["command"] == "broadcast"
    assert "stats" not in [command["command"] for command in alice.commands]
