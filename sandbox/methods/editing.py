"""Editing and deleting what was sent."""

from datetime import timedelta
from typing import Any

from sandbox.chats import Chat, Media, Message
from sandbox.entities import Formatted
from sandbox.keyboards import check_inline
from sandbox.methods.sending import media_of
from sandbox.refusals import bad_request
from sandbox.requests import Request

Json = dict[str, Any]

DELETABLE_FOR = timedelta(hours=48)


def edit_message_text(request: Request) -> Json | bool:
    words = request.words()
    message = _editable(request)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(request, message, words, None)


def edit_message_caption(request: Request) -> Json | bool:
    words = request.caption()
    message = _editable(request)
    if message.media is None or not message.media.captioned:
        raise bad_request("there is no caption in the message to edit")
    return _change(request, message, words, message.media)


def edit_message_media(request: Request) -> Json | bool:
    asked = request.params["media"]
    if "type" not in asked:
        raise bad_request("can't parse InputMedia: Can't find field \"type\"")
    words = request.caption(asked)
    message = _editable(request)
    media = media_of(request, asked["type"], asked["media"], asked)
    return _change(request, message, words, media)


def edit_message_reply_markup(request: Request) -> Json | bool:
    message = _editable(request)
    words = Formatted(message.text, message.entities)
    return _change(request, message, words, message.media, edited=False)


def delete_message(request: Request) -> bool:
    chat = request.chat()
    message = chat.find(request.params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    return _delete(request, chat, [message])


def delete_messages(request: Request) -> bool:
    """Those that can't be found are passed over; one that is too old saves all of them."""
    chat = request.chat()
    found = [chat.find(number) for number in dict.fromkeys(request.message_ids())]
    return _delete(request, chat, [message for message in found if message])


def _delete(request: Request, chat: Chat, messages: list[Message]) -> bool:
    now = request.telegram.clock.now()
    if any(now - message.date > DELETABLE_FOR for message in messages):
        raise bad_request("message can't be deleted for everyone")
    for message in messages:
        chat.remove(message)
    request.telegram.tell(chat.person)
    return True


def _editable(request: Request) -> Message:
    """Only the bot's own, not forwarded from elsewhere, and with no reply keyboard."""
    if "inline_message_id" in request.params:
        return _sent_inline(request)
    if "chat_id" not in request.params:
        raise bad_request("chat_id is empty")
    if "message_id" not in request.params:
        raise bad_request("message identifier is not specified")
    message = request.open_chat().find(request.params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.origin or (message.markup and not message.inline_keyboard):
        raise bad_request("message can't be edited")
    return message


def _sent_inline(request: Request) -> Message:
    """A message that a person sent from the bot's inline results, wherever it is."""
    message = request.bot.inline.sent.get(request.params["inline_message_id"])
    if message is None:
        raise bad_request("MESSAGE_ID_INVALID")
    return message


def _change(
    request: Request,
    message: Message,
    words: Formatted,
    media: Media | None,
    *,
    edited: bool = True,
) -> Json | bool:
    """An edit without a keyboard takes the old one away."""
    asked = request.get("reply_markup")
    markup = None if asked is None else check_inline(asked)
    now = (words.text, words.entities, _same(media), markup)
    if now == (message.text, message.entities, _same(message.media), message.markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    message.text, message.entities = words
    message.media, message.markup = media, markup
    if edited:
        message.edited_at = request.telegram.clock.now()
    request.telegram.touch(message)
    return True if "inline_message_id" in request.params else message.json()


def _same(media: Media | None) -> tuple[str, bytes] | None:
    return None if media is None else (media.kind, media.content)
