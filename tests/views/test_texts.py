"""The words themselves: each is used, each can be said in both languages, none is too long."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as ftl

from views.say import LANGUAGES, TEXTS, say_in

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "models", "scheduler", "views")
KEY = re.compile(r"[a-z]+(-[a-z]+)*")
SCREEN = 900
"""About as many visible characters as a phone shows at once."""
COUNTS = (0, 1, 2, 5, 11, 21)
PLURALS = {"ru": {"one", "few", "many"}, "en": {"one", "other"}}
CATEGORIES = {"zero", "one", "two", "few", "many", "other"}
WORDS = "Стоматология «Улыбка»"


class Parts(visitor.Visitor):
    """What a message is made of: variables, choices, and other messages."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()
        self.choices: dict[str, set[str]] = {}

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:
        self.messages.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:
        assert isinstance(node.selector, ftl.VariableReference)
        keys = self.choices.setdefault(node.selector.id.name, set())
        keys |= {key_of(variant) for variant in node.variants}
        self.generic_visit(node)


def key_of(variant: ftl.Variant) -> str:
    key = variant.key
    return key.name if isinstance(key, ftl.Identifier) else str(key.value)


@cache
def texts(language: str) -> dict[str, Parts]:
    """Every message of a language, with the parts of those it refers to."""
    found: dict[str, Parts] = {}
    for entry in FluentParser().parse((TEXTS / f"{language}.ftl").read_text("utf8")).body:
        if isinstance(entry, ftl.Message):
            found[entry.id.name] = parts = Parts()
            parts.visit(entry)
    for parts in found.values():
        for name in parts.messages:
            parts.variables |= found[name].variables
            parts.choices = found[name].choices | parts.choices
    return found


def is_of_numbers(keys: set[str]) -> bool:
    return bool(keys & CATEGORIES - {"other"}) or all(
        key.isdecimal() or key == "other" for key in keys
    )


def samples(parts: Parts) -> Iterator[dict[str, Any]]:
    """Values that lead into every variant; a plural gets each kind of number."""
    names = sorted(parts.variables)
    options: list[list[Any]] = []
    for name in names:
        keys = parts.choices.get(name)
        if keys is None:
            options.append([WORDS])
        elif is_of_numbers(keys):
            exact = [int(key) for key in keys if key.isdecimal()]
            options.append(sorted({*COUNTS, *exact}))
        else:
            options.append(sorted(keys))
    for values in product(*options):
        yield dict(zip(names, values, strict=True))


def said(language: str, key: str) -> Iterator[str]:
    for values in samples(texts(language)[key]):
        yield say_in(language)(key, **values)


# --- each is used ---


def sources() -> Iterator[ast.Module]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield ast.parse(path.read_text("utf8"))


def pattern_of(written: ast.JoinedStr) -> re.Pattern[str]:
    parts = (
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+"
        for part in written.values
    )
    return re.compile("".join(parts))


@cache
def written() -> tuple[set[str], list[re.Pattern[str]]]:
    """All that could be a key in Python: words, and the patterns that f-strings make."""
    words: set[str] = set()
    patterns = []
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
            elif isinstance(node, ast.JoinedStr) and starts_a_key(node.values[0]):
                patterns.append(pattern_of(node))
            elif isinstance(node, ast.BinOp) and starts_a_key(node.left):
                patterns.append(pattern_of(ast.JoinedStr([node.left, node.right])))
    return words, patterns


def starts_a_key(first: ast.expr) -> bool:
    """`"why-"` of `f"why-{group}"`."""
    return (
        isinstance(first, ast.Constant)
        and isinstance(first.value, str)
        and bool(re.fullmatch(r"[a-z]+(-[a-z]+)*-", first.value))
    )


def is_say(call: ast.Call) -> bool:
    """`say(…)`, `talk.say(…)`, `say_in(…)(…)`, and their `plain`."""
    told: ast.expr = call.func
    if isinstance(told, ast.Attribute) and told.attr == "plain":
        told = told.value
    name = told.attr if isinstance(told, ast.Attribute) else getattr(told, "id", None)
    made = isinstance(told, ast.Call) and getattr(told.func, "id", None) == "say_in"
    return name == "say" or made


def keys_said() -> Iterator[ast.expr]:
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and is_say(node) and node.args:
                yield from branches(node.args[0])


def branches(key: ast.expr) -> Iterator[ast.expr]:
    if isinstance(key, ast.IfExp):
        yield from (*branches(key.body), *branches(key.orelse))
    else:
        yield key


def test_every_key_that_is_said_exists() -> None:
    known = texts("ru")
    keys = list(keys_said())
    literal = {str(key.value) for key in keys if isinstance(key, ast.Constant)}
    assert len(literal) > 50
    assert literal - known.keys() == set()
    patterns = [pattern_of(key) for key in keys if isinstance(key, ast.JoinedStr)]
    assert len(patterns) > 5
    unmet = [one.pattern for one in patterns if not any(map(one.fullmatch, known))]
    assert unmet == []


def test_every_text_is_used() -> None:
    words, patterns = written()
    inside = {name for parts in texts("ru").values() for name in parts.messages}
    unused = {
        key
        for key in texts("ru").keys() - words - inside
        if not any(pattern.fullmatch(key) for pattern in patterns)
    }
    assert unused == set()


def test_keys_are_in_kebab_case() -> None:
    assert [key for key in texts("ru") if not KEY.fullmatch(key)] == []


# --- each can be said ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said_with_any_values(language: str) -> None:
    """`Say` raises on what Fluent can't resolve."""
    for key in texts(language):
        for text in said(language, key):
            assert text.strip(), key
            assert "{" not in text, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_longer_than_a_phones_screen(language: str) -> None:
    long = {
        key: longest
        for key in texts(language)
        if (longest := max(len(re.sub("<[^>]+>", "", text)) for text in said(language, key)))
        > SCREEN
    }
    assert long == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_are_closed_in_the_order_they_were_opened(language: str) -> None:
    for key in texts(language):
        for text in said(language, key):
            opened: list[str] = []
            for closing, tag in re.findall(r"<(/?)([a-z]+)[^>]*>", text):
                if closing:
                    assert opened.pop() == tag, key
                else:
                    opened.append(tag)
            assert opened == [], key


def test_english_texts_are_in_english() -> None:
    """But for the name of the other language, so that those who speak it find it."""
    source = (TEXTS / "en.ftl").read_text("utf8")
    lines = [line for line in source.splitlines() if re.search("[а-яё]", line.casefold())]
    assert lines == ["language-ru = Русский"]


def test_nobody_is_called_by_the_familiar_you() -> None:
    """«Вы» and «вам», in small letters: they are for many people at once."""
    source = (TEXTS / "ru.ftl").read_text("utf8")
    familiar = r"\b(ты|тебя|тебе|тобой|твой|твоя|твоё|твои|нажми|напиши|выбери)\b"
    assert re.findall(familiar, source.casefold()) == []


# --- plurals ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_each_form_of_its_language(language: str) -> None:
    plurals = [
        (key, keys - {key for key in keys if key.isdecimal()})
        for key, parts in texts(language).items()
        for keys in parts.choices.values()
        if keys & {"one", "few", "many"}
    ]
    assert len(plurals) > 3
    assert [key for key, forms in plurals if forms != PLURALS[language]] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ["Ответов пока нет", "1 ответ", "2 ответа", "5 ответов", "11 ответов", "21 ответ"]),
        (
            "en",
            ["No answers yet", "1 answer", "2 answers", "5 answers", "11 answers", "21 answers"],
        ),
    ],
)
def test_plurals_are_right(language: str, said: list[str]) -> None:
    assert [say_in(language)("stats-count", n=n) for n in COUNTS] == said


@pytest.mark.parametrize(
    ("count", "waiting"),
    [
        (0, "Недовольных клиентов без ответа нет."),
        (1, "1 недовольный клиент</b> ждёт ответа"),
        (2, "2 недовольных клиента</b> ждут ответа"),
        (5, "5 недовольных клиентов</b> ждут ответа"),
        (11, "11 недовольных клиентов</b> ждут ответа"),
        (21, "21 недовольный клиент</b> ждёт ответа"),
    ],
)
def test_the_verb_agrees_with_the_number(count: int, waiting: str) -> None:
    desk = say_in("ru")("desk-owner", business="Астра", cases=count, link="t.me/x")
    assert waiting in desk
