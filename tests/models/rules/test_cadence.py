from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.rules.cadence import Cadence, good_until
from models.rules.contact import Kind
from models.rules.question import SCORES, WORDING_VERSION

NOON = datetime(2026, 5, 5, 9, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
CADENCE = Cadence()


def test_the_question_has_eleven_scores_and_its_first_wording() -> None:
    assert list(SCORES) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert WORDING_VERSION == 1


def test_the_first_survey_comes_at_once_unless_the_owner_says_otherwise() -> None:
    assert CADENCE.first_survey_due(NOON) == NOON
    assert Cadence(first_after=2 * HOUR).first_survey_due(NOON) == NOON + 2 * HOUR


def test_the_next_survey_comes_90_days_after_an_answer() -> None:
    assert CADENCE.next_survey_after_answer(NOON) == NOON + 90 * DAY


def test_the_next_survey_comes_30_days_after_one_left_unanswered() -> None:
    assert CADENCE.next_survey_after_silence(NOON) == NOON + 30 * DAY


def test_a_survey_is_reminded_of_after_two_days_and_expires_after_two_weeks() -> None:
    assert CADENCE.reminder_due(NOON) == NOON + 48 * HOUR
    assert CADENCE.expiry_due(NOON) == NOON + 14 * DAY


@pytest.mark.parametrize("score", [9, 10])
def test_a_promoter_is_asked_to_recommend_us_a_day_after_the_score(score: int) -> None:
    assert CADENCE.referral_due(score, NOON, None) == NOON + DAY


@pytest.mark.parametrize("score", range(9))
def test_nobody_else_is(score: int) -> None:
    assert CADENCE.referral_due(score, NOON, None) is None
    assert CADENCE.referral_due(score, NOON, NOON - 200 * DAY) is None


def test_nobody_is_asked_to_recommend_us_twice_in_90_days() -> None:
    assert CADENCE.referral_due(10, NOON, NOON - 30 * DAY) == NOON + 60 * DAY
    assert CADENCE.referral_due(10, NOON, NOON - 89 * DAY) == NOON + DAY
    assert CADENCE.referral_due(10, NOON, NOON - 200 * DAY) == NOON + DAY


def test_a_score_can_be_changed_for_24_hours() -> None:
    assert CADENCE.may_change(NOON, NOON)
    assert CADENCE.may_change(NOON, NOON + 24 * HOUR - SECOND)
    assert not CADENCE.may_change(NOON, NOON + 24 * HOUR)


def test_the_why_closes_half_an_hour_after_the_last_words() -> None:
    assert CADENCE.why_closes_at(NOON) == NOON + 30 * MINUTE


def test_a_quarter_can_be_lived_in_a_minute() -> None:
    fast = Cadence(repeat_after=60 * SECOND, remind_after=2 * SECOND, expire_after=9 * SECOND)

    assert fast.next_survey_after_answer(NOON) == NOON + 60 * SECOND
    assert fast.reminder_due(NOON) == NOON + 2 * SECOND
    assert fast.expiry_due(NOON) == NOON + 9 * SECOND


def test_a_greeting_is_good_until_the_customers_day_is_over() -> None:
    kiritimati = ZoneInfo("Pacific/Kiritimati")
    moscow_midnight = datetime(2026, 5, 5, 21, tzinfo=UTC)
    kiritimati_midnight = datetime(2026, 5, 5, 10, tzinfo=UTC)

    assert good_until(Kind.GREETING, NOON, zone=MOSCOW) == moscow_midnight
    assert good_until(Kind.GREETING, NOON, zone=kiritimati) == kiritimati_midnight


def test_a_reminder_is_good_as_long_as_its_survey() -> None:
    expiry = NOON + 12 * DAY

    assert good_until(Kind.REMINDER, NOON, zone=MOSCOW, survey_expires_at=expiry) == expiry
    with pytest.raises(ValueError, match="say when"):
        good_until(Kind.REMINDER, NOON, zone=MOSCOW)


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.GREETING, Kind.REMINDER}))
def test_anything_else_is_good_for_a_week(kind: Kind) -> None:
    assert good_until(kind, NOON, zone=MOSCOW) == NOON + 7 * DAY
