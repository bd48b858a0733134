"""A coupon as its owner sees it, and as the staff do at the counter."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from models.coupons import Shown, Standing
from models.rules.business import Business
from models.rules.codes import CodeKind, StartCode
from models.tables import Campaign, Coupon, Person
from views import RowId, Screen
from views.buttons import column, one_button, tap_button
from views.legal import signed_html, stop_button
from views.length import cut
from views.names import shown
from views.say import Html, Say

MINUTE = timedelta(minutes=1)
GIVES = 600
"""Units of the admin's words: there is room for ours under a picture."""
ON_ALERT = 200
"""Telegram takes no more."""


class CouponTap(CallbackData, prefix="coupon"):
    """Under an offer: the coupon is taken, or shown again."""

    campaign: RowId


class RedeemTap(CallbackData, prefix="redeem"):
    coupon: RowId


# To its owner


def coupon(
    say: Say, campaign: Campaign, coupon: Coupon, zone: ZoneInfo, qr: bytes | None = None
) -> Screen:
    text = say(
        "coupon", gives=_gives(campaign), code=typed(coupon), until=_until(say, coupon, zone)
    )
    return Screen(text, photo=qr)


def typed(coupon: Coupon) -> str:
    return str(StartCode(CodeKind.COUPON, coupon.code))


def spent(say: Say, coupon: Coupon, zone: ZoneInfo, now: datetime) -> str | None:
    """For an alert: why there is nothing to show any more; none while it is good."""
    if coupon.redeemed_at is not None:
        return say.plain("coupon-used", moment=say.moment(coupon.redeemed_at, zone))
    if now >= coupon.expires_at:
        return say.plain("coupon-expired", until=_until(say, coupon, zone))
    return None


def for_the_staff(say: Say) -> Screen:
    """To a customer who has opened somebody else's."""
    return Screen(say("coupon-for-staff"))


def will_expire(
    say: Say, business: Business, campaign: Campaign, coupon: Coupon, zone: ZoneInfo
) -> Screen:
    text = say(
        "coupon-will-expire",
        gives=_gives(campaign),
        code=typed(coupon),
        until=_until(say, coupon, zone),
    )
    show = tap_button(say.plain("coupon-show-button"), CouponTap(campaign=campaign.id))
    keyboard = column(show, stop_button(say, campaign.id))
    return Screen(signed_html(text, business.offer_footer), keyboard)


def told_redeemed(say: Say, campaign: Campaign, coupon: Coupon, zone: ZoneInfo) -> Screen:
    assert coupon.redeemed_at is not None
    moment = say.moment(coupon.redeemed_at, zone)
    return Screen(say("told-redeemed", gives=_gives(campaign), moment=moment))


# To the staff


def at_the_counter(
    say: Say, shown_one: Shown | None, staff_id: int, zone: ZoneInfo, now: datetime
) -> Screen:
    """`zone`: the business's."""
    if shown_one is None:
        return Screen(say(Standing.UNKNOWN))
    match standing := shown_one.standing(staff_id, now):
        case Standing.VOID | Standing.OWN:
            return Screen(say(standing))
        case Standing.USED:
            return Screen(_together(_facts(say, shown_one), _used(say, shown_one, zone)))
        case _:
            until = _until(say, shown_one.coupon, zone)
            text = _together(_facts(say, shown_one), say(standing, until=until))
            tap = RedeemTap(coupon=shown_one.coupon.id)
            button = one_button(say.plain("redeem-button"), tap)
            return Screen(text, button if standing is Standing.OPEN else None)


def told(say: Say, shown_one: Shown, staff_id: int, zone: ZoneInfo) -> str:
    """To who has tapped: when it was used, and by whom where it was somebody else."""
    assert shown_one.coupon.redeemed_at is not None
    moment = say.moment(shown_one.coupon.redeemed_at, zone)
    if shown_one.coupon.redeemed_by_id == staff_id:
        return say.plain("redeem-saved", moment=moment)
    words = say.plain("redeem-already", moment=moment, who=_name(say, shown_one.redeemer))
    return cut(words, ON_ALERT)


def _facts(say: Say, shown_one: Shown) -> Html:
    """Who took the consent back is not named; the coupon stays theirs."""
    owner = shown_one.owner if shown_one.owner.consented_at is not None else None
    return say("redeem-facts", gives=_gives(shown_one.campaign), name=_name(say, owner))


def _used(say: Say, shown_one: Shown, zone: ZoneInfo) -> Html:
    assert shown_one.coupon.redeemed_at is not None
    moment = say.moment(shown_one.coupon.redeemed_at, zone)
    return say(Standing.USED, moment=moment, who=_name(say, shown_one.redeemer))


def _name(say: Say, person: Person | None) -> str:
    return shown(say, person.name if person is not None else "")


def _gives(campaign: Campaign) -> str:
    return cut(campaign.coupon or "", GIVES)


def _until(say: Say, coupon: Coupon, zone: ZoneInfo) -> str:
    """The last minute: the midnight after it would read as another day."""
    return say.moment(coupon.expires_at - MINUTE, zone)


def _together(*lines: Html) -> Html:
    return Html("\n\n".join(lines))
