"""What a failed request means: might the person have the message, and may we try again?"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from models.nudges import TOLD_TO_WAIT

NOBODY_THERE = ("chat not found", "user not found", "PEER_ID_INVALID", "USER_DEACTIVATED")
CONNECTION_WAS_NEVER_MADE = (ClientConnectorError, ConnectionTimeoutError)
TOO_MANY = "Too Many Requests"
TRUE_ALREADY = (
    "message is not modified",
    "message to edit not found",
    "message to delete not found",
    "message to react not found",
)


class Meaning(StrEnum):
    NOT_SENT = "not_sent"
    """It cannot have acted: the same may go again, later."""
    UNCLEAR = "unclear"
    """It may have acted: a nudge is left alone, a notice goes again."""
    UNREACHABLE = "unreachable"
    """This person can't be written to any more."""
    REFUSED = "refused"
    """This message will never do."""
    MOOT = "moot"
    """The message says so already, or is gone: nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Failure:
    meaning: Meaning
    reason: str
    wait: timedelta | None = None
    """How long Telegram told us to wait."""


def read(error: AiogramError) -> Failure:
    """The one table. An error that nobody foresaw may have acted."""
    match error:
        case TelegramRetryAfter():
            wait = timedelta(seconds=error.retry_after)
            return Failure(Meaning.NOT_SENT, TOLD_TO_WAIT, wait)
        case TelegramUnauthorizedError() | TelegramConflictError() | TelegramNotFound():
            return Failure(Meaning.NOT_SENT, "not_accepted")
        case TelegramForbiddenError():
            return Failure(Meaning.UNREACHABLE, "blocked")
        case TelegramEntityTooLarge() | TelegramMigrateToChat():
            return Failure(Meaning.REFUSED, error.message)
        case TelegramBadRequest():
            has_source = hasattr(error.method, "from_chat_id")
            return _read_bad_request(error.message, has_source=has_source)
        case TelegramNetworkError():
            if isinstance(error.__cause__, CONNECTION_WAS_NEVER_MADE):
                return Failure(Meaning.NOT_SENT, "no_connection")
            return Failure(Meaning.UNCLEAR, "connection_lost")
        case TelegramAPIError() if TOO_MANY in error.message:  # without a time to wait
            return Failure(Meaning.NOT_SENT, TOLD_TO_WAIT)
        case TelegramServerError() | ClientDecodeError():
            return Failure(Meaning.UNCLEAR, "server_error")
        case TelegramAPIError() | _:
            return Failure(Meaning.UNCLEAR, type(error).__name__)


def _read_bad_request(said: str, *, has_source: bool) -> Failure:
    """Of a copy nobody can tell whose chat was not found: that of who gets it, or the source."""
    if any(words in said for words in NOBODY_THERE) and not has_source:
        return Failure(Meaning.UNREACHABLE, "blocked")
    if any(words in said for words in TRUE_ALREADY):
        return Failure(Meaning.MOOT, said)
    return Failure(Meaning.REFUSED, said)
