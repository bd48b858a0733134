import struct

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile

from sandbox.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, PIXEL, STICKER, Files, dimensions, silence
from sandbox.people import Person


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe\0\x04hi"
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width)
    return b"\xff\xd8" + comment + frame


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (PIXEL, (1, 1)),
        (png(640, 480), (640, 480)),
        (jpeg(640, 480), (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 640, 480), (640, 480)),
        (STICKER, (512, 512)),
        (b"\xff\xd8\xff\xd9", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture_is_read(content: bytes, size: tuple[int, int] | None) -> None:
    assert dimensions(content) == size


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (png(9_000, 1_001), "PHOTO_INVALID_DIMENSIONS"),
        (png(21, 1), "PHOTO_INVALID_DIMENSIONS"),
        (PIXEL + bytes(PHOTO_LIMIT), "too big file for a photo"),
    ],
)
async def test_a_picture_that_is_no_photo_is_refused(
    bot: Bot, alice: Person, content: bytes, error: str
) -> None:
    alice.start()
    with pytest.raises(TelegramBadRequest, match=error):
        await bot.send_photo(1, BufferedInputFile(content, "p.png"))
    await bot.send_photo(1, BufferedInputFile(png(9_000, 1_000), "p.png"))
    assert (await bot.send_document(1, BufferedInputFile(content, "p.png"))).document


async def test_a_large_file_can_be_sent_but_not_downloaded(bot: Bot, alice: Person) -> None:
    alice.start()
    content = bytes(DOWNLOAD_LIMIT + 1)
    sent = await bot.send_document(1, BufferedInputFile(content, "big.bin"))
    assert sent.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(sent.document.file_id)


@pytest.mark.parametrize(
    ("name", "path", "mime"),
    [
        ("отчёт.csv", "documents/file_0.csv", "text/csv"),
        ("без расширения", "documents/file_0", "application/octet-stream"),
        ("a.b/../../c", "documents/file_0", "application/octet-stream"),
    ],
)
def test_a_file_gets_a_plain_path_and_a_type_by_its_name(name: str, path: str, mime: str) -> None:
    file = Files().keep("document", b"x", name)
    assert (file.path, file.mime, file.name) == (path, mime, name)


def test_silence_is_an_ogg_stream_with_three_pages() -> None:
    content = silence()
    assert content.count(b"OggS") == 3
    assert b"OpusHead" in content
    assert b"OpusTags" in content
