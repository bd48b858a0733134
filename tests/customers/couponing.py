"""What coupons need in tests: an offer that has gone out, and the taps around it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from models import campaigns, drafts
from models.rules.contact import Kind
from models.rules.content import Content, Part
from models.tables import Campaign, CampaignState, Nudge, NudgeState
from models.tables import Person as Row
from sandbox.people import Person
from tests.world import World

GIVES = "Скидка 500 ₽ на стрижку"
SHOWN = "Покажите этот код сотруднику"
REMINDED = "Напоминаем: ваш купон действует до"
TOLD = "Спасибо, что пришли!"
REDEEM = "Погасить купон"
SHOW = "Показать купон"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def offer_coupon(
    world: World,
    *people: Person,
    gives: str | None = GIVES,
    days: int = 7,
    state: CampaignState = CampaignState.DONE,
    row: NudgeState = NudgeState.SENT,
) -> int:
    """An offer that has gone to each of them, as it stands in the tables afterwards."""
    now = world.app.now()
    async with world.app.sessions.begin() as session:
        campaign = Campaign(
            admin_id=id_of(world, world.bob),
            state=state,
            button="Получить купон",
            coupon=gives,
            coupon_days=days,
            created_at=now,
            confirmed_at=now,
            done_at=now,
        )
        session.add(campaign)
        await session.flush()
        session.add_all(_row(campaign.id, id_of(world, one), row, now) for one in people)
        return campaign.id


def _row(campaign_id: int, person_id: int, state: NudgeState, now: datetime) -> Nudge:
    return Nudge(
        key=f"offer:{campaign_id}:{person_id}",
        kind=Kind.OFFER,
        person_id=person_id,
        priority=Kind.OFFER.priority,
        due_at=now,
        good_until=now + DAY,
        state=state,
        sent_at=now,
        ended_at=now,
        campaign_id=campaign_id,
    )


async def confirm_campaign(world: World, words: str) -> None:
    """Without the wizard: what it leaves in the tables."""
    bob, now = world.bob, world.app.now()
    source = bob.send(words)
    await world.settle()
    said = Content(bob.id, (Part("text", source.id, words),))
    async with world.app.sessions.begin() as session:
        draft = await drafts.open_one(session, id_of(world, bob), now)
        await drafts.keep_content(session, draft.id, "A", said)
        draft.button, draft.coupon, draft.coupon_days = "Получить купон", GIVES, 7
        await session.flush()
        assert await campaigns.confirm(
            session,
            draft.admin_id,
            draft.id,
            progress_message_id=bob.last.id,
            business_zone=ZoneInfo("Europe/Moscow"),
            now=now,
        )


def id_of(world: World, person: Person) -> int:
    [(found,)] = world.rows(f"SELECT id FROM people WHERE telegram_id = {person.id}")
    return int(found)


async def change(world: World, person: Person, **facts: object) -> None:
    async with world.app.sessions.begin() as session:
        await session.execute(update(Row).where(Row.telegram_id == person.id).values(**facts))


async def takes(world: World, person: Person, campaign: int) -> None:
    world.forge_tap(person, f"coupon:{campaign}")
    await world.settle()


async def welcome_offers(world: World, person: Person) -> None:
    """A promoter who wants to hear of offers."""
    await world.answer(person, 10)
    for button in ("Пропустить", "Да, присылайте"):
        person.tap(button)
        await world.settle()


def code_of(world: World, person: Person) -> str:
    """Of the coupon taken last, as it is typed."""
    rows = world.rows(
        "SELECT c.code FROM coupons c JOIN people p ON p.id = c.person_id "
        f"WHERE p.telegram_id = {person.id} ORDER BY c.id"
    )
    return f"c_{rows[-1][0]}"


def pictures(person: Person) -> list[str]:
    return [m.text for m in person.messages if m.from_bot and m.media is not None]


async def scans(world: World, person: Person, code: str) -> None:
    person.open_link(f"https://t.me/sarafan_bot?start={code}")
    await world.settle()


async def says(world: World, person: Person, text: str) -> None:
    person.send(text)
    await world.settle()


async def redeems(world: World, staff: Person, code: str) -> None:
    await scans(world, staff, code)
    staff.tap(REDEEM)
    await world.settle()


def redeemed(world: World) -> list[tuple[str, str | None]]:
    """Whose, and who of the staff took it."""
    return world.rows(
        "SELECT p.name, s.name FROM coupons c JOIN people p ON p.id = c.person_id "
        "LEFT JOIN people s ON s.id = c.redeemed_by_id ORDER BY c.id"
    )
