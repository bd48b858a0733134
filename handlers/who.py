"""Who is speaking: the person, their language, and what they may do."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import Filter
from aiogram.types import Chat, TelegramObject, User

from handlers.talk import Talk
from models import people
from models.staff import Staff
from models.tables import Person, Role
from views.say import language_of, say_in

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Who(BaseMiddleware):
    """Gives handlers `talk`, and its parts by name: `who`, `say`, `chat_id`. Its transaction is
    over before they begin: a session held open while we talk to Telegram would hold up everybody.
    Groups, channels and other bots are passed over in silence."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        user: User | None = data.get("event_from_user")
        if user is None or user.is_bot or (chat is not None and chat.type != "private"):
            return None
        data["chat_id"] = user.id  # a private chat has the id of its person
        data["who"] = who = await self._meet(user, data)
        data["say"] = say_in(who.language)
        data["talk"] = Talk(**{name: data[name] for name in Talk.__slots__})
        return await handler(event, data)

    async def _meet(self, user: User, data: dict[str, Any]) -> Person:
        async with data["sessions"].begin() as session:
            person = await people.find(session, user.id)
            if person is None:
                person = await people.meet(
                    session,
                    user.id,
                    role=self._staff.role_of(user.id),
                    name=user.full_name,
                    username=user.username,
                    language=language_of(user.language_code, data["business"].language),
                    now=data["now"](),
                )
            person.name, person.username = user.full_name, user.username
        return person


class Is(Filter):
    """Lets through those of the staff; to anybody else the handler does not exist."""

    def __init__(self, *roles: Role) -> None:
        self._roles = roles

    async def __call__(self, _event: TelegramObject, who: Person) -> bool:
        return who.role in self._roles


OWNERS = Is(Role.OWNER)
STAFF = Is(Role.OWNER, Role.ADMIN)
