"""Who came by whom, and what proves it. One level only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ColumnElement, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import nudges, people, staff
from models.database import insert_into
from models.nudges import Notice
from models.rules.attribution import WINDOW, Guest, Host, Verdict, is_burst, judge
from models.rules.business import Business
from models.tables import STAFF, Person, Proof, Referral, Response

NO_SHARE = (Verdict.OWN, Verdict.OF_STAFF, Verdict.BY_STAFF)

# Joined


async def follow(
    session: AsyncSession,
    person: Person,
    code: str | None,
    now: datetime,
    *,
    typed: bool,
    returning: bool,
) -> Verdict:
    """What the code makes of who brings it; before `people.start`, which makes them known.
    `returning`: they were erased here before."""
    host = await _host(session, code)
    guest = await _guest(session, person, typed=typed, returning=returning)
    seen = Host(host.id, is_staff=host.role in STAFF) if host is not None else None
    verdict = judge(guest, seen, now)
    if host is not None and verdict not in NO_SHARE:
        host.shared_at = host.shared_at or now
    if host is not None and verdict is Verdict.BOUND:
        await _bind(session, host.id, person.id, now)
    return verdict


async def _host(session: AsyncSession, code: str | None) -> Person | None:
    """Held: the friends of one inviter are counted one after the other."""
    if code is None:
        return None
    query = select(Person).where(Person.code == code, Person.telegram_id.is_not(None))
    return await session.scalar(query.with_for_update(key_share=True))


async def _guest(session: AsyncSession, person: Person, *, typed: bool, returning: bool) -> Guest:
    invited_by = select(Referral.inviter_id).where(Referral.friend_id == person.id)
    has_answered = exists().where(Response.customer_id == person.id)
    has_invited = exists().where(Referral.inviter_id == person.id)
    return Guest(
        id=person.id,
        is_staff=person.role in STAFF,
        started_at=person.started_at,
        was_erased=returning,
        is_settled=bool(await session.scalar(select(has_answered | has_invited))),
        invited_by=await session.scalar(invited_by),
        typed=typed,
    )


async def _bind(session: AsyncSession, inviter_id: int, friend_id: int, now: datetime) -> None:
    joined = await session.scalar(
        insert_into(session, Referral)
        .values(inviter_id=inviter_id, friend_id=friend_id, joined_at=now)
        .on_conflict_do_nothing()
        .returning(Referral.id)
    )
    if joined is not None:
        await _flag(session, inviter_id, joined, now)


async def _flag(session: AsyncSession, inviter_id: int, newest_id: int, now: datetime) -> None:
    """Too many at once: only the staff can prove them, and owners are told, once a burst."""
    recent = _within(inviter_id, now)
    counted = select(func.count(), func.count(Referral.flagged_at)).where(recent)
    joined, flagged = (await session.execute(counted)).one()
    if not is_burst(joined, flagged):
        return
    await session.execute(
        update(Referral)
        .where(recent, Referral.flagged_at.is_(None), Referral.proven_at.is_(None))
        .values(flagged_at=now)
        .execution_options(synchronize_session=False)
    )
    if not flagged:
        await _tell_owners(session, newest_id, now)


def _within(inviter_id: int, until: datetime) -> ColumnElement[bool]:
    """Who joined in the window before then."""
    since = Referral.joined_at > until - WINDOW
    return (Referral.inviter_id == inviter_id) & since & (Referral.joined_at <= until)


async def _tell_owners(session: AsyncSession, referral_id: int, now: datetime) -> None:
    await nudges.plan(
        session,
        Notice.FLAG,
        nudges.key("flag", literal(referral_id), Person.id),
        Person.id,
        now,
        people.is_owner_in_reach(),
        about=literal({"referral": referral_id}, JSON),
    )


async def burst_of(session: AsyncSession, referral_id: int) -> tuple[Person, int]:
    """Whose friends, and how many when it was noticed: by the one who was too many."""
    referral = await session.get_one(Referral, referral_id)
    recent = _within(referral.inviter_id, referral.joined_at)
    joined = await session.scalar(select(func.count()).where(recent))
    return await session.get_one(Person, referral.inviter_id), joined or 0


# Proven


class Standing(StrEnum):
    """What there is to prove; the value names the words."""

    UNKNOWN = "proof-unknown"
    OF_STAFF = "proof-of-staff"
    NOT_AGREED = "proof-not-agreed"
    NO_FRIEND = "proof-no-friend"
    OWN_FRIEND = "proof-own-friend"
    PROVEN = "proof-done"
    OPEN = "proof-open"


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at the counter, and by whom they came."""

    friend: Person
    referral: Referral | None
    inviter: Person | None
    prover: Person | None

    def standing(self, prover_id: int) -> Standing:
        if self.friend.telegram_id is None:
            return Standing.UNKNOWN
        if self.friend.role in STAFF:
            return Standing.OF_STAFF
        if self.friend.consented_at is None:
            return Standing.NOT_AGREED
        if self.referral is None:
            return Standing.NO_FRIEND
        if self.referral.proven_at is not None:
            return Standing.PROVEN
        is_own = self.referral.inviter_id == prover_id
        return Standing.OWN_FRIEND if is_own else Standing.OPEN


async def visit_by(session: AsyncSession, code: str | None) -> Visit | None:
    return await _visit(session, Person.code == code) if code is not None else None


async def visit_of(session: AsyncSession, referral_id: int) -> Visit | None:
    return await _visit(session, Referral.id == referral_id)


async def _visit(session: AsyncSession, condition: ColumnElement[bool]) -> Visit | None:
    inviter, prover = aliased(Person), aliased(Person)
    query = (
        select(Person, Referral, inviter, prover)
        .outerjoin(Referral, Referral.friend_id == Person.id)
        .outerjoin(inviter, inviter.id == Referral.inviter_id)
        .outerjoin(prover, prover.id == Referral.proven_by_id)
        .where(condition)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(query)).one_or_none()
    return Visit(*row) if row is not None else None


async def prove_by_staff(
    session: AsyncSession, visit: Visit, prover_id: int, now: datetime
) -> bool:
    """True for the one whose word it was: of two at once, one wins."""
    if visit.standing(prover_id) is not Standing.OPEN:
        return False
    friend_id = visit.friend.id
    if not await _prove(session, Referral.friend_id == friend_id, Proof.STAFF, now, prover_id):
        return False
    await staff.keep_act(session, prover_id, "referral_proven", now, {"person": friend_id})
    return True


async def prove_by_answer(
    session: AsyncSession, customer_id: int, business: Business, now: datetime
) -> None:
    """Where nothing is given for it, a friend's own answer is proof enough; of one of too many at
    once it is not."""
    if business.referral_reward:
        return
    of_friend = (Referral.friend_id == customer_id) & Referral.flagged_at.is_(None)
    await _prove(session, of_friend, Proof.ANSWER, now)


async def prove_by_coupon(
    session: AsyncSession, friend_id: int, prover_id: int, now: datetime
) -> None:
    """Who has used a coupon has come, and the staff have seen them: of a burst too."""
    visit = await _visit(session, Person.id == friend_id)
    if visit is not None and visit.standing(prover_id) is Standing.OPEN:
        await _prove(session, Referral.friend_id == friend_id, Proof.COUPON, now, prover_id)


async def _prove(
    session: AsyncSession,
    which: ColumnElement[bool],
    proof: Proof,
    now: datetime,
    prover_id: int | None = None,
) -> bool:
    proven = await session.scalar(
        update(Referral)
        .where(which, Referral.proven_at.is_(None))
        .values(proven_at=now, proof=proof, proven_by_id=prover_id)
        .returning(Referral.id)
        .execution_options(synchronize_session=False)
    )
    if proven is None:
        return False
    await nudges.plan(
        session,
        Notice.PROVEN,
        nudges.key("proven", Referral.id),
        Referral.inviter_id,
        now,
        Referral.id == proven,
    )
    return True


async def is_to_be_proven(session: AsyncSession, friend_id: int) -> bool:
    unproven = exists().where(Referral.friend_id == friend_id, Referral.proven_at.is_(None))
    return bool(await session.scalar(select(unproven)))
