"""/why: an owner asks what a customer was sent, what not, and why."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.campaigns import SOURCE_GONE
from models.nudges import CHAT_BUSY, TOLD_TO_WAIT
from models.rules.contact import Kind, Reason
from models.tables import Nudge, NudgeState
from sandbox.entities import units
from sandbox.faults import drop_after, error
from sandbox.people import Person
from tests.admins.broadcasting import broadcast, change, close_campaigns, welcome_offers
from tests.owners.asking import HEAD, coming, recent, why
from tests.owners.working import tap
from tests.world import NOON, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
REMINDED = "17 мая, 12:00 — напоминание: "
UNASKED = "После знакомства первыми ещё не писали."


def row_of(kind: Kind, due_at: datetime, **values: Any) -> Nudge:
    """Of the first person in the world's tables."""
    key = f"{kind}:{due_at}"
    return Nudge(key=key, kind=kind, person_id=1, priority=kind.priority, due_at=due_at, **values)


async def test_of_a_new_customer_it_tells_what_holds_and_what_comes(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(alice)
    assert await why(world, olga) == (
        f"{HEAD}"
        "Писать можно.\n"
        "Предложений не шлём: нет согласия.\n"
        "Ждём ответа на вопрос от 15 мая, 12:00.\n"
        "\n"
        "Дальше, если ничего не изменится\n"
        "⏳ 17 мая, 12:00 — напоминание\n"
        "\n"
        f"{UNASKED}"
    )


async def test_what_waits_for_the_morning_says_so_and_says_it_still_once_it_was_sent(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(olga)
    await world.pass_time(10 * HOUR)
    await world.meet(alice)
    await world.pass_time(2 * DAY + 9 * MINUTE)
    text = await why(world, olga)
    assert "Сейчас не пишем: тихие часы. Можно с 18 мая, 10:00." in text
    assert coming(text) == ["⏳ 18 мая, 10:00 — напоминание (ждёт с 17 мая, 22:00: тихие часы)"]
    assert UNASKED in text
    await world.pass_time(13 * HOUR)
    text = await why(world, olga)
    assert "Сейчас не пишем: недавно писали. Можно с 19 мая, 10:00." in text
    assert recent(text) == ["✓ 18 мая, 10:00 — напоминание (ждало с 17 мая, 22:00: тихие часы)"]
    assert coming(text) == []


async def test_one_offer_too_many_in_a_week_is_told_of_and_so_is_the_cap(
    world: World, olga: Person, bob: Person, alice: Person, dave: Person
) -> None:
    await welcome_offers(world, alice)
    await broadcast(world, bob, "Первая")
    await close_campaigns(world)
    world.telegram.clock.advance(2 * DAY)
    await welcome_offers(world, dave)
    await broadcast(world, bob, "Вторая")
    await close_campaigns(world)
    text = await why(world, olga)
    assert recent(text) == [
        "✓ 17 мая, 12:00 — просьба поделиться",
        "✗ 17 мая, 12:00 — предложение: было бы слишком часто",
        "✓ 15 мая, 12:00 — предложение",
    ]
    assert "Сейчас не пишем: было бы слишком часто. Можно с 22 мая, 12:00." in text
    assert coming(text) == ["⏳ 13 августа, 12:00 — вопрос"]


async def test_who_said_stop_is_left_alone_and_what_was_planned_will_not_go(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(olga)
    await world.pass_time(10 * HOUR)
    await world.meet(alice)
    await world.pass_time(2 * DAY + MINUTE)
    alice.send("/stop")
    await world.settle()
    text = await why(world, olga)
    assert text.startswith(f"{HEAD}Не пишем: просьба не писать с 17 мая, 22:01.\n\n")
    assert "согласия" not in text
    assert coming(text) == ["✗ 18 мая, 10:00 — напоминание (не уйдёт: просили не писать)"]
    await world.pass_time(DAY)
    assert recent(await why(world, olga)) == [
        "✗ 18 мая, 10:00 — напоминание: просили не писать (ждало с 17 мая, 22:00: тихие часы)"
    ]


async def test_with_an_open_case_an_offer_did_not_go(
    world: World, olga: Person, bob: Person, alice: Person, dave: Person
) -> None:
    await world.meet(olga)
    await welcome_offers(world, alice, dave)
    alice.send("/human")
    await world.settle()
    await broadcast(world, bob, "Скидка")
    await close_campaigns(world)
    text = await why(world, olga)
    assert (
        "Писать можно.\nРазговор не закончен: пока дело открыто, не шлём предложений и не просим "
        "поделиться.\n"
    ) in text
    assert recent(text) == ["✗ 15 мая, 12:00 — предложение: открыто дело"]
    assert recent(await why(world, olga, "Давид")) == ["✓ 15 мая, 12:00 — предложение"]


async def test_with_an_open_case_that_offers_are_not_welcome_is_not_told_besides(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(alice)
    alice.send("/human")
    await world.settle()
    text = await why(world, olga)
    assert "пока дело открыто, не шлём предложений" in text
    assert "нет согласия" not in text


async def test_who_blocked_the_bot_is_not_written_to(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(alice)
    await world.pass_time(HOUR)
    alice.block()
    await world.settle()
    await world.pass_time(2 * DAY)
    text = await why(world, olga)
    assert text.startswith(f"{HEAD}Не пишем: бот заблокирован с 15 мая, 13:00.\n\n")
    assert recent(text) == ["✗ " + REMINDED + "бот заблокирован"]


async def test_without_a_consent_nobody_is_written_to(
    world: World, olga: Person, alice: Person
) -> None:
    alice.start()
    await world.settle()
    assert await why(world, olga) == f"{HEAD}Не пишем: нет согласия на данные.\n\n{UNASKED}"


async def test_a_topic_switched_off_is_named(world: World, olga: Person, alice: Person) -> None:
    await world.meet(alice)
    alice.send("/settings")
    await world.settle()
    await tap(world, alice, "✓ Напоминания")
    text = await why(world, olga)
    assert "Отключено: Напоминания.\n" in text
    assert coming(text) == []
    await world.pass_time(2 * DAY)
    assert recent(await why(world, olga)) == ["✗ " + REMINDED + "тема отключена"]


async def test_who_is_held_out_goes_without_and_owners_learn_of_it(database: Path) -> None:
    async with World(database, holdout_percent=30) as world:
        await world.meet(world.alice)
        await change(world, world.alice, bucket=29)
        text = await why(world, world.olga)
        assert text.startswith(
            f"{HEAD}Писать можно.\n"
            "По жребию обходится без напоминаний, поздравлений, предложений и просьб поделиться: "
            "так видно, помогают ли они.\n"
            "Ждём ответа"
        )
        assert coming(text) == []
        await world.pass_time(2 * DAY)
        text = await why(world, world.olga)
        assert recent(text) == ["✗ " + REMINDED + "группа для сравнения"]


@pytest.mark.parametrize(
    ("fault", "mark", "fate"),
    [
        (drop_after, "❔", "неизвестно, дошло ли; связь прервалась, второй раз не шлём"),
        (error(400, "Bad Request: BUTTON_DATA_INVALID"), "✗", "не дошло, Telegram не принял"),
        (error(403, "Forbidden: bot was blocked by the user"), "✗", "не дошло, бот заблокирован"),
    ],
    ids=["dropped", "refused", "forbidden"],
)
async def test_what_went_wrong_is_told_in_words(
    world: World, olga: Person, alice: Person, fault: object, mark: str, fate: str
) -> None:
    await world.meet(alice)
    world.telegram.faults.add("sendMessage", kind=fault)  # type: ignore[arg-type]
    await world.pass_time(2 * DAY)
    assert recent(await why(world, olga)) == [f"{mark} {REMINDED}{fate}"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("no_connection", "Telegram пока не принял, попробуем ещё"),
        (TOLD_TO_WAIT, "Telegram просит подождать"),
        (CHAT_BUSY, "Telegram просит подождать"),
    ],
)
async def test_what_telegram_did_not_take_is_tried_again(
    world: World, olga: Person, alice: Person, reason: str, words: str
) -> None:
    await world.meet(alice)
    async with world.app.sessions.begin() as session:
        session.add(row_of(Kind.OFFER, NOON + HOUR, reason=reason))
    text = await why(world, olga)
    assert coming(text)[0] == (
        "✗ 15 мая, 13:00 — предложение (не уйдёт: нет согласия на предложения)"
    )
    await change(world, alice, offers_at=NOON)
    assert coming(await why(world, olga))[0] == (f"⏳ 15 мая, 13:00 — предложение ({words})")


async def test_ten_at_the_most_are_told_the_newest_first_and_fit_in_one_message(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(alice)
    async with world.app.sessions.begin() as session:
        for number in range(12):
            at = NOON - number * 40 * DAY
            ended = {"state": NudgeState.FAILED, "reason": SOURCE_GONE, "ended_at": at}
            before = {"first_due_at": at - DAY, "put_off": Reason.CAP}
            session.add(row_of(Kind.INVITATION, at, **ended, **before))
    text = await why(world, olga)
    told = recent(text)
    assert len(told) == 10
    assert told[0] == (
        "✗ 15 мая, 12:00 — приглашение ко дню рождения: не дошло, удалён образец рассылки "
        "(ждало с 14 мая, 12:00: было бы слишком часто)"
    )
    assert told[9].startswith("✗ 20 мая 2025 — ")
    assert units(text) < 2000
