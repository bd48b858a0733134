"""sendMessage and its kin."""

from typing import Any

from aiogram.enums import ChatAction

from sandbox.chats import Chat, Media, Message
from sandbox.entities import Formatted
from sandbox.files import DETAILS
from sandbox.keyboards import check_keyboard
from sandbox.refusals import bad_request
from sandbox.requests import Request

Json = dict[str, Any]

ACTIONS = frozenset(action.value for action in ChatAction)


def send_message(request: Request) -> Json:
    return send(request, request.words(), link_preview_options=_link_preview(request))


def send_photo(request: Request) -> Json:
    return _send_media(request, "photo")


def send_document(request: Request) -> Json:
    return _send_media(request, "document")


def send_voice(request: Request) -> Json:
    return _send_media(request, "voice")


def send_video(request: Request) -> Json:
    return _send_media(request, "video")


def send_audio(request: Request) -> Json:
    return _send_media(request, "audio")


def send_animation(request: Request) -> Json:
    return _send_media(request, "animation")


def send_video_note(request: Request) -> Json:
    return _send_media(request, "video_note")


def send_sticker(request: Request) -> Json:
    return _send_media(request, "sticker")


def send_chat_action(request: Request) -> bool:
    action = request.params["action"]
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = request.open_chat()
    chat.act(action, request.telegram.clock.now())
    request.telegram.tell(chat.person)
    return True


def send(request: Request, words: Formatted, **content: Any) -> Json:
    """Checks, in Telegram's order, what all messages have in common, and posts one."""
    markup = check_keyboard(request.get("reply_markup"))
    chat = request.open_chat()
    reply_to = request.reply_to(chat)
    message = post(request, chat, words, reply_to=reply_to, markup=markup, **content)
    _show_keyboard(chat, markup)
    return message.json()


def post(request: Request, chat: Chat, words: Formatted, **content: Any) -> Message:
    message = request.telegram.post(
        chat,
        from_bot=True,
        words=words,
        silent=request.get("disable_notification", False),
        protected=request.get("protect_content", False),
        **content,
    )
    chat.quiet()
    return message


def media_of(request: Request, kind: str, value: str, params: Json) -> Media:
    """The media that a request sends: uploaded with it, or known by its file id."""
    file = request.file(kind, value)
    usual = DETAILS.get(kind, {})
    return Media(kind, file, {name: params.get(name, usual[name]) for name in usual})


def looks(params: Json) -> Json:
    """How media is shown: what `Message` keeps of it."""
    return {
        "spoiler": params.get("has_spoiler", False),
        "caption_above": params.get("show_caption_above_media", False),
    }


def _send_media(request: Request, kind: str) -> Json:
    words = request.caption()
    media = media_of(request, kind, request.params[kind], request.params)
    return send(request, words, media=media, **looks(request.params))


def _show_keyboard(chat: Chat, markup: Json | None) -> None:
    if markup and "keyboard" in markup:
        chat.reply_keyboard = markup
    elif markup and markup.get("remove_keyboard"):
        chat.reply_keyboard = None


def _link_preview(request: Request) -> Json | None:
    asked = request.get("link_preview_options")
    if asked is None and "disable_web_page_preview" in request.params:
        asked = {"is_disabled": request.params["disable_web_page_preview"]}
    return asked or None
