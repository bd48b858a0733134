"""The staff as an owner sees it: who works here, invitations, removals, and the log of acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from models.invitations import Acceptance
from models.rules.business import Business
from models.staff import Removal
from models.tables import Act, Invitation, Person, Role
from views import RowId, Screen
from views.buttons import column, tap_button
from views.length import shortened
from views.say import Html, Say

MEMBERS_A_PAGE = 10
ACTS_A_PAGE = 20
NAME = 30
"""Units of a name in a list: a page stays within a message, whatever people are called."""


class StaffTap(CallbackData, prefix="staff"):
    page: RowId


class MemberTap(CallbackData, prefix="staff-member"):
    person: RowId


class RemoveTap(CallbackData, prefix="staff-remove"):
    person: RowId


class RemoveSurelyTap(CallbackData, prefix="staff-surely"):
    person: RowId


class InviteTap(CallbackData, prefix="staff-invite"):
    role: Role
    code: str


class LogTap(CallbackData, prefix="staff-log"):
    page: RowId


@dataclass(frozen=True, slots=True)
class Team:
    """One page of it."""

    members: Sequence[Person]
    named: frozenset[int]
    """Ids of those whose role the settings give."""
    absent: int
    """How many the settings name who have never come."""
    page: int
    has_more: bool


def team(say: Say, shown: Team) -> Screen:
    """What an admin sees: who works here."""
    lines = [_member(say, one, is_named=one.id in shown.named) for one in shown.members]
    text = f"{say('staff-title')}\n\n" + "\n".join(lines)
    if shown.absent:
        text += f"\n\n{say('staff-absent', count=shown.absent)}"
    return Screen(text)


def team_for_owner(say: Say, shown: Team, codes: Mapping[Role, str]) -> Screen:
    """With fresh codes: the button of an invitation brings the code of its link."""
    rows = [[tap_button(_short(one), MemberTap(person=one.id))] for one in shown.members]
    rows += _pager(StaffTap, shown.page, shown.has_more)
    for role, code in codes.items():
        words = say.plain("staff-invite-button", role=role.value)
        rows.append([tap_button(words, InviteTap(role=role, code=code))])
    rows.append([tap_button(say.plain("staff-log-button"), LogTap(page=0))])
    return Screen(team(say, shown).text, InlineKeyboardMarkup(inline_keyboard=rows))


def _member(say: Say, person: Person, *, is_named: bool) -> Html:
    key = "staff-member-named" if is_named else "staff-member"
    return say(key, name=_short(person), role=person.role)


def card(say: Say, person: Person, *, is_named: bool, since: datetime | None) -> Screen:
    lines = [say("staff-name", name=_full(person)), say("staff-role", role=person.role)]
    if is_named:
        lines.append(say("staff-card-named"))
    elif since is not None:
        lines.append(say("staff-since", day=say.full_day(since)))
    rows = [[_to_team(say)]]
    if not is_named:
        remove = tap_button(say.plain("staff-remove-button"), RemoveTap(person=person.id))
        rows.insert(0, [remove])
    return Screen("\n".join(lines), InlineKeyboardMarkup(inline_keyboard=rows))


def are_you_sure(say: Say, person: Person) -> Screen:
    surely = RemoveSurelyTap(person=person.id)
    rows = [
        [tap_button(say.plain("staff-surely-button"), surely)],
        [tap_button(say.plain("staff-keep-button"), MemberTap(person=person.id))],
    ]
    text = say("staff-surely", name=_full(person))
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=rows))


def removal(say: Say, person: Person, came_of_it: Removal, *, goes_on: bool) -> Screen:
    text = say(came_of_it, name=_full(person))
    return Screen(text, column(_to_team(say)) if goes_on else None)


def forward(say: Say, role: str) -> Screen:
    return Screen(say("staff-forward", role=role), column(_to_team(say)))


def invitation(say: Say, business: Business, invitation: Invitation, bot_username: str) -> Screen:
    """Written to the invited, so that it can be forwarded as it is."""
    return Screen(
        say(
            "invitation",
            business=business.name,
            role=invitation.role,
            until=say.moment(invitation.expires_at, business.zone),
            link=f"https://t.me/{bot_username}?start=s_{invitation.code}",
        )
    )


def not_joined(say: Say, why: Acceptance, role: str) -> Screen:
    return Screen(say(why, role=role))


def told_joined(say: Say, person: Person) -> Screen:
    return Screen(say("staff-told-joined", name=_full(person), role=person.role))


def told_removed(say: Say, business: Business) -> Screen:
    return Screen(say("staff-told-removed", business=business.name))


def log(
    say: Say,
    acts: Sequence[Act],
    people: Mapping[int, Person],
    zone: ZoneInfo,
    *,
    page: int,
    has_more: bool,
) -> Screen:
    """The newest first, in the business's own time."""
    lines = [_line(say, act, people, zone) for act in acts] or [say("staff-log-empty")]
    text = f"{say('staff-log-title')}\n\n" + "\n".join(lines)
    rows = [*_pager(LogTap, page, has_more), [_to_team(say)]]
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=rows))


def _line(say: Say, act: Act, people: Mapping[int, Person], zone: ZoneInfo) -> Html:
    about = act.about or {}
    done = say(
        "staff-act",
        kind=act.kind,
        who=_short(people.get(act.person_id)),
        whom=_short(people.get(about.get("person", 0))),
        role=about.get("role", ""),
        name=shortened(about.get("name", ""), NAME),
    )
    return say("staff-log-line", moment=say.moment(act.at, zone), done=done)


def _short(person: Person | None) -> str:
    return shortened(person.name, NAME) if person and person.name else "—"


def _full(person: Person) -> str:
    """Names are chosen freely; a username is one person's only."""
    return f"{person.name} (@{person.username})" if person.username else person.name


def _pager(
    tap: type[StaffTap | LogTap], page: int, has_more: bool
) -> list[list[InlineKeyboardButton]]:
    row = [tap_button("‹", tap(page=page - 1))] if page else []
    row += [tap_button("›", tap(page=page + 1))] if has_more else []
    return [row] if row else []


def _to_team(say: Say) -> InlineKeyboardButton:
    return tap_button(say.plain("staff-back-button"), StaffTap(page=0))
