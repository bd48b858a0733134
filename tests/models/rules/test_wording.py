"""What an admin types into the wizard of broadcasts."""

import pytest

from models.rules.wording import LONGEST_URL, days_in, line_in, link_in


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("https://astra.ru/sale?x=1#top", "https://astra.ru/sale?x=1#top"),
        (" http://astra.ru ", "http://astra.ru"),
        ("HTTPS://ASTRA.RU", "HTTPS://ASTRA.RU"),
        ("astra.ru", "https://astra.ru"),
        ("t.me/astra", "https://t.me/astra"),
        ("салон-астра.рф/запись", "https://салон-астра.рф/запись"),
        ("tg://resolve?domain=astra&start=x", "tg://resolve?domain=astra&start=x"),
        ("http://xn--80aa.xn--p1ai:8080", "http://xn--80aa.xn--p1ai:8080"),
        ("https://a_b.astra.ru", "https://a_b.astra.ru"),
    ],
)
def test_an_address(said: str, link: str) -> None:
    assert link_in(said) == link


@pytest.mark.parametrize(
    "said",
    [
        *(None, "", "нет", "astra", "http://", "https://astra", "ftp://astra.ru", "javascript:1"),
        *("https://astra.ru два слова", "https://[::1", "https://astra.ru:99999", "tg:", "@astra"),
        f"https://astra.ru/{'x' * LONGEST_URL}",
        *("1.2", "20.05", "http://10.0.0.1", "http://-.-", "https://a..ru", "https://.ru"),
        *("https://<b>.ru", "https://a.ru\u202e", "https://a.\u200bru", "https://a.ru/\x1b"),
        *("https://xn--.ru", "https://a-.ru", "https://a.r", "https://кто@astra.ru"),
        *("tg://user?id=1", "tg://x", "tg://resolve", "tg://resolve?domain=", "tg://resolve?a=b"),
        *(
            "tg://resolve?domain=astra&domain=other",
            "tg://join?invite=x",
            "tg://resolve?domain=<b>",
        ),
    ],
)
def test_what_is_no_address(said: str | None) -> None:
    assert link_in(said) is None


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (" Хочу\n сюда ", "Хочу сюда"),
        ("x" * 10, "x" * 10),
        ("x" * 11, None),
        ("\u202eХочу\u200b\x1d", "Хочу"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\U0001f3f4\U000e0067\U000e007f", "\U0001f3f4\U000e0067\U000e007f"),
        ("\U0001fae8", "\U0001fae8"),
    ],
)
def test_a_line_is_short(said: str, line: str | None) -> None:
    assert line_in(said, 10) == line


@pytest.mark.parametrize("said", [None, "", "  \n", "\u200b", "\u2800", "\u3164 \u202e", "\u0301"])
def test_nothing_is_no_line(said: str | None) -> None:
    assert line_in(said, 10) is None


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("1", 1),
        ("365", 365),
        ("21 день", 21),
        ("0", None),
        ("366", None),
        ("-5", None),
        ("²", None),
        ("неделя", None),
        (None, None),
        ("9" * 5000, None),
    ],
)
def test_days(said: str | None, days: int | None) -> None:
    assert days_in(said) == days
