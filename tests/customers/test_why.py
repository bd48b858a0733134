"""The why: chips, words that are corrected, and what can't be a reason."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.faults import error
from sandbox.people import Person
from tests.customers import odd
from tests.world import World

CHIPS = [["мастер", "цена"], ["ожидание", "чистота"]]


def chips(world: World) -> list[str]:
    return [name for (name,) in world.rows("SELECT name FROM chips ORDER BY name")]


async def taps(world: World, person: Person, *buttons: str) -> None:
    for button in buttons:
        person.tap(button)
        await world.pass_time(timedelta(seconds=1))
        await world.settle()


async def test_subjects_can_be_tapped_and_taken_back(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    why = alice.last
    assert why.buttons == [*CHIPS, ["Пропустить"]]

    await taps(world, alice, "цена", "ожидание")
    assert why.buttons == [["мастер", "✓ цена"], ["✓ ожидание", "чистота"], ["Готово"]]
    assert chips(world) == ["ожидание", "цена"]

    await taps(world, alice, "✓ цена", "✓ ожидание")
    assert why.buttons == [*CHIPS, ["Пропустить"]]
    assert chips(world) == []
    assert alice.last is why
    assert alice.spinners == 0


async def test_a_subject_is_a_reason_and_is_thanked_for(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    why = alice.last
    await taps(world, alice, "цена", "Готово")
    assert why.buttons == []
    assert sum(text.startswith("Спасибо! Подумаем") for text in alice.texts) == 1
    assert chips(world) == ["цена"]


async def test_two_quick_taps_on_one_subject_take_it_once(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    why = alice.last
    alice.tap("цена", message=why)
    alice.tap("цена", message=why)
    alice.tap("мастер", message=why)
    await world.settle()
    assert why.buttons[0] == ["✓ мастер", "✓ цена"]
    assert chips(world) == ["мастер", "цена"]
    assert alice.spinners == 0


async def test_words_after_a_subject_join_it_and_take_the_buttons(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 8)
    why = alice.last
    await taps(world, alice, "цена")
    alice.send("Дороговато")
    await world.settle()
    assert why.buttons == []
    assert sum(text.startswith("Спасибо!") for text in alice.texts) == 1
    assert chips(world) == ["цена"]


async def test_a_tap_that_crosses_with_the_words_is_kept_and_brings_no_buttons_back(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 8)
    why = alice.last
    alice.send("Дороговато")
    alice.tap("цена", message=why)
    await world.settle()
    assert why.buttons == []
    assert chips(world) == ["цена"]
    assert not any("устарела" in alert for alert in alice.alerts)


async def test_a_skip_that_crosses_with_the_words_is_not_thanked_for_again(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 8)
    why = alice.last
    alice.send("Дороговато")
    alice.tap("Пропустить", message=why)
    await world.settle()
    assert sum(text.startswith("Спасибо!") for text in alice.texts) == 1
    assert alice.spinners == 0


async def test_a_subject_tapped_after_the_why_was_closed_changes_nothing(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 8)
    why = alice.last
    alice.tap("Пропустить", message=why)
    alice.tap("цена", message=why)
    await world.settle()
    assert chips(world) == []
    assert "устарела" in alice.alerts[-1]
    assert why.buttons == []


async def test_subjects_stay_when_the_score_changes(world: World, alice: Person) -> None:
    await world.answer(alice, 9)
    why = alice.last
    await taps(world, alice, "цена", "Изменить оценку", "3")
    assert why.text.startswith("Что пошло не так?")
    assert why.buttons[0] == ["мастер", "✓ цена"]


@pytest.mark.parametrize("data", ["chip:1:4:1", "chip:1:-1:1", "chip:1:99:1", "chip:7:0:1"])
async def test_a_forged_subject_does_no_harm(world: World, alice: Person, data: str) -> None:
    await world.answer(alice, 8)
    world.forge_tap(alice, data)
    await world.settle()
    assert chips(world) == []
    assert alice.spinners == 0
    assert not world.failures


async def test_nobody_taps_a_subject_for_somebody_else(
    world: World, alice: Person, dave: Person
) -> None:
    await world.answer(alice, 8)
    await world.answer(dave, 8)
    world.forge_tap(dave, "chip:1:0:1")
    await world.settle()
    assert chips(world) == []


async def test_the_owners_card_names_the_subjects(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 3)
    await world.pass_time(timedelta(seconds=1))
    await taps(world, alice, "цена", "ожидание")
    card = olga.last
    assert "О чём: ожидание, цена" in card.text
    assert "не назвали" not in card.text
    await taps(world, alice, "✓ цена", "✓ ожидание")
    assert "Причину пока не назвали." in card.text


async def test_figures_show_the_subjects(world: World, alice: Person, olga: Person) -> None:
    await world.meet(olga)
    await world.answer(alice, 8)
    await taps(world, alice, "цена")
    olga.send("/stats")
    await world.settle()
    assert "8 · 15 мая · цена" in olga.last.text
    alice.send("Дорого")
    await world.settle()
    olga.send("/stats")
    await world.settle()
    assert "8 · 15 мая · цена · «Дорого»" in olga.last.text


async def test_a_rehearsal_has_subjects_to_tap_and_keeps_nothing(
    world: World, olga: Person
) -> None:
    await world.meet(olga)
    olga.send("/rate")
    await world.settle()
    await taps(world, olga, "3")
    why = olga.last
    await taps(world, olga, "цена", "мастер", "✓ цена")
    assert why.buttons == [["✓ мастер", "цена"], ["ожидание", "чистота"], ["Готово"]]
    assert chips(world) == []
    assert olga.spinners == 0


async def test_a_forged_subject_in_a_rehearsal_does_no_harm(world: World, olga: Person) -> None:
    await world.meet(olga)
    olga.send("/rate")
    await world.settle()
    await taps(world, olga, "3")
    world.forge_tap(olga, "chip:0:50:1")
    await world.settle()
    assert olga.spinners == 0
    assert not world.failures


@pytest.fixture
async def without_chips(database: Path) -> AsyncIterator[World]:
    async with World(database, why_chips=()) as world:
        yield world


async def test_without_subjects_in_the_settings_there_are_none(without_chips: World) -> None:
    alice = without_chips.alice
    await without_chips.answer(alice, 8)
    assert alice.last.buttons == [["Пропустить"]]


# Words that are corrected


async def test_an_edited_reason_is_what_it_says_now(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 3)
    said = alice.send("Ждала чяс")
    await world.settle()
    card = next(message for message in olga.messages if "Оценка 3" in message.text)
    await world.pass_time(timedelta(days=3))
    alice.edit(said, "Ждала час")
    await world.settle()
    assert world.rows("SELECT text FROM reasons") == [("Ждала час",)]
    assert "Ждала час" in card.text
    assert list(said.reactions.values()) == [["🙏"]]


async def test_an_edited_caption_changes_the_reason_and_keeps_the_picture(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 8)
    said = alice.send_photo(caption="вот")
    await world.settle()
    alice.edit(said, "вот так")
    await world.settle()
    assert world.rows("SELECT kind, text, file_id IS NOT NULL FROM reasons") == [
        ("photo", "вот так", 1)
    ]


async def test_an_edit_of_what_is_no_reason_is_passed_over(world: World, alice: Person) -> None:
    await world.answer(alice, 8, "Мало места")
    alice.tap("Нет, спасибо")
    await world.pass_time(timedelta(hours=1))
    other = alice.send("Просто слова")
    await world.settle()
    read = len(alice.messages)
    alice.edit(other, "Совсем другие")
    await world.settle()
    assert len(alice.messages) == read
    assert other.reactions == {}
    assert world.rows("SELECT text FROM reasons") == [("Мало места",)]


async def test_nobody_edits_somebody_elses_reason(
    world: World, alice: Person, dave: Person
) -> None:
    await world.answer(alice, 8, "Мало места")
    await world.answer(dave, 8)
    [(message_id,)] = world.rows("SELECT message_id FROM reasons")
    forged = dave.send("Плохо")
    await world.settle()
    edited = {**forged.json(), "message_id": message_id, "edit_date": 1}
    dave.bot.updates.put("edited_message", edited)
    await world.settle()
    assert world.rows("SELECT text FROM reasons ORDER BY id") == [("Мало места",), ("Плохо",)]


# What else people send into an open why


async def test_an_album_is_one_reason_and_is_thanked_once(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    album = [alice.send_photo() for _ in range(4)]
    await world.settle()
    assert world.rows("SELECT count(*) FROM reasons") == [(4,)]
    assert sum(text.startswith("Спасибо!") for text in alice.texts) == 1
    assert [bool(picture.reactions) for picture in album] == [False, True, True, True]


async def test_a_sticker_is_a_reason(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    alice.send_sticker()
    await world.settle()
    assert world.rows("SELECT kind FROM reasons") == [("sticker",)]
    assert any(text.startswith("Спасибо!") for text in alice.texts)


async def test_a_forwarded_message_counts_as_words(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    author = {"type": "hidden_user", "date": 1, "sender_user_name": "Чарли"}
    odd.send(alice, {"text": "Мне тут пишут: долго", "forward_origin": author})
    await world.settle()
    assert world.rows("SELECT text FROM reasons") == [("Мне тут пишут: долго",)]


@pytest.mark.parametrize("what", odd.ODD)
async def test_what_says_nothing_is_no_reason_and_is_answered_kindly(
    world: World, alice: Person, what: str
) -> None:
    await world.answer(alice, 8)
    odd.send(alice, odd.ODD[what])
    await world.settle()
    assert "Такое мы не сумеем прочесть" in alice.last.text
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]
    alice.send("Мало места")
    await world.settle()
    assert world.rows("SELECT text FROM reasons") == [("Мало места",)]


@pytest.mark.parametrize("length", [1000, 1300, 1365])
async def test_a_long_text_is_kept_whole_and_reaches_the_owner(
    world: World, alice: Person, olga: Person, length: int
) -> None:
    """The longest is as long as Telegram allows; escaped, it is four times as long."""
    await world.meet(olga)
    long = "<&>" * length
    await world.answer(alice, 3, long)
    assert long in olga.last.text
    assert world.rows("SELECT text FROM reasons") == [(long,)]
    card = next(message for message in olga.messages if "Оценка 3" in message.text)
    assert "Целиком — в /comments" in card.text
    assert len(card.text) < 1000


async def test_a_start_in_the_middle_leaves_the_why_open(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    alice.start()
    await world.settle()
    assert "С возвращением" in alice.last.text
    alice.send("Мало места")
    await world.settle()
    assert world.rows("SELECT text FROM reasons") == [("Мало места",)]


async def test_a_stop_in_the_middle_is_no_reason(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    alice.send("Стоп")
    await world.settle()
    assert "больше не пишу первым" in alice.last.text
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]


async def test_thanks_that_did_not_get_through_come_with_the_next_words(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 10)
    world.telegram.faults.add(method="sendMessage", times=1, kind=error(500))
    alice.send("Уютно")
    await world.settle()
    assert not any("Нам важно это слышать" in text for text in alice.texts)
    alice.send("И тихо")
    await world.settle()
    assert sum("Нам важно это слышать" in text for text in alice.texts) == 1
    assert alice.last.text.startswith("Можно показать ваши слова другим")
    world.failures.clear()
