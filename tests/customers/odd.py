"""What the sandbox's people have no verb for, written as Telegram writes it."""

from typing import Any

from sandbox.chats import Message
from sandbox.entities import Formatted
from sandbox.people import Person

ODD: dict[str, dict[str, Any]] = {
    "location": {"location": {"latitude": 55.7, "longitude": 37.6}},
    "contact": {"contact": {"phone_number": "+7", "first_name": "Чарли"}},
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "game": {"game": {"title": "Змейка", "description": "Ползёт", "photo": []}},
    "story": {"story": {"chat": {"id": 5, "type": "private"}, "id": 1}},
    "poll": {
        "poll": {
            "id": "1",
            "question": "Да?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
}
SERVICE: dict[str, dict[str, Any]] = {
    "timer": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    "background": {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🐥"}}},
    "website": {"write_access_allowed": {}},
}


def send(person: Person, content: dict[str, Any]) -> Message:
    message = person.telegram.post(person.chat, from_bot=False, words=Formatted("", []))
    said = {name: value for name, value in message.json().items() if name != "text"}
    person.bot.updates.put("message", said | content)
    return message
