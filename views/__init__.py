"""What people see. A view never awaits: data in, a `Screen` out.

Whoever holds a bot sends it: `await bot(screen.to(chat_id))`, or edits an older message into it:
`await bot(screen.over(chat_id, message_id))`.
"""

from dataclasses import dataclass
from typing import Annotated

from aiogram.methods import (
    EditMessageMedia,
    EditMessageText,
    SendMessage,
    SendPhoto,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from pydantic import Field

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
RowId = Annotated[int, Field(ge=0, lt=2**31)]
"""In the data of a button. Whoever forges a tap gets no number past the database's own."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: HTML text, or a PNG with that text as its caption, and buttons under it."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    photo: bytes | None = None

    def to(self, chat_id: int, *, reply_to: int | None = None) -> SendMessage | SendPhoto:
        reply = under(reply_to)
        if self.photo is None:
            return SendMessage(
                chat_id=chat_id,
                text=self.text,
                parse_mode="HTML",
                reply_markup=self.keyboard,
                reply_parameters=reply,
                link_preview_options=NO_PREVIEW,
            )
        return SendPhoto(
            chat_id=chat_id,
            photo=_png(self.photo),
            caption=self.text,
            parse_mode="HTML",
            reply_markup=self.keyboard,
            reply_parameters=reply,
        )

    def over(self, chat_id: int, message_id: int) -> EditMessageText | EditMessageMedia:
        """In place of what the message said before."""
        if self.photo is None:
            return EditMessageText(
                chat_id=chat_id,
                message_id=message_id,
                text=self.text,
                parse_mode="HTML",
                reply_markup=self.keyboard,
                link_preview_options=NO_PREVIEW,
            )
        picture = InputMediaPhoto(media=_png(self.photo), caption=self.text, parse_mode="HTML")
        return EditMessageMedia(
            chat_id=chat_id, message_id=message_id, media=picture, reply_markup=self.keyboard
        )


def under(message_id: int | None) -> ReplyParameters | None:
    """A reply to that message, or no reply where it has gone."""
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def _png(picture: bytes) -> BufferedInputFile:
    return BufferedInputFile(picture, "chart.png")
