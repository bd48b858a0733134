"""/broadcast: who gets it, and the numbers shown before."""

from datetime import timedelta

from sqlalchemy import select

from models.tables import Case, CaseState
from models.tables import Person as Row
from sandbox.people import Person
from tests.admins.broadcasting import (
    ASK,
    DAY,
    RESULT,
    STOP,
    broadcast,
    change,
    close_campaigns,
    draft,
    progress_of,
    welcome_offers,
)
from tests.world import World


async def test_only_those_who_welcome_offers_get_one(
    world: World, bob: Person, alice: Person, dave: Person, charlie: Person
) -> None:
    await welcome_offers(world, alice, charlie)
    await world.meet(dave)
    charlie.block()
    await broadcast(world, bob, "Скидка <b>20 %</b> на <a href='https://astra.ru/'>всё</a>")
    await close_campaigns(world)

    assert alice.last.html == 'Скидка <b>20 %</b> на <a href="https://astra.ru/">всё</a>'
    assert alice.last.buttons == [[STOP]]
    assert not any("Скидка" in text for text in [*dave.texts, *charlie.texts])
    assert "\nПолучили: 1\nНе дошло, бот был заблокирован: 1\n" in bob.last.text
    assert "\nНе отправляли: 1 (нет согласия на предложения — 1)" in bob.last.text


async def test_the_numbers_shown_are_the_numbers_obtained(
    world: World, bob: Person, alice: Person, dave: Person, emily: Person, charlie: Person
) -> None:
    await welcome_offers(world, alice, dave, charlie)
    await change(world, dave, zone="Asia/Kamchatka", language="en")
    charlie.send("/stop")
    emily.start()
    await world.settle()

    await draft(world, bob, "Скидка")
    never = "2 (нет согласия на данные — 1, просили не писать — 1)"
    assert bob.last.text == (
        "Выше — то, что увидят клиенты.\n\nКому: Все клиенты\nКогда: сразу\n\n"
        f"Получат сейчас: 1\nПозже: 1 (тихие часы — 1)\nНе получат: {never}"
    )
    bob.tap("Отправить 2")
    await world.settle()
    assert alice.last.text == "Скидка"
    assert "Скидка" not in dave.texts
    await world.pass_time(DAY)
    assert dave.last.text == "Скидка"
    assert dave.last.buttons == [["No more offers"]]
    assert f"\nПолучили: 2\nНе отправляли: {never}" in bob.last.text


async def test_an_offer_waits_for_no_night_and_the_result_waits_for_it(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    world.telegram.clock.advance(timedelta(hours=11))
    await broadcast(world, bob, "Ночная")
    await close_campaigns(world)
    assert alice.last.text != "Ночная"
    assert not any(RESULT in text for text in bob.texts)
    await progress_of(world).show()
    assert "осталось: 1" in bob.last.text
    assert "Ещё 1 — утром" in bob.last.text

    await world.pass_time(DAY)
    assert alice.last.text == "Ночная"
    assert RESULT in bob.last.text


async def test_a_second_offer_in_a_week_is_skipped_and_counted(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, bob, "Первая")
    world.telegram.clock.advance(2 * DAY)
    await draft(world, bob, "Вторая")
    assert "Не получат: 1 (было бы слишком часто — 1)" in bob.last.text
    assert "Отправлять пока некому." in bob.last.text
    assert bob.last.buttons == [["‹ Назад", "Отменить"]]


async def test_an_open_case_keeps_offers_away(world: World, bob: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    async with world.app.sessions.begin() as session:
        customer = (await session.scalars(select(Row).where(Row.telegram_id == alice.id))).one()
        now = world.telegram.clock.now()
        session.add(Case(customer_id=customer.id, state=CaseState.NEW, opened_at=now))
    await draft(world, bob, "Скидка")
    assert "открыто дело — 1" in bob.last.text


async def test_staff_are_never_counted(world: World, bob: Person, olga: Person) -> None:
    await world.meet(olga)
    await draft(world, bob, "Скидка")
    assert "Получат сейчас: 0" in bob.last.text
    assert "Не получат" not in bob.last.text


async def test_an_owner_may_broadcast_too(world: World, olga: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, olga, "От владельца")
    assert alice.last.text == "От владельца"


async def test_to_a_customer_the_command_does_not_exist(world: World, alice: Person) -> None:
    await welcome_offers(world, alice)
    alice.send("/broadcast")
    await world.settle()
    alice_said = alice.last.text
    alice.send("/nonsense")
    await world.settle()
    assert alice.last.text == alice_said
    assert ASK not in alice_said


async def test_who_joins_later_is_not_in_a_confirmed_campaign(
    world: World, bob: Person, alice: Person, dave: Person
) -> None:
    await welcome_offers(world, alice)
    world.telegram.clock.advance(timedelta(hours=11))
    await broadcast(world, bob, "Ночная")
    await welcome_offers(world, dave)
    await world.pass_time(DAY)
    assert "Ночная" in alice.texts
    assert "Ночная" not in dave.texts
