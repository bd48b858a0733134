"""/cases: who waits and who was answered, by age and by what is at stake."""

from datetime import timedelta

from sandbox.people import Person
from tests.owners.working import WISHES, card_of, case_of, flat, open_case, replies, tap
from tests.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STAKE = "50\xa0000\xa0₽"


async def open_list(world: World, olga: Person) -> None:
    if not olga.chat.started:
        await world.meet(olga)
    olga.send("/cases")
    await world.settle()


async def crowd(world: World, size: int) -> None:
    """Unhappy customers, a minute apart: the scores tell them apart."""
    for number in range(1, size + 1):
        customer = world.telegram.add_person(100 + number, f"Клиент {number}")
        await world.answer(customer, number % 7)
        await world.pass_time(MINUTE)


def names(olga: Person) -> list[str]:
    return [button.split(" · ")[-1] for button in flat(olga.last) if " · " in button]


async def test_where_nobody_waits_it_says_so_kindly(world: World, olga: Person) -> None:
    await open_list(world, olga)
    assert olga.last.text == (
        "Открытых дел нет. Когда кто-то останется недоволен, карточка придёт сюда сама."
    )
    await tap(world, olga, "Закрытые")
    assert olga.last.text == "Закрытых дел пока нет."
    assert flat(olga.last) == ["‹ Открытые"]


async def test_who_waits_longest_comes_first_with_what_cries_for_attention(
    world: World, olga: Person, alice: Person, dave: Person, charlie: Person
) -> None:
    await open_case(world, alice, olga)
    await world.pass_time(DAY + HOUR)
    await open_case(world, charlie, olga, score=0)
    await tap(world, charlie, "Пропустить")
    await replies(world, olga, "Слышим вас", to="Чарли")
    charlie.send("И что?")
    await world.settle()
    await world.pass_time(2 * HOUR)
    await world.meet(dave)
    dave.send("/human")
    await world.settle()
    await open_list(world, olga)
    assert flat(olga.last) == [
        f"🔴 3 · 1 день · {STAKE} · Алиса Ким",
        f"💬 0 · 2 часа · {STAKE} · Чарли",
        f"⏳ 🙋 · 1 мин · {STAKE} · Давид",
        "Сначала крупные суммы",
        "Закрытые",
    ]
    assert olga.last.text == (
        "Открытые дела: 3\n\n"
        "Ждут первого ответа: 2\n\n"
        "🔴 больше суток без ответа\n"
        "⏳ ждёт первого ответа\n"
        "💬 последнее слово за клиентом\n\n"
        "Нажмите, и карточка придёт новым сообщением."
    )


async def test_who_brought_friends_comes_first_by_what_is_at_stake(
    world: World, olga: Person, alice: Person, dave: Person, charlie: Person
) -> None:
    await open_case(world, charlie, olga)
    await world.pass_time(MINUTE)
    await world.meet(alice)
    [(code,)] = world.rows("SELECT code FROM people WHERE telegram_id = 1")
    dave.start(f"r_{code}")
    await world.settle()
    await world.answer(alice, 3)
    await open_list(world, olga)
    assert names(olga) == ["Чарли", "Алиса Ким"]
    await tap(world, olga, "Сначала крупные суммы")
    assert names(olga) == ["Алиса Ким", "Чарли"]
    assert "100\xa0000\xa0₽" in flat(olga.last)[0]
    await tap(world, olga, "Сначала давние")
    assert names(olga) == ["Чарли", "Алиса Ким"]


async def test_a_tap_brings_the_card_as_a_message_that_can_be_replied_to(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    old = card_of(olga)
    await open_list(world, olga)
    await tap(world, olga, flat(olga.last)[0])
    card = olga.last
    assert card is not old
    assert card.text == old.text
    assert card.buttons == old.buttons
    await replies(world, olga, "Простите нас!")
    assert "Простите нас!" in alice.last.text
    assert "🛠 В работе: Ольга" in card.text


async def test_only_the_newest_card_is_kept_true_and_an_older_one_mends_itself_at_a_tap(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    old = card_of(olga)
    await open_list(world, olga)
    await tap(world, olga, flat(olga.last)[0])
    new = olga.last
    await tap(world, olga, "Беру", on=new)
    assert "В работе" in new.text
    assert "Ждёт ответа" in old.text
    await tap(world, olga, "☐ Исправили", on=old)
    assert "✓ Исправили" in flat(old)
    assert "✓ Исправили" in flat(new)


async def test_the_same_tap_come_again_after_a_restart_brings_one_card(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await open_list(world, olga)
    updates = olga.bot.updates
    olga.tap(flat(olga.last)[0])
    tapped = updates.pending[-1]["callback_query"]
    await world.settle()
    read = len(olga.messages)
    await world.restart()
    updates.put("callback_query", tapped)
    await world.settle()
    assert len(olga.messages) == read
    assert case_of(world, "state") == ("new",)


async def test_a_voice_that_the_card_tells_of_comes_with_it_again(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    alice.send_voice()
    await world.settle()
    await open_list(world, olga)
    await tap(world, olga, flat(olga.last)[0])
    card, voice = olga.messages[-2:]
    assert "Причина — в сообщениях ниже." in card.text
    assert voice.media is not None
    assert voice.reply_to is card


async def test_pages_turn_in_place(world: World, olga: Person) -> None:
    await world.meet(olga)
    await crowd(world, 14)
    await open_list(world, olga)
    page, read = olga.last, len(olga.messages)
    assert names(olga) == [f"Клиент {n}" for n in range(1, 7)]
    assert page.buttons[6:] == [["Дальше ›"], ["Сначала крупные суммы"], ["Закрытые"]]
    await tap(world, olga, "Дальше ›")
    assert names(olga) == [f"Клиент {n}" for n in range(7, 13)]
    assert page.buttons[6] == ["‹ Назад", "Дальше ›"]
    await tap(world, olga, "Дальше ›")
    assert names(olga) == ["Клиент 13", "Клиент 14"]
    assert "Открытые дела: 14" in page.text
    await tap(world, olga, "‹ Назад")
    assert names(olga) == [f"Клиент {n}" for n in range(7, 13)]
    await tap(world, olga, "‹ Назад")
    assert names(olga) == [f"Клиент {n}" for n in range(1, 7)]
    assert (olga.last, len(olga.messages), olga.spinners) == (page, read, 0)


async def test_closed_cases_stand_in_a_list_of_their_own_the_latest_first(
    world: World, olga: Person, alice: Person, dave: Person
) -> None:
    await open_case(world, alice, olga)
    await open_case(world, dave, olga)
    await tap(world, olga, *WISHES, "Закрыть", on=card_of(olga))
    await world.pass_time(DAY)
    await tap(world, olga, *WISHES, "Закрыть", on=card_of(olga, "Давид"))
    await open_list(world, olga)
    await tap(world, olga, "Закрытые")
    assert flat(olga.last) == [
        f"3 · 16 мая · {STAKE} · Давид",
        f"3 · 15 мая · {STAKE} · Алиса Ким",
        "‹ Открытые",
    ]
    await tap(world, olga, flat(olga.last)[1])
    assert "✅ Закрыто: Ольга, 15 мая, 12:00" in olga.last.text
    assert flat(olga.last)[-1] == "Открыть снова"


async def test_what_was_not_delivered_is_marked(world: World, olga: Person, alice: Person) -> None:
    await open_case(world, alice, olga)
    alice.block()
    await replies(world, olga, "Вы нас слышите?")
    await open_list(world, olga)
    assert flat(olga.last)[0] == f"⚠ 3 · 1 мин · {STAKE} · Алиса Ким"
    assert "⚠ не доставлено" in olga.last.text


async def test_hostile_names_harm_no_button(world: World, olga: Person) -> None:
    mallory = world.telegram.add_person(7, '<b>&"' * 12, last_name="\u202e]]>")
    await open_case(world, mallory, olga)
    await open_list(world, olga)
    assert names(olga) == ['<b>&"<b>&"<b>&"…']


async def test_an_erased_customer_is_in_no_list(world: World, olga: Person, alice: Person) -> None:
    await open_case(world, alice, olga)
    alice.send("/forget")
    await world.settle()
    await tap(world, alice, "Стереть мои данные", "Да, стереть навсегда")
    await open_list(world, olga)
    assert names(olga) == []
    await tap(world, olga, "Закрытые")
    assert olga.last.text == "Закрытых дел пока нет."


async def test_to_customers_and_admins_there_is_no_such_command(
    world: World, alice: Person, bob: Person
) -> None:
    for person in (alice, bob):
        await world.meet(person)
        person.send("/cases")
        await world.settle()
        assert "/help" in person.last.text
        assert not flat(person.last) or "Закрытые" not in flat(person.last)
