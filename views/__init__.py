"""What people see. A view never awaits: data in, a `Screen` out.

Whoever holds a bot sends it: `await bot(screen.to(chat_id))`, `await bot(screen.over(message))`.
"""

from dataclasses import dataclass

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

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: HTML text, or a PNG with that text as its caption, and buttons under it."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    photo: bytes | None = None

    def to(
        self, chat_id: int, *, reply_to: int | None = None, silent: bool = False
    ) -> SendMessage | SendPhoto:
        reply = (
            ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
            if reply_to
            else None
        )
        if self.photo is None:
            return SendMessage(
                chat_id=chat_id,
                text=self.text,
                parse_mode="HTML",
                reply_markup=self.keyboard,
                reply_parameters=reply,
                disable_notification=silent or None,
                link_preview_options=NO_PREVIEW,
            )
        return SendPhoto(
            chat_id=chat_id,
            photo=_png(self.photo),
            caption=self.text,
            parse_mode="HTML",
            reply_markup=self.keyboard,
            reply_parameters=reply,
            disable_notification=silent or None,
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


def _png(picture: bytes) -> BufferedInputFile:
    return BufferedInputFile(picture, "chart.png")
