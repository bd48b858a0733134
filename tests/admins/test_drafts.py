"""The draft of a broadcast: seen back, replaced, cancelled, confirmed once."""

import sqlite3
from pathlib import Path

import pytest

from sandbox.faults import error
from sandbox.people import Person
from tests.admins.broadcasting import (
    ASK,
    LAW,
    LOOK,
    STOP,
    begin,
    change,
    close_campaigns,
    draft,
    hub,
    labels,
    preview_of,
    says,
    states,
    taps,
    welcome_offers,
)
from tests.world import World

SEND = "Отправить 1"


async def test_the_preview_is_what_the_customer_gets(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "<b>Жирно</b>, <i>курсив</i> и <tg-spoiler>тайна</tg-spoiler> 🎁")
    shown = preview_of(bob)
    await taps(world, bob, SEND)
    assert alice.last.html == shown.html
    assert alice.last.buttons == shown.buttons


async def test_the_button_of_the_preview_only_says_that_it_is_one(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    await taps(world, bob, STOP)
    assert "предпросмотр" in bob.toasts[-1].text
    assert bob.spinners == 0
    await taps(world, bob, SEND)
    assert alice.last.text == "Скидка"


async def test_what_was_seen_is_what_goes_even_if_the_admin_edits_their_message(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await begin(world, bob)
    said = bob.send("Скидка 20 %")
    await world.settle()
    await taps(world, bob, LOOK)
    bob.edit(said, "Скидка 90 %")
    await world.settle()
    await taps(world, bob, SEND)
    assert alice.last.text == "Скидка 20 %"


@pytest.mark.parametrize("is_looked_at", [False, True])
async def test_another_message_replaces_the_first(
    world: World, bob: Person, alice: Person, is_looked_at: bool
) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "С ошибкой")
    if is_looked_at:
        await taps(world, bob, LOOK)
    await says(world, bob, "Без ошибки")
    assert "Что: текст «Без ошибки»" in bob.last.text
    assert sum("Отменить" in str(one.buttons) for one in bob.messages) == 1
    await taps(world, bob, LOOK, SEND)
    assert alice.last.text == "Без ошибки"
    assert "С ошибкой" not in alice.texts


async def test_the_command_goes_on_with_the_draft_where_it_was(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    await taps(world, bob, "Когда")
    await says(world, bob, "/broadcast")
    assert bob.last.text.startswith("Когда отправить?")
    await taps(world, bob, "‹ Назад", LOOK, SEND)
    assert alice.last.text == "Скидка"


@pytest.mark.parametrize("how", ["/cancel", "Отменить"])
async def test_a_cancelled_draft_takes_no_more_messages(
    world: World, bob: Person, alice: Person, how: str
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    if how == "/cancel":
        await says(world, bob, how)
    else:
        await taps(world, bob, how)
    assert "Рассылка отменена. Никто ничего не получил." in bob.last.text
    assert not any("Отменить" in str(one.buttons) for one in bob.messages)
    await says(world, bob, "Просто слова")
    assert "Такого я не умею" in bob.last.text
    assert await states(world) == {}
    await begin(world, bob)
    assert ASK in bob.last.text
    assert world.rows("SELECT state FROM campaigns ORDER BY id") == [("cancelled",), ("draft",)]


async def test_the_law_is_told_once_to_each_admin(world: World, bob: Person, olga: Person) -> None:
    for admin in (bob, olga):
        await world.meet(admin)
        await says(world, admin, "/broadcast")
        assert "на них действует закон" in admin.last.text
        assert "задаёт в OFFER_FOOTER тот, кто меня настраивает: пока её нет." in admin.last.text
        await taps(world, admin, "Отменить")
        await says(world, admin, "/broadcast")
        await taps(world, admin, LAW, "Отменить")
        await says(world, admin, "/broadcast")
        assert ASK in admin.last.text
    assert world.rows("SELECT kind FROM acts WHERE kind = 'law_told'") == 2 * [("law_told",)]


async def test_the_law_shows_the_line_that_is_set(database: Path) -> None:
    async with World(database, offer_footer="Реклама. ООО «Астра»") as world:
        await world.meet(world.bob)
        await says(world, world.bob, "/broadcast")
        assert "строка «Реклама. ООО «Астра»»: её задаёт в OFFER_FOOTER" in world.bob.last.text


async def test_two_taps_send_once(world: World, bob: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    numbers = bob.last
    bob.tap(SEND, message=numbers)
    bob.tap(SEND, message=numbers)
    await world.settle()
    await close_campaigns(world)
    assert alice.texts.count("Скидка") == 1
    assert "устарела" in bob.toasts[-1].text
    assert bob.spinners == 0
    assert await states(world) == {"sent": 1}
    assert not world.failures


@pytest.mark.parametrize("button", [SEND, "‹ Назад", "Отменить"])
async def test_a_tap_after_a_kill_in_the_middle_of_the_confirmation(
    world: World, bob: Person, alice: Person, button: str
) -> None:
    """Confirmed in the tables, and the wizard still thinks that it is at the numbers."""
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    kept = world.rows("SELECT key, telegram_id, data FROM wizards")
    markup = bob.last.markup
    await taps(world, bob, SEND)
    with sqlite3.connect(world.database) as connection:
        connection.executemany(
            "INSERT INTO wizards (key, telegram_id, data) VALUES (?, ?, ?)", kept
        )
    numbers = next(one for one in reversed(bob.messages) if "Отправ" in one.text)
    numbers.markup = markup
    bob.tap(button, message=numbers)
    await world.settle()
    await close_campaigns(world)
    assert alice.texts.count("Скидка") == 1
    assert await states(world) == {"sent": 1}
    assert world.rows("SELECT count(*) FROM wizards WHERE key LIKE '%context%'") == [(0,)]
    assert not world.failures


async def test_who_is_no_admin_any_more_confirms_nothing(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    await change(world, bob, role="customer")
    await taps(world, bob, SEND)
    assert "Скидка" not in alice.texts
    assert bob.spinners == 0
    assert bob.last.buttons == [["Согласен, продолжить"]]  # a customer now, and met as one
    assert not world.failures


async def test_who_comes_back_to_the_staff_begins_anew(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    numbers = bob.last
    world.settings["admin_ids"] = frozenset()
    await world.restart()
    world.settings["admin_ids"] = frozenset({bob.id})
    await world.restart()
    bob.tap(SEND, message=numbers)
    await world.settle()
    assert "устарела" in bob.toasts[-1].text
    await says(world, bob, "Просто слова")
    assert "Скидка" not in alice.texts
    assert world.rows("SELECT state FROM campaigns") == [("cancelled",)]
    assert not world.failures


async def test_two_admins_at_once_do_not_disturb_each_other(
    world: World, bob: Person, olga: Person, alice: Person, dave: Person
) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "От Боба")
    await begin(world, olga)
    await taps(world, bob, "Когда", "Завтра в 11:00")
    await says(world, olga, "От Ольги")
    assert "Когда: сразу" in olga.last.text
    bob.tap(LOOK)
    olga.tap("Отменить")
    await world.settle()
    assert "Когда: 16 мая, 11:00" in bob.last.text
    await taps(world, bob, SEND)
    assert world.rows("SELECT state FROM campaigns ORDER BY id") == [("confirmed",), ("cancelled",)]
    assert preview_of(bob).text == "От Боба"


async def test_other_commands_work_while_a_draft_waits(world: World, bob: Person) -> None:
    await begin(world, bob)
    await says(world, bob, "/help")
    assert "/broadcast" in bob.last.text
    await says(world, bob, "Скидка")
    await taps(world, bob, LOOK)
    assert preview_of(bob).text == "Скидка"


async def test_without_a_draft_there_is_nothing_to_cancel(world: World, bob: Person) -> None:
    await world.meet(bob)
    await says(world, bob, "/cancel")
    assert "Такого я не умею" in bob.last.text


async def test_the_word_stop_is_never_an_offer(world: World, bob: Person) -> None:
    await begin(world, bob)
    await says(world, bob, "Стоп")
    assert world.rows("SELECT count(*) FROM variants") == [(0,)]


async def test_what_telegram_refuses_is_said_and_asked_anew(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    world.telegram.faults.add("copyMessage", kind=error(400, "Bad Request: PHOTO_INVALID"))
    await taps(world, bob, LOOK)
    assert bob.last.text.startswith("Telegram такое сообщение не принимает")
    assert ASK in bob.last.text
    assert SEND not in labels(bob)


@pytest.mark.parametrize(
    "words", ["BUTTON_URL_INVALID", "inline keyboard button URL 'x' is invalid: Wrong HTTP URL"]
)
async def test_a_button_that_telegram_refuses_is_asked_anew(
    world: World, bob: Person, alice: Person, words: str
) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    world.telegram.faults.add("copyMessage", kind=error(400, f"Bad Request: {words}"))
    await taps(world, bob, LOOK)
    assert bob.last.text.startswith("Telegram не принимает такую кнопку")
    assert "Ссылка" in labels(bob)
    await taps(world, bob, "‹ Назад", LOOK)
    assert SEND in labels(bob)
