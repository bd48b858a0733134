"""What the chat page shows, as JSON. Only `text_html` is HTML, and made of escaped text."""

from typing import Any

from sandbox.bots import BotAccount
from sandbox.chats import Chat, Message
from sandbox.inline import InlineQuery, Letter
from sandbox.people import BUTTON_KINDS, Person
from sandbox.rendering import page_html
from sandbox.telegram import Telegram

Json = dict[str, Any]

SHOWN = 60
FACTS = (
    *("duration", "emoji", "phone_number", "first_name", "latitude", "longitude"),
    *("title", "address", "value", "question", "options"),
)


def show(telegram: Telegram, clock: Json) -> Json:
    bot = telegram.bot
    return {
        "bot": {
            "name": bot.name,
            "username": bot.username,
            "supports_inline": bot.supports_inline_queries,
        },
        "now": telegram.clock.now().isoformat(),
        "timezone": telegram.timezone,
        "clock": clock,
        "people": [_person(person) for person in telegram.people.values() if person.on_page],
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "role_label": person.role_label,
        "avatar": person.avatar,
        "blocked": person.blocked,
        "language_code": person.language_code,
        "commands": person.commands,
        "chat": _chat(person.chat, person.inbox),
        "inline": _inline(person.inline),
    }


def _chat(chat: Chat, inbox: list[Letter]) -> Json:
    """What other people sent by way of the bot stands among its messages: a phone has one chat."""
    now = chat.person.telegram.clock.now()
    messages = sorted([*chat.messages, *inbox], key=lambda message: message.id)
    return {
        "messages": [_message(message) for message in messages[-SHOWN:]],
        "reply_keyboard": chat.reply_keyboard["keyboard"] if chat.reply_keyboard else None,
        "started": chat.started,
        "chat_action": chat.action(now),
    }


def _message(message: Message) -> Json:
    reply = message.reply_to
    return {
        "id": message.id,
        "from": _from(message),
        "date": message.date.isoformat(),
        "edited": message.edited_at is not None,
        "text_html": page_html(message.text, message.entities),
        "text": message.text,
        "reply_to": reply.id if reply and not reply.deleted else None,
        "forwarded_from": _author(message.origin),
        "via": _via(message),
        "media": _media(message),
        "album": message.media_group_id,
        "buttons": _buttons(message),
        "reactions": [emoji for given in message.reactions.values() for emoji in given],
        "silent": message.silent,
    }


def _inline(query: InlineQuery | None) -> Json | None:
    """The list of results over the field, while it is open."""
    if query is None:
        return None
    answer = query.answer
    names = ("id", "title", "description", "text")
    return {
        "query": query.text,
        "chat_type": query.chat_type,
        "pending": answer is None,
        "results": [
            {name: getattr(result, name) for name in names}
            for result in (answer.results if answer else [])
        ],
        "button": answer.button["text"] if answer and answer.button else None,
    }


def _from(message: Message) -> str:
    if isinstance(message, Letter):
        return "friend"
    return "bot" if message.from_bot else "person"


def _via(message: Message) -> Json | None:
    if not message.via_bot:
        return None
    name = message.sender.name if isinstance(message, Letter) else None
    return {"name": name, "bot": message.chat.bot.username}


def _author(origin: Json | None) -> str | None:
    if origin is None:
        return None
    user = origin["sender_user"]
    return " ".join(filter(None, (user["first_name"], user.get("last_name"))))


def _media(message: Message) -> Json | None:
    media = message.media
    if media is None:
        return None
    shown: Json = {"kind": media.kind, "url": None, "name": media.name, "size": len(media.content)}
    if media.file is not None:
        shown["url"] = f"/sandbox/files/{media.file_id}"
    shown["captioned"] = media.captioned
    return shown | {name: media.details[name] for name in FACTS if name in media.details}


def _buttons(message: Message) -> list[list[Json]]:
    spinning = _spinning(message.chat.bot, message)
    rows: list[list[Json]] = []
    index = 0
    for row in message.inline_keyboard:
        rows.append([])
        for button in row:
            rows[-1].append(_button(button, index, index in spinning))
            index += 1
    return rows


def _button(button: Json, index: int, pending: bool) -> Json:
    kind = next(kind for kind in BUTTON_KINDS if kind in button)
    shown: Json = {
        "text": button["text"],
        "kind": "callback" if kind == "callback_data" else kind,
        "index": index,
        "pending": pending,
    }
    return shown | ({"url": button["url"]} if kind == "url" else {})


def _spinning(bot: BotAccount, message: Message) -> set[int]:
    return {tap.index for tap in bot.taps.values() if tap.message is message}
