"""How a broadcast goes, how it ends, and the one-tap way out."""

from datetime import timedelta

from sqlalchemy import select

from models.tables import Campaign, CampaignState, Consent
from models.tables import Person as Row
from sandbox import faults
from sandbox.people import Person
from tests.admins.broadcasting import (
    DAY,
    LOOK,
    RESULT,
    STOP,
    broadcast,
    change,
    close_campaigns,
    draft,
    preview_of,
    progress_of,
    states,
    welcome_offers,
)
from tests.world import World


async def test_progress_is_edited_into_the_message_that_was_confirmed(
    world: World, bob: Person, alice: Person, dave: Person
) -> None:
    await welcome_offers(world, alice, dave)
    await draft(world, bob, "Скидка")
    numbers, messages = bob.last, len(bob.messages)
    bob.tap("Отправить 2")
    await world.settle()
    progress = progress_of(world)
    await progress.show()
    assert "▓▓▓▓▓▓▓▓▓▓ 100 %" in numbers.text
    assert "Отправлено: 2, осталось: 0" in numbers.text
    assert numbers.buttons == []
    assert len(bob.messages) == messages

    edits = len(world.telegram.calls("editMessageText"))
    await progress.show()
    assert len(world.telegram.calls("editMessageText")) == edits


async def test_progress_gone_from_the_chat_stops_nothing(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, bob, "Скидка")
    bob.chat.messages.remove(bob.last)
    await progress_of(world).show()
    await close_campaigns(world)
    assert RESULT in bob.last.text


async def test_the_result_comes_once(world: World, bob: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, bob, "Скидка")
    for _ in range(3):
        await close_campaigns(world)
    assert sum(RESULT in text for text in bob.texts) == 1
    async with world.app.sessions.begin() as session:
        assert (await session.scalars(select(Campaign.state))).all() == [CampaignState.DONE]


async def test_the_result_tells_what_is_not_known(
    world: World, bob: Person, alice: Person, dave: Person, charlie: Person
) -> None:
    await welcome_offers(world, alice, dave, charlie)
    await draft(world, bob, "Скидка")
    for person, kind in [
        (alice, faults.drop_after),
        (dave, faults.error(400, "Bad Request: something odd")),
    ]:
        world.telegram.faults.add(method="copyMessage", chat_id=person.id, times=1, kind=kind)
    charlie.deactivate()
    bob.tap("Отправить 3")
    await world.settle()
    await close_campaigns(world)
    assert bob.last.text == (
        "Рассылка завершена.\nПолучили: 0\nНе дошло, бот был заблокирован: 1\n"
        "Не удалось отправить: 1\n"
        "Неизвестно: 1 (ответ Telegram потерялся; второй раз не отправляем)"
    )


async def test_a_deleted_preview_stops_the_campaign_with_one_clear_word(
    world: World, bob: Person, alice: Person, dave: Person
) -> None:
    await welcome_offers(world, alice, dave)
    await draft(world, bob, "Скидка")
    await change(world, dave, zone="Asia/Tokyo")
    world.telegram.clock.advance(timedelta(hours=6))  # evening in Moscow, night in Tokyo
    bob.chat.messages.remove(preview_of(bob))
    bob.tap("Отправить 2")
    await world.settle()
    await close_campaigns(world)
    assert bob.last.text == (
        "Рассылка остановлена: предпросмотр удалён из чата, копировать больше нечего.\n"
        "Получили: 0\nНе удалось отправить: 2"
    )
    assert await states(world) == {"failed": 2}


async def test_one_tap_ends_offers_and_another_takes_it_back(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, bob, "Скидка")
    alice.tap(STOP)
    await world.settle()
    assert alice.last.text == "Скидка"
    assert alice.last.buttons == [["Вернуть предложения"]]
    assert alice.alerts[-1] == "Больше предложений не будет."
    assert await offers_of(world, alice) == ["survey", "offer:1"]
    world.telegram.clock.advance(8 * DAY)
    await draft(world, bob, "Ещё")
    assert "Получат сейчас: 0" in bob.last.text

    alice.tap("Вернуть предложения")
    await world.settle()
    assert alice.last.buttons == [[STOP]]
    bob.tap("‹ Назад")
    await world.settle()
    bob.tap(LOOK)
    await world.settle()
    assert "Получат сейчас: 1" in bob.last.text


async def offers_of(world: World, person: Person) -> list[str]:
    """Where each yes and no to offers came from."""
    async with world.app.sessions.begin() as session:
        query = (
            select(Consent.source)
            .join(Row, Row.id == Consent.person_id)
            .where(Row.telegram_id == person.id, Consent.kind == "offers")
            .order_by(Consent.id)
        )
        return list(await session.scalars(query))


async def test_tapping_the_way_out_twice_does_no_harm(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, bob, "Скидка")
    alice.tap(STOP)
    message = alice.last
    alice.tap(STOP, message=message)
    await world.settle()
    assert alice.last.text == "Скидка"
    assert alice.spinners == 0
    assert await offers_of(world, alice) == ["survey", "offer:1"]


async def test_who_taps_out_while_an_offer_waits_does_not_get_it(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, bob, "Дневная")
    await close_campaigns(world)
    world.telegram.clock.advance(7 * DAY + timedelta(hours=11))
    await broadcast(world, bob, "Ночная")
    alice.tap(STOP)
    await world.settle()
    await world.pass_time(DAY)
    assert "Ночная" not in alice.texts
    assert "нет согласия на предложения — 1" in bob.last.text
