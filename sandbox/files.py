"""Files: what was uploaded or sent, under the ids by which it can be sent and downloaded again."""

import mimetypes
import re
import struct
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.refusals import Refusal, bad_request

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024

# The name of each kind in Telegram's errors, and the folder and ending of its files.
KINDS = {
    "photo": ("Photo", "photos", ".jpg"),
    "document": ("Document", "documents", ""),
    "voice": ("VoiceNote", "voice", ".oga"),
    "video": ("Video", "videos", ".mp4"),
    "video_note": ("VideoNote", "video_notes", ".mp4"),
    "audio": ("Audio", "music", ".mp3"),
    "animation": ("Animation", "animations", ".mp4"),
    "sticker": ("Sticker", "stickers", ".webp"),
}
MIME = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "audio": "audio/mpeg",
    "animation": "video/mp4",
    "sticker": "image/webp",
}

# What Telegram finds by looking into a file, where nobody says it.
DETAILS: dict[str, dict[str, Any]] = {
    "voice": {"duration": 1},
    "audio": {"duration": 1},
    "video": {"width": 320, "height": 240, "duration": 1},
    "animation": {"width": 320, "height": 240, "duration": 1},
    "video_note": {"length": 240, "duration": 1},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    },
}

# Small files that a person sends when nobody says which: a pixel, 60 ms of silence, an empty film.
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
STICKER = b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


@dataclass(frozen=True)
class File:
    kind: str
    content: bytes
    name: str
    mime: str
    file_id: str
    unique_id: str
    path: str

    @property
    def size(self) -> int:
        return len(self.content)


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}

    def keep(self, kind: str, content: bytes, name: str = "", mime: str | None = None) -> File:
        number = len(self._by_id)
        _, folder, ending = KINDS[kind]
        if not ending and (match := re.search(r"\.[A-Za-z0-9]{1,8}$", name)):
            ending = match.group()
        guessed = MIME.get(kind) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(
            kind,
            content,
            name or f"{kind}{ending}",
            mime or guessed,
            file_id=f"{KINDS[kind][0]}-{number:08d}-{len(content):x}-sandbox",
            unique_id=f"U{number:08d}",
            path=f"{folder}/file_{number}{ending}",
        )
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)

    def known(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def find(self, file_id: str, kind: str | None = None) -> File:
        file = self.known(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if kind is not None and kind != file.kind:
            was, wanted = KINDS[file.kind][0], KINDS[kind][0]
            raise bad_request(f"can't use file of type {was} as {wanted}")
        return file


def check_upload(kind: str, content: bytes) -> None:
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > UPLOAD_LIMIT:
        raise Refusal(413)
    if kind == "photo":
        check_photo(content)


def check_photo(content: bytes) -> None:
    if len(content) > PHOTO_LIMIT:
        raise bad_request("too big file for a photo")
    size = dimensions(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP picture; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_dimensions(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_dimensions(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def silence() -> bytes:
    """A playable voice message: an Ogg stream with three silent Opus frames."""
    head = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0"
    tags = b"OpusTags\0\0\0\0\0\0\0\0"
    frames = [b"\xf8\xff\xfe"] * 3
    return b"".join(_ogg_pages([([head], 2, 0), ([tags], 0, 0), (frames, 4, 960 * 3)]))


def _ogg_pages(pages: list[tuple[list[bytes], int, int]]) -> Iterator[bytes]:
    for number, (packets, flags, position) in enumerate(pages):
        sizes = bytes(len(packet) for packet in packets)
        header = struct.pack("<4sBBqIII", b"OggS", 0, flags, position, 1, number, 0)
        page = header + bytes([len(packets)]) + sizes + b"".join(packets)
        yield page[:22] + struct.pack("<I", _ogg_checksum(page)) + page[26:]


def _ogg_checksum(page: bytes) -> int:
    checksum = 0
    for byte in page:
        checksum ^= byte << 24
        for _ in range(8):
            checksum = (checksum << 1) ^ (0x04C11DB7 if checksum & 0x80000000 else 0)
    return checksum & 0xFFFFFFFF


SAMPLES = {
    "photo": (PIXEL, "photo.png"),
    "document": ("Чек № 1\n".encode(), "чек.txt"),
    "voice": (silence(), "voice.ogg"),
    "video": (FILM, "video.mp4"),
    "video_note": (FILM, "round.mp4"),
    "audio": (silence(), "audio.ogg"),
    "animation": (FILM, "animation.mp4"),
    "sticker": (STICKER, "sticker.webp"),
}
