"""When something breaks: logged with what is needed to mend it, told kindly, counted."""

import logging
from collections import Counter

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import ErrorEvent, User
from sqlalchemy.exc import OperationalError

from models import people
from models.database import Now, Sessions
from models.rules.business import Business
from models.tables import Person
from views import menu
from views.say import language_of, say_in

log = logging.getLogger(__name__)

ELSEWHERE = ("inline_query", "chosen_inline_result")
"""What people do in other chats, with no eye on ours."""


def router() -> Router:
    router = Router(name="errors")
    router.errors.register(handle)
    return router


async def handle(
    event: ErrorEvent,
    bot: Bot,
    failures: Counter[str],
    sessions: Sessions,
    now: Now,
    business: Business,
    may_go_again: bool = False,
    event_from_user: User | None = None,
    who: Person | None = None,
) -> object:
    error = event.exception
    if isinstance(error, TelegramAPIError) and isinstance(error.method, AnswerCallbackQuery):
        return True  # a spinner stops by itself; what was to be done is done
    if isinstance(error, TelegramForbiddenError) and who is not None:
        async with sessions.begin() as session:
            await people.block(session, await people.hold(session, who.id), now())
        return True
    if isinstance(error, OperationalError) and may_go_again:
        return UNHANDLED  # the database is busy; nothing was written yet
    failures[type(error).__name__] += 1
    log.error(
        "update %s (%s) of person %s failed; %s of the kind so far",
        event.update.update_id,
        event.update.event_type,
        who.id if who else "unknown",
        failures[type(error).__name__],
        exc_info=error,
    )
    if event_from_user is not None and event.update.event_type not in ELSEWHERE:
        told = language_of(event_from_user.language_code, business.language)
        say = say_in(who.language if who else told)
        await bot(menu.failed(say).to(event_from_user.id))
    return True
