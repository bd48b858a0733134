"""Who is due: one module a subject. The order is that of a tick."""

from scheduler.plan import Plan
from scheduler.plans import (
    birthdays,
    cards,
    coupons,
    erasure,
    expiry,
    lines,
    offers,
    proofs,
    recovery,
    red,
    referrals,
    reminders,
    reports,
    staff,
    surveys,
    weekly,
)

PLANS: tuple[Plan, ...] = (
    expiry.PLAN,
    surveys.PLAN,
    reminders.PLAN,
    birthdays.GREETINGS,
    referrals.PLAN,
    cards.PLAN,
    lines.PLAN,
    red.PLAN,
    recovery.PLAN,
    erasure.PLAN,
    offers.PLAN,
    coupons.PLAN,
    birthdays.INVITATIONS,
    proofs.PLAN,
    reports.PLAN,
    weekly.PLAN,
    staff.PLAN,
)

OF_KIND: dict[str, Plan] = {kind: plan for plan in PLANS for kind in plan.kinds}
