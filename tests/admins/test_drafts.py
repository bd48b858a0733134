"""The draft of a broadcast: seen back, replaced, cancelled, confirmed once."""

import pytest

from sandbox.people import Person
from tests.admins.broadcasting import (
    STOP,
    begin,
    change,
    close_campaigns,
    draft,
    preview_of,
    states,
    welcome_offers,
)
from tests.world import World


async def test_the_preview_is_what_the_customer_gets(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "<b>Жирно</b>, <i>курсив</i> и <tg-spoiler>тайна</tg-spoiler> 🎁")
    shown = preview_of(bob)
    bob.tap("Отправить 1")
    await world.settle()
    assert alice.last.html == shown.html
    assert alice.last.buttons == shown.buttons


async def test_the_button_of_the_preview_only_says_that_it_is_one(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    bob.tap(STOP)
    await world.settle()
    assert "предпросмотр" in bob.alerts[-1]
    assert bob.spinners == 0


async def test_what_was_seen_is_what_goes_even_if_the_admin_edits_their_message(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await begin(world, bob)
    said = bob.send("Скидка 20 %")
    await world.settle()
    bob.edit(said, "Скидка 90 %")
    await world.settle()
    bob.tap("Отправить 1")
    await world.settle()
    assert alice.last.text == "Скидка 20 %"


async def test_another_message_replaces_the_first_and_its_buttons_say_so(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "С ошибкой")
    old_preview, old_numbers = preview_of(bob), bob.last
    bob.send("Без ошибки")
    await world.settle()
    for message, button in [
        (old_numbers, "Отправить 1"),
        (old_numbers, "Отменить"),
        (old_preview, STOP),
    ]:
        bob.tap(button, message=message)
        await world.settle()
        assert "уже заменён" in bob.alerts[-1]
    assert bob.spinners == 0
    bob.tap("Отправить 1", message=bob.last)
    await world.settle()
    assert alice.last.text == "Без ошибки"
    assert "С ошибкой" not in alice.texts


async def test_a_new_broadcast_cancels_the_older_draft(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Старое")
    numbers = bob.last
    await begin(world, bob)
    assert "Прежний черновик отменён." in bob.last.text
    bob.tap("Отправить 1", message=numbers)
    await world.settle()
    assert "отменён" in bob.alerts[-1]
    assert "Старое" not in alice.texts
    assert await states(world) == {}


@pytest.mark.parametrize("how", ["/cancel", "Отменить"])
async def test_a_cancelled_draft_takes_no_more_messages(
    world: World, bob: Person, alice: Person, how: str
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    numbers = bob.last
    if how == "/cancel":
        bob.send(how)
    else:
        bob.tap(how)
    await world.settle()
    assert "Рассылка отменена." in bob.last.text
    bob.send("Просто слова")
    await world.settle()
    assert "Такого я не умею" in bob.last.text
    if how == "/cancel":
        bob.tap("Отправить 1", message=numbers)
        await world.settle()
        assert "отменён" in bob.alerts[-1]
    assert await states(world) == {}


async def test_the_cancel_button_under_the_first_words_works_before_there_is_content(
    world: World, bob: Person
) -> None:
    await begin(world, bob)
    bob.tap("Отменить")
    await world.settle()
    assert "Рассылка отменена." in bob.last.text


async def test_two_taps_send_once(world: World, bob: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    numbers = bob.last
    bob.tap("Отправить 1", message=numbers)
    bob.tap("Отправить 1", message=numbers)
    await world.settle()
    await close_campaigns(world)
    assert alice.texts.count("Скидка") == 1
    assert "уже идёт" in bob.alerts[-1]
    assert bob.spinners == 0
    assert await states(world) == {"sent": 1}


async def test_who_is_no_admin_any_more_confirms_nothing(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    await change(world, bob, role="customer")
    bob.tap("Отправить 1")
    await world.settle()
    assert "Скидка" not in alice.texts
    assert bob.spinners == 0
    assert bob.last.buttons == [["Согласен, продолжить"]]  # a customer now, and met as one


async def test_a_draft_survives_a_restart(world: World, bob: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await begin(world, bob)
    await world.restart()
    bob.send("Скидка")
    await world.settle()
    await world.restart()
    bob.tap("Отправить 1")
    await world.settle()
    assert alice.last.text == "Скидка"


async def test_other_commands_work_while_a_draft_waits(world: World, bob: Person) -> None:
    await begin(world, bob)
    bob.send("/help")
    await world.settle()
    assert "/broadcast" in bob.last.text
    bob.send("Скидка")
    await world.settle()
    assert preview_of(bob).text == "Скидка"


async def test_without_a_draft_there_is_nothing_to_cancel(world: World, bob: Person) -> None:
    await world.meet(bob)
    bob.send("/cancel")
    await world.settle()
    assert "Такого я не умею" in bob.last.text


async def test_the_word_stop_is_never_an_offer(world: World, bob: Person) -> None:
    await begin(world, bob)
    bob.send("Стоп")
    await world.settle()
    assert STOP not in [label for one in bob.messages for row in one.buttons for label in row]
