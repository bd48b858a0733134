"""Whoever judges a year must be able to say no: a log with one fault each, and one with none."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.scheduler import report_law
from tests.scheduler.customer_life import Life, Said, Score, Spell
from tests.scheduler.nudge_law import DAY, HOUR, Judge, kind_of

CAME = datetime(2028, 2, 1, 9, tzinfo=UTC)
"""Noon in Moscow."""
END = CAME + 80 * DAY
STEP = HOUR
OFFER = "Скидка недели №1."
SILENCE = Spell(CAME + 60 * DAY, CAME + 69 * DAY)


def alice() -> Life:
    """She came, gave a nine a day later, and welcomes offers."""
    life = Life("Алиса", "Europe/Moscow")
    life.zones.append((CAME, None))
    life.agreed.append(Spell(CAME))
    life.asked.append(CAME)
    life.scores.append(Score(CAME + DAY, 9, CAME + DAY))
    life.offers.append(Spell(CAME + DAY))
    says(life, CAME + 2 * DAY, "referral")
    return life


def says(life: Life, at: datetime, kind: str, text: str = "") -> None:
    life.said.append(Said(at, kind, text))


def judged(life: Life, *offers: datetime, end: datetime = END) -> list[str]:
    told = [(at, OFFER) for at in offers]
    return list(Judge(life, told, end, STEP).verdicts())


def test_an_honest_log_is_not_blamed() -> None:
    life = alice()
    says(life, CAME + 10 * DAY, "offer", OFFER)
    assert judged(life, CAME + 10 * DAY) == []


def test_a_kind_is_known_by_its_words() -> None:
    question = "На сколько, по 10-балльной шкале, вы готовы рекомендовать наш салон?"
    assert kind_of(question) == "survey"
    assert kind_of(f"Мы всё ещё хотим узнать ваше мнение.\n\n{question}") == "reminder"
    assert kind_of("Is it solved now?") == "recovery"
    assert kind_of("Купите слона") == "unknown"


OFFER_AT = CAME + 10 * DAY


def got_an_offer(life: Life, at: datetime = OFFER_AT) -> None:
    says(life, at, "offer", OFFER)


def in_the_night(life: Life) -> None:
    got_an_offer(life, OFFER_AT + 10 * HOUR)


def in_the_night_of_another_zone(life: Life) -> None:
    life.zones.append((CAME, "Pacific/Kiritimati"))
    life.said.clear()
    life.shared.append(CAME + DAY)
    got_an_offer(life)


def within_the_gap(life: Life) -> None:
    got_an_offer(life)
    says(life, OFFER_AT + 3 * HOUR, "offer", "Скидка недели №2.")


def over_the_cap(life: Life) -> None:
    life.said[0] = Said(CAME + 2 * DAY, "referral")
    got_an_offer(life, OFFER_AT)
    for days in (2, 4):
        says(life, OFFER_AT + days * DAY, "survey")


def after_a_stop(life: Life) -> None:
    life.stopped.append(Spell(CAME + 3 * DAY))
    got_an_offer(life)


def after_a_block(life: Life) -> None:
    life.blocked.append(Spell(CAME + 3 * DAY))
    got_an_offer(life)


def after_a_refusal(life: Life) -> None:
    life.refused.extend([CAME + 3 * DAY, OFFER_AT])


def after_a_return_without_a_new_yes(life: Life) -> None:
    life.blocked.append(Spell(CAME + 3 * DAY, CAME + 4 * DAY))
    life.back.append(CAME + 4 * DAY)
    got_an_offer(life)


def without_consent(life: Life) -> None:
    life.agreed[0].until = CAME + 5 * DAY
    got_an_offer(life)


def without_the_second_yes(life: Life) -> None:
    life.offers.clear()
    got_an_offer(life)


def while_a_case_is_open(life: Life) -> None:
    life.cases.append(Spell(OFFER_AT - HOUR))
    got_an_offer(life)


def too_late(life: Life) -> None:
    got_an_offer(life, OFFER_AT + 8 * DAY)


def before_it_was_due(life: Life) -> None:
    got_an_offer(life, OFFER_AT - DAY)


def twice(life: Life) -> None:
    got_an_offer(life)
    got_an_offer(life, OFFER_AT + 20 * DAY)


def not_at_all(life: Life) -> None:
    pass


def late_for_nothing(life: Life) -> None:
    got_an_offer(life, OFFER_AT + 2 * DAY)


def a_reminder_after_a_score(life: Life) -> None:
    got_an_offer(life)
    says(life, CAME + 5 * DAY, "reminder")


def a_topic_that_is_off(life: Life) -> None:
    got_an_offer(life)
    life.off["surveys"] = [Spell(CAME + 20 * DAY)]
    says(life, CAME + 92 * DAY, "survey")


def a_survey_too_soon(life: Life) -> None:
    got_an_offer(life)
    says(life, CAME + 70 * DAY, "survey")
    says(life, CAME + 72 * DAY, "reminder")


def a_prompt_to_nobody_happy(life: Life) -> None:
    got_an_offer(life)
    life.scores[0] = Score(CAME + DAY, 8, CAME + DAY)


def a_greeting_on_another_day(life: Life) -> None:
    got_an_offer(life)
    life.birthdays.append((CAME, date(2000, 2, 28)))
    says(life, datetime(2028, 2, 29, 9, tzinfo=UTC), "greeting")


def a_greeting_before_eleven(life: Life) -> None:
    got_an_offer(life)
    life.birthdays.append((CAME, date(2000, 2, 29)))
    says(life, datetime(2028, 2, 29, 7, 30, tzinfo=UTC), "greeting")


def no_greeting(life: Life) -> None:
    got_an_offer(life)
    life.birthdays.append((CAME, date(2000, 2, 29)))


def nonsense(life: Life) -> None:
    got_an_offer(life)
    says(life, CAME + 40 * DAY, "unknown", "Купите слона")


FAULTS: list[tuple[Callable[[Life], None], str]] = [
    (in_the_night, "in the quiet hours"),
    (in_the_night_of_another_zone, "in the quiet hours"),
    (within_the_gap, "within the gap"),
    (over_the_cap, "over the cap"),
    (within_the_gap, "over the cap of offers"),
    (after_a_stop, "after a stop"),
    (after_a_block, "after a block"),
    (after_a_refusal, "after a block that was known"),
    (after_a_return_without_a_new_yes, "offers are not welcome"),
    (without_consent, "without consent"),
    (without_the_second_yes, "offers are not welcome"),
    (while_a_case_is_open, "a case is open"),
    (too_late, "it was not due"),
    (before_it_was_due, "it was not due"),
    (twice, "it was not due"),
    (not_at_all, "could have had offer"),
    (late_for_nothing, "could have had offer"),
    (a_reminder_after_a_score, "it was not due"),
    (a_topic_that_is_off, "the topic is off"),
    (a_survey_too_soon, "too soon"),
    (a_prompt_to_nobody_happy, "it was not due"),
    (a_greeting_on_another_day, "it was not due"),
    (a_greeting_before_eleven, "it was not due"),
    (no_greeting, "could have had greeting"),
    (nonsense, "nobody knows what this is"),
]


@pytest.mark.parametrize(
    ("fault", "verdict"), FAULTS, ids=[f"{f.__name__}: {v}" for f, v in FAULTS]
)
def test_a_fault_is_seen(fault: Callable[[Life], None], verdict: str) -> None:
    life = alice()
    fault(life)
    assert [one for one in judged(life, OFFER_AT, end=CAME + 95 * DAY) if verdict in one] != []


def test_a_question_that_stays_away_is_missed() -> None:
    life = alice()
    assert judged(life, end=CAME + 92 * DAY) == []
    [verdict] = judged(life, end=CAME + 100 * DAY)
    assert "was not asked by" in verdict


def test_a_reminder_that_stays_away_is_missed() -> None:
    life = alice()
    life.scores.clear()
    life.said.clear()
    [verdict] = judged(life, end=CAME + 10 * DAY)
    assert "could have had reminder" in verdict


def test_after_a_case_it_is_asked_whether_it_is_solved_and_then_again() -> None:
    life = alice()
    life.cases.append(Spell(CAME + 5 * DAY, CAME + 8 * DAY))
    life.closings.append(Spell(CAME + 8 * DAY))
    missing = [one.split(" of ")[0] for one in judged(life)]
    assert missing == ["Алиса could have had recovery ", "Алиса could have had reask "]
    says(life, CAME + 11 * DAY, "recovery")
    says(life, CAME + 29 * DAY, "reask")
    says(life, CAME + 31 * DAY, "reminder")
    assert judged(life, end=CAME + 50 * DAY) == []
    says(life, CAME + 40 * DAY, "reask")
    assert [one for one in judged(life) if "it was not due" in one] != []


def test_the_29th_of_february_is_the_28th_in_other_years() -> None:
    life = alice()
    life.birthdays.append((CAME, date(2000, 2, 29)))
    says(life, datetime(2028, 2, 29, 8, tzinfo=UTC), "greeting")
    says(life, datetime(2029, 2, 28, 8, tzinfo=UTC), "greeting")
    end = datetime(2029, 3, 5, tzinfo=UTC)
    assert [one for one in judged(life, end=end) if "greeting" in one] == []


def reports(*came: datetime) -> list[str]:
    marks = report_law.daily(CAME, CAME + 4 * DAY)
    return list(report_law.verdicts([alice()], came, marks, DAY, SILENCE))


def test_a_report_comes_on_days_with_news_only() -> None:
    first, second = CAME + 5 * HOUR, CAME + DAY + 5 * HOUR
    assert reports(first, second) == []
    assert "no report of" in reports(first)[0]
    assert "out of turn" in reports(first, second, CAME + 3 * HOUR)[0]
    assert "1 reports" in reports(first, second, CAME + 2 * DAY + 5 * HOUR)[0]
    assert "2 reports" in reports(first, first + timedelta(minutes=1), second)[0]
