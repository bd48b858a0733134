"""What a message holds, whoever sent it and whatever for."""

from aiogram.types import Message

from models.lines import Said
from views import written

FILES = ("voice", "video", "video_note", "audio", "animation", "document", "sticker")
"""An animation is a document too, and comes before it."""
COPIED = ("venue", "location", "contact", "poll", "dice")
"""What has no file of its own, and goes by a copy. A venue says its location too."""


def file_in(message: Message) -> tuple[str, str] | None:
    """The kind, and the file id."""
    photo = message.live_photo.photo if message.live_photo else message.photo
    if photo:
        return "photo", photo[-1].file_id
    for kind in FILES:
        file = getattr(message, kind)
        if file is not None:
            return kind, file.file_id
    return None


def said_in(message: Message) -> Said | None:
    """What can be passed on; none for a game, an invoice, a story, or Telegram's own records."""
    kind, file_id = file_in(message) or (_kind(message), None)
    if kind is None:
        return None
    replied = message.reply_to_message
    return Said(
        message_id=message.message_id,
        kind=kind,
        html=written.html_of(message),
        file_id=file_id,
        album=message.media_group_id,
        reply_to=replied.message_id if replied else None,
    )


def _kind(message: Message) -> str | None:
    """Of what has no file."""
    copied = next((kind for kind in COPIED if getattr(message, kind) is not None), None)
    return copied or ("text" if message.text else None)
