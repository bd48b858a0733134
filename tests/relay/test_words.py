"""Words both ways: who gets them, under what, and whose they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import cases, people
from models.tables import Case, Closing, Role
from sandbox.entities import Formatted
from sandbox.faults import drop_before
from sandbox.people import Person
from tests.admins.broadcasting import begin
from tests.relay.talks import PETER, Salon, card_of, has, said_to, told

BOLD = {"type": "bold", "offset": 0, "length": 3}
LINK = {"type": "text_link", "offset": 4, "length": 5, "url": "https://astra.example/"}


def lines(world: Salon) -> list[tuple[str, str]]:
    return world.rows(
        "SELECT p.name, l.html FROM lines l JOIN people p ON p.id = l.sender_id ORDER BY l.id"
    )


async def test_a_reply_to_the_card_reaches_the_customer_and_the_other_owners(world: Salon) -> None:
    said = await world.replies(world.olga, card_of(world.olga), "Простите нас, мы виноваты")
    assert "Простите нас, мы виноваты" in world.alice.last.text
    assert "Вам отвечает человек" in world.alice.last.text
    assert "Ольга" not in world.alice.last.text
    for owner in (world.peter, world.nina):
        assert owner.last.text == "↩️ Ольга → Алиса Ким:\nПростите нас, мы виноваты"
        assert owner.last.reply_to is card_of(owner)
    assert said_to(world.olga, "Простите") == []
    assert list(said.reactions.values()) == [["👌"]]


async def test_the_customers_reply_comes_back_under_what_it_answers(world: Salon) -> None:
    said = await world.replies(world.olga, card_of(world.olga), "Что случилось?")
    answer = await world.replies(world.alice, told(world.alice, "Что случилось?"), "Ждала час")
    assert world.olga.last.text == "Алиса Ким:\nЖдала час"
    assert world.olga.last.reply_to is said
    assert world.peter.last.reply_to is told(world.peter, "Что случилось?")
    assert list(answer.reactions.values()) == [["🙏"]]
    await world.replies(world.peter, world.peter.last, "Мы вернём деньги")
    assert world.alice.last.text == "Мы вернём деньги"
    assert world.alice.last.reply_to is answer


async def test_an_answer_to_a_copied_reason_stands_under_the_reason(world: Salon) -> None:
    await world.answer(world.dave, 2)
    reason = world.dave.send("Ждал сорок минут")
    await world.settle()
    await world.replies(world.olga, world.olga.last, "Давид, простите")
    assert world.dave.last.reply_to is reason


async def test_only_the_first_answer_says_that_somebody_reads_here(world: Salon) -> None:
    for words in ("Раз", "Два"):
        await world.replies(world.olga, card_of(world.olga), words)
    assert world.alice.last.text == "Два"


async def test_the_first_answer_stops_the_clock(world: Salon) -> None:
    await world.replies(world.olga, card_of(world.olga), "Разберёмся")
    [case] = world.rows("SELECT state, answered_at IS NOT NULL, red_at FROM cases")
    assert case == ("in_progress", 1, None)


async def test_an_own_earlier_line_and_a_colleagues_can_be_replied_to(world: Salon) -> None:
    first = await world.replies(world.olga, card_of(world.olga), "Здравствуйте")
    await world.replies(world.olga, first, "И ещё")
    await world.replies(world.peter, told(world.peter, "И ещё"), "Пётр тоже здесь")
    assert [words for _, words in lines(world)] == ["Здравствуйте", "И ещё", "Пётр тоже здесь"]
    assert world.alice.last.reply_to is told(world.alice, "И ещё")


async def test_formatting_and_links_come_through(world: Salon) -> None:
    said = world.telegram.post(
        world.olga.chat,
        from_bot=False,
        words=Formatted("Вот адрес", [BOLD, LINK]),
        reply_to=card_of(world.olga),
    )
    world.olga.bot.updates.put("message", said.json())
    await world.settle()
    assert '<b>Вот</b> <a href="https://astra.example/">адрес</a>' in world.alice.last.html


@pytest.mark.parametrize("query", ['?q="x"', "?a=<b>", "?a=1&lt=2", "?a=1&amp=2", "?a='"])
async def test_an_address_comes_through_as_it_is(world: Salon, query: str) -> None:
    link = {"type": "text_link", "offset": 0, "length": 4, "url": f"https://astra.example/{query}"}
    said = world.telegram.post(
        world.olga.chat,
        from_bot=False,
        words=Formatted("Сюда", [link]),
        reply_to=card_of(world.olga),
    )
    world.olga.bot.updates.put("message", said.json())
    await world.settle()
    links = [one for one in world.alice.last.entities if one["type"] == "text_link"]
    assert [one["url"] for one in links] == [link["url"]]


async def test_a_colleagues_long_words_are_cut_so_that_it_is_seen_whose_they_are(
    world: Salon,
) -> None:
    await world.replies(world.olga, card_of(world.olga), "я" * 4096)
    assert world.alice.last.text == "я" * 4096
    assert world.peter.last.text.startswith("↩️ Ольга → Алиса Ким:\n")
    assert world.peter.last.text.endswith("я…")


async def test_words_that_arrived_are_no_failure_where_the_reaction_does_not_get_through(
    world: Salon,
) -> None:
    answered = await world.talks()
    world.telegram.faults.add("setMessageReaction", chat_id=world.alice.id, kind=drop_before)
    await world.replies(world.alice, answered, "Ждала час")
    assert has(world.olga, "Ждала час")
    assert world.alice.last is answered
    assert world.failures == {}


async def test_what_looks_like_html_is_only_words(world: Salon) -> None:
    await world.replies(world.olga, card_of(world.olga), "<b>1 < 2 & 3</b>")
    assert world.alice.last.text.endswith("<b>1 < 2 & 3</b>")


async def test_words_as_long_as_telegram_allows_are_not_cut(world: Salon) -> None:
    await world.replies(world.olga, card_of(world.olga), "😡" * 2048)
    assert world.alice.last.text == "😡" * 2048
    await world.replies(world.alice, world.alice.last, "&" * 4096)
    assert world.olga.last.text == "&" * 4096


@pytest.mark.parametrize("name", ["<b>&\"'", "]{ $x }", "א", "x" * 200])
async def test_a_hostile_name_breaks_nothing(world: Salon, name: str) -> None:
    world.alice.first_name, world.alice.last_name = name, None
    await world.replies(world.olga, card_of(world.olga), "Здравствуйте")
    await world.replies(world.alice, world.alice.last, "Жду")
    assert world.olga.last.text.endswith("\nЖду")


async def test_a_command_stays_a_command(world: Salon) -> None:
    await world.replies(world.olga, card_of(world.olga), "/help")
    assert "/stats" in world.olga.last.text
    assert lines(world) == []


async def test_an_owner_in_the_middle_of_a_broadcast_answers_the_customer(world: Salon) -> None:
    await begin(world, world.olga)
    await world.replies(world.olga, card_of(world.olga), "Простите")
    assert has(world.alice, "Простите")
    assert world.rows("SELECT count(*) FROM variants") == [(0,)]


async def test_an_owner_in_the_middle_of_a_wizard_answers_the_customer(world: Salon) -> None:
    world.olga.send("/qr")
    await world.settle()
    world.olga.tap("Новая точка")
    await world.settle()
    await world.replies(world.olga, card_of(world.olga), "Простите")
    assert has(world.alice, "Простите")
    assert world.rows("SELECT name FROM touchpoints") == []


async def test_who_is_an_admin_now_answers_nobody(world: Salon) -> None:
    await change_role(world, "admin")
    await world.replies(world.peter, card_of(world.peter), "Простите")
    assert not has(world.alice, "Простите")
    assert lines(world) == []


async def test_who_was_an_owner_once_answers_nobody(world: Salon) -> None:
    await change_role(world, "customer")
    await world.replies(world.peter, card_of(world.peter), "Простите")
    assert not has(world.alice, "Простите")
    assert lines(world) == []


async def change_role(world: Salon, role: str) -> None:
    """As it is after the settings have changed: Pyotr's old card is still in his chat."""
    async with world.app.sessions.begin() as session:
        peter = await people.find(session, PETER)
        assert peter is not None
        peter.role = Role(role)


async def test_a_reply_to_a_message_that_belongs_to_no_case_goes_to_nobody(world: Salon) -> None:
    await world.replies(world.olga, world.olga.messages[1], "Привет")
    assert lines(world) == []


async def test_the_same_update_twice_is_passed_on_once(world: Salon) -> None:
    said = world.olga.send("Простите", reply_to=card_of(world.olga))
    await world.settle()
    world.olga.bot.updates.put("message", said.json())
    await world.restart()
    await world.settle()
    assert len(said_to(world.alice, "Простите")) == 1
    assert len(said_to(world.peter, "Простите")) == 1


async def test_words_go_on_after_the_case_is_closed_and_do_not_open_it(world: Salon) -> None:
    await world.replies(world.olga, card_of(world.olga), "Всё исправили")
    await close(world)
    await world.replies(world.alice, told(world.alice, "исправили"), "Спасибо вам")
    assert world.olga.last.text == "Алиса Ким:\nСпасибо вам"
    await world.replies(world.olga, world.olga.last, "И вам")
    assert world.alice.last.text == "И вам"
    assert world.rows("SELECT state FROM cases") == [("closed",)]


async def close(world: Salon) -> None:
    async with world.app.sessions.begin() as session:
        case = (await session.scalars(select(Case))).one()
        await cases.close(session, case, Closing.WISHES, world.app.now())


async def test_an_answer_with_a_blank_is_not_sent_until_it_is_filled(world: Salon) -> None:
    said = await world.replies(world.olga, card_of(world.olga), "Исправим: [дата]")
    assert "осталось заполнить: [дата]" in world.olga.last.text
    assert world.olga.last.reply_to is said
    assert not has(world.alice, "Исправим")
    world.olga.edit(said, "Исправим до пятницы")
    await world.settle()
    assert has(world.alice, "Исправим до пятницы")
    assert list(said.reactions.values()) == [["👌"]]


async def test_at_night_an_answer_comes_without_a_sound(world: Salon) -> None:
    await world.pass_time(timedelta(hours=12))
    await world.replies(world.olga, card_of(world.olga), "Доброй ночи")
    assert world.alice.last.silent


async def test_in_english_each_reads_their_own_language(world: Salon, emily: Person) -> None:
    emily.start()
    await world.settle()
    emily.tap("I agree, go on")
    await world.settle()
    emily.tap("2")
    await world.settle()
    await world.replies(world.olga, card_of(world.olga, "Emily"), "We are sorry")
    assert "A person is writing to you" in emily.last.text


async def test_who_had_no_card_in_time_gets_it_when_the_case_opens_again(world: Salon) -> None:
    world.telegram.faults.add("sendMessage", chat_id=world.peter.id, kind=drop_before)
    await world.answer(world.dave, 2)
    async with world.app.sessions.begin() as session:
        case = await session.get_one(Case, 2)
        await cases.close(session, case, Closing.WISHES, world.app.now())
    await world.pass_time(timedelta(hours=1))
    assert not has_card(world.peter, "Давид")
    async with world.app.sessions.begin() as session:
        await cases.reopen(session, await session.get_one(Case, 2), world.app.now())
    await world.pass_time(timedelta(minutes=2))
    assert has_card(world.peter, "Давид")


def has_card(owner: Person, name: str) -> bool:
    return any("🔔" in text and name in text for text in owner.texts)
