"""The conversation in a case: each message of it is kept, and copied to the other side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import cases, copies
from models.database import insert_into
from models.nudges import UNDECIDED, Notice
from models.tables import Case, Line, Nudge, NudgeState, Person, Role

GATHER = timedelta(seconds=2)
"""The pictures of an album come one by one: so long we wait for the rest of them."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message, by the ids of the chat with whoever said it."""

    message_id: int
    kind: str
    html: str | None = None
    file_id: str | None = None
    album: str | None = None
    reply_to: int | None = None


async def hear(
    session: AsyncSession, case: Case, sender: Person, said: Said, now: datetime
) -> Line | None:
    """Keeps the message and plans its copies. None where it was kept before: Telegram sends an
    update again."""
    line = await _keep(session, case, sender, said, now)
    if line is None:
        return None
    due_at = await _after_albums(session, line, now)
    if line.by_staff:
        await copies.plan_to_customer(
            session, line, case, due_at, await _under(session, line, said)
        )
        await cases.note_answer(session, case, sender, now)
    await copies.plan_to_owners(session, due_at, Line.id == line.id)
    return line


async def _keep(
    session: AsyncSession, case: Case, sender: Person, said: Said, now: datetime
) -> Line | None:
    replied_to = await line_at(session, sender.id, said.reply_to)
    kept = await session.scalar(
        insert_into(session, Line)
        .values(
            case_id=case.id,
            sender_id=sender.id,
            by_staff=sender.id != case.customer_id,
            message_id=said.message_id,
            kind=said.kind,
            html=said.html,
            file_id=said.file_id,
            album=said.album,
            reply_to_id=replied_to.id if replied_to and replied_to.case_id == case.id else None,
            at=now,
        )
        .on_conflict_do_nothing()
        .returning(Line.id)
    )
    return await session.get_one(Line, kept) if kept is not None else None


async def _after_albums(session: AsyncSession, line: Line, now: datetime) -> datetime:
    """When the copies go: what was said after an album does not overtake it."""
    album_at = await session.scalar(
        select(func.max(Line.at)).where(
            Line.case_id == line.case_id,
            Line.sender_id == line.sender_id,
            Line.album.is_not(None),
            Line.at > now - GATHER,
            Line.at <= now,  # a clock that was set back must not make us wait
        )
    )
    return now if album_at is None else album_at + GATHER


async def _under(session: AsyncSession, line: Line, said: Said) -> int | None:
    """An answer to words of the why stands under them in the customer's chat as well."""
    if line.reply_to_id is not None or said.reply_to is None:
        return None
    about = await session.scalar(
        select(Nudge.about).where(
            Nudge.person_id == line.sender_id,
            Nudge.message_id == said.reply_to,
            Nudge.case_id == line.case_id,
            Nudge.kind == Notice.WORDS,
        )
    )
    return about["message_id"] if about else None


async def correct(
    session: AsyncSession, sender_id: int, message_id: int, said: Said, now: datetime
) -> bool:
    """The line now says something else, and so will its copies; false where nothing changed."""
    line = await own(session, sender_id, message_id)
    if line is None or _says(line) == (said.kind, said.html, said.file_id):
        return False
    has_new_file = (line.kind, line.file_id) != (said.kind, said.file_id)
    line.kind, line.html, line.file_id = said.kind, said.html, said.file_id
    line.edited_at = now
    await session.flush()
    await copies.plan_edits(session, line, has_new_file=has_new_file, now=now)
    await copies.try_again(session, line.id, now)
    return True


def _says(line: Line) -> tuple[str, str | None, str | None]:
    return line.kind, line.html, line.file_id


async def own(session: AsyncSession, sender_id: int, message_id: int) -> Line | None:
    query = select(Line).where(Line.sender_id == sender_id, Line.message_id == message_id)
    return await session.scalar(query)


async def line_at(session: AsyncSession, person_id: int, message_id: int | None) -> Line | None:
    """The line that this message in the person's chat is, or shows."""
    if message_id is None:
        return None
    said = await own(session, person_id, message_id)
    if said is not None:
        return said
    query = select(Line).join(Nudge, Nudge.line_id == Line.id).where(_shows(person_id, message_id))
    return await session.scalar(query.limit(1))


async def case_replied_to(session: AsyncSession, person_id: int, message_id: int) -> Case | None:
    """The case to which a message in this person's chat belongs: their own line, or any message
    of ours. Only to its customer and to owners: others have old messages in their chats too."""
    said = await own(session, person_id, message_id)
    case_id = said.case_id if said else None
    if case_id is None:
        query = select(Nudge.case_id).where(_shows(person_id, message_id)).limit(1)
        case_id = await session.scalar(query)
    case = await session.get(Case, case_id) if case_id is not None else None
    person = await session.get_one(Person, person_id)
    is_owner = person.role == Role.OWNER
    return case if case and (case.customer_id == person_id) != is_owner else None


async def case_repeated(session: AsyncSession, owner_id: int, telegram_id: int) -> Case | None:
    """The customer's latest case of which this owner was told more than once. A crash between
    sending and recording leaves a first copy that no row knows, and that can be replied to."""
    return await session.scalar(
        select(Case)
        .join(Person, Person.id == Case.customer_id)
        .where(
            Person.telegram_id == telegram_id,
            Case.customer_id != owner_id,
            exists().where(
                Nudge.case_id == Case.id, Nudge.person_id == owner_id, Nudge.attempts > 1
            ),
        )
        .order_by(Case.id.desc())
        .limit(1)
    )


def _shows(person_id: int, message_id: int) -> ColumnElement[bool]:
    return (
        (Nudge.person_id == person_id)
        & (Nudge.message_id == message_id)
        & Nudge.case_id.is_not(None)
    )


class Fate(StrEnum):
    """Of a line: whether the other side has it."""

    DELIVERED = "delivered"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the conversation as owners see it."""

    line: Line
    sender: Person
    fate: Fate
    owners: int
    """How many of them have it."""


async def of(session: AsyncSession, case_id: int) -> Sequence[Told]:
    """The whole conversation, oldest first."""
    case = await session.get_one(Case, case_id)
    rows = await session.execute(
        select(Line, Person)
        .join(Person, Person.id == Line.sender_id)
        .where(Line.case_id == case_id)
        .order_by(Line.id)
    )
    states = await _states(session, case)
    return [_told(line, sender, *states.get(line.id, ([], []))) for line, sender in rows]


def _told(line: Line, sender: Person, customers: list[str], owners: list[str]) -> Told:
    fate = _fate(customers if line.by_staff else owners)
    return Told(line, sender, fate, owners.count(NudgeState.SENT))


async def _states(session: AsyncSession, case: Case) -> dict[int | None, tuple[list[str], ...]]:
    """Of each line's copies: the customer's, and the owners'."""
    rows = await session.execute(
        select(Nudge.line_id, Nudge.person_id, Nudge.state).where(
            Nudge.case_id == case.id, Nudge.kind == Notice.LINE
        )
    )
    states: dict[int | None, tuple[list[str], ...]] = {}
    for line_id, person_id, state in rows:
        states.setdefault(line_id, ([], []))[person_id != case.customer_id].append(state)
    return states


def _fate(states: Sequence[str]) -> Fate:
    """Of the copies that matter. None at all: nobody is there yet who could have one."""
    if NudgeState.SENT in states:
        return Fate.DELIVERED
    if not states or any(state in UNDECIDED for state in states):
        return Fate.WAITING
    return Fate.FAILED
