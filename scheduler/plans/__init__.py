"""Who is due: one module a subject. The order is that of a tick."""

from scheduler.plan import Plan
from scheduler.plans import cards, expiry, offers, referrals, reminders, reports, surveys

PLANS: tuple[Plan, ...] = (
    expiry.PLAN,
    surveys.PLAN,
    reminders.PLAN,
    referrals.PLAN,
    cards.PLAN,
    offers.PLAN,
    reports.PLAN,
)

OF_KIND: dict[str, Plan] = {kind: plan for plan in PLANS for kind in plan.kinds}
