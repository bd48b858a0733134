"""The sheet that hangs at the counter, read back as a phone would."""

from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from views import qr
from views.qr import INSIDE, MARGIN, Sheet

LINK = "https://t.me/sarafan_bot?start=t_ABCDEFGHJK"
CALL = "Наведите камеру и оцените нас в Telegram"
LONG = "Стоматологическая клиника «Улыбка доктора Константинопольского» на Большой Тверской-Ямской"
ONE_WORD = "Автоэлектростеклоподъёмникоремонтнаямастерская" * 2


def sheet(name: str = "Астра", link: str = LINK, call: str = CALL) -> Sheet:
    return Sheet(name, call, link, "t_ABCDEFGHJK")


def drawn(of: Sheet) -> Image.Image:
    return Image.open(BytesIO(qr.draw(of)))


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around all that is not paper."""
    return ImageChops.invert(picture.convert("L")).getbbox()


def test_it_is_an_a6_page_for_a_printer_of_300_dots_an_inch() -> None:
    picture = drawn(sheet())
    assert picture.format == "PNG"
    assert picture.size == (1240, 1748)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    millimetres = [25.4 * side / 300 for side in picture.size]
    assert millimetres == pytest.approx([105, 148], abs=0.1)


@pytest.mark.parametrize("width", [1240, 400])
def test_a_phone_reads_the_link_from_it(width: int) -> None:
    picture = drawn(sheet())
    seen = picture.resize((width, width * picture.height // picture.width))
    assert read(seen) == [LINK]


def test_the_longest_name_a_bot_can_have_still_makes_a_code_that_is_read() -> None:
    link = f"https://t.me/{'W' * 32}?start=t_WWWWWWWWWW"
    picture = drawn(sheet(link=link))
    assert read(picture) == [link]
    assert read(picture.resize((400, 564))) == [link]


def test_a_code_that_is_turned_on_the_table_is_read() -> None:
    assert read(drawn(sheet()).rotate(30, expand=True, fillcolor=255)) == [LINK]


def test_the_quiet_zone_is_four_modules_wide() -> None:
    picture = drawn(sheet())
    (code,) = zxingcpp.read_barcodes(picture)
    left, right, top = code.position.top_left.x, code.position.top_right.x, code.position.top_left.y
    modules = 33  # of a link as long as this one
    zone = 4 * (right - left) // modules
    around = picture.crop((left - zone + 2, top - zone + 2, right + zone - 2, top - 2))
    assert ink(around) is None


def test_the_typed_form_stands_under_the_code() -> None:
    """Drawn once more, the same letters are the very picture under the code."""
    under = (0, 1580, qr.WIDTH, 1700)
    page = drawn(sheet()).crop(under)
    other = drawn(Sheet("Иное имя", "Иной призыв", LINK, "t_ABCDEFGHJK")).crop(under)
    wrong = drawn(Sheet("Астра", CALL, LINK, "t_ABCDEFGHJL")).crop(under)
    assert ink(page) is not None
    assert ImageChops.difference(page, other).getbbox() is None
    assert ImageChops.difference(page, wrong).getbbox() is not None


@pytest.mark.parametrize("name", ["Я", "Астра", LONG, ONE_WORD, f"{LONG} {ONE_WORD} {LONG}"])
def test_the_whole_name_is_within_the_page_and_above_the_call(name: str) -> None:
    with_name, without = drawn(sheet(name)), drawn(sheet(""))
    box = ImageChops.difference(with_name, without).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert left >= MARGIN - 4
    assert right <= qr.WIDTH - MARGIN + 4
    assert top >= 60
    assert bottom <= qr.NAME_TOP + qr.NAME_ROOM + 20
    assert read(with_name) == [LINK]


@pytest.mark.parametrize("name", [LONG, ONE_WORD, "Ёлка 24"])
@pytest.mark.parametrize("size", [104, 40])
def test_wrapping_loses_no_letter(name: str, size: int) -> None:
    lines = list(qr.wrapped(name, qr.font_of(qr.BOLD, size), INSIDE))
    assert "".join("".join(lines).split()) == "".join(name.split())


def test_a_call_that_is_too_long_gets_smaller_letters() -> None:
    box = ink(drawn(sheet(call=CALL * 2)).crop((0, 440, qr.WIDTH, 560)))
    assert box is not None
    assert box[0] >= MARGIN - 4
    assert box[2] <= qr.WIDTH - MARGIN + 4


def test_what_the_font_has_no_letters_for_is_left_out() -> None:
    assert qr.printable("Кафе 🍰 «Ёлка»", qr.BOLD) == "Кафе «Ёлка»"
    assert qr.printable("🍰", qr.BOLD) == ""
    assert drawn(sheet("🍰")).tobytes() == drawn(sheet("")).tobytes()


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200))
def test_any_name_leaves_the_code_legible(name: str) -> None:
    assert read(drawn(sheet(name))) == [LINK]
