"""The legal line under an offer: what was formatted stays as it was, whatever the characters."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from aiogram.enums import ContentType
from aiogram.types import Chat, Message, MessageEntity, PhotoSize
from hypothesis import given
from hypothesis import strategies as st

from views import offers
from views.length import CAPTION, TEXT, units
from views.say import say_in

SAY = say_in("ru")
CHAT = Chat(id=1, type="private")
NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)

words = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀👩‍👩‍👧🇷🇺𝔘"),
    min_size=1,
    max_size=50,
)


def cut(text: str, entity: MessageEntity) -> str:
    """As Telegram cuts: by UTF-16 units."""
    end = 2 * (entity.offset + entity.length)
    return text.encode("utf-16-le")[2 * entity.offset : end].decode("utf-16-le")


@given(before=words, bold=words, after=words, footer=words)
def test_the_formatting_covers_what_it_covered(
    before: str, bold: str, after: str, footer: str
) -> None:
    entity = MessageEntity(type="bold", offset=units(before), length=units(bold))
    text, entities = offers.signed(before + bold + after, [entity], footer)
    assert [(one.type, cut(text, one)) for one in entities] == [("bold", bold), ("italic", footer)]
    assert text.startswith(before + bold + after)


def test_a_legal_line_alone_stands_at_the_top() -> None:
    text, entities = offers.signed("", None, "ООО «Астра»")
    assert text == "ООО «Астра»"
    assert [(one.offset, one.length) for one in entities] == [(0, 11)]


def text_message(text: str) -> Message:
    return Message(message_id=1, date=NOW, chat=CHAT, text=text)


def photo(caption: str) -> Message:
    size = PhotoSize(file_id="p", file_unique_id="p", width=1, height=1)
    return Message(message_id=1, date=NOW, chat=CHAT, photo=[size], caption=caption)


@pytest.mark.parametrize(("make", "limit"), [(text_message, TEXT), (photo, CAPTION)])
@given(excess=st.integers(-3, 3), footer=words)
def test_what_is_too_long_is_told_by_how_much(
    make: Callable[[str], Message], limit: int, excess: int, footer: str
) -> None:
    room = limit - units("\n\n" + footer)
    message = make("😀" + "я" * (room - 2 + excess))
    said = offers.refusal(SAY, message, footer)
    assert said == (SAY("offer-too-long", excess=excess) if excess > 0 else None)


@pytest.mark.parametrize("footer", ["", "ООО «Астра»"])
def test_every_kind_of_message_is_either_sent_or_refused_in_words(footer: str) -> None:
    """The kinds a message can have are Telegram's to add to: what is new is refused."""
    taken = {ContentType.TEXT, *offers.CAPTIONED, *([] if footer else offers.WORDLESS)}
    for kind in ContentType:
        message = Kind(message_id=1, date=NOW, chat=CHAT, kind=kind)
        assert (offers.refusal(SAY, message, footer) is None) is (kind in taken)


class Kind(Message):
    kind: str

    @property
    def content_type(self) -> str:
        return self.kind


def test_the_place_of_a_caption_is_kept() -> None:
    shown = photo("Зал").model_copy(update={"show_caption_above_media": True})
    preview = offers.preview(SAY, shown, "ООО «Астра»", 1)
    assert preview.model_dump()["show_caption_above_media"] is True
