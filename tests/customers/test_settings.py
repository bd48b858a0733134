"""/settings: topics, language, the clock, the birthday."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.people import Person
from tests.customers.steps import labels, open_settings, say, state_of, tap
from tests.world import World

# --- topics ---


async def test_all_topics_are_shown_with_what_they_are(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    assert labels(alice)[:5] == [
        "✓ Опросы",
        "✓ Напоминания",
        "✓ Поздравления",
        "Предложения",
        "✓ Рассказать друзьям",
    ]


async def test_a_tap_turns_a_topic_off_and_another_on(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    shown = alice.last
    await tap(world, alice, "✓ Напоминания")
    assert alice.last is shown
    assert "Напоминания" in labels(alice)
    assert world.rows("SELECT topic FROM mutes") == [("reminders",)]
    await tap(world, alice, "Напоминания")
    assert "✓ Напоминания" in labels(alice)
    assert world.rows("SELECT topic FROM mutes") == []


async def test_two_taps_at_once_turn_a_topic_off_once(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    alice.tap("✓ Опросы")
    alice.tap("✓ Опросы")
    await world.settle()
    assert "Опросы" in labels(alice)
    assert world.rows("SELECT topic FROM mutes") == [("surveys",)]
    assert alice.spinners == 0


async def test_a_topic_that_is_off_is_not_sent(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "✓ Напоминания")
    said = len(alice.texts)
    await world.pass_time(timedelta(days=4))
    assert len(alice.texts) == said
    assert world.rows("SELECT kind, reason FROM nudges") == [("reminder", "topic_off")]


async def test_who_stopped_is_told_so_and_may_return(world: World, alice: Person) -> None:
    await world.meet(alice)
    await say(world, alice, "/stop")
    await say(world, alice, "/settings")
    assert "Сообщения выключены" in alice.last.text
    await tap(world, alice, "Вернуть сообщения")
    assert "Сообщения выключены" not in alice.last.text
    assert "✓ Опросы" in labels(alice)
    assert world.rows("SELECT stopped_at FROM people") == [(None,)]


# --- language ---


async def test_the_language_changes_at_once_and_the_menu_with_it(
    world: World, alice: Person, dave: Person
) -> None:
    await open_settings(world, alice)
    await world.meet(dave)
    shown = alice.last
    await tap(world, alice, "English")
    assert alice.last is shown
    assert alice.last.text.startswith("Settings")
    assert "• English" in labels(alice)
    described = {one["command"]: one["description"] for one in alice.commands}
    assert described["rate"] == "Rate us"
    assert {one["command"]: one["description"] for one in dave.commands}["rate"] == "Оценить нас"
    await say(world, alice, "/rate")
    assert "How likely are you" in alice.last.text


async def test_telegram_never_overwrites_the_chosen_language(world: World, emily: Person) -> None:
    emily.start()
    await world.settle()
    emily.tap("I agree, go on")
    await say(world, emily, "/settings")
    await tap(world, emily, "Русский")
    await world.restart()
    await say(world, emily, "/help")
    assert emily.language_code == "en"
    assert "Я передаю ваше мнение" in emily.last.text


async def test_before_the_consent_only_the_language_can_be_chosen(
    world: World, alice: Person
) -> None:
    await say(world, alice, "/settings")
    assert alice.last.buttons == [["• Русский", "English"], ["Согласен, продолжить"]]
    await tap(world, alice, "English")
    assert alice.last.buttons == [["Русский", "• English"], ["I agree, go on"]]


@pytest.mark.parametrize("name", ["bob", "olga"])
async def test_the_staff_choose_language_and_clock_only(world: World, name: str) -> None:
    person: Person = getattr(world, name)
    await open_settings(world, person)
    assert person.last.buttons == [["• Русский", "English"], ["Часовой пояс"]]
    await tap(world, person, "English")
    assert person.last.buttons == [["Русский", "• English"], ["Time zone"]]
    assert "Send an offer" in [one["description"] for one in person.commands]
    world.forge_tap(person, "settings:withdraw")
    await world.settle()
    assert person.last.buttons == [["Русский", "• English"], ["Time zone"]]
    assert world.rows("SELECT count(*) FROM consents") == [(0,)]


# --- the clock ---


async def test_a_likely_zone_is_chosen_in_one_tap(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    assert "Ваше время: 12:00 (Москва)." in alice.last.text
    await tap(world, alice, "Часовой пояс")
    assert labels(alice)[:3] == ["Москва, 12:00", "Калининград, 11:00", "Самара, 13:00"]
    assert labels(alice)[-3:] == ["Владивосток, 19:00", "Другой город", "‹ Назад"]
    await tap(world, alice, "Омск, 15:00")
    assert "Ваше время: 15:00 (Омск)." in alice.last.text
    assert world.rows("SELECT zone FROM people") == [("Asia/Omsk",)]


async def test_a_city_and_its_time_have_a_row_to_themselves(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Часовой пояс")
    assert ["Екатеринбург, 14:00"] in alice.last.buttons
    assert {len(row) for row in alice.last.buttons} == {1}


async def test_the_businesss_zone_is_offered_first(database: Any) -> None:
    async with World(database, timezone="Asia/Tbilisi") as world:
        await open_settings(world, world.alice)
        await tap(world, world.alice, "Часовой пояс")
        assert labels(world.alice)[:2] == ["Тбилиси, 13:00", "Калининград, 11:00"]


async def test_quiet_hours_are_those_of_the_chosen_zone(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Часовой пояс", "Владивосток, 19:00")
    await world.pass_time(timedelta(hours=48))  # 12:00 in Moscow, 19:00 there
    assert world.rows("SELECT state FROM nudges") == [("sent",)]


async def test_a_city_is_typed_and_confirmed_by_its_time(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Часовой пояс", "Другой город")
    assert alice.last.text == "Напишите ваш город."
    prompt = alice.last
    await say(world, alice, "челябинск")
    assert alice.last.text == "Челябинск. Сейчас у вас 14:00?"
    assert prompt.buttons == []
    await tap(world, alice, "Да")
    assert "Ваше время: 14:00 (Екатеринбург)." in alice.last.text
    assert world.rows("SELECT zone FROM people") == [("Asia/Yekaterinburg",)]
    assert state_of(world) == []


async def test_a_wrong_city_is_asked_again(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Часовой пояс", "Другой город")
    await say(world, alice, "Гондурас")
    assert "Такого города я не нашёл" in alice.last.text
    await say(world, alice, "Лондон")
    await tap(world, alice, "Нет")
    assert alice.last.text == "Напишите ваш город."
    await say(world, alice, "Париж")
    await tap(world, alice, "Да")
    assert world.rows("SELECT zone FROM people") == [("Europe/Paris",)]


async def test_several_cities_become_buttons(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Часовой пояс", "Другой город")
    await say(world, alice, "Влади")
    assert labels(alice) == [
        "Владимир, 12:00",
        "Владикавказ, 12:00",
        "Владивосток, 19:00",
        "Отмена",
    ]
    await tap(world, alice, "Владивосток, 19:00")
    assert world.rows("SELECT zone FROM people") == [("Asia/Vladivostok",)]


async def test_what_is_typed_survives_a_restart(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Часовой пояс", "Другой город")
    await world.restart()
    await say(world, alice, "Казань")
    assert alice.last.text == "Казань. Сейчас у вас 12:00?"


async def test_a_picture_is_no_city(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "Часовой пояс", "Другой город")
    alice.send_photo()
    await world.settle()
    assert "Такого города я не нашёл" in alice.last.text


@pytest.mark.parametrize(
    "forged",
    [
        *("zone:Europe/Nowhere", "zone:", "zone:../etc", "zone:localtime", "zone:Factory"),
        "settings:x",
    ],
)
async def test_a_forged_tap_changes_nothing(world: World, alice: Person, forged: str) -> None:
    await open_settings(world, alice)
    world.forge_tap(alice, forged)
    await world.settle()
    assert alice.alerts == ["Эта кнопка устарела. Всё, что я умею, — в /help"]
    assert world.rows("SELECT zone FROM people") == [(None,)]


# --- leaving in the middle ---


async def test_cancel_leads_back(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "День рождения", "Отмена")
    assert alice.last.text.startswith("Настройки")
    assert state_of(world) == []


@pytest.mark.parametrize("words", ["/rate", "стоп", "/settings", "/help"])
async def test_a_command_goes_first_and_leaves_the_step(
    world: World, alice: Person, words: str
) -> None:
    await world.answer(alice, 9)
    await say(world, alice, "/settings")
    await tap(world, alice, "Часовой пояс", "Другой город")
    await say(world, alice, words)
    assert state_of(world) == []
    await say(world, alice, "Казань")
    assert world.rows("SELECT text FROM reasons") == [("Казань",)]


async def test_a_step_goes_before_an_open_why(world: World, alice: Person) -> None:
    await world.answer(alice, 9)
    await say(world, alice, "/settings")
    await tap(world, alice, "День рождения")
    await say(world, alice, "12 мая")
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]
    await say(world, alice, "Очень вежливо")
    assert world.rows("SELECT text FROM reasons") == [("Очень вежливо",)]


async def test_a_step_goes_before_an_admins_draft(world: World, bob: Person) -> None:
    await world.meet(bob)
    await say(world, bob, "/broadcast")
    await say(world, bob, "/settings")
    await tap(world, bob, "Часовой пояс", "Другой город")
    await say(world, bob, "Казань")
    assert bob.last.text == "Казань. Сейчас у вас 12:00?"


# --- the birthday ---


BIRTHDAY = "SELECT birth_month, birth_day FROM people"


async def test_a_birthday_is_typed_shown_and_removed(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    await tap(world, alice, "День рождения")
    await say(world, alice, "31.02")
    assert "Такого дня я не нашёл" in alice.last.text
    await say(world, alice, "29 февраля")
    assert "День рождения: 29 февраля." in alice.last.text
    assert world.rows(BIRTHDAY) == [(2, 29)]
    assert state_of(world) == []
    await tap(world, alice, "English")
    assert "Birthday: 29 February." in alice.last.text
    await tap(world, alice, "Birthday", "Remove my birthday")
    assert "Birthday:" not in alice.last.text
    assert world.rows(BIRTHDAY) == [(None, None)]


async def test_a_birthday_is_changed_by_typing_another(world: World, alice: Person) -> None:
    await open_settings(world, alice)
    for day in ("12 мая", "13.06"):
        await tap(world, alice, "День рождения")
        await say(world, alice, day)
    assert world.rows(BIRTHDAY) == [(6, 13)]
    assert world.failures == {}


# --- albums in the settings ---


@pytest.mark.parametrize(
    ("buttons", "refusal"),
    [
        (("Часовой пояс", "Другой город"), "Такого города я не нашёл"),
        (("День рождения",), "Такого дня я не нашёл"),
    ],
)
async def test_an_album_in_place_of_words_is_refused_once(
    world: World, alice: Person, buttons: tuple[str, ...], refusal: str
) -> None:
    await world.meet(alice)
    await say(world, alice, "/settings")
    await tap(world, alice, *buttons)
    alice.send_album("photo", "photo", "photo")
    await world.settle()
    assert sum(refusal in text for text in alice.texts) == 1
    alice.send_album("photo", "photo")
    await world.settle()
    assert sum(refusal in text for text in alice.texts) == 2
