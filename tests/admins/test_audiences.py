"""To whom a broadcast goes: chosen by taps, said in words, counted live, kept under a name."""

import pytest
from sqlalchemy import text

from sandbox.people import Person
from tests.admins.broadcasting import (
    begin,
    draft,
    hub,
    labels,
    says,
    send_button,
    taps,
    welcome_offers,
)
from tests.world import World

WHOM, NEXT, BACK = "Кому", "Дальше", "‹ Назад"
KEEP, KEPT = "Сохранить", "Сохранённые"


def reads(admin: Person, words: str) -> None:
    assert words in admin.last.text


async def write(world: World, statement: str) -> None:
    async with world.app.sessions.begin() as session:
        await session.execute(text(statement))


async def choosing(world: World, admin: Person) -> None:
    await hub(world, admin, "Скидка")
    await taps(world, admin, WHOM)


async def score(world: World, person: Person, score: int) -> None:
    await world.answer(person, score)
    await taps(world, person, "Пропустить")


async def test_all_customers_are_meant_unless_others_are_chosen(world: World, bob: Person) -> None:
    await welcome_offers(world, world.alice)
    await world.meet(world.dave)
    await hub(world, bob, "Скидка")
    reads(bob, "Кому: Все клиенты")
    await taps(world, bob, WHOM)
    reads(bob, "Все клиенты\n\nПодходят 2 человека, на предложения согласны: 1.")


async def test_a_tap_chooses_another_excludes_and_a_third_lets_go(
    world: World, alice: Person, dave: Person, bob: Person
) -> None:
    await welcome_offers(world, alice)
    await score(world, dave, 8)
    await choosing(world, bob)
    await taps(world, bob, "Промоутеры")
    reads(bob, "Промоутеры\n\nПодходит 1 человек, на предложения согласны: 1.")
    await taps(world, bob, "✓ Промоутеры")
    reads(bob, "Все клиенты, кроме промоутеров\n\nПодходит 1 человек, на предложения согласны: 0.")
    await taps(world, bob, "Поделились")
    reads(bob, "Клиенты, которые поделились ссылкой, кроме промоутеров\n\nПодходит 0 человек")
    await taps(world, bob, "✗ Промоутеры")
    await taps(world, bob, "✓ Поделились")
    reads(bob, "Все клиенты, кроме тех, кто поделился ссылкой")


async def test_two_quick_taps_are_one(world: World, bob: Person) -> None:
    await choosing(world, bob)
    bob.tap("Промоутеры")
    bob.tap("Промоутеры")
    await world.settle()
    assert "✓ Промоутеры" in labels(bob)


async def test_values_stand_in_a_list_of_their_own(world: World, bob: Person) -> None:
    await world.meet(world.alice)
    await choosing(world, bob)
    await taps(world, bob, "Язык…")
    await taps(world, bob, "English")
    reads(bob, "Клиенты, которые говорят по-английски\n\nПодходит 0 человек")
    await taps(world, bob, "Русский")
    reads(bob, "Клиенты, которые говорят по-русски\n\nПодходит 1 человек")
    await taps(world, bob, BACK)
    await taps(world, bob, "День рождения…")
    await taps(world, bob, "Май")
    reads(bob, "Клиенты, которые говорят по-русски и родились в мае\n\nПодходит 0 человек")
    await taps(world, bob, "✓ Май")
    await taps(world, bob, BACK)
    await taps(world, bob, "Давно ответили…")
    await taps(world, bob, "Больше 90 дней назад")
    reads(
        bob,
        "Клиенты, которые говорят по-русски и последний раз ответили больше 90 дней назад, "
        "кроме тех, кто родился в мае",
    )


async def test_a_touchpoint_out_of_use_is_offered_no_more(world: World, bob: Person) -> None:
    await choosing(world, bob)
    await taps(world, bob, "Точка…")
    reads(bob, "Точек пока нет")
    await taps(world, bob, BACK)
    for name in "Касса <3", "Анна":
        await says(world, bob, "/qr")
        await taps(world, bob, "Новая точка")
        await says(world, bob, name)
    await write(world, "UPDATE touchpoints SET retired_at = made_at WHERE name = 'Анна'")
    await says(world, bob, "/broadcast")
    await taps(world, bob, "Точка…", "Касса <3")
    assert "Анна" not in labels(bob)
    reads(bob, "Клиенты, которые пришли через точку «Касса <3»")


async def test_the_offer_goes_to_the_audience_and_to_nobody_else(
    world: World, alice: Person, dave: Person, bob: Person
) -> None:
    await welcome_offers(world, alice, dave)
    await world.meet(world.charlie)
    await write(
        world,
        "UPDATE responses SET score = 8 WHERE customer_id = "
        "(SELECT id FROM people WHERE name = 'Давид')",
    )
    await choosing(world, bob)
    await taps(world, bob, "Промоутеры")
    await taps(world, bob, NEXT)
    reads(bob, "Кому: Промоутеры")
    await taps(world, bob, "Посмотреть и отправить")
    reads(bob, "Кому: Промоутеры")
    await taps(world, bob, send_button(bob))
    assert alice.last.text.startswith("Скидка")
    assert not dave.last.text.startswith("Скидка")
    assert world.rows("SELECT count(*) FROM nudges WHERE kind = 'offer'") == [(1,)]


async def test_whoever_joins_later_is_not_in_a_campaign_that_is_confirmed(
    world: World, alice: Person, dave: Person, bob: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    await taps(world, bob, send_button(bob))
    await welcome_offers(world, dave)
    rows = "SELECT p.name FROM nudges n JOIN people p ON p.id = n.person_id WHERE n.kind = 'offer'"
    assert world.rows(rows) == [("Алиса Ким",)]
    assert not any(one.text.startswith("Скидка") for one in dave.messages)


# Kept under a name


async def keep(world: World, admin: Person, name: str) -> None:
    await taps(world, admin, KEEP)
    await says(world, admin, name)


async def test_an_audience_is_kept_taken_and_forgotten(
    world: World, bob: Person, olga: Person
) -> None:
    await choosing(world, bob)
    await taps(world, bob, "Промоутеры")
    await keep(world, bob, "Наши друзья")
    reads(bob, "Сохранено: «Наши друзья».")
    reads(bob, "Промоутеры\n\n")
    await choosing(world, olga)
    await taps(world, olga, KEPT)
    await taps(world, olga, "Наши друзья")
    reads(olga, "Промоутеры\n\n")
    await taps(world, olga, KEPT)
    await taps(world, olga, "Удалить «Наши друзья»")
    reads(olga, "Здесь пока пусто")
    assert world.rows("SELECT count(*) FROM audiences") == [(0,)]
    await taps(world, olga, BACK)
    reads(olga, "Промоутеры\n\n")


async def test_the_same_name_in_another_case_replaces_it(world: World, bob: Person) -> None:
    await choosing(world, bob)
    await taps(world, bob, "Промоутеры")
    await keep(world, bob, "Друзья")
    await taps(world, bob, "✓ Промоутеры")
    await keep(world, bob, "ДРУЗЬЯ")
    [(name, conditions)] = world.rows("SELECT name, conditions FROM audiences")
    assert name == "ДРУЗЬЯ"
    assert '"negated": true' in conditions


@pytest.mark.parametrize("name", ["ы" * 41, "две\nстроки"])
async def test_a_wrong_name_is_asked_for_again(world: World, bob: Person, name: str) -> None:
    await choosing(world, bob)
    await taps(world, bob, "Промоутеры")
    await keep(world, bob, name)
    reads(bob, "Нужна одна строка, не длиннее 40 знаков.")
    await says(world, bob, "Друзья")
    reads(bob, "Сохранено: «Друзья».")


async def test_what_somebody_else_has_deleted_meanwhile_chooses_nothing(
    world: World, bob: Person
) -> None:
    await choosing(world, bob)
    await taps(world, bob, "Промоутеры")
    await keep(world, bob, "Друзья")
    await taps(world, bob, KEPT)
    await write(world, "DELETE FROM audiences")
    await taps(world, bob, "Друзья")
    reads(bob, "Здесь пока пусто")
    assert not world.failures


# Restarts and forgers


async def test_a_restart_goes_on_where_it_was(world: World, bob: Person) -> None:
    await choosing(world, bob)
    await taps(world, bob, "Язык…")
    await taps(world, bob, "English")
    await world.restart()
    await taps(world, bob, "✓ English")
    reads(bob, "Все клиенты, кроме тех, кто говорит по-английски")


@pytest.mark.parametrize(
    "id",
    [
        "facts:nobody..yes",
        "facts:promoter..maybe",
        "facts:promoter.7.yes",
        "facts:touchpoint.999.yes",
        "facts:birth_month.13.yes",
        "facts:answered_before.1.yes",
        "facts:language.de.yes",
        "facts:promoter.open",
        "facts:",
        "facts:" + "9" * 30,
    ],
)
async def test_a_forged_tap_chooses_nothing(world: World, bob: Person, id: str) -> None:
    await choosing(world, bob)
    assert bob.last.markup is not None
    [own] = [
        one for row in bob.last.markup["inline_keyboard"] for one in row if "Критики" in one["text"]
    ]
    intent = own["callback_data"].partition("facts:")[0]
    world.forge_tap(bob, intent + id)
    await world.settle()
    assert world.rows("SELECT conditions FROM campaigns") == [("[]",)]
    assert not world.failures


async def test_what_is_chosen_fits_a_message_and_buttons(world: World, bob: Person) -> None:
    await begin(world, bob)
    names = [f"{'<&>' * 12} {number:02}" for number in range(20)]
    for number, name in enumerate(names):
        await write(
            world,
            f"INSERT INTO touchpoints (code, name, made_at) VALUES ('c{number}', '{name}', "
            "'2026-05-15 09:00:00.000000')",
        )
    await says(world, bob, "Скидка")
    await taps(world, bob, WHOM)
    await taps(world, bob, "Точка…")
    for name in names[:12]:
        await taps(world, bob, name, f"✓ {name}")
    assert bob.last.text.count("<&>") > 12
    assert not world.failures


async def test_a_button_that_opens_a_list_shows_that_something_is_chosen_in_it(
    world: World, bob: Person
) -> None:
    await choosing(world, bob)
    await taps(world, bob, "Язык…", "English", BACK)
    assert "✓ Язык…" in labels(bob)
    assert "День рождения…" in labels(bob)
    await taps(world, bob, "✓ Язык…", "✓ English", BACK)
    assert "✗ Язык…" in labels(bob)
    await taps(world, bob, "✗ Язык…", "Русский", BACK)
    assert "✓ Язык…" in labels(bob)
