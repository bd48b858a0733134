"""Links that make one person one of the staff, once, within a day."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import staff
from models.database import insert_into
from models.staff import Staff
from models.tables import Invitation, Person, Role

GOOD_FOR = timedelta(days=1)


async def make(
    session: AsyncSession, owner_id: int, role: str, code: str, now: datetime
) -> Invitation | None:
    """The button brings the code, so that two taps make one link. None once it was used, is too
    old, or is somebody else's."""
    made = await session.scalar(
        insert_into(session, Invitation)
        .values(code=code, role=role, made_by_id=owner_id, made_at=now, expires_at=now + GOOD_FOR)
        .on_conflict_do_nothing()
        .returning(Invitation.id)
    )
    if made is not None:
        await staff.keep_act(session, owner_id, "staff_invited", now, {"role": role})
    return await session.scalar(
        select(Invitation).where(
            Invitation.code == code,
            Invitation.made_by_id == owner_id,
            Invitation.used_by_id.is_(None),
            Invitation.expires_at > now,
        )
    )


class Acceptance(StrEnum):
    """What came of opening a link; the value of a refusal names the words that explain it."""

    JOINED = "joined"
    MEMBER = "invitation-member"
    NAMED = "invitation-named"
    USED = "invitation-used"
    EXPIRED = "invitation-expired"
    UNKNOWN = "invitation-unknown"


async def accept(
    session: AsyncSession, person: Person, code: str, named: Staff, now: datetime
) -> Acceptance:
    """A link raises, and never lowers; where it changes nothing it is left for somebody else."""
    invitation = await session.scalar(select(Invitation).where(Invitation.code == code))
    if invitation is None:
        return Acceptance.UNKNOWN
    if _rank(person.role) >= _rank(invitation.role):
        is_theirs = invitation.used_by_id == person.id  # the same update may come again
        return Acceptance.JOINED if is_theirs else Acceptance.MEMBER
    if named.names(person):
        return Acceptance.NAMED
    if not await _use(session, invitation, person, now):
        await session.refresh(invitation)
        return Acceptance.EXPIRED if invitation.used_by_id is None else Acceptance.USED
    await staff.join(session, person, invitation.role, now)
    about = {"person": invitation.made_by_id, "role": invitation.role}
    await staff.keep_act(session, person.id, "staff_joined", now, about)
    await staff.tell(session, invitation.made_by_id, "joined", now, person.id, invitation.role)
    return Acceptance.JOINED


async def _use(
    session: AsyncSession, invitation: Invitation, person: Person, now: datetime
) -> bool:
    """True for one person only, and while whoever invited is an owner still."""
    owners = select(Person.id).where(Person.role == Role.OWNER)
    used = await session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.used_by_id.is_(None),
            Invitation.expires_at > now,
            Invitation.made_by_id.in_(owners),
        )
        .values(used_by_id=person.id, used_at=now)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    return used.scalar() is not None


def _rank(role: str) -> int:
    return list(Role).index(Role(role))
