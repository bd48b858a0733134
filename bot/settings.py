"""The settings: environment or `.env`, each explained in `.env.example`."""

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from models.rules.business import Business
from models.rules.cadence import Cadence
from models.rules.clock import QuietHours
from models.rules.contact import Cap, Policy
from models.staff import Staff

MOST_CHIPS, LONGEST_CHIP = 8, 24
SHORTEST_KEY = 16


LONGEST_SPAN = timedelta(days=3650)


class BadSettings(Exception):
    """What is wrong, in words that say what to do; never with a secret in them."""


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isdecimal() and len(part) < 19 for part in parts):
        raise ValueError("Telegram ids are numbers with commas between: 123456789, 987654321")
    return frozenset(int(part) for part in parts)


def _quiet(value: object) -> object:
    return QuietHours.parse(value) if isinstance(value, str) else value


def _caps(value: object) -> object:
    return (
        tuple(_cap(part) for part in value.split(",") if part.strip())
        if isinstance(value, str)
        else value
    )


def _cap(text: str) -> Cap:
    match = re.fullmatch(r"\s*(\d+)\s*/\s*P(\d+)D\s*|\s*(\d+)\s*/\s*PT(\d+)([HMS])\s*", text)
    if match is None:
        raise ValueError(f"a limit looks like 2/P7D (two in seven days), not {text.strip()!r}")
    count, days, small_count, amount, unit = match.groups()
    if days:
        return Cap(int(count), timedelta(days=int(days)))
    seconds = int(amount) * {"H": 3600, "M": 60, "S": 1}[unit]
    return Cap(int(small_count), timedelta(seconds=seconds))


def _chips(value: object) -> object:
    """Once each, in the order they were written."""
    if not isinstance(value, str):
        return value
    chips = tuple(dict.fromkeys(chip.strip() for chip in value.split(",") if chip.strip()))
    if len(chips) > MOST_CHIPS or any(len(chip) > LONGEST_CHIP for chip in chips):
        raise ValueError(f"at most {MOST_CHIPS} words of at most {LONGEST_CHIP} characters each")
    return chips


def _zone(name: str) -> str:
    if name not in _zones() or name in ("Factory", "localtime"):
        raise ValueError("a time zone looks like Europe/Moscow")
    return name


@cache
def _zones() -> frozenset[str]:
    """To look through the files for their names takes as long as all the rest."""
    return frozenset(available_timezones())


def _database(url: str) -> str:
    try:
        driver = make_url(url).drivername
    except ArgumentError:
        driver = ""
    if driver not in ("sqlite+aiosqlite", "postgresql+asyncpg") or not make_url(url).database:
        raise ValueError("write sqlite+aiosqlite:///./sarafan.db or postgresql+asyncpg://…")
    return url


def _token(token: SecretStr | None) -> SecretStr | None:
    if token is not None and not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value()):
        raise ValueError("a token looks like 123456789:AAbbCC-dd; BotFather gives it")
    return token


def _key(key: SecretStr | None) -> SecretStr | None:
    if key is not None and len(key) < SHORTEST_KEY:
        raise ValueError(f"a key has at least {SHORTEST_KEY} characters: openssl rand -hex 32")
    return key


def _positive(span: timedelta) -> timedelta:
    if span <= timedelta(0):
        raise ValueError("it must be longer than nothing")
    return _not_endless(span)


def _not_negative(span: timedelta) -> timedelta:
    if span < timedelta(0):
        raise ValueError("it can't be negative")
    return _not_endless(span)


def _not_endless(span: timedelta) -> timedelta:
    if span > LONGEST_SPAN:
        raise ValueError("ten years are the most")
    return span


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]
Caps = Annotated[tuple[Cap, ...], NoDecode, BeforeValidator(_caps)]
Chips = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_chips)]
Quiet = Annotated[QuietHours | None, NoDecode, BeforeValidator(_quiet)]
Span = Annotated[timedelta, AfterValidator(_positive)]
Wait = Annotated[timedelta, AfterValidator(_not_negative)]
Url = Annotated[HttpUrl | None, BeforeValidator(_blank_is_none)]
Token = Annotated[SecretStr | None, BeforeValidator(_blank_is_none), AfterValidator(_token)]
Key = Annotated[SecretStr | None, BeforeValidator(_blank_is_none), AfterValidator(_key)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Amount = Annotated[Decimal, Field(gt=0)]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", hide_input_in_errors=True, extra="forbid"
    )

    bot_token: Token = None
    telegram_api_url: Url = None
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///./sarafan.db"
    owner_ids: Ids = frozenset()
    admin_ids: Ids = frozenset()

    business_name: Name = "Наша компания"
    survey_subject: Name = "наш продукт"
    why_chips: Chips = ("мастер", "цена", "ожидание", "чистота")
    default_language: Literal["ru", "en"] = "ru"
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Moscow"

    quiet_hours: Quiet = QuietHours(time(21), time(10))
    survey_first_after: Wait = timedelta(0)
    survey_repeat_after: Span = timedelta(days=90)
    survey_remind_after: Span = timedelta(hours=48)
    survey_expire_after: Span = timedelta(days=14)
    surveys_a_day: Annotated[int, Field(ge=1, le=100_000)] = 300
    referral_prompt_after: Wait = timedelta(days=1)
    nudge_gap: Wait = timedelta(hours=24)
    nudge_caps: Caps = (Cap(2, timedelta(days=7)), Cap(6, timedelta(days=30)))
    offer_caps: Caps = (Cap(1, timedelta(days=7)), Cap(4, timedelta(days=30)))
    holdout_percent: Annotated[int, Field(ge=0, le=50)] = 0
    report_at: time = time(17)

    customer_lifetime_years: Amount = Decimal(5)
    purchases_per_year: Amount = Decimal(20)
    average_order_value: Amount = Decimal(500)
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "RUB"
    referral_reward: str = ""
    review_url: Url = None
    privacy_contact: str = ""
    erasure_key: Key = None
    offer_footer: Annotated[str, Field(max_length=500)] = ""
    birthday_gift: Annotated[str, Field(max_length=300)] = ""

    send_rate: Annotated[float, Field(gt=0, le=1000)] = 28
    paid_broadcast: bool = False
    tick: Span = timedelta(seconds=60)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_json: bool = False

    @model_validator(mode="after")
    def _remind_before_expiry(self) -> Self:
        if self.survey_remind_after >= self.survey_expire_after:
            raise ValueError("SURVEY_REMIND_AFTER must be shorter than SURVEY_EXPIRE_AFTER")
        return self

    @property
    def secret_of_erasure(self) -> str | None:
        return self.erasure_key.get_secret_value() if self.erasure_key else None

    @property
    def staff(self) -> Staff:
        return Staff(self.owner_ids, self.admin_ids - self.owner_ids)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def cadence(self) -> Cadence:
        return Cadence(
            first_after=self.survey_first_after,
            repeat_after=self.survey_repeat_after,
            remind_after=self.survey_remind_after,
            expire_after=self.survey_expire_after,
            referral_after=self.referral_prompt_after,
            surveys_a_day=self.surveys_a_day,
        )

    @property
    def policy(self) -> Policy:
        return Policy(
            quiet=self.quiet_hours,
            gap=self.nudge_gap or None,
            caps=self.nudge_caps,
            offer_caps=self.offer_caps,
            held_out=self.holdout_percent,
        )

    @property
    def business(self) -> Business:
        return Business(
            name=self.business_name,
            subject=self.survey_subject,
            language=self.default_language,
            zone=self.zone,
            report_at=self.report_at,
            years=self.customer_lifetime_years,
            purchases_a_year=self.purchases_per_year,
            average_order_value=self.average_order_value,
            currency=self.currency,
            referral_reward=self.referral_reward,
            review_url=str(self.review_url or ""),
            privacy_contact=self.privacy_contact,
            offer_footer=self.offer_footer,
            birthday_gift=self.birthday_gift,
            why_chips=self.why_chips,
        )


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings, or `BadSettings` with all that is wrong at once."""
    _refuse_unknown(env_file)
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise BadSettings("\n".join(_explain(error))) from None


def _explain(error: ValidationError) -> Iterable[str]:
    for fault in error.errors(include_input=False, include_context=False, include_url=False):
        name = "_".join(str(part) for part in fault["loc"][:1]).upper()
        said = fault["msg"].removeprefix("Value error, ")
        yield f"{name}: {said}" if name else said


def _refuse_unknown(env_file: Path | None) -> None:
    """A misspelt name would be ignored in silence. In `.env` every name is ours; in the
    environment only a near miss of ours is."""
    known = [name.upper() for name in Settings.model_fields]
    wrong = [name for name in _names_in(env_file) if name.upper() not in known]
    wrong += [name for name in os.environ if _is_near_miss(name, known)]
    if wrong:
        raise BadSettings("\n".join(_unknown(name, known) for name in wrong))


def _names_in(env_file: Path | None) -> Mapping[str, str | None]:
    return dotenv_values(env_file) if env_file is not None and env_file.exists() else {}


def _is_near_miss(name: str, known: list[str]) -> bool:
    if name.upper() in known:
        return False
    return bool(difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85))


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name.upper(), known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{name}: there is no such setting{hint} All of them are in .env.example."
