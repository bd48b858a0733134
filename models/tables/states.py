"""What a row may be."""

from enum import StrEnum


class Role(StrEnum):
    CUSTOMER = "customer"
    ADMIN = "admin"
    OWNER = "owner"


STAFF = (Role.ADMIN, Role.OWNER)


class SurveyState(StrEnum):
    PLANNED = "planned"
    ASKED = "asked"
    REMINDED = "reminded"
    ANSWERED = "answered"
    EXPIRED = "expired"
    SKIPPED = "skipped"


class CaseState(StrEnum):
    NEW = "new"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class Wish(StrEnum):
    """What makes an unhappy customer stay. All three close a case."""

    ADMITTED = "admitted"
    FIXED = "fixed"
    THANKED = "thanked"


class Closing(StrEnum):
    """How a case came to be closed."""

    WISHES = "wishes"
    REASON = "reason"
    """In words that one of the owners wrote."""
    RAISED = "raised"
    """The customer raised the score before anyone had answered."""
    CALLED_OFF = "called_off"
    """The customer took the call back before anyone had said a word."""
    JOINED_STAFF = "joined_staff"
    ERASED = "erased"


class Publish(StrEnum):
    """Whether a customer's words may be shown to others."""

    NAMED = "named"
    NAMELESS = "nameless"
    NO = "no"


class Proof(StrEnum):
    """What shows that a friend has really come."""

    STAFF = "staff"
    ANSWER = "answer"
    COUPON = "coupon"


class NudgeState(StrEnum):
    HELD = "held"
    """It waits for its campaign."""
    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


class CampaignState(StrEnum):
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    PAUSED = "paused"
    STOPPED = "stopped"
    """By hand, or for want of its source; what had not gone yet stays unsent."""
    DONE = "done"
    CANCELLED = "cancelled"


class FirstBatch(StrEnum):
    """Who gets an offer before all the others."""

    TENTH = "tenth"
    TWENTY = "twenty"


class Pause(StrEnum):
    """Why a campaign, or one row of it, waits."""

    ADMIN = "admin"
    COMPLAINTS = "complaints"
    """Of the first batch too many have blocked the bot, or want no more offers."""
    FIRST_BATCH = "first_batch"
    """Of a row: the first batch goes before it."""
