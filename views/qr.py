"""QR codes: alone, for a screen, and on what hangs at the counter: an A6 sheet, ready to print.
Slow to draw (some 0.2 s): a handler has it done in a thread."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from textwrap import wrap

import segno
from PIL import Image, ImageDraw, ImageFont

DPI = 300
WIDTH, HEIGHT = 1240, 1748
MARGIN = 110
INSIDE = WIDTH - 2 * MARGIN
NAME_TOP, NAME_ROOM = 100, 330
CALL_MIDDLE, CODE_MIDDLE = 500, 1640
LONGEST_WORD = 26
QUIET_ZONE = 4  # modules of white around the code, without which readers don't find it
INK, PAPER = "black", "white"

BOLD, PLAIN, MONO = "DejaVuSans-Bold.ttf", "DejaVuSans.ttf", "DejaVuSansMono.ttf"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Its words in the language of the customers."""

    name: str
    call: str
    link: str
    code: str
    """As it is typed: `t_…`."""


def draw(sheet: Sheet) -> bytes:
    paper = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(paper)
    _write_name(pen, printable(sheet.name, BOLD))
    _write_line(pen, sheet.call, PLAIN, 52, CALL_MIDDLE)
    code = _qr(sheet.link)
    top = (CALL_MIDDLE + CODE_MIDDLE - code.height) // 2
    paper.paste(code, ((WIDTH - code.width) // 2, top))
    _write_line(pen, sheet.code, MONO, 72, CODE_MIDDLE)
    return _png(paper)


def draw_code(link: str) -> bytes:
    """Nothing but the code: large enough for a camera that looks at a phone."""
    return _png(_qr(link))


def _png(picture: Image.Image) -> bytes:
    png = BytesIO()
    picture.save(png, format="PNG", dpi=(DPI, DPI))
    return png.getvalue()


def _qr(link: str) -> Image.Image:
    """As large as fits, in whole pixels a module."""
    code = segno.make_qr(link, error="m")
    modules, _ = code.symbol_size(border=QUIET_ZONE)
    png = BytesIO()
    code.save(png, kind="png", scale=INSIDE // modules, border=QUIET_ZONE)
    return Image.open(png).convert("L")


def _write_name(pen: ImageDraw.ImageDraw, name: str) -> None:
    """In the largest letters in which the whole of it fits: never cut off."""
    for size in range(104, 7, -4):
        font, height = font_of(BOLD, size), round(size * 1.25)
        lines = list(wrapped(name, font, INSIDE))
        if len(lines) * height <= NAME_ROOM and all(_width(line, font) <= INSIDE for line in lines):
            break
    top = NAME_TOP + (NAME_ROOM - len(lines) * height) / 2
    for number, line in enumerate(lines):
        pen.text((WIDTH / 2, top + (number + 0.5) * height), line, INK, font, anchor="mm")


def _write_line(pen: ImageDraw.ImageDraw, line: str, face: str, size: int, middle: int) -> None:
    font = font_of(face, size)
    if (width := _width(line, font)) > INSIDE:
        font = font_of(face, int(size * INSIDE / width))
    pen.text((WIDTH / 2, middle), line, INK, font, anchor="mm")


def wrapped(text: str, font: ImageFont.FreeTypeFont, room: int) -> Iterator[str]:
    """Between words, and inside those that nobody could read at a glance."""
    line = ""
    for word in (part for whole in text.split() for part in wrap(whole, LONGEST_WORD)):
        longer = f"{line} {word}".strip()
        if line and _width(longer, font) > room:
            yield line
            line = word
        else:
            line = longer
    yield line


def printable(text: str, face: str) -> str:
    """Without what the font has no letters for: an emoji would be an empty box on paper."""
    known = glyphs(face)
    return " ".join("".join(char for char in text if char.isspace() or ord(char) in known).split())


def _width(line: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(line)


def font_of(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path_of(face), size)


@cache
def glyphs(face: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(path_of(face))).get_charmap())


def path_of(face: str) -> Path:
    """matplotlib brings DejaVu, which has Cyrillic; no font of the machine is needed."""
    from matplotlib import get_data_path

    return Path(get_data_path(), "fonts", "ttf", face)
