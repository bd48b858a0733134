"""A case as owners work it: the card, who takes it, what was done, and who may."""

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

DAY = timedelta(days=1)


# The card


async def test_the_card_is_all_that_an_owner_needs(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga, why="Ждала <час> & ушла")
    card = card_of(olga)
    assert card.text == (
        "🔔 Оценка 3 из 10\n\n"
        "Алиса Ким (@alice)\n"
        "Клиент с 15 мая 2026\n"
        "На кону: 50\xa0000\xa0₽\n\n"
        "Ждала <час> & ушла\n\n"
        "⏳ Ждёт ответа с 15 мая, 12:00\n\n"
        "Чтобы ответить клиенту, ответьте на это сообщение."
    )
    assert flat(card) == THINGS_TO_DO


async def test_the_card_shows_how_the_customer_scored_before(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 2)
    await tap(world, alice, "Пропустить")
    for score in (9, 10, 7, 3):
        await world.pass_time(DAY)
        alice.send("/rate")
        await world.settle()
        await world.answer(alice, score)
    history = "Оценки: 9 (16 мая) → 10 (17 мая) → 7 (18 мая) → 3 (19 мая)"
    assert history in card_of(olga).text


async def test_friends_are_at_stake_too(
    world: World, olga: Person, alice: Person, dave: Person
) -> None:
    await world.meet(olga)
    await world.meet(alice)
    [(code,)] = world.rows("SELECT code FROM people WHERE telegram_id = 1")
    dave.start(f"r_{code}")
    await world.settle()
    await world.answer(alice, 3)
    assert "На кону: 100\xa0000\xa0₽ (с друзьями, которые пришли по ссылке: 1)" in (
        card_of(olga).text
    )


async def test_a_hostile_name_and_five_thousand_characters_leave_a_card_to_work_with(
    world: World, olga: Person
) -> None:
    mallory = world.telegram.add_person(7, '<b>&"' * 12, last_name="\u202e]]>" * 15)
    await open_case(world, mallory, olga)
    mallory.send("<&>" * 1365)
    mallory.send("😡" * 450)
    await world.settle()
    card = card_of(olga, '<b>&"<b>&"')
    assert len(card.text) < 1000
    assert flat(card) == THINGS_TO_DO
    await tap(world, olga, "Беру", on=card)
    assert "🛠 В работе: Ольга" in card.text
    assert not world.failures


async def test_the_end_of_the_conversation_stands_on_the_card(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga, why="Долго")
    await replies(world, olga, "Простите нас, пожалуйста!\nРазберёмся сегодня. " + "Очень " * 30)
    card = card_of(olga)
    [said] = [line for line in card.text.splitlines() if line.startswith("Ольга:")]
    assert said.startswith("Ольга: Простите нас, пожалуйста! Разберёмся сегодня.")
    assert said.endswith("…")
    assert "Переписка" in flat(card)
    assert "🛠 В работе: Ольга, с 15 мая, 12:00" in card.text


# Taking it


async def test_who_takes_a_case_is_seen_by_all_owners(team: World) -> None:
    olga, irina, oleg = three_owners(team)
    await open_case(team, team.alice, olga, irina, oleg)
    await tap(team, irina, "Беру")
    for owner in (olga, irina, oleg):
        assert "🛠 В работе: Ирина, с 15 мая, 12:00" in card_of(owner).text
        assert "⏳ Ответа ещё не было, ждёт с 15 мая, 12:00" in card_of(owner).text
        assert "Беру" not in flat(card_of(owner))
    assert case_of(team, "state, answered_at, red_at IS NOT NULL") == ("in_progress", None, 1)
    assert acts(team) == [("Ирина", "case_taken")]


async def test_of_two_who_take_it_at_once_one_wins_and_the_other_is_told(team: World) -> None:
    olga, irina, oleg = three_owners(team)
    await open_case(team, team.alice, olga, irina, oleg)
    for owner in (olga, irina, oleg):
        owner.tap("Беру")
    await team.settle()
    [(winner,)] = team.rows("SELECT name FROM people p JOIN cases c ON c.taken_by_id = p.id")
    for owner in (olga, irina, oleg):
        told = [] if owner.name == winner else [f"Уже в работе: {winner}, с 15 мая, 12:00."]
        assert owner.alerts == told
        assert f"🛠 В работе: {winner}" in card_of(owner).text
        assert "Беру" not in flat(card_of(owner))
        assert owner.spinners == 0
    assert acts(team) == [(winner, "case_taken")]


async def test_taking_it_twice_is_no_news(world: World, olga: Person, alice: Person) -> None:
    await open_case(world, alice, olga)
    card = card_of(olga)
    olga.tap("Беру", message=card)
    olga.tap("Беру", message=card)
    await world.settle()
    assert olga.alerts == []
    assert acts(world) == [("Ольга", "case_taken")]


# Ticks


async def test_ticks_are_set_and_taken_back(team: World) -> None:
    olga, irina, _ = three_owners(team)
    await open_case(team, team.alice, olga, irina)
    await tap(team, olga, "☐ Признали и извинились")
    assert "✓ Признали и извинились" in flat(card_of(irina))
    await tap(team, irina, "✓ Признали и извинились")
    assert "☐ Признали и извинились" in flat(card_of(olga))
    assert team.rows("SELECT count(*) FROM ticks") == [(0,)]


async def test_a_double_tap_ticks_once_and_two_owners_tick_the_same(team: World) -> None:
    olga, irina, _ = three_owners(team)
    await open_case(team, team.alice, olga, irina)
    for owner in (olga, olga, irina):
        owner.tap("☐ Исправили", message=card_of(owner))
    await team.settle()
    assert team.rows("SELECT t.wish, p.name FROM ticks t JOIN people p ON p.id = t.by_id") == [
        ("fixed", "Ольга")
    ]
    assert "✓ Исправили" in flat(card_of(irina))


# Who may


TAPS = (
    "case-take:{}",
    "case-tick:{}:fixed:1",
    "case-close:{}",
    "case-solved:{}",
    "case-keep:{}",
    "case-reopen:{}",
    "case-card:{}",
    "case-texts:{}",
    "case-text:{}:apology",
    "case-talk:{}",
    "case-again:{}",
)
MALFORMED = (
    "case-tick:1:nothing:1",
    "case-text:1:no",
    "case-take:99999999999999999999",
    "case-take:-1",
    "cases:no",
    "cases-turn:no:1:1",
)


async def test_to_anybody_else_these_buttons_do_not_exist(
    world: World, olga: Person, bob: Person, alice: Person, dave: Person
) -> None:
    await open_case(world, alice, olga)
    await world.meet(bob)
    await world.meet(dave)
    before = case_of(world, "*")
    for stranger in (alice, dave, bob):
        read = stranger.texts
        for data in (*TAPS, "cases:age"):
            world.forge_tap(stranger, data.format(1))
            await world.settle()
        assert stranger.texts == read
    assert case_of(world, "*") == before
    assert not world.failures


async def test_a_forged_tap_of_an_owner_is_told_kindly(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    read, forged = olga.texts, [*(data.format(999) for data in TAPS), *MALFORMED]
    for data in forged:
        world.forge_tap(olga, data)
        await world.settle()
    told = [toast.text for toast in olga.toasts]
    assert told == ["Эта кнопка устарела. Всё, что я умею, — в /help"] * len(forged)
    assert olga.texts == read
    assert case_of(world, "state") == ("new",)
    assert not world.failures


async def test_who_is_no_longer_an_owner_can_do_nothing(team: World) -> None:
    olga, irina, _ = three_owners(team)
    await open_case(team, team.alice, olga, irina)
    team.settings["owner_ids"] = frozenset({olga.id})
    await team.restart()
    await tap(team, irina, "Беру")
    assert case_of(team, "state") == ("new",)


async def test_the_log_tells_what_was_done(world: World, olga: Person, alice: Person) -> None:
    await open_case(world, alice, olga)
    await tap(world, olga, "Беру", *WISHES, "Закрыть", "Открыть снова")
    olga.send("/staff")
    await world.settle()
    await tap(world, olga, "Журнал")
    for done in ("взято в работу", "закрыто", "открыто снова"):
        assert f"Ольга: дело клиента Алиса Ким {done}" in olga.last.text


async def test_an_owner_who_speaks_english_reads_and_works_in_english(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(olga)
    await tap_language(world, olga)
    await open_case(world, alice, olga)
    card = next(message for message in olga.messages if "At stake" in message.text)
    assert "⏳ Waiting for an answer since May 15, 12:00" in card.text.replace("15 May", "May 15")
    await tap(world, olga, "I'll take it", "☐ Put right", "Close", on=card)
    assert "Why are we closing it? Customer: Алиса Ким" in olga.last.text
    olga.send("She was called back")
    await world.settle()
    assert olga.last.text == "Closed: Алиса Ким. The reason is kept."
    assert "Reason: She was called back" in card.text


async def tap_language(world: World, owner: Person) -> None:
    owner.send("/settings")
    await world.settle()
    button = next(button for button in flat(owner.last) if "English" in button)
    await tap(world, owner, button)
