"""A day, a week, a month, each on one screen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.settings import Settings
from models.period import Period
from models.recovery import Recovered
from models.reports import Report, Span
from models.rules.nps import Tally
from views import Screen
from views.report import TOLD, on_demand, report
from views.say import LANGUAGES, Html, say_in

BUSINESS = Settings(_env_file=None).business
UNTIL = datetime(2026, 5, 15, 14, tzinfo=UTC)
DAY = timedelta(days=1)
FULL: dict[str, Any] = {
    "answers": Tally(8, 3, 1),
    "before": Tally(20, 3, 1),
    "month": Tally(50, 30, 20),
    "month_before": Tally(31, 12, 7),
    "newcomers": 5,
    "friends": 2,
    "new_cases": 1,
    "closed_cases": 4,
    "open_cases": 2,
    "recovered": Recovered(3, 5),
    "sent": 14,
    "skipped": {"consent": 2, "blocked": 4, "something new": 1, "newer": 2, "held_out": 5},
    "failed": 2,
    "unknown": 1,
}
NO_BREAK = "\N{NO-BREAK SPACE}"
EMPTY: dict[str, Any] = {name: type(value)() for name, value in FULL.items()}


def plain(words: str) -> str:
    """With the spaces that may break a line and those that may not alike."""
    return words.replace(NO_BREAK, " ")


def text(language: str = "ru", **of: Any) -> str:
    told = Report(period=Period(UNTIL - DAY, UNTIL), **of)
    return plain(report(say_in(language), told, BUSINESS).text)


def asked_for(span: Span, language: str = "ru", **of: Any) -> Screen:
    told = Report(period=Period(UNTIL - DAY, UNTIL), **of)
    screen = on_demand(say_in(language), told, span, BUSINESS)
    return replace(screen, text=plain(screen.text))


def buttons(screen: Screen) -> list[str]:
    assert screen.keyboard is not None
    return [button.text for row in screen.keyboard.inline_keyboard for button in row]


def test_a_day_with_everything_in_it() -> None:
    assert text(**FULL) == (
        "<b>За сутки</b> · 15 мая, 17:00\n"
        "\n"
        "12 ответов: промоутеры 8, нейтралы 3, критики 1\n"
        "За 30 дней: NPS <b>+30</b>, 100 ответов\n"
        "Месяцем раньше было +48: разница может быть случайной\n"
        "\n"
        "Недовольные: новых 1, закрыто 4, открыто 2\n"
        "Вернули доверие за 30 дней: 3 из 5 закрытых дел\n"
        "Новые клиенты: 5, из них пришли от друзей: 2\n"
        "\n"
        "Наши сообщения клиентам: отправлено 14\n"
        "Не отправлено 14: группа для сравнения (5), бот заблокирован (4), прочее (3), "
        "нет согласия на данные (2)\n"
        "Не дошло: 2\n"
        "Неизвестно, дошло ли: 1 (связь прервалась, второй раз не шлём)\n"
        "\n"
        "Подробнее — /stats"
    )


def test_what_did_not_happen_is_not_told() -> None:
    assert text(**EMPTY | {"newcomers": 1}) == (
        "<b>За сутки</b> · 15 мая, 17:00\n\nНовых ответов нет\n\nНовые клиенты: 1\n\n"
        "Подробнее — /stats"
    )


def test_below_five_answers_there_is_no_score() -> None:
    told = text(**EMPTY | {"month": Tally(4, 0, 0)})
    assert "За 30 дней: 4 ответа, для NPS пока мало" in told
    assert "NPS <b>" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_on_a_screen_of_a_phone(language: str) -> None:
    assert len(text(language, **FULL).splitlines()) <= 17


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words_of_its_own(language: str) -> None:
    said = [text(language, **EMPTY | {"skipped": {reason: 1}}) for reason in sorted(TOLD)]
    other = text(language, **EMPTY | {"skipped": {"something new": 1}})
    assert len({*said, other}) == len(TOLD) + 1


# --- on demand ---


def test_since_the_last_report_it_says_since_when() -> None:
    screen = asked_for(Span.DAY, **FULL)
    assert screen.text.startswith(
        "<b>Новое</b> · с 14 мая, 17:00\n"
        "\n"
        "12 ответов: промоутеры 8, нейтралы 3, критики 1\n"
        "За 30 дней: NPS <b>+30</b>, 100 ответов\n"
    )
    assert buttons(screen) == ["• Новое", "Неделя", "Месяц"]


def test_a_week_has_its_own_score_and_change() -> None:
    screen = asked_for(Span.WEEK, **FULL)
    assert screen.text.startswith(
        "<b>За неделю</b> · 15 мая, 17:00\n"
        "\n"
        "12 ответов: промоутеры 8, нейтралы 3, критики 1\n"
        "NPS <b>+58</b>, вероятно от +11 до +82\n"
        "Неделей раньше было +79: разница может быть случайной\n"
        "\n"
    )
    assert buttons(screen) == ["Новое", "• Неделя", "Месяц"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Tally(10, 40, 0), Tally(24, 26, 0), "Рост: неделей раньше было +20"),
        (Tally(24, 26, 0), Tally(10, 40, 0), "Падение: неделей раньше было +48"),
        (Tally(5, 5, 0), Tally(6, 6, 0), "Неделей раньше было столько же"),
        (Tally(4, 0, 0), Tally(6, 6, 0), "Неделей раньше ответов было мало: сравнить не с чем"),
    ],
)
def test_growth_is_named_only_where_it_is_proven(before: Tally, after: Tally, words: str) -> None:
    told = asked_for(Span.WEEK, **FULL | {"before": before, "answers": after}).text
    assert told.splitlines()[4] == words


def test_a_month_is_set_against_the_month_before() -> None:
    assert "\nМесяцем раньше было +79: " in asked_for(Span.MONTH, **FULL).text


def test_what_was_achieved_in_a_month_is_no_news() -> None:
    told = {span: asked_for(span, **FULL).text for span in Span}
    assert [span for span in Span if "Вернули доверие" in told[span]] == [Span.WEEK, Span.MONTH]


@pytest.mark.parametrize(
    ("closed", "words"),
    [(1, "из 1 закрытого дела"), (2, "из 2 закрытых дел"), (21, "из 21 закрытого дела")],
)
def test_cases_are_counted_as_people_speak(closed: int, words: str) -> None:
    assert f": 1 {words}\n" in text(**FULL | {"recovered": Recovered(1, closed)})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_breaks_between_a_number_and_what_it_counts(language: str) -> None:
    told = Report(period=Period(UNTIL - DAY, UNTIL), **FULL)
    lines = report(say_in(language), told, BUSINESS).text.splitlines()
    counts = {2: 3, 6: 3, 8: 2, 11: 4}
    assert {number: lines[number].count(NO_BREAK) for number in counts} == counts


def test_a_month_of_few_answers_has_no_score() -> None:
    screen = asked_for(Span.MONTH, **EMPTY | {"answers": Tally(4, 0, 0)})
    assert screen.text == (
        "<b>За 30 дней</b> · 15 мая, 17:00\n"
        "\n"
        "4 ответа: промоутеры 4, нейтралы 0, критики 0\n"
        "Для NPS нужно хотя бы пять ответов."
    )
    assert buttons(screen) == ["Новое", "Неделя", "• Месяц"]


def test_where_nothing_has_happened_it_says_so() -> None:
    assert asked_for(Span.WEEK, **EMPTY).text == (
        "<b>За неделю</b> · 15 мая, 17:00\n\nПока ничего нового"
    )


def test_what_waits_from_before_is_told_though_nothing_is_new() -> None:
    waiting = EMPTY | {"open_cases": 2, "month": Tally(50, 30, 20)}
    assert asked_for(Span.DAY, **waiting).text == (
        "<b>Новое</b> · с 14 мая, 17:00\n"
        "\n"
        "Пока ничего нового\n"
        "За 30 дней: NPS <b>+30</b>, 100 ответов\n"
        "Месяцем раньше ответов было мало: сравнить не с чем\n"
        "\n"
        "Недовольные: новых 0, закрыто 0, открыто 2"
    )


def test_what_was_found_out_over_longer_stands_below() -> None:
    told = Report(period=Period(UNTIL - DAY, UNTIL), **EMPTY)
    screen = on_demand(say_in("ru"), told, Span.DAY, BUSINESS, [Html("<i>А</i>"), Html("Б")])
    assert screen.text.endswith("Пока ничего нового\n\n<i>А</i>\n\nБ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("span", [*Span])
def test_on_demand_it_fits_too(language: str, span: Span) -> None:
    screen = asked_for(span, language, **FULL)
    assert len(screen.text.splitlines()) <= 15
    assert all(len(button) <= 13 for button in buttons(screen))
