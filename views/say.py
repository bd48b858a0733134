"""The words, in a person's language: Fluent for the sentences, Babel for dates and money."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, get_currency_symbol
from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("ru", "en")
TEXTS = Path(__file__).parent / "texts"


class Html(str):
    """Text that is HTML already, and is not escaped again."""


class Say:
    """`say("greeting", business=name)`: HTML, the values escaped. `say.plain(…)`: for buttons,
    toasts and commands, which show text as it is."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        resource = FluentResource((TEXTS / f"{language}.ftl").read_text("utf-8"))
        self._bundle.add_resource(resource)

    def __call__(self, key: str, **values: object) -> Html:
        return Html(self._format(key, {name: _safe(value) for name, value in values.items()}))

    def plain(self, key: str, **values: object) -> str:
        return self._format(key, values)

    def full_day(self, day: date | datetime) -> str:
        return format_date(day, "d MMMM y", locale=self.language)

    def day(self, day: date | datetime) -> str:
        """Without the year: for what is near."""
        return format_date(day, "d MMMM", locale=self.language)

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        return format_datetime(at, "d MMMM, HH:mm", tzinfo=zone, locale=self.language)

    def clock(self, at: datetime, zone: ZoneInfo) -> str:
        """What the clock on the wall shows there."""
        return format_time(at, "HH:mm", tzinfo=zone, locale=self.language)

    def money(self, amount: Decimal, currency: str) -> str:
        """Without kopecks where there are none."""
        form = Locale.parse(self.language).currency_formats["standard"].pattern
        if amount == amount.to_integral_value():
            form = form.replace(".00", "")
        if get_currency_symbol(currency, self.language).isalpha():
            form = form.replace("¤#", "¤\xa0#")  # RUB 500, but $500
        return format_currency(amount, currency, form, locale=self.language, currency_digits=False)

    def _format(self, key: str, values: dict[str, object]) -> str:
        pattern = self._bundle.get_message(key).value
        assert pattern is not None, f"{key} has attributes only"
        long = {name: value for name, value in values.items() if _is_long(value)}
        stand_ins = {name: f"\0{name}\0" for name in long}
        text, errors = self._bundle.format_pattern(pattern, values | stand_ins)
        if errors:
            raise ValueError(f"{key} in {self.language}: {errors}")
        words = str(text)
        for name, value in long.items():
            words = words.replace(stand_ins[name], str(value))
        return words


def _is_long(value: object) -> bool:
    """Fluent takes no value above 2,500 characters, and customers write up to 4,096."""
    return isinstance(value, str) and len(value) > 1000


def _safe(value: object) -> object:
    return escape(value, quote=False) if type(value) is str else value


@cache
def say_in(language: str) -> Say:
    return Say(language)


def language_of(code: str | None, default: str) -> str:
    """Ours that is nearest to what Telegram tells of a person."""
    if not code:
        return default
    short = code.split("-")[0].lower()
    return short if short in LANGUAGES else default
