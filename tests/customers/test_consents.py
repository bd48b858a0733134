"""Both consents: each kept as it was given, and taken back in one tap."""

from datetime import timedelta

import pytest

from sandbox.people import Person
from tests.admins.broadcasting import broadcast
from tests.customers.steps import open_settings, say, tap
from tests.world import World

CONSENTS = "SELECT kind, given, source, text_version FROM consents ORDER BY id"


async def test_each_consent_is_kept_with_its_time_version_and_source(
    world: World, alice: Person
) -> None:
    came_at = world.telegram.clock.now()
    await world.answer(alice, 8, "Спасибо")
    world.telegram.clock.move_to(came_at + timedelta(minutes=5))
    await tap(world, alice, "Да, присылайте")
    await say(world, alice, "/settings")
    await tap(world, alice, "✓ Предложения", "Предложения")
    alice.block()
    await world.settle()
    assert world.rows(CONSENTS) == [
        ("data", 1, "start", 2),
        ("offers", 1, "survey", 2),
        ("offers", 0, "settings", 2),
        ("offers", 1, "settings", 2),
        ("offers", 0, "block", 2),
    ]
    kept = [at[:16] for (at,) in world.rows("SELECT at FROM consents ORDER BY id")]
    assert kept == ["2026-05-15 09:00", *4 * ["2026-05-15 09:05"]]


async def test_an_offers_button_keeps_its_campaign_as_the_source(
    world: World, alice: Person, bob: Person
) -> None:
    await world.answer(alice, 8, "Спасибо")
    await tap(world, alice, "Да, присылайте")
    await broadcast(world, bob, "Скидка в июне")
    await tap(world, alice, "Больше не присылать предложения", "Вернуть предложения")
    assert world.rows(CONSENTS)[2:] == [
        ("offers", 0, "offer:1", 2),
        ("offers", 1, "offer:1", 2),
    ]


async def test_who_chose_about_offers_is_not_asked_about_them(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Предложения", "8")
    await say(world, alice, "Мало места")
    assert alice.last.text.startswith("Спасибо!")


async def test_the_data_consent_is_taken_back_in_one_tap(world: World, alice: Person) -> None:
    await world.answer(alice, 8, "Спасибо")
    await tap(world, alice, "Да, присылайте")
    await say(world, alice, "/settings")
    await tap(world, alice, "Отозвать согласие на данные")
    assert alice.last.text.startswith("Согласие отозвано.")
    assert world.rows(CONSENTS)[2:] == [("offers", 0, "settings", 2), ("data", 0, "settings", 2)]
    state = "SELECT consented_at, offers_at, survey_at, referral_at FROM people"
    assert world.rows(state) == [(None, None, None, None)]
    said = len(alice.texts)
    await world.pass_time(timedelta(days=120))
    assert len(alice.texts) == said


async def test_the_open_question_and_what_was_planned_end_with_the_consent(
    world: World, alice: Person
) -> None:
    await world.meet(alice)
    question = alice.last
    await world.pass_time(timedelta(days=2, hours=-1))
    await world.app.scheduler.settle()
    await say(world, alice, "/settings")
    await tap(world, alice, "Отозвать согласие на данные")
    await world.pass_time(timedelta(days=50))
    assert world.rows("SELECT state FROM surveys") == [("skipped",)]
    assert world.rows("SELECT count(*) FROM nudges WHERE state <> 'skipped'") == [(0,)]
    alice.tap("9", message=question)
    await world.settle()
    assert alice.last.buttons == [["Согласен, продолжить"]]
    assert world.rows("SELECT count(*) FROM responses") == [(0,)]


async def test_a_planned_reminder_is_skipped_for_want_of_consent(
    world: World, alice: Person
) -> None:
    world.telegram.clock.move_to(world.telegram.clock.now() + timedelta(hours=11))
    await world.meet(alice)
    await world.pass_time(timedelta(hours=49))  # due in the quiet hours, and put off
    assert world.rows("SELECT state, reason FROM nudges") == [("planned", "quiet_hours")]
    await say(world, alice, "/settings")
    await tap(world, alice, "Отозвать согласие на данные")
    await world.pass_time(timedelta(days=1))
    assert world.rows("SELECT state, reason FROM nudges") == [("skipped", "consent")]


async def test_nothing_is_kept_of_who_took_their_consent_back(world: World, alice: Person) -> None:
    await world.answer(alice, 10)
    scored = next(m for m in alice.messages if m.from_bot and "Ваша оценка" in m.text)
    await say(world, alice, "/settings")
    settings = alice.last
    await tap(world, alice, "Отозвать согласие на данные")
    alice.tap("Изменить оценку", message=scored)
    await world.settle()
    await say(world, alice, "Вот что я думаю")
    assert alice.last.buttons == [["Согласен, продолжить"]]
    for forged in ("topic:offers:1", "topic:surveys:0", "settings:birthday", "offers:1"):
        world.forge_tap(alice, forged)
        await world.settle()
    await say(world, alice, "12 мая")
    assert settings.text.startswith("Согласие отозвано")
    assert world.rows("SELECT offers_at, birth_day FROM people") == [(None, None)]
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]
    assert world.rows("SELECT count(*) FROM mutes") == [(0,)]
    assert alice.spinners == 0


async def test_who_never_answered_is_greeted_and_asked_anew(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Отозвать согласие на данные")
    await say(world, alice, "/start")
    assert alice.last.buttons == [["Согласен, продолжить"]]
    await tap(world, alice, "Согласен, продолжить", "9")
    assert world.rows("SELECT score FROM responses") == [(9,)]
    assert world.rows(CONSENTS) == [
        ("data", 1, "start", 2),
        ("data", 0, "settings", 2),
        ("data", 1, "start", 2),
    ]


async def test_a_wrong_tap_is_undone_and_asks_no_second_time(world: World, alice: Person) -> None:
    await world.answer(alice, 9, "Хорошо")
    await say(world, alice, "/settings")
    await tap(world, alice, "Отозвать согласие на данные", "Согласен, продолжить")
    assert world.rows("SELECT count(*) FROM surveys") == [(1,)]
    assert "Оценить нас можно в любой момент" in alice.last.text
    await world.pass_time(timedelta(days=91))
    assert world.rows("SELECT count(*) FROM surveys") == [(2,)]


async def test_a_second_tap_about_offers_changes_nothing(world: World, alice: Person) -> None:
    await world.answer(alice, 8, "Мало места")
    question = alice.last
    await say(world, alice, "/rate")
    alice.tap("Да, присылайте", message=question)
    alice.tap("Да, присылайте", message=question)
    await world.settle()
    assert world.rows("SELECT kind, given FROM consents WHERE kind = 'offers'") == [("offers", 1)]
    assert question.text.startswith("Хорошо, будем присылать")
    assert (alice.spinners, sum(world.failures.values())) == (0, 0)


@pytest.mark.parametrize("data", ["offers:1", "offers:0"])
async def test_the_staff_welcome_no_offers(world: World, bob: Person, data: str) -> None:
    await world.meet(bob)
    world.forge_tap(bob, data)
    await world.settle()
    assert "устарела" in bob.alerts[-1]
    assert world.rows("SELECT offers_at FROM people") == [(None,)]
    assert world.rows("SELECT count(*) FROM consents") == [(0,)]
