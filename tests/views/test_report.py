"""A day on one screen."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.settings import Settings
from models.recovery import Recovered
from models.reports import Report
from models.rules.nps import Tally
from views.report import report
from views.say import LANGUAGES, say_in

BUSINESS = Settings(_env_file=None).business
FULL: dict[str, Any] = {
    "answers": Tally(8, 3, 1),
    "month": Tally(50, 30, 20),
    "month_before": Tally(31, 12, 7),
    "newcomers": 5,
    "new_cases": 1,
    "closed_cases": 4,
    "open_cases": 2,
    "recovered": Recovered(3, 5),
    "sent": 14,
    "skipped": {"consent": 2, "blocked": 4, "something new": 1, "something newer": 2},
    "failed": 2,
    "unknown": 1,
}
EMPTY: dict[str, Any] = {name: type(value)() for name, value in FULL.items()}


def text(language: str = "ru", **of: Any) -> str:
    told = Report(until=datetime(2026, 5, 15, 14, tzinfo=UTC), **of)
    return report(say_in(language), told, BUSINESS).text


def test_a_day_with_everything_in_it() -> None:
    assert text(**FULL) == (
        "<b>За сутки</b> · 15 мая, 17:00\n"
        "\n"
        "12 ответов: промоутеры 8, нейтралы 3, критики 1\n"
        "За 30 дней: NPS <b>+30</b>, 100 ответов\n"
        "Явных изменений нет: раньше было +48\n"
        "\n"
        "Недовольные: новых 1, закрыто 4, открыто 2\n"
        "Вернули доверие за 30 дней: 3 из 5\n"
        "Новые клиенты: 5\n"
        "\n"
        "Наши сообщения клиентам: отправлено 14\n"
        "Не стали отправлять: заблокировали бота — 4, прочее — 3, нет согласия — 2\n"
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
