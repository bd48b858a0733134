"""What the salon of the demo has broadcast, and what came of it."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.demo_salon import SEED, Salon
from models.rules import content
from models.rules.codes import ALPHABET, LENGTH
from models.rules.content import Content, Part
from models.rules.coupons import expires_at
from models.tables import Campaign, CampaignState, Coupon, Nudge, NudgeState, Variant


@dataclass(frozen=True, slots=True)
class Past:
    days_ago: int
    words: str
    button: str
    url: str | None = None
    coupon: str | None = None


PAST = (  # the oldest first, as they are numbered
    Past(
        51,
        "{имя|Дорогой гость}, дарим скидку на окрашивание: покажите купон мастеру.",
        "Получить купон",
        coupon="Скидка 15 % на окрашивание",
    ),
    Past(
        16,
        "{имя|Дорогой гость}, на этой неделе укладка в подарок к любой стрижке.",
        "Записаться",
        url="https://astra.example/zapis",
    ),
)
COUPON_DAYS = 14
TAP, USE = 0.4, 0.5


def broadcast(salon: Salon, admin_id: int) -> None:
    """Before the customers' lives: they get the offers as they come."""
    salon.campaigns = [_campaign(salon, admin_id, n, past) for n, past in enumerate(PAST, 1)]
    salon.variants = [_variant(admin_id, n, past) for n, past in enumerate(PAST, 1)]


def _campaign(salon: Salon, admin_id: int, number: int, past: Past) -> Campaign:
    sent_at = salon.at(past.days_ago + 0.7)
    return Campaign(
        id=number,
        admin_id=admin_id,
        state=CampaignState.DONE,
        conditions=[],
        button=past.button,
        url=past.url,
        counts_taps=past.url is not None,
        coupon=past.coupon,
        coupon_days=COUPON_DAYS if past.coupon else None,
        created_at=sent_at,
        confirmed_at=sent_at,
        done_at=sent_at + timedelta(days=2),
    )


def _variant(admin_id: int, number: int, past: Past) -> Variant:
    """Its copy is told when there is a chat to show it in."""
    said = Content(admin_id, (Part("text", 0, past.words),))
    return Variant(id=number, campaign_id=number, letter="A", content=content.dump(said))


def use(salon: Salon, staff_id: int) -> None:
    """After the customers' lives: some tap, and some of these come with what they got."""
    chance = Random(f"{SEED} купоны")
    with_coupon = {campaign.id: campaign for campaign in salon.campaigns if campaign.coupon}
    for nudge in salon.nudges:
        if nudge.campaign_id is None or nudge.state != NudgeState.SENT or chance.random() > TAP:
            continue
        assert nudge.sent_at is not None
        nudge.tapped_at = nudge.sent_at + timedelta(minutes=chance.randint(2, 600))
        if nudge.campaign_id in with_coupon:
            salon.coupons.append(_coupon(salon, nudge, staff_id, chance))


def _coupon(salon: Salon, nudge: Nudge, staff_id: int, chance: Random) -> Coupon:
    assert nudge.tapped_at is not None
    assert nudge.campaign_id is not None
    used_at = nudge.tapped_at + timedelta(days=chance.randint(1, COUPON_DAYS - 1))
    is_used = chance.random() < USE
    return Coupon(
        code="".join(chance.choices(ALPHABET, k=LENGTH)),
        campaign_id=nudge.campaign_id,
        person_id=nudge.person_id,
        made_at=nudge.tapped_at,
        expires_at=expires_at(nudge.tapped_at, COUPON_DAYS, salon.zone),
        redeemed_at=used_at if is_used else None,
        redeemed_by_id=staff_id if is_used else None,
    )
