"""What an owner reads under the picture."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.recovery import Recovered
from models.rules.nps import Group
from models.stats import Funnel, Stats
from models.tables import Reason, Response
from sandbox.entities import units
from sandbox.markup import parse_html
from views import stats as view
from views.length import shortened
from views.say import LANGUAGES, Say, say_in

MOSCOW = ZoneInfo("Europe/Moscow")
RU = say_in("ru")
GOLDEN = {10: 32, 9: 18, 8: 20, 7: 10, 6: 8, 0: 12}


def response(score: int, words: str | None, kind: str = "text") -> Response:
    at = datetime(2026, 5, 14, 22, tzinfo=UTC)  # the 15th in Moscow
    return Response(score=score, answered_at=at, reasons=[Reason(kind=kind, text=words)])


def figures(scores: dict[int, int], **of: Any) -> Stats:
    nothing: dict[str, Any] = {
        "scores_before": {},
        "asked": 0,
        "answered": 0,
        "funnel": Funnel(),
        "friends": 0,
        "open_cases": 0,
        "recovered": Recovered(),
        "reasons": [],
    }
    return Stats(scores=scores, **(nothing | of))


def caption(stats: Stats, days: int = 30, say: Say = RU) -> str:
    return view.caption(say, stats, days, MOSCOW)


def test_fifty_thirty_twenty_is_told_in_full() -> None:
    stats = figures(
        GOLDEN,
        scores_before={10: 31, 8: 12, 0: 7},
        asked=120,
        answered=100,
        funnel=Funnel(12, 7, 3, 4, 2),
        friends=4,
        open_cases=2,
        recovered=Recovered(2, 3),
        reasons=[
            response(10, "Мастер Анна — волшебница"),
            response(3, "Ждала\n<час> & ушла"),
            response(8, None, "voice"),
        ],
    )
    assert caption(stats) == (
        "<b>За 30 дней</b> · 100 ответов\n"
        "\n"
        "NPS <b>+30</b>, вероятно от +14 до +45\n"
        "На глаз это средне: от 0 до 30\n"
        "\n"
        "Промоутеры (9–10): <b>50</b>, 50 %\n"
        "Нейтралы (7–8): <b>30</b>, 30 %\n"
        "Критики (0–6): <b>20</b>, 20 %\n"
        "\n"
        "Отклик 83 %: ответили 100 из 120\n"
        "Явных изменений нет: раньше было +48\n"
        "Недовольные ждут ответа: 2\n"
        "Вернули недовольных: 2 из 3\n"
        "Живой NPS за всё время 25 %: 3 из 12\n"
        "\n"
        "<b>Что говорят</b>\n"
        "10 · 15 мая · «Мастер Анна — волшебница»\n"
        "3 · 15 мая · «Ждала &lt;час&gt; &amp; ушла»\n"
        "8 · 15 мая · голосовое"
    )


def test_no_answers_is_not_zero() -> None:
    text = caption(figures({}, asked=4))
    assert text == "<b>За 30 дней</b> · Ответов пока нет\n\nВопрос за это время получили: 4."


def test_below_five_answers_there_are_only_the_counts() -> None:
    stats = figures({10: 3, 0: 1}, scores_before=GOLDEN, asked=8, answered=4, funnel=Funnel(4))
    assert caption(stats) == (
        "<b>За 30 дней</b> · 4 ответа\n"
        "\n"
        "Промоутеры (9–10): 3\n"
        "Нейтралы (7–8): 0\n"
        "Критики (0–6): 1\n"
        "Для NPS нужно хотя бы пять ответов."
    )
    assert view.chart(RU, stats, 30).title == "4 ответа"


@pytest.mark.parametrize(("n", "is_rough"), [(5, True), (29, True), (30, False)])
def test_a_score_of_few_answers_is_called_rough(n: int, is_rough: bool) -> None:
    assert ("Ответов мало, поэтому оценка грубая." in caption(figures({10: n}))) is is_rough


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({10: 31, 8: 12, 0: 7}, {10: 22, 8: 16, 0: 12}, "Явных изменений нет: раньше было"),
        ({10: 24, 8: 26}, {10: 10, 8: 40}, "Падение: раньше было +48"),
        ({10: 10, 8: 40}, {10: 24, 8: 26}, "Рост: раньше было +20"),
        ({10: 4}, {0: 50}, "Сравнить с прошлым периодом нельзя"),
        ({}, {0: 50}, "Сравнить с прошлым периодом нельзя"),
    ],
)
def test_a_change_is_named_only_where_it_is_proven(
    before: dict[int, int], after: dict[int, int], words: str
) -> None:
    assert words in caption(figures(after, scores_before=before))


def test_all_time_is_compared_with_nothing() -> None:
    text = caption(figures(GOLDEN), view.ALL)
    assert text.startswith("<b>За всё время</b>")
    assert "период" not in text


@pytest.mark.parametrize(
    ("scores", "word"), [({0: 9}, "плохо:"), ({8: 9}, "средне:"), ({10: 9}, "хорошо:")]
)
def test_the_reading_is_a_rule_of_thumb(scores: dict[int, int], word: str) -> None:
    assert f"На глаз это {word}" in caption(figures(scores))


def test_what_nobody_was_shown_or_asked_has_no_share() -> None:
    text = caption(figures({10: 9}))
    assert "Отклик" not in text
    assert "Живой" not in text


def test_word_of_mouth_is_told_step_by_step() -> None:
    stats = figures(GOLDEN, funnel=Funnel(12, 7, 3, 4, 2), friends=4)
    screen = view.sharing(RU, stats, 30, b"")
    assert screen.text == (
        "<b>Сарафан</b> за всё время\n"
        "\n"
        "Показали 12 → нажали 7 → поделились 3\n"
        "Друзей пришло 4, подтверждено 2\n"
        "Живой NPS за всё время 25 %: 3 из 12\n"
        "\n"
        "<b>За 30 дней</b>\n"
        "Прогноз на месяц (книжная оценка): от −30 до +20 клиентов, в среднем −5\n"
        "На деле за это время по ссылкам пришли: 4"
    )
    assert screen.keyboard is not None
    [[back]] = screen.keyboard.inline_keyboard
    assert (back.text, back.callback_data) == ("‹ Назад", "stats:30:0")


def test_where_nobody_was_offered_to_share_that_is_said() -> None:
    text = view.sharing(RU, figures({10: 4}), 30, b"").text
    assert "Делиться пока никому не предлагали" in text
    assert "За 30 дней" not in text


def test_friends_count_though_nobody_was_offered_to_share() -> None:
    text = view.sharing(RU, figures({}, funnel=Funnel(joined=2)), 30, b"").text
    assert text == "<b>Сарафан</b> за всё время\n\nДрузей пришло 2, подтверждено 0"


def test_of_closed_cases_those_won_back_are_told() -> None:
    assert "Вернули недовольных: 0 из 2" in caption(figures({}, recovered=Recovered(0, 2)))
    assert "Вернули" not in caption(figures({}))


def test_english_is_english() -> None:
    text = caption(figures(GOLDEN, scores_before=GOLDEN), say=say_in("en"))
    assert "NPS <b>+30</b>, probably between +14 and +45" in text
    assert "No clear change: it was +30 before" in text


def test_the_current_period_is_marked() -> None:
    keyboard = view.figures(RU, figures({}), 90, MOSCOW, b"").keyboard
    assert keyboard is not None
    rows = keyboard.inline_keyboard
    labels = [[button.text for button in row] for row in rows]
    assert labels == [["7 дней", "30 дней", "• 90 дней"], ["Год", "Всё время"], ["Сарафан"]]
    assert rows[1][-1].callback_data == "stats:0:0"


@pytest.mark.parametrize(
    ("number", "text"),
    [(30, "+30"), (-5, "−5"), (0, "0"), (Fraction(25, 2), "+12,5"), (-1234567, "−1\xa0234\xa0567")],
)
def test_a_score_is_never_without_its_sign(number: int, text: str) -> None:
    assert view.signed(RU, number) == text


@pytest.mark.parametrize(("part", "whole"), [(1, 3), (2, 3), (1, 200), (0, 1), (199, 200)])
def test_a_share_is_rounded_half_up(part: int, whole: int) -> None:
    shown = {(1, 3): 33, (2, 3): 67, (1, 200): 1, (0, 1): 0, (199, 200): 100}
    assert view.percent(Fraction(part, whole)) == shown[part, whole]


counts = st.integers(0, 10**12)
scores = st.dictionaries(st.integers(0, 10), counts, max_size=11)
words = st.one_of(
    st.text(max_size=4096),
    st.text("<>&;\"' \n👍я", max_size=4096),
    st.sampled_from(["ы" * 4096, "👍" * 2048, "да " * 1365, "<b>" * 1365]),
)
answered = st.builds(response, st.integers(0, 10), words)


long = st.builds(
    response, st.integers(0, 10), st.sampled_from(["ы" * 999, "👍" * 999, "да " * 999])
)


@given(
    st.builds(
        Stats,
        scores=scores,
        scores_before=scores,
        asked=counts,
        answered=counts,
        funnel=st.builds(Funnel, counts, counts, counts, counts, counts),
        friends=counts,
        open_cases=counts,
        recovered=st.builds(Recovered, counts, counts),
        reasons=st.one_of(st.lists(answered, max_size=5), st.lists(long, min_size=5, max_size=20)),
    ),
    st.sampled_from([0, 1, 30, 3650]),
    st.sampled_from(LANGUAGES),
)
def test_the_caption_always_fits_and_is_sound_html(stats: Stats, days: int, language: str) -> None:
    say = say_in(language)
    for text in caption(stats, days, say), view.sharing(say, stats, days, b"").text:
        assert units(parse_html(text).text) <= 1024


@given(words, st.integers(1, 200))
def test_words_are_shortened_to_whole_words(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert units(cut) <= limit
    whole = " ".join(text.split())
    if cut != whole:
        assert cut.endswith("…")
        assert whole.startswith(cut[:-1])


@pytest.mark.parametrize(
    ("limit", "cut"),
    [
        (30, "Очень, очень долго ждали"),
        (13, "Очень, очень…"),
        (12, "Очень…"),
        (6, "Очень…"),
        (4, "Оче…"),
    ],
)
def test_a_word_is_cut_only_where_it_stands_alone(limit: int, cut: str) -> None:
    assert shortened("Очень, очень долго ждали", limit) == cut


def test_the_picture_says_what_the_caption_says() -> None:
    chart = view.chart(RU, figures(GOLDEN), 30)
    assert (chart.title, chart.subtitle) == ("NPS +30", "За 30 дней · 100 ответов")
    assert chart.labels == {
        Group.PROMOTER: "Промоутеры 50 %",
        Group.PASSIVE: "Нейтралы 30 %",
        Group.DETRACTOR: "Критики 20 %",
    }
    assert chart.scores == GOLDEN
