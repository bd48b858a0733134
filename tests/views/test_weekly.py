"""A week on one screen, and what to do next."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.settings import Settings
from models.period import Period
from models.reports import Report
from models.rules.advice import Act, Advice
from models.weekly import Weekly
from tests.views.test_report import EMPTY, FULL, plain
from views.say import LANGUAGES, say_in
from views.weekly import weekly

BUSINESS = Settings(_env_file=None).business
MONDAY = datetime(2026, 5, 18, 7, tzinfo=UTC)
ADVICE = (
    Advice(Act.ANSWER, {"waiting": 1, "days": 3}),
    Advice(Act.SUBJECT, {"subject": "цена & сервис", "named": 3}),
    Advice(Act.POINT, {"name": "Касса <1>", "nps": -73, "others": 81}),
    Advice(Act.RATE, {"answered": 4, "asked": 40}),
    Advice(Act.FEW, {"answers": 3}),
    Advice(Act.PUBLISH, {"words": 2}),
    Advice(Act.REWARD, {"shared": 1, "shown": 30}),
    Advice(Act.PROVE, {"friends": 2}),
    Advice(Act.BROADCAST, {"people": 57}),
    Advice(Act.PRINT),
    Advice(Act.READ),
    Advice(Act.COMPARE),
)


def text(*advice: Advice, language: str = "ru", **of: Any) -> str:
    told = Report(period=Period(MONDAY - timedelta(days=7), MONDAY), **of)
    return plain(weekly(say_in(language), Weekly(told, advice), BUSINESS).text)


def line(advice: Advice, language: str = "ru") -> str:
    return text(advice, language=language, **EMPTY).splitlines()[-1]


def test_a_week_with_everything_in_it() -> None:
    assert text(*ADVICE[:3], **FULL) == (
        "<b>Неделя</b> · 11–17 мая\n"
        "\n"
        "12 ответов: промоутеры 8, нейтралы 3, критики 1\n"
        "NPS <b>+58</b>, вероятно от +11 до +82\n"
        "Неделей раньше было +79: разница может быть случайной\n"
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
        "<b>Что сделать</b>\n"
        "1. Ответьте недовольному клиенту (/cases): он ждёт 3 дня\n"
        "\n"
        "2. Разберитесь, что не так: критики за месяц чаще всего отмечали «цена &amp; сервис» (3), "
        "их слова — в /comments\n"
        "\n"
        "3. Разберитесь с точкой «Касса &lt;1&gt;»: там NPS −73, на остальных +81 — /stats, "
        "«По точкам»"
    )


def test_a_week_of_two_months_names_both() -> None:
    until = datetime(2026, 5, 4, 7, tzinfo=UTC)
    told = Report(period=Period(until - timedelta(days=7), until), **EMPTY)
    title = weekly(say_in("ru"), Weekly(told, ()), BUSINESS).text.splitlines()[0]
    assert title == "<b>Неделя</b> · 27 апреля – 3 мая"


@pytest.mark.parametrize(
    ("waiting", "days", "words"),
    [
        (1, 0, "Ответьте недовольному клиенту (/cases): он ждёт меньше суток"),
        (2, 1, "Ответьте недовольным (/cases): без ответа 2, первый ждёт 1 день"),
        (21, 5, "Ответьте недовольным (/cases): без ответа 21, первый ждёт 5 дней"),
    ],
)
def test_how_many_wait_and_how_long(waiting: int, days: int, words: str) -> None:
    assert line(Advice(Act.ANSWER, {"waiting": waiting, "days": days})) == f"1. {words}"


def test_every_act_has_its_example_here() -> None:
    assert [advice.act for advice in ADVICE] == list(Act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("advice", ADVICE, ids=lambda advice: str(advice.act))
def test_each_is_one_sentence_that_a_phone_shows_in_a_few_lines(
    language: str, advice: Advice
) -> None:
    words = line(advice, language).removeprefix("1. ")
    assert ". " not in words
    assert len(words) <= 125
    assert "/" in words or advice.act in (Act.REWARD, Act.PROVE)
