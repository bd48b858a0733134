"""Whose text is it? The first that fits: a command, a wizard's step, an open why, an open
conversation, and else a kind answer."""

from datetime import timedelta

import pytest

from models import cases as cases_of
from models import people
from models.tables import Closing
from sandbox.people import Person
from tests.customers import odd
from tests.customers.conversing import (
    HOUR,
    KIND_ANSWER,
    call,
    cases,
    lines,
    reasons,
    rest,
    say,
    tap,
)
from tests.world import World

HEARD = "Спасибо, что написали."
DETRACTOR = "Что пошло не так?"


async def test_the_first_words_are_answered_in_words_and_the_next_by_a_reaction(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await call(world, alice)
    await say(world, alice, "Сломался ноготь")
    assert alice.last.text.startswith(HEARD)
    read = len(alice.texts)
    more = alice.send("На правой руке")
    await world.settle()
    assert list(more.reactions.values()) == [["🙏"]]
    assert len(alice.texts) == read
    assert lines(world) == [("text", "Сломался ноготь"), ("text", "На правой руке")]
    assert "На правой руке" in olga.last.text


KINDS = ["photo", "voice", "video", "video_note", "audio", "animation", "document", "sticker"]


@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_is_sent_into_a_conversation_is_a_line(
    world: World, alice: Person, kind: str
) -> None:
    await call(world, alice)
    alice.send_media(kind)
    await world.settle()
    assert lines(world) == [(kind, "")]
    assert alice.last.text.startswith(HEARD)


@pytest.mark.parametrize("kind", ["location", "contact", "dice", "poll"])
async def test_what_has_no_words_is_passed_on_too(world: World, alice: Person, kind: str) -> None:
    await call(world, alice)
    odd.send(alice, odd.ODD[kind])
    await world.settle()
    assert lines(world) == [(kind, "")]


@pytest.mark.parametrize("kind", ["game", "story"])
async def test_what_cannot_be_passed_on_is_said_at_once(
    world: World, alice: Person, kind: str
) -> None:
    await call(world, alice)
    odd.send(alice, odd.ODD[kind])
    await world.settle()
    assert alice.last.text.startswith("Такое сообщение передать нельзя.")
    assert lines(world) == []


@pytest.mark.parametrize("what", odd.SERVICE)
async def test_what_telegram_notes_in_a_chat_is_no_line(
    world: World, alice: Person, what: str
) -> None:
    await call(world, alice)
    read = len(alice.messages)
    odd.send(alice, odd.SERVICE[what])
    await world.settle()
    assert lines(world) == []
    assert len(alice.messages) == read + 1  # the note itself


async def test_an_album_is_answered_once(world: World, alice: Person) -> None:
    await call(world, alice)
    pictures = alice.send_album("photo", "photo", "photo", caption="вот")
    await world.settle()
    assert lines(world) == [("photo", "вот"), ("photo", ""), ("photo", "")]
    assert sum(text.startswith(HEARD) for text in alice.texts) == 1
    assert [bool(picture.reactions) for picture in pictures] == [False, True, True]


async def test_five_thousand_characters_come_as_two_lines(
    world: World, alice: Person, olga: Person
) -> None:
    """Telegram splits what is longer than 4,096."""
    await world.meet(olga)
    await call(world, alice)
    alice.send("<&>" * 1365)
    alice.send("ё" * 905)
    await world.settle()
    assert [len(words) for _, words in lines(world)] == [1365 * len("&lt;&amp;&gt;"), 905]
    assert not world.failures


async def test_the_same_words_after_a_restart_are_kept_once_and_answered_again(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await call(world, alice)
    said = alice.send("Сломался ноготь")
    await world.settle()
    await world.restart()
    alice.bot.updates.put("message", said.json())
    await world.settle()
    assert lines(world) == [("text", "Сломался ноготь")]
    assert sum(text.startswith(HEARD) for text in alice.texts) == 2
    assert sum("Сломался ноготь" in text for text in olga.texts) == 1


# A command, «стоп», a wizard


async def test_a_command_in_a_conversation_is_a_command(world: World, alice: Person) -> None:
    await call(world, alice)
    await say(world, alice, "/help")
    await say(world, alice, "/nonsense")
    assert KIND_ANSWER in alice.last.text
    assert lines(world) == []


async def test_a_wizards_step_goes_before_the_conversation(world: World, alice: Person) -> None:
    await call(world, alice)
    await say(world, alice, "/settings")
    await tap(world, alice, "День рождения")
    await say(world, alice, "12 мая")
    assert lines(world) == []
    assert world.rows("SELECT birth_month, birth_day FROM people WHERE name = 'Алиса Ким'") == [
        (5, 12)
    ]
    await say(world, alice, "Сломался ноготь")
    assert lines(world) == [("text", "Сломался ноготь")]


# The why


async def test_a_reason_in_an_open_why_goes_to_the_case_as_a_reason(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 2)
    await say(world, alice, "/human")
    await say(world, alice, "Ждала час")
    assert reasons(world) == ["Ждала час"]
    assert lines(world) == []
    assert "Ждала час" in olga.last.text
    await world.pass_time(HOUR)
    await say(world, alice, "Вы меня слышите?")
    assert lines(world) == [("text", "Вы меня слышите?")]
    assert alice.last.text.startswith(HEARD)
    assert "Вы меня слышите?" in olga.last.text


async def test_who_called_first_and_rated_low_then_is_one_case(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.meet(alice)
    await say(world, alice, "/human")
    await world.pass_time(timedelta(minutes=1))
    alice.tap("2")
    await world.settle()
    await say(world, alice, "Ждала час")
    assert reasons(world) == ["Ждала час"]
    assert "Ждала час" in olga.last.text
    assert len(cases(world)) == 1


async def test_a_happy_customer_who_calls_is_not_heard_as_giving_a_reason(
    world: World, alice: Person, olga: Person
) -> None:
    """The why waits for two weeks; words to a human would never reach one."""
    await world.meet(olga)
    await world.answer(alice, 9)
    await say(world, alice, "/human")
    await say(world, alice, "Перенесите мою запись")
    assert reasons(world) == []
    assert lines(world) == [("text", "Перенесите мою запись")]
    assert "Перенесите мою запись" in olga.last.text


async def test_words_after_the_owners_answer_are_an_answer_to_it(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 2, "Ждала час")
    card = next(message for message in olga.messages if "Оценка 2" in message.text)
    olga.send("Простите! Придёте завтра?", reply_to=card)
    await world.settle()
    said = alice.send("Приду")
    await world.settle()
    assert reasons(world) == ["Ждала час"]
    assert lines(world) == [("text", "Простите! Придёте завтра?"), ("text", "Приду")]
    assert list(said.reactions.values()) == [["🙏"]]


async def test_a_why_that_is_asked_below_the_conversation_is_answered_first(
    world: World, alice: Person
) -> None:
    await call(world, alice)
    await say(world, alice, "Сломался ноготь")
    await world.pass_time(timedelta(days=2))
    await say(world, alice, "/rate")
    await tap(world, alice, "3")
    assert alice.last.text.startswith(DETRACTOR)
    await say(world, alice, "Никто не ответил")
    assert reasons(world) == ["Никто не ответил"]
    assert lines(world) == [("text", "Сломался ноготь")]


async def test_a_place_in_an_open_why_is_passed_on_to_the_case(world: World, alice: Person) -> None:
    await world.answer(alice, 2)
    alice.send_location()
    await world.settle()
    assert lines(world) == [("location", "")]
    assert reasons(world) == []


async def test_a_corrected_reason_is_a_reason_still(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 2)
    said = alice.send("Ждала чяс")
    await world.settle()
    await world.pass_time(HOUR)
    line = alice.send("Алё")
    await world.settle()
    alice.edit(said, "Ждала час")
    alice.edit(line, "Алло")
    await world.settle()
    assert reasons(world) == ["Ждала час"]
    assert lines(world) == [("text", "Алло")]


# A number


async def test_a_number_answers_a_question_that_stands_below_the_conversation(
    world: World, alice: Person
) -> None:
    await call(world, alice)
    await say(world, alice, "Сломался ноготь")
    await world.pass_time(timedelta(days=2))
    await say(world, alice, "/rate")
    await say(world, alice, "7")
    assert world.rows("SELECT score FROM responses ORDER BY id DESC LIMIT 1") == [(7,)]
    assert lines(world) == [("text", "Сломался ноготь")]


async def test_a_number_below_the_conversation_is_a_line(world: World, alice: Person) -> None:
    await world.meet(alice)
    await say(world, alice, "/human")
    await say(world, alice, "Во сколько открываетесь?")
    await say(world, alice, "8")
    assert lines(world) == [("text", "Во сколько открываетесь?"), ("text", "8")]
    assert world.rows("SELECT count(*) FROM responses") == [(0,)]


async def test_the_same_number_after_a_restart_is_no_reason(world: World, alice: Person) -> None:
    await world.meet(alice)
    said = alice.send("7")
    await world.settle()
    await world.restart()
    alice.bot.updates.put("message", said.json())
    await world.settle()
    assert world.rows("SELECT score FROM responses") == [(7,)]
    assert reasons(world) == []


async def test_a_reply_to_a_question_answers_it_wherever_it_stands(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.meet(alice)
    question = alice.last
    await say(world, alice, "/human")
    await say(world, alice, "Сломался ноготь")
    alice.send("9", reply_to=question)
    await world.settle()
    why = alice.last
    assert why.text.startswith("Что вам понравилось больше всего?")
    olga.send("Приходите, починим", reply_to=olga.last)
    await world.settle()
    await say(world, alice, "Приду")
    alice.send("Мастер хороший", reply_to=why)
    await world.settle()
    assert reasons(world) == ["Мастер хороший"]
    assert [words for _, words in lines(world)][1:] == ["Приходите, починим", "Приду"]


async def test_words_go_to_the_conversation_and_the_question_stays(
    world: World, alice: Person
) -> None:
    await world.meet(alice)
    question = alice.last
    await say(world, alice, "/human")
    await say(world, alice, "Сломался ноготь")
    assert lines(world) == [("text", "Сломался ноготь")]
    alice.tap("9", message=question)
    await world.settle()
    assert world.rows("SELECT score FROM responses") == [(9,)]


# After the end


async def test_after_the_case_is_closed_words_get_the_kind_answer_again(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await call(world, alice)
    await say(world, alice, "Сломался ноготь")
    await close(world, alice)
    await say(world, alice, "Спасибо!")
    assert KIND_ANSWER in alice.last.text
    assert alice.last.buttons == [["Позвать человека"]]
    assert len(lines(world)) == 1


async def close(world: World, person: Person) -> None:
    async with world.app.sessions.begin() as session:
        customer = await people.find(session, person.id)
        assert customer is not None
        case = await cases_of.open_for(session, customer.id)
        assert case is not None
        await cases_of.close(session, case, Closing.REASON, world.app.now(), reason="Да")
    await world.settle()


async def test_without_a_conversation_nothing_is_a_line(world: World, alice: Person) -> None:
    await rest(world, alice)
    await say(world, alice, "Здравствуйте")
    assert KIND_ANSWER in alice.last.text
    assert lines(world) == []
