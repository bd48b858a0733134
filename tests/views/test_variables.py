"""Names put into the words of an offer: the formatting stays on the words it was on."""

import pytest
from aiogram.types import MessageEntity
from hypothesis import given
from hypothesis import strategies as st

from models.rules.content import Content, Part
from views import variables
from views.length import units
from views.say import say_in

SAY = say_in("ru")

characters = st.characters(exclude_categories=["Cs"], exclude_characters="{}|")
plain = st.text(characters | st.sampled_from("😀👩‍👩‍👧🇷🇺𝔘 ,.!"), max_size=12)
seen = st.text(st.sampled_from("Анна😀𝔘<&>\"'{}"), min_size=1, max_size=12)
fallbacks = st.text(st.sampled_from("дорогой гость😀"), min_size=1, max_size=12).filter(
    lambda words: words == words.strip()
)


def bold(text: str, words: str) -> MessageEntity:
    return MessageEntity(type="bold", offset=units(text[: text.index(words)]), length=units(words))


def cut(text: str, entity: MessageEntity) -> str:
    """As Telegram cuts: by UTF-16 units."""
    start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
    return text.encode("utf-16-le")[start:end].decode("utf-16-le")


def filled(text: str, name: str) -> str:
    return variables.fill(text, (), name)[0]


@pytest.mark.parametrize(
    ("text", "named", "nameless"),
    [
        ("{имя}, ждём вас", "Анна, ждём вас", "Ждём вас"),
        ("{Имя}, 😀", "Анна, 😀", "😀"),
        ("Ждём вас, {имя}!", "Ждём вас, Анна!", "Ждём вас!"),
        ("Привет,  {name}, это мы", "Привет,  Анна, это мы", "Привет, это мы"),
        ("Ура! {имя}, ждём", "Ура! Анна, ждём", "Ура! Ждём"),
        ("👋 {имя}, ждём", "👋 Анна, ждём", "👋 Ждём"),
        ("Первая\n{имя}, вторая", "Первая\nАнна, вторая", "Первая\nВторая"),
        ("{ имя | дорогой гость }, ждём", "Анна, ждём", "дорогой гость, ждём"),
        ("Hi {NAME|friend}!", "Hi Анна!", "Hi friend!"),
        ("{имя|}, ждём", "Анна, ждём", "Ждём"),
        ("{имя| }", "Анна", ""),
        ("{имя} и {имя|друг}", "Анна и Анна", "И друг"),
        ("{имя}{имя}, да", "АннаАнна, да", "Да"),
        ("{имя}, {имя}, да", "Анна, Анна, да", "Да"),
        ("Да, {имя}, {имя}!", "Да, Анна, Анна!", "Да!"),
        ("{имя}, ß", "Анна, ß", "ß"),
        ("{фамилия} {} {имя", "{фамилия} {} {имя", "{фамилия} {} {имя"),
    ],
)
def test_a_name_is_put_in_and_where_there_is_none_the_words_close(
    text: str, named: str, nameless: str
) -> None:
    assert (filled(text, "Анна"), filled(text, "")) == (named, nameless)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Анна Ким", "Анна"),
        ('<b>&"', '<b>&"'),
        ("{имя}", "{имя}"),
        ("", ""),
        ("\u3164\u200b", ""),
        ("😀" * 64, "😀" * 11 + "…"),
        ("יעל", "\u2068יעל\u2069"),
    ],
)
def test_a_name_is_taken_as_it_is_or_not_at_all(name: str, called: str) -> None:
    assert variables.called(SAY, name) == called
    assert filled("Привет, {имя|друг}!", called) == f"Привет, {called or 'друг'}!"


@pytest.mark.parametrize("name", ["Ян", "👩‍👩‍👧 Анна-Мария", ""])
@pytest.mark.parametrize(
    ("words", "covered"),
    [
        ("😀 Да", "😀 Да"),
        ("{имя|гость 😀}", "*"),
        ("Да, {имя|гость 😀}! Ура", "Да, *! Ура"),
        ("Да, {имя|го", "Да, *"),
        ("имя|гость 😀}! У", "*! У"),
        ("! Ура", "! Ура"),
    ],
)
def test_formatting_before_around_and_across_a_variable(
    words: str, covered: str, name: str
) -> None:
    source = "😀 Да, {имя|гость 😀}! Ура 🎁"
    text, entities = variables.fill(source, [bold(source, words)], name)
    shown = name or "гость 😀"
    assert text == f"😀 Да, {shown}! Ура 🎁"
    if words == "Да, {имя|го" and not name:
        shown = "го"
    assert [cut(text, one) for one in entities] == [covered.replace("*", shown)]


def test_what_is_formatted_in_the_fallback_alone_is_seen_with_the_fallback_only() -> None:
    source = "Привет, {имя|дорогой друг}!"
    entity = bold(source, "друг")
    text, [kept] = variables.fill(source, [entity], "")
    assert cut(text, kept) == "друг"
    assert variables.fill(source, [entity], "Анна") == ("Привет, Анна!", [])


def test_the_formatting_of_a_name_goes_with_the_name() -> None:
    source = "{имя}, ждём вас"
    text, entities = variables.fill(source, [bold(source, "{имя}"), bold(source, "ждём")], "")
    assert [(text, cut(text, one)) for one in entities] == [("Ждём вас", "Ждём")]


@given(pieces=st.lists(plain, min_size=2, max_size=5), fallback=fallbacks, name=seen | st.just(""))
def test_the_words_outside_variables_stay(pieces: list[str], fallback: str, name: str) -> None:
    source = f"{{имя|{fallback}}}".join(pieces)
    entities, at = [], 0
    for piece in pieces:
        if piece:
            entities.append(MessageEntity(type="bold", offset=at, length=units(piece)))
        at += units(piece) + units(f"{{имя|{fallback}}}")
    text, moved = variables.fill(source, entities, name)
    assert text == (name or fallback).join(pieces)
    assert [cut(text, one) for one in moved] == [piece for piece in pieces if piece]


@given(data=st.data(), name=seen | st.just(""))
def test_formatting_never_hangs_over_nor_splits_a_character(data: st.DataObject, name: str) -> None:
    variable = st.sampled_from(["{имя}", "{name|друг 😀}", "{имя|}", "{ Имя }"])
    source = "".join(data.draw(st.lists(plain | variable, min_size=1, max_size=8)))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    assert not variables.VARIABLE.search(filled(source, "Анна"))
    entity = MessageEntity(
        type="italic", offset=units(source[:start]), length=units(source[start:end])
    )
    text, moved = variables.fill(source, [entity], name)
    assert units(text) <= variables.longest(source) or units(name) > units(variables.LONGEST_NAME)
    for one in moved:
        assert 0 <= one.offset < one.offset + one.length <= units(text)
        cut(text, one)  # half of a pair does not decode


def test_only_what_has_a_variable_is_said_to_have_one() -> None:
    texts = ["{имя}", "{NAME|friend}", "{фамилия}", "имя", "{имя|{}}"]
    contents = [Content(1, (Part("text", 1, text),)) for text in texts]
    assert [variables.has_variables(one) for one in contents] == [True, True, False, False, False]
