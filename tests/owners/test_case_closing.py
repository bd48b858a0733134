"""How a case closes: by three ticks, by a written reason, by itself; and how it opens again."""

from datetime import timedelta

from sandbox.people import Person
from tests.owners.working import (
    THINGS_TO_DO,
    WISHES,
    acts,
    card_of,
    case_of,
    flat,
    open_case,
    replies,
    tap,
    three_owners,
)
from tests.world import World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def test_three_ticks_close_it_in_one_tap(world: World, olga: Person, alice: Person) -> None:
    await open_case(world, alice, olga)
    await world.pass_time(MINUTE)
    await tap(world, olga, *WISHES, "Закрыть")
    card = card_of(olga)
    assert "✅ Закрыто: Ольга, 15 мая, 12:01\nВсе три шага сделаны" in card.text
    assert card.text.count("✓") == 3
    assert "✓ Исправили — Ольга, 15 мая, 12:01" in card.text
    assert flat(card) == ["Шаблоны ответа", "Открыть снова"]
    assert case_of(world, "state, closing, close_reason") == ("closed", "wishes", None)
    assert acts(world) == [("Ольга", "case_closed")]


async def test_words_after_the_end_are_no_reason_of_the_score(
    world: World, olga: Person, alice: Person
) -> None:
    """They would join it unseen, for the why is open for half an hour."""
    await open_case(world, alice, olga)
    await world.pass_time(MINUTE)
    await tap(world, olga, *WISHES, "Закрыть")
    before = world.rows("SELECT count(*) FROM reasons")
    alice.send("А можно прийти в пятницу?")
    await world.settle()
    assert alice.last.buttons == [["Позвать человека"]]
    assert world.rows("SELECT count(*) FROM reasons") == before


async def test_without_them_a_reason_is_asked_for_and_kept(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    card = card_of(olga)
    await tap(world, olga, "☐ Исправили", "Закрыть", on=card)
    asked = olga.last
    assert "Почему закрываем? Клиент: Алиса Ким" in asked.text
    assert asked.buttons == [["Не закрывать"]]
    olga.send("  Договорились <по телефону> & всё  ")
    await world.settle()
    assert olga.last.text == "Закрыто: Алиса Ким. Причина записана."
    assert asked.buttons == []
    assert "Причина: Договорились <по телефону> & всё" in card.text
    assert case_of(world, "closing, close_reason") == (
        "reason",
        "Договорились <по телефону> & всё",
    )
    olga.send("Дальше — обычные слова")
    await world.settle()
    assert olga.last.text == "Такого я не умею. Всё, что умею, — в /help."


async def test_a_reason_too_long_is_told_and_asked_for_again(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, olga, "Закрыть")
    olga.send("б" * 501)
    await world.settle()
    assert olga.last.text == "Напишите причину словами, не длиннее 500 знаков."
    olga.send_photo(caption="вот")
    await world.settle()
    assert olga.last.text == "Напишите причину словами, не длиннее 500 знаков."
    olga.send("<&>" * 166)
    await world.settle()
    assert case_of(world, "state, length(close_reason)") == ("closed", 498)
    assert len(card_of(olga).text) < 1000


async def test_not_closing_leaves_it_open(world: World, olga: Person, alice: Person) -> None:
    await open_case(world, alice, olga)
    await tap(world, olga, "Закрыть", "Не закрывать")
    assert olga.last.text == "Хорошо, дело остаётся открытым."
    olga.send("Просто слова")
    await world.settle()
    assert case_of(world, "state") == ("new",)


async def test_a_command_in_between_leaves_it_open(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, olga, "Закрыть")
    olga.send("/help")
    olga.send("Просто слова")
    await world.settle()
    assert case_of(world, "state") == ("new",)


async def test_a_restart_in_between_forgets_nothing(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, olga, "Закрыть")
    await world.restart()
    olga.send("Всё уладили")
    await world.settle()
    assert case_of(world, "closing, close_reason") == ("reason", "Всё уладили")


async def test_a_reply_to_the_card_goes_to_the_customer_and_is_no_reason(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, olga, "Закрыть")
    await replies(world, olga, "Простите нас!")
    assert case_of(world, "state") == ("in_progress",)
    assert "Простите нас!" in alice.last.text
    olga.send("Извинились")
    await world.settle()
    assert case_of(world, "close_reason") == ("Извинились",)
    assert not any("Извинились" in text for text in alice.texts)


async def test_two_cases_closed_in_a_row_get_each_its_own_reason(
    world: World, olga: Person, alice: Person, dave: Person
) -> None:
    await open_case(world, alice, olga)
    await world.answer(dave, 2)
    await tap(world, olga, "Закрыть", on=card_of(olga))
    first = olga.last
    await tap(world, olga, "Закрыть", on=card_of(olga, "Давид"))
    assert first.text == "Хорошо, дело остаётся открытым."
    olga.send("Давиду перезвонили")
    await world.settle()
    assert world.rows("SELECT state, close_reason FROM cases ORDER BY id") == [
        ("new", None),
        ("closed", "Давиду перезвонили"),
    ]


async def test_of_two_who_close_it_at_once_the_other_is_told(team: World) -> None:
    olga, irina, _ = three_owners(team)
    await open_case(team, team.alice, olga, irina)
    await tap(team, olga, "Закрыть")
    await tap(team, irina, *WISHES, "Закрыть")
    olga.send("Моя причина")
    await team.settle()
    assert olga.last.text == "Дело уже закрыто: Ирина, 15 мая, 12:00."
    assert case_of(team, "closing, close_reason") == ("wishes", None)
    assert acts(team) == [("Ирина", "case_closed")]


async def test_three_owners_close_by_ticks_at_once(team: World) -> None:
    olga, irina, oleg = three_owners(team)
    await open_case(team, team.alice, olga, irina, oleg)
    await tap(team, oleg, *WISHES)
    for owner in (olga, irina, oleg):
        owner.tap("Закрыть", message=card_of(owner))
    await team.settle()
    [(winner, kind)] = acts(team)
    assert kind == "case_closed"
    losers = [owner for owner in (olga, irina, oleg) if owner.name != winner]
    assert [owner.alerts for owner in losers] == [
        [f"Дело уже закрыто: {winner}, 15 мая, 12:00."]
    ] * 2
    for owner in (olga, irina, oleg):
        assert f"✅ Закрыто: {winner}" in card_of(owner).text


async def test_who_ticks_a_closed_case_is_told_who_closed_it(team: World) -> None:
    olga, irina, _ = three_owners(team)
    await open_case(team, team.alice, olga, irina)
    await tap(team, olga, *WISHES, "Закрыть")
    team.forge_tap(irina, "case-tick:1:fixed:0")
    team.forge_tap(irina, "case-take:1")
    await team.settle()
    assert irina.alerts == ["Дело уже закрыто: Ольга, 15 мая, 12:00."] * 2
    assert team.rows("SELECT count(*) FROM ticks") == [(3,)]


async def test_a_raised_score_closes_it_and_the_card_says_so(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, alice, "Изменить оценку", "9")
    assert "✅ Закрыто 15 мая, 12:00\nКлиент сам поднял оценку" in card_of(olga).text
    world.forge_tap(olga, "case-take:1")
    await world.settle()
    assert olga.alerts == ["Дело уже закрыто, 15 мая, 12:00."]


# A call for a human, without a score


async def test_a_call_is_solved_in_one_tap(world: World, olga: Person, alice: Person) -> None:
    await world.meet(olga)
    await world.meet(alice)
    alice.send("/human")
    await world.settle()
    card = card_of(olga)
    assert card.text.startswith("🔔 Клиент зовёт человека\n\nАлиса Ким (@alice)")
    assert flat(card) == ["Беру", "Шаблоны ответа", "Вопрос решён", "Закрыть с причиной"]
    await tap(world, olga, "Вопрос решён")
    assert "Причина: Вопрос решён" in card.text
    assert case_of(world, "closing, close_reason") == ("reason", "Вопрос решён")


async def test_a_call_that_got_a_score_meanwhile_needs_a_reason(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(olga)
    await world.meet(alice)
    alice.send("/human")
    await world.settle()
    card = card_of(olga)
    kept = card.markup
    await tap(world, alice, "2")
    assert "Просит человека с 15 мая, 12:00" in card.text
    card.markup = kept
    await tap(world, olga, "Вопрос решён", on=card)
    assert "Почему закрываем?" in olga.last.text
    assert case_of(world, "state") == ("new",)


# Opened again


async def test_a_closed_case_is_reopened_and_its_clock_starts_anew(team: World) -> None:
    olga, irina, _ = three_owners(team)
    await open_case(team, team.alice, olga, irina)
    await tap(team, olga, *WISHES, "Закрыть")
    await team.pass_time(DAY)
    await tap(team, irina, "Открыть снова")
    for owner in (olga, irina):
        assert "⏳ Ждёт ответа с 16 мая, 12:00" in card_of(owner).text
        assert flat(card_of(owner)) == THINGS_TO_DO
    assert acts(team) == [("Ольга", "case_closed"), ("Ирина", "case_reopened")]
    await tap(team, irina, "Беру")
    assert "🛠 В работе: Ирина" in card_of(olga).text


async def test_reopening_where_another_case_is_open_by_now_is_told(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    await tap(world, olga, *WISHES, "Закрыть")
    old = card_of(olga)
    await tap(world, alice, "Пропустить")
    alice.send("/rate")
    await world.settle()
    await world.answer(alice, 1)
    await tap(world, olga, "Открыть снова", on=old)
    assert olga.alerts == ["У этого клиента уже открыто новое дело. Оно в списке /cases."]
    assert world.rows("SELECT state FROM cases ORDER BY id") == [("closed",), ("new",)]


async def test_the_case_of_an_erased_customer_stays_closed(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    alice.send("/forget")
    await world.settle()
    await tap(world, alice, "Стереть мои данные", "Да, стереть навсегда")
    for data in ("reopen", "close", "solved", "take", "card", "texts", "talk"):
        world.forge_tap(olga, f"case-{data}:1")
        await world.settle()
        assert olga.last.text == "Данные клиента стёрты по его просьбе."
    world.forge_tap(olga, "case-text:1:apology")
    await world.settle()
    assert case_of(world, "state") == ("closed",)
    assert acts(world) == []
    assert not world.failures
