import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.codes import ALPHABET, CodeKind, StartCode, new_code, parse_start

codes = st.text(ALPHABET, min_size=10, max_size=10)


def test_a_code_is_10_characters_that_a_deep_link_may_carry() -> None:
    code = new_code()

    assert len(code) == 10
    assert code.isascii()
    assert code.isalnum()


def test_no_two_characters_of_a_code_look_alike() -> None:
    assert not set(ALPHABET) & set("0Oo1lIi")
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_codes_do_not_repeat() -> None:
    assert len({new_code() for _ in range(10_000)}) == 10_000


def test_every_character_of_the_alphabet_is_used() -> None:
    assert set("".join(new_code() for _ in range(2_000))) == set(ALPHABET)


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ("r_ABCDEfgh23", CodeKind.PERSON),
        ("t_ABCDEfgh23", CodeKind.TOUCHPOINT),
        ("c_ABCDEfgh23", CodeKind.COUPON),
        ("s_ABCDEfgh23", CodeKind.STAFF),
    ],
)
def test_the_letter_before_a_code_says_what_it_stands_for(payload: str, kind: CodeKind) -> None:
    assert parse_start(payload) == StartCode(kind, "ABCDEfgh23")


@pytest.mark.parametrize("typed", ["  r_ABCDEfgh23 ", "R_ABCDEfgh23", "r_ABCDEfgh23\n"])
def test_a_code_may_be_typed_by_hand(typed: str) -> None:
    assert parse_start(typed) == StartCode(CodeKind.PERSON, "ABCDEfgh23")


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "",
        " ",
        "r",
        "r_",
        "_ABCDEfgh23",
        "r_ABCDEfgh2",
        "r_ABCDEfgh234",
        "x_ABCDEfgh23",
        "rr_ABCDEfgh23",
        "r-ABCDEfgh23",
        "r_ABCDE_gh23",
        "r_ABCDE fgh2",
        "r_ABCDEfgh20",
        "r_АВСДЕfgh23",
        "ABCDEfgh23",
        "r_٢٣٤٥٦٧٨٩٢٣",
        "r_" + "A" * 5000,
    ],
)
def test_anything_else_is_no_code(payload: str | None) -> None:
    assert parse_start(payload) is None


@given(st.sampled_from(CodeKind), codes)
def test_what_a_link_carries_is_read_back(kind: CodeKind, code: str) -> None:
    link = str(StartCode(kind, code))

    assert len(link) <= 64
    assert parse_start(link) == StartCode(kind, code)


@given(st.text())
def test_no_text_is_read_as_a_code_it_is_not(text: str) -> None:
    found = parse_start(text)

    assert found is None or str(found).lower() == text.strip().lower()


def test_a_fresh_code_is_always_readable() -> None:
    for _ in range(1_000):
        code = new_code()
        assert parse_start(f"r_{code}") == StartCode(CodeKind.PERSON, code)
