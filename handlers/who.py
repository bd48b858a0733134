"""Who is speaking: the person, their language, and what they may do."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import Filter
from aiogram.types import Chat, TelegramObject, Update, User

from handlers import groups, inline
from handlers.talk import Talk
from models import people
from models.staff import Staff
from models.tables import Person, Role
from views.referrals import way_in
from views.say import language_of, say_in

ABOUT_DATA = ("/mydata", "/forget")

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Who(BaseMiddleware):
    """Gives handlers `talk`, and its parts by name: `who`, `say`, `chat_id`. Its transaction is
    over before they begin: a session held open while we talk to Telegram would hold up everybody.
    Groups, channels and other bots are not talked to.

    Only who writes to us is kept: somebody erased may still block us, or tap an old button, and
    anybody may type our name in a chat of their own."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        user: User | None = data.get("event_from_user")
        assert isinstance(event, Update)
        if chat is not None and chat.type != "private":
            return await groups.leave(event, data["bot"])
        if user is None or user.is_bot:
            return None
        data["chat_id"] = user.id  # a private chat has the id of its person
        who = await self._meet(user, data, keep=_is_for_us_to_keep(event))
        if who is None:
            return await _say_nothing_is_kept(event, user, data)
        data["who"] = who
        data["say"] = say_in(who.language)
        data["tapped_id"] = _tapped(event)
        data["talk"] = Talk(**{name: data[name] for name in Talk.__slots__})
        return await handler(event, data)

    async def _meet(self, user: User, data: dict[str, Any], *, keep: bool) -> Person | None:
        async with data["sessions"].begin() as session:
            person = await people.find(session, user.id)
            if person is None and not keep:
                return None
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


def _tapped(update: Update) -> int | None:
    tap = update.callback_query
    return tap.message.message_id if tap is not None and tap.message is not None else None


def _is_for_us_to_keep(update: Update) -> bool:
    """Whoever asks what we keep of them does not ask to be kept."""
    said = update.message.text if update.message is not None else None
    return update.message is not None and (said or "").strip() not in ABOUT_DATA


async def _say_nothing_is_kept(update: Update, user: User, data: dict[str, Any]) -> None:
    say = say_in(language_of(user.language_code, data["business"].language))
    if update.callback_query is not None:
        await update.callback_query.answer(say.plain("nothing-kept"), show_alert=True)
    elif update.inline_query is not None:
        await inline.answer(data["bot"], way_in(say, update.inline_query.id))
    elif update.message is not None:
        await update.message.answer(say("nothing-kept"), parse_mode="HTML")


class Is(Filter):
    """Lets through those of the staff; to anybody else the handler does not exist."""

    def __init__(self, *roles: Role) -> None:
        self._roles = roles

    async def __call__(self, _event: TelegramObject, who: Person) -> bool:
        return who.role in self._roles


class Agreed(Filter):
    """Lets through customers whose consent is in force, and the staff, who need none."""

    async def __call__(self, _event: TelegramObject, who: Person) -> bool:
        return who.consented_at is not None or who.role != Role.CUSTOMER


AGREED = Agreed()
OWNERS = Is(Role.OWNER)
STAFF = Is(Role.OWNER, Role.ADMIN)
