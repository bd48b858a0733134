"""When something breaks: logged with what is needed to mend it, told kindly, counted."""

import logging
from collections import Counter

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import ErrorEvent, User

from models import people
from models.database import Now, Sessions
from models.rules.business import Business
from models.tables import Person
from views import menu
from views.say import language_of, say_in

log = logging.getLogger(__name__)

TOO_LATE_TO_ANSWER = "query is too old"


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
    event_from_user: User | None = None,
    who: Person | None = None,
) -> bool:
    error = event.exception
    if isinstance(error, TelegramBadRequest) and TOO_LATE_TO_ANSWER in error.message:
        return True  # the spinner has stopped by itself; what was to be done is done
    if isinstance(error, TelegramForbiddenError) and who is not None:
        async with sessions.begin() as session:
            await people.block(session, await people.hold(session, who.id), now())
        return True
    failures[type(error).__name__] += 1
    log.error(
        "update %s (%s) of person %s failed, for the %sth time so",
        event.update.update_id,
        event.update.event_type,
        who.id if who else "unknown",
        failures[type(error).__name__],
        exc_info=error,
    )
    if event_from_user is not None:
        say = say_in(language_of(event_from_user.language_code, business.language))
        await bot(menu.failed(say).to(event_from_user.id))
    return True
