"""Words both ways: copies of what was said in a case, their edits, and how they arrived."""

from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy import exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from models import cards, copies, receipts
from models.nudges import Notice
from models.tables import Case, Line, Nudge, Person, Role
from scheduler.plan import Album, Plan
from scheduler.terms import Terms
from views import lines as view
from views import media
from views.say import Html, say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await copies.plan_unheard(session, now)
    await copies.plan_kept(session, now)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> TelegramMethod[Any] | Album | None:
    if person.telegram_id is None or nudge.case_id is None:
        return None
    case = await session.get_one(Case, nudge.case_id)
    match nudge.kind:
        case Notice.DELIVERED:
            return _delivered(nudge, person, person.telegram_id)
        case Notice.UNDELIVERED:
            return await _undelivered(session, nudge, person, person.telegram_id, case)
    line = await session.get(Line, nudge.line_id) if nudge.line_id is not None else None
    if line is None or not (person.id == case.customer_id or person.role == Role.OWNER):
        return None
    if nudge.kind == Notice.LINE_EDIT:
        return await _edit(session, nudge, line, person, case, terms)
    return await _copy(session, nudge, line, person, case, terms)


async def _copy(
    session: AsyncSession, nudge: Nudge, line: Line, person: Person, case: Case, terms: Terms
) -> TelegramMethod[Any] | Album:
    pairs = await copies.together(session, nudge, line)
    shown = [await _shown(session, one, piece, person, case, terms) for one, piece in pairs]
    if len(shown) > 1:
        return Album(view.together(shown), tuple(one for one, _ in pairs))
    if _is_told_only(line, shown[0], person, case, nudge):
        return _plainly(person, shown[0], line)
    return view.one(shown[0])


async def _edit(
    session: AsyncSession, nudge: Nudge, line: Line, person: Person, case: Case, terms: Terms
) -> TelegramMethod[Any] | None:
    copy = await copies.copy_for(session, line.id, person.id)
    if copy is None or copy.message_id is None or person.telegram_id is None:
        return None
    mark = view.changed(say_in(person.language))
    shown = await _shown(session, copy, line, person, case, terms, changed=mark)
    if _is_told_only(line, shown, person, case, copy):
        return view.plain(say_in(person.language), shown).over(person.telegram_id, copy.message_id)
    has_new_file = bool(nudge.about and nudge.about["file"])
    return view.edit(shown, copy.message_id, has_new_file=has_new_file)


def _plainly(person: Person, shown: view.Copy, line: Line) -> TelegramMethod[Any]:
    screen = view.plain(say_in(person.language), shown)
    return screen.to(shown.chat_id, reply_to=shown.reply_to)


def _is_told_only(line: Line, shown: view.Copy, person: Person, case: Case, copy: Nudge) -> bool:
    """In words: what Telegram would not give as it is, what has gone with its chat, and a
    colleague's sticker or place, under which nobody could read who sent it to whom. A colleague's
    words that leave no room for that are cut."""
    if (copy.about or {}).get("plain"):
        return True
    has_words = line.kind == "text" or (
        line.kind in media.METHODS and line.kind not in media.WORDLESS
    )
    is_to_colleague = line.by_staff and person.id != case.customer_id
    if is_to_colleague and line.kind == "text" and not view.has_room(shown):
        return True
    return not has_words and (is_to_colleague or shown.source is None)


async def _shown(
    session: AsyncSession,
    nudge: Nudge,
    line: Line,
    person: Person,
    case: Case,
    terms: Terms,
    *,
    changed: Html | None = None,
) -> view.Copy:
    assert person.telegram_id is not None
    sender = await session.get_one(Person, line.sender_id)
    return view.Copy(
        line,
        person.telegram_id,
        sender.telegram_id,
        head=await _head(session, line, sender, person, case, terms),
        reply_to=await _above(session, nudge, line, person, case),
        changed=changed,
    )


async def _head(
    session: AsyncSession, line: Line, sender: Person, person: Person, case: Case, terms: Terms
) -> Html | None:
    """The customer is told once that somebody reads and writes here; owners, who speaks."""
    say = say_in(person.language)
    if not await copies.is_first_of_album(session, line):
        return None
    if person.id == case.customer_id:
        is_first = await copies.is_first_answer(session, line)
        return view.by_business(say, terms.business) if is_first else None
    customer = await session.get_one(Person, case.customer_id)
    if line.by_staff:
        return view.by_colleague(say, sender, customer)
    return view.by_customer(say, customer)


async def _above(
    session: AsyncSession, nudge: Nudge, line: Line, person: Person, case: Case
) -> int | None:
    """What it answers, where this person has it; else, for an owner, the card."""
    place = await copies.place_of(session, line.reply_to_id, person.id)
    if place is not None:
        return place
    if person.id == case.customer_id:
        return (nudge.about or {}).get("under")
    return await cards.message_of(session, case.id, person.id)


def _delivered(nudge: Nudge, owner: Person, chat_id: int) -> TelegramMethod[Any] | None:
    if nudge.message_id is None:
        return None
    if nudge.about is not None:  # it stands under the words that said it had not arrived
        say = say_in(owner.language)
        return view.arrived_after_all(say).over(chat_id, nudge.message_id)
    return view.arrived(chat_id, nudge.message_id)


async def _undelivered(
    session: AsyncSession, nudge: Nudge, owner: Person, chat_id: int, case: Case
) -> TelegramMethod[Any] | None:
    """None where it has arrived meanwhile."""
    if await _has_arrived(session, nudge.line_id, case):
        return None
    customer = await session.get_one(Person, case.customer_id)
    reason = nudge.about["why"] if nudge.about else ""
    screen = view.not_arrived(say_in(owner.language), customer, nudge.line_id, reason)
    return screen.to(chat_id, reply_to=nudge.message_id)


async def _has_arrived(session: AsyncSession, line_id: int | None, case: Case) -> bool:
    if line_id is None:
        return False
    copy = await copies.copy_for(session, line_id, case.customer_id)
    return copy is not None and copy.message_id is not None


async def sent(
    session: AsyncSession,
    nudge: Nudge,
    _person: Person,
    _message_id: int | None,
    _terms: Terms,
    now: datetime,
) -> None:
    if nudge.kind == Notice.LINE:
        await receipts.follow_delivery(session, nudge, now)


async def skipped(
    session: AsyncSession, nudge: Nudge, _person: Person, _terms: Terms, now: datetime
) -> None:
    if nudge.kind == Notice.LINE:
        await receipts.follow_failure(session, nudge, now)


KINDS = (Notice.LINE, Notice.LINE_EDIT, Notice.DELIVERED, Notice.UNDELIVERED)
PLAN = Plan(
    KINDS,
    plan,
    compose,
    sent,
    skipped,
    is_due=or_(
        exists().where(copies.is_for_owner(), copies.was_unheard()),
        exists().where(copies.was_kept()),
    ),
)
