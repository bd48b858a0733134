"""Templates of answers, and the whole conversation of a case, in place of its card."""

import re

from sandbox.people import Person
from tests.owners.working import card_of, flat, open_case, replies, tap
from tests.world import World
from views.length import units
from views.say import LANGUAGES, say_in
from views.templates import unfilled

TITLES = ["Первое извинение", "Что исправим и когда", "Спасибо за второй шанс", "Последнее слово"]


# Templates


async def test_templates_are_chosen_over_the_card_and_it_comes_back(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    card, text, read = card_of(olga), card_of(olga).text, len(olga.messages)
    await tap(world, olga, "Шаблоны ответа")
    assert flat(card) == [*TITLES, "‹ К карточке"]
    await tap(world, olga, "Первое извинение")
    assert "Алиса, здравствуйте! Простите нас, пожалуйста: [что случилось]" in card.text
    assert flat(card) == ["Скопировать", "Шаблоны ответа", "‹ К карточке"]
    await tap(world, olga, "‹ К карточке")
    assert card.text == text
    assert len(olga.messages) == read


async def test_what_is_copied_is_what_is_shown_and_fits_a_button(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    card = card_of(olga)
    for title in TITLES:
        await tap(world, olga, "Шаблоны ответа", title)
        copied = olga.tap("Скопировать", message=card)
        assert copied is not None
        assert copied in card.text
        assert f"<code>{copied}</code>" in card.html


async def test_a_template_is_in_the_language_of_the_customer(
    world: World, olga: Person, emily: Person
) -> None:
    emily.start()
    await world.settle()
    await tap(world, emily, "I agree, go on")
    await open_case(world, emily, olga)
    await tap(world, olga, "Шаблоны ответа", "Что исправим и когда")
    assert "Hello, Emily! Here is what we will do: [what we will do]" in olga.last.text
    assert "замените слова в скобках своими" in olga.last.text


async def test_a_hostile_name_breaks_no_template(world: World, olga: Person) -> None:
    for number, name in enumerate(('<b>&"[дата]', "\u202e\u200b", "[дата]" * 10)):
        mallory = world.telegram.add_person(70 + number, name)
        await open_case(world, mallory, olga)
        card = olga.last
        await tap(world, olga, "Шаблоны ответа", "Последнее слово", on=card)
        copied = olga.tap("Скопировать", message=card)
        assert copied is not None
        assert unfilled(copied) == ()
    assert not world.failures


async def test_a_template_is_answered_with_from_where_it_is_read(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    card = card_of(olga)
    await tap(world, olga, "Шаблоны ответа", "Последнее слово")
    copied = olga.tap("Скопировать", message=card)
    olga.send(f"{copied} До встречи!", reply_to=card)
    await world.settle()
    assert "До встречи!" in alice.last.text


def test_the_blanks_of_our_templates_are_found_and_no_other_brackets() -> None:
    assert unfilled("Сделаем до [дата], [дата]. [честно]") == ("[дата]",)
    assert unfilled("We will, by [date]: [what we will do]") == ("[date]", "[what we will do]")
    assert unfilled("Сделаем до 5 мая [это важно]") == ()


def test_every_template_has_its_blanks_and_the_closing_word_has_none() -> None:
    for language in LANGUAGES:
        counts = {
            name: len(unfilled(say_in(language).plain(f"template-{name}", hello="")))
            for name in ("apology", "fix", "chance", "closing")
        }
        assert counts == {"apology": 2, "fix": 3, "chance": 1, "closing": 0}


# The conversation


async def test_the_whole_conversation_is_read_over_the_card(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, alice, "Пропустить")
    await replies(world, olga, "Простите <нас> & простите")
    alice.send_voice()
    alice.send_photo(caption="вот <так>")
    await world.settle()
    card = card_of(olga)
    await tap(world, olga, "Переписка", on=card)
    assert card.text == (
        "Переписка: Алиса Ким\n\n"
        "Ольга, 15 мая, 12:00\nПростите <нас> & простите\n\n"
        "Алиса Ким, 15 мая, 12:00\n🎤 голосовое\n\n"
        "Алиса Ким, 15 мая, 12:00\n📷 фото\nвот <так>"
    )
    await tap(world, olga, "‹ К карточке", on=card)
    assert "Алиса Ким: вот <так>" in card.text


async def test_what_did_not_arrive_is_marked(world: World, olga: Person, alice: Person) -> None:
    await open_case(world, alice, olga)
    await replies(world, olga, "Первое")
    alice.block()
    await replies(world, olga, "Второе")
    card = card_of(olga)
    await tap(world, olga, "Переписка", on=card)
    assert "Второе\n⚠ не доставлено" in card.text
    assert card.text.count("⚠") == 1


async def test_of_a_long_conversation_the_newest_is_kept(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, alice, "Пропустить")
    await replies(world, olga, "Слушаю")
    for number in range(12):
        alice.send(f"{number}. " + "<&>" * 300)
    await world.settle()
    card = card_of(olga)
    await tap(world, olga, "Переписка", on=card)
    assert units(card.text) <= 4096
    assert "Более раннее не поместилось." in card.text
    assert re.findall(r"^(\d+)\. ", card.text, re.MULTILINE) == ["8", "9", "10", "11"]


async def test_a_message_as_long_as_telegram_allows_is_cut_and_not_left_out(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, alice, "Пропустить")
    await replies(world, olga, "Слушаю")
    alice.send("😡" * 2048)
    await world.settle()
    card = card_of(olga)
    await tap(world, olga, "Переписка", on=card)
    assert card.text.endswith("😡…")
    assert units(card.text) <= 4096
