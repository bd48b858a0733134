"""Greetings, help, privacy, and the menu of commands of each role."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import BotCommand

from models.rules.business import Business
from models.tables import Role
from views import Screen, human
from views.buttons import one_button
from views.say import Say

COMMANDS = {
    Role.CUSTOMER: (
        "start",
        "rate",
        "share",
        "settings",
        "human",
        "privacy",
        "mydata",
        "forget",
        "stop",
        "help",
    ),
    Role.ADMIN: (
        "broadcast",
        "campaigns",
        "ask",
        "qr",
        "staff",
        "rate",
        "settings",
        "privacy",
        "help",
    ),
    Role.OWNER: (
        "stats",
        "comments",
        "cases",
        "report",
        "why",
        "broadcast",
        "campaigns",
        "ask",
        "qr",
        "staff",
        "rate",
        "settings",
        "privacy",
        "help",
    ),
}


ANOTHER_FOR_STAFF = ("rate", "settings")
"""What these do for the staff is something else than for customers."""


class AgreeTap(CallbackData, prefix="agree"):
    pass


class ResumeTap(CallbackData, prefix="resume"):
    pass


def commands(say: Say, role: Role) -> list[BotCommand]:
    return [BotCommand(command=name, description=_does(say, name, role)) for name in COMMANDS[role]]


def _does(say: Say, command: str, role: Role) -> str:
    is_another = role != Role.CUSTOMER and command in ANOTHER_FOR_STAFF
    return say.plain(f"menu-{command}-staff" if is_another else f"menu-{command}")


def greeting(say: Say, business: Business) -> Screen:
    text = say("greeting", business=business.name)
    return Screen(text, one_button(say.plain("agree-button"), AgreeTap()))


def welcome_later(say: Say) -> Screen:
    return Screen(say("welcome-later"))


def welcome_back(say: Say, *, stopped: bool) -> Screen:
    button = one_button(say.plain("resume-button"), ResumeTap()) if stopped else None
    return Screen(say("welcome-back"), button)


def desk(say: Say, business: Business, role: str, *, cases: int, link: str) -> Screen:
    """What the staff see at /start: what needs doing."""
    return Screen(say(f"desk-{role}", business=business.name, cases=cases, link=link))


def stopped(say: Say, *, is_talking: bool) -> Screen:
    """`is_talking`: to a human, whose answer is somebody's words and no message of our own."""
    text = "\n\n".join([say("stopped"), *([say("stopped-talk")] if is_talking else [])])
    return Screen(text, one_button(say.plain("resume-button"), ResumeTap()))


def resumed(say: Say) -> Screen:
    return Screen(say("resumed"))


def help_for(say: Say, business: Business, role: str) -> Screen:
    return Screen(say(f"help-{role}", business=business.name))


def unknown(say: Say, role: str) -> Screen:
    return human.not_understood(say) if role == Role.CUSTOMER else Screen(say("unknown-staff"))


def choose_score(say: Say) -> Screen:
    return Screen(say("choose-score"))


def failed(say: Say) -> Screen:
    return Screen(say("failed"))
