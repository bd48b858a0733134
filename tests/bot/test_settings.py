"""Settings: every mistake is told in words, and no secret is ever told."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load
from models.rules.contact import Cap

SECRET = "123456:AAsecretsecretsecret"


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path / ".env"


def test_without_a_file_the_defaults_hold(env: Path) -> None:
    settings = load(env)
    assert settings.survey_repeat_after == timedelta(days=90)
    assert settings.cadence.remind_after == timedelta(hours=48)
    assert settings.policy.caps == (Cap(2, timedelta(days=7)), Cap(6, timedelta(days=30)))
    assert settings.business.at_stake == 50_000


def test_durations_may_be_seconds(env: Path) -> None:
    env.write_text("SURVEY_REMIND_AFTER=PT2S\nNUDGE_GAP=PT0S\nNUDGE_CAPS=3/PT10S\n")
    settings = load(env)
    assert settings.survey_remind_after == timedelta(seconds=2)
    assert settings.policy.gap is None
    assert settings.policy.caps == (Cap(3, timedelta(seconds=10)),)


def test_what_is_empty_limits_nothing(env: Path) -> None:
    env.write_text("QUIET_HOURS=\nNUDGE_CAPS=\nOFFER_CAPS=\nBOT_TOKEN=\nTELEGRAM_API_URL=\n")
    settings = load(env)
    assert settings.policy.quiet is None
    assert settings.policy.caps == settings.policy.offer_caps == ()
    assert settings.bot_token is None
    assert settings.telegram_api_url is None


def test_nobody_goes_without_unless_the_owner_says_so(env: Path) -> None:
    assert load(env).policy.held_out == 0
    env.write_text("HOLDOUT_PERCENT=20\n")
    assert load(env).policy.held_out == 20


def test_surveys_a_day_are_as_many_as_the_owner_says(env: Path) -> None:
    assert load(env).cadence.surveys_a_day == 300
    env.write_text("SURVEYS_A_DAY=40\n")
    assert load(env).cadence.surveys_a_day == 40


def test_the_birthday_gift_is_in_the_owners_words(env: Path) -> None:
    assert load(env).business.birthday_gift == ""
    env.write_text('BIRTHDAY_GIFT="Скидка 20 % на всё"\n')
    assert load(env).business.birthday_gift == "Скидка 20 % на всё"


def test_subjects_of_the_why_are_words_with_commas_between(env: Path) -> None:
    assert load(env).business.why_chips == ("мастер", "цена", "ожидание", "чистота")
    env.write_text("WHY_CHIPS= цена, вкус ,,цена\n")
    assert load(env).business.why_chips == ("цена", "вкус")
    env.write_text("WHY_CHIPS=\n")
    assert load(env).business.why_chips == ()


def test_an_owner_named_an_admin_too_is_an_owner(env: Path) -> None:
    env.write_text("OWNER_IDS=1, 2\nADMIN_IDS=2,3\n")
    assert load(env).staff.owners == {1, 2}
    assert load(env).staff.admins == {3}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("OWNER_IDS=olga", "OWNER_IDS: Telegram ids are numbers"),
        ("QUIET_HOURS=late", "QUIET_HOURS: quiet hours look like 21:00-10:00"),
        ("NUDGE_CAPS=many", "NUDGE_CAPS: a limit looks like 2/P7D"),
        ("NUDGE_CAPS=2/P0D", "NUDGE_CAPS: "),
        ("TIMEZONE=Moscow", "TIMEZONE: a time zone looks like Europe/Moscow"),
        ("TIMEZONE=localtime", "TIMEZONE: a time zone looks like Europe/Moscow"),
        ("SURVEY_REPEAT_AFTER=soon", "SURVEY_REPEAT_AFTER: "),
        ("SURVEY_REPEAT_AFTER=-P1D", "SURVEY_REPEAT_AFTER: it must be longer than nothing"),
        ("SURVEY_REMIND_AFTER=P20D", "SURVEY_REMIND_AFTER must be shorter"),
        ("DATABASE_URL=mysql://x", "DATABASE_URL: write sqlite+aiosqlite"),
        ("DEFAULT_LANGUAGE=fr", "DEFAULT_LANGUAGE: "),
        ("DATABASE_URL=sqlite+aiosqlite://", "DATABASE_URL: write sqlite+aiosqlite"),
        ("OWNER_IDS=99999999999999999999", "OWNER_IDS: Telegram ids are numbers"),
        ("SURVEY_REPEAT_AFTER=P9999999D", "SURVEY_REPEAT_AFTER: ten years are the most"),
        ("BUSINESS_NAME=", "BUSINESS_NAME: "),
        ("WHY_CHIPS=1,2,3,4,5,6,7,8,9", "WHY_CHIPS: at most 8 words"),
        (f"WHY_CHIPS={'а' * 25}", "WHY_CHIPS: at most 8 words of at most 24 characters"),
        (f"BUSINESS_NAME={'а' * 101}", "BUSINESS_NAME: "),
        ("CURRENCY=roubles", "CURRENCY: "),
        ("REPORT_AT=25:00", "REPORT_AT: "),
        ("SEND_RATE=0", "SEND_RATE: "),
        ("AVERAGE_ORDER_VALUE=-5", "AVERAGE_ORDER_VALUE: "),
        ("HOLDOUT_PERCENT=51", "HOLDOUT_PERCENT: "),
        ("HOLDOUT_PERCENT=-1", "HOLDOUT_PERCENT: "),
        ("HOLDOUT_PERCENT=a fifth", "HOLDOUT_PERCENT: "),
        ("SURVEYS_A_DAY=0", "SURVEYS_A_DAY: "),
        (f"BIRTHDAY_GIFT={'а' * 301}", "BIRTHDAY_GIFT: "),
        ("REVIEW_URL=nowhere", "REVIEW_URL: "),
        ("BOT_TOKEN=nonsense", "BOT_TOKEN: "),
        ("OWNER_ID=5", "OWNER_ID: there is no such setting; did you mean OWNER_IDS?"),
        ("BOT_TOKN=5", "did you mean BOT_TOKEN?"),
    ],
)
def test_a_mistake_is_told_in_words(env: Path, line: str, words: str) -> None:
    env.write_text(f"{line}\n")
    with pytest.raises(BadSettings) as told:
        load(env)
    assert words in str(told.value)


def test_all_mistakes_are_told_at_once(env: Path) -> None:
    env.write_text("OWNER_IDS=olga\nTIMEZONE=Moscow\n")
    with pytest.raises(BadSettings) as told:
        load(env)
    assert len(str(told.value).splitlines()) == 2


def test_a_near_miss_in_the_environment_is_told_too(
    env: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNER_IDZ", "5")
    with pytest.raises(BadSettings, match="did you mean OWNER_IDS"):
        load(env)


@pytest.mark.parametrize("line", [f"BOT_TOKEN={SECRET}", f"TOKEN={SECRET}", f"OWNER_IDS={SECRET}"])
def test_no_secret_is_told(env: Path, line: str) -> None:
    env.write_text(f"{line}\nTIMEZONE=Moscow\n")
    with pytest.raises(BadSettings) as told:
        load(env)
    assert SECRET not in str(told.value)
    assert SECRET not in repr(told.value)


def test_a_key_that_could_be_guessed_is_refused_and_not_told(env: Path) -> None:
    env.write_text("ERASURE_KEY=short\n")
    with pytest.raises(BadSettings, match="ERASURE_KEY: a key has at least 16") as refused:
        load(env)
    assert "short" not in str(refused.value)


def test_an_empty_key_is_none(env: Path) -> None:
    env.write_text("ERASURE_KEY=\n")
    assert load(env).secret_of_erasure is None
