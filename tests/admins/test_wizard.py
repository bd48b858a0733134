"""The wizard of broadcasts, window by window: each choice is kept at once, and a restart in any of
them goes on where it was."""

from datetime import timedelta

import pytest

from sandbox.albums import Item
from sandbox.people import Person
from tests.admins.broadcasting import (
    ASK,
    LOOK,
    STOP,
    begin,
    change,
    hub,
    labels,
    preview_of,
    says,
    taps,
    welcome_offers,
)
from tests.world import World

WAYS = {
    "content": [],
    "hub": ["Скидка"],
    "button": ["Скидка", "[Кнопка]"],
    "link": ["Скидка", "[Кнопка]", "[Ссылка]"],
    "label": ["Скидка", "[Кнопка]", "[Ссылка]", "astra.ru"],
    "taps": ["Скидка", "[Кнопка]", "[Ссылка]", "astra.ru", "[Записаться]"],
    "coupon": ["Скидка", "[Кнопка]", "[Купон]"],
    "days": ["Скидка", "[Кнопка]", "[Купон]", "Скидка 20 %"],
    "coupon_label": ["Скидка", "[Кнопка]", "[Купон]", "Скидка 20 %", "[7 дней]"],
    "second": ["Скидка", "[Второй вариант]"],
    "audience": ["Скидка", "[Кому]"],
    "audience_values": ["Скидка", "[Кому]", "[Язык…]"],
    "audience_kept": ["Скидка", "[Кому]", "[Сохранённые]"],
    "when": ["Скидка", "[Когда]"],
    "hour": ["Скидка", "[Когда]", "[Каждому в его час]"],
    "batch": ["Скидка", "[Первая партия]"],
    "preview": ["Скидка", f"[{LOOK}]"],
}


async def go(world: World, admin: Person, *steps: str) -> None:
    """What stands in brackets is tapped, the rest is said."""
    for step in steps:
        if step.startswith("["):
            await taps(world, admin, step.strip("[]"))
        else:
            await says(world, admin, step)


def draft_of(world: World, *columns: str) -> tuple[object, ...]:
    [row] = world.rows(f"SELECT {', '.join(columns)} FROM campaigns")
    return tuple(row)


@pytest.mark.parametrize("place", sorted(WAYS))
async def test_a_restart_goes_on_where_it_was(
    world: World, bob: Person, alice: Person, place: str
) -> None:
    await welcome_offers(world, alice)
    await begin(world, bob)
    await go(world, bob, *WAYS[place])
    window = bob.last.text
    await world.restart()
    await says(world, bob, "/broadcast")
    assert bob.last.text == window
    await world.restart()
    while "‹ Назад" in labels(bob) and LOOK not in labels(bob):
        await taps(world, bob, "‹ Назад")
    if place == "content":
        await says(world, bob, "Скидка")
    await taps(world, bob, LOOK, "Отправить 1")
    assert alice.last.text == "Скидка"
    assert not world.failures


@pytest.mark.parametrize("place", sorted(WAYS))
async def test_each_window_can_be_cancelled(world: World, bob: Person, place: str) -> None:
    await begin(world, bob)
    await go(world, bob, *WAYS[place], "[Отменить]")
    assert bob.last.text == "Рассылка отменена. Никто ничего не получил."
    assert draft_of(world, "state") == ("cancelled",)
    assert world.rows("SELECT key FROM wizards WHERE key LIKE '%context%'") == []
    assert bob.spinners == 0


@pytest.mark.parametrize("place", sorted(WAYS))
async def test_two_quick_taps_go_one_step_back(world: World, bob: Person, place: str) -> None:
    await begin(world, bob)
    await go(world, bob, *WAYS[place][:-1])
    before = bob.last.text
    await go(world, bob, *WAYS[place][-1:])
    if "‹ Назад" not in labels(bob) or place == "hub":
        return
    bob.tap("‹ Назад")
    bob.tap("‹ Назад")
    await world.settle()
    known = before.split("\n")[0]
    assert bob.last.text.split("\n")[0] == known or place in ("label", "taps", "coupon_label")
    assert not world.failures


@pytest.mark.parametrize("place", sorted(WAYS))
async def test_a_forged_tap_in_any_window_does_no_harm(
    world: World, bob: Person, place: str
) -> None:
    await begin(world, bob)
    await go(world, bob, *WAYS[place])
    own = bob.last.inline_keyboard[-1][-1]["callback_data"].split("\x1d")[0]
    window, count = bob.last.text, len(bob.texts)
    for data in (
        "to_",
        "moments:x",
        "hours:99",
        "hours:²",
        "sizes:x",
        "names:-1",
        "days:x",
    ):
        for intent in ("", own, "forged"):
            world.forge_tap(bob, f"{intent}\x1d{data}")
            await world.settle()
    assert bob.last.text.endswith(window.split("\n\n")[-1])
    assert len(bob.texts) == count
    assert bob.spinners == 0
    assert not world.failures


async def test_somebody_elses_button_is_stale(world: World, bob: Person, olga: Person) -> None:
    await begin(world, bob)
    await begin(world, olga)
    world.forge_tap(olga, bob.last.inline_keyboard[0][-1]["callback_data"])
    await world.settle()
    assert "устарела" in olga.toasts[-1].text
    assert world.rows("SELECT state FROM campaigns") == [("draft",), ("draft",)]
    assert not world.failures


async def test_to_a_customer_a_button_of_the_wizard_is_stale(
    world: World, bob: Person, alice: Person
) -> None:
    await begin(world, bob)
    await world.meet(alice)
    world.forge_tap(alice, bob.last.inline_keyboard[0][-1]["callback_data"])
    await world.settle()
    assert "устарела" in alice.toasts[-1].text
    assert world.rows("SELECT key FROM wizards WHERE telegram_id = 1") == []


async def test_a_button_of_another_window_leaves_the_wizard_alone(
    world: World, olga: Person
) -> None:
    await hub(world, olga, "Скидка")
    await says(world, olga, "/stats")
    stats = olga.last
    await says(world, olga, "/broadcast")
    window = olga.last
    olga.tap(stats.buttons[0][0], message=stats)
    await world.settle()
    assert window.text.startswith("Рассылка")
    assert "Рассылка" not in stats.text


# The button


async def test_a_link_opens_at_once_or_is_counted(world: World, bob: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    await go(world, bob, "[Кнопка]", "[Ссылка]", "не адрес")
    assert bob.last.text.startswith("На адрес это не похоже.")
    await go(world, bob, "astra.ru/sale", "Слишком длинная надпись для одной кнопки")
    assert bob.last.text.startswith("Нужны слова, не больше 30 знаков.")
    await go(world, bob, "Хочу", "[Считать: откроется со второго]")
    assert "Кнопка: «Хочу» → https://astra.ru/sale, нажатия считаем" in bob.last.text
    columns = "button", "url", "counts_taps", "coupon"
    assert draft_of(world, *columns) == ("Хочу", "https://astra.ru/sale", 1, None)
    await go(world, bob, "[Кнопка]", "[Ссылка]", "https://astra.ru", "[Подробнее]")
    await go(world, bob, "[Не считать: откроется сразу]", f"[{LOOK}]")
    assert preview_of(bob).buttons == [["Подробнее"], [STOP]]
    await taps(world, bob, "Отправить 1")
    assert alice.tap("Подробнее") == "https://astra.ru"


async def test_a_coupon_has_words_and_days(world: World, bob: Person) -> None:
    await hub(world, bob, "Скидка")
    await go(world, bob, "[Кнопка]", "[Купон]", "я" * 101)
    assert bob.last.text.startswith("Нужны слова, не больше 100 знаков.")
    await go(world, bob, "Скидка 20 %", "366")
    assert bob.last.text.startswith("Нужно число дней, от 1 до 365.")
    await go(world, bob, "21 день", "[Получить купон]")
    assert "Кнопка: «Получить купон» → купон «Скидка 20 %», 21 день" in bob.last.text
    columns = "button", "url", "coupon", "coupon_days"
    assert draft_of(world, *columns) == ("Получить купон", None, "Скидка 20 %", 21)
    await go(world, bob, "[Кнопка]", "[Без кнопки]")
    assert draft_of(world, *columns) == (None, None, None, None)


# Albums, and the second message


async def test_the_pictures_of_an_album_are_counted_as_they_come(world: World, bob: Person) -> None:
    await begin(world, bob)
    bob.send_album("photo", "photo", "video", caption="Новинки")
    await world.settle()
    assert "Что: альбом из 3 файлов" in bob.last.text
    assert sum("Рассылка" in text for text in bob.texts) == 1


@pytest.mark.parametrize("bad", [0, 1, 2])
async def test_an_album_is_refused_as_a_whole_and_once(world: World, bob: Person, bad: int) -> None:
    """With a long name in it, this caption would be too long."""
    await begin(world, bob)
    pictures = [Item(caption="x" * 1018 + "{имя}" if place == bad else "") for place in range(3)]
    bob.send_album(*pictures)
    await world.settle()
    assert ASK in bob.last.text
    assert not bob.last.text.startswith(ASK)
    assert sum(ASK in text for text in bob.texts) <= 3
    assert world.rows("SELECT count(*) FROM variants") == [(0,)]
    await says(world, bob, "Скидка")
    assert "Что: текст «Скидка»" in bob.last.text


async def test_two_messages_are_compared(
    world: World, bob: Person, alice: Person, dave: Person
) -> None:
    await welcome_offers(world, alice, dave)
    await hub(world, bob, "Первое")
    await go(world, bob, "[Второй вариант]", "Второе")
    assert "Второй вариант: текст «Второе»" in bob.last.text
    await taps(world, bob, LOOK)
    assert bob.texts[-3:-1] == ["Первое", "Второе"]
    assert bob.last.text.startswith("Выше — оба варианта")
    await taps(world, bob, "Отправить 2")
    assert {alice.last.text, dave.last.text} == {"Первое", "Второе"}


async def test_the_second_message_can_be_taken_away(world: World, bob: Person) -> None:
    await hub(world, bob, "Первое")
    await go(world, bob, "[Второй вариант]", "Второе", "[Второй вариант]", "[Без второго]")
    assert "Второй вариант: нет" in bob.last.text
    assert world.rows("SELECT letter FROM variants") == [("A",)]


async def test_an_album_as_the_second_message_stays_the_second(world: World, bob: Person) -> None:
    await hub(world, bob, "Первое")
    await taps(world, bob, "Второй вариант")
    bob.send_album("photo", "photo")
    await world.settle()
    assert "Что: текст «Первое»" in bob.last.text
    assert "Второй вариант: альбом из 2 файлов" in bob.last.text


# To whom


async def test_the_audience_is_chosen_and_counted(
    world: World, bob: Person, alice: Person, dave: Person
) -> None:
    await welcome_offers(world, alice, dave)
    await change(world, dave, language="en")
    await hub(world, bob, "Скидка")
    await go(world, bob, "[Кому]", "[Язык…]", "[English]", "[‹ Назад]", "[Дальше]")
    assert "Кому: Клиенты, которые говорят по-английски" in bob.last.text
    await taps(world, bob, LOOK)
    assert "Кому: Клиенты, которые говорят по-английски" in bob.last.text
    await taps(world, bob, "Отправить 1")
    assert dave.last.text == "Скидка"
    assert "Скидка" not in alice.texts


# When


async def test_at_a_time(world: World, bob: Person) -> None:
    await hub(world, bob, "Скидка")
    await go(world, bob, "[Когда]", "вчера")
    assert bob.last.text.startswith("Время не разобрать.")
    await go(world, bob, "сегодня 11:59")
    assert bob.last.text.startswith("Это время уже прошло.")
    await go(world, bob, "25.05 14:30")
    assert "Когда: 25 мая, 14:30" in bob.last.text
    assert draft_of(world, "start_at")[0].startswith("2026-05-25 11:30")  # type: ignore[attr-defined]
    await go(world, bob, "[Когда]", "[Сразу]")
    assert draft_of(world, "start_at") == (None,)


async def test_a_quick_time_that_has_passed_meanwhile_is_refused(world: World, bob: Person) -> None:
    await hub(world, bob, "Скидка")
    await taps(world, bob, "Когда")
    world.telegram.clock.advance(timedelta(hours=7))
    await taps(world, bob, "Сегодня в 18:00")
    assert bob.last.text.startswith("Это время уже прошло.")
    assert "Сегодня в 18:00" not in labels(bob)
    assert draft_of(world, "start_at") == (None,)


async def test_at_each_ones_own_hour(world: World, bob: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    await go(world, bob, "[Когда]", "[Завтра в 11:00]", "[Когда]", "[Каждому в его час]", "[15:00]")
    assert "Когда: у каждого в 15:00 по его времени" in bob.last.text
    assert draft_of(world, "local_hour", "start_at") == (15, None)
    await taps(world, bob, LOOK)
    assert "Получат в свой час: 1" in bob.last.text


@pytest.mark.parametrize(
    ("label", "kept"), [("Сначала 10 %", "tenth"), ("Сначала 20 человек", "twenty")]
)
async def test_some_may_get_it_first(world: World, bob: Person, label: str, kept: str) -> None:
    await hub(world, bob, "Скидка")
    await taps(world, bob, "Первая партия")
    assert "подождёт 2 часа" in bob.last.text
    await taps(world, bob, label)
    assert draft_of(world, "first_batch") == (kept,)
    await taps(world, bob, "Первая партия", "Всем вместе")
    assert draft_of(world, "first_batch") == (None,)
