"""@bot in any chat: a person's card, which one sends and another opens."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.tables import Person
from sandbox import people
from sandbox.faults import error
from sandbox.inline import Result
from tests.world import World

OWN, STAFF = "Карточка с вашей личной ссылкой", "Карточка со ссылкой на бота"


@pytest.fixture
async def world(world: World) -> World:
    turn_on(world)
    return world


def turn_on(world: World, *, feedback: bool = True) -> None:
    """What the bot's owner tells BotFather."""
    world.telegram.bot.supports_inline_queries = True
    world.telegram.bot.inline_feedback = feedback


async def asks(world: World, person: people.Person, query: str = "", **of: str) -> list[Result]:
    asked = person.asks_inline(query, **of)
    await world.settle()
    assert asked.answer is not None
    return asked.answer.results


def way_in(person: people.Person) -> str | None:
    """The button over the results."""
    assert person.inline is not None
    assert person.inline.answer is not None
    button = person.inline.answer.button
    return None if button is None else button["text"]


async def row_of(world: World, person: people.Person) -> Person:
    async with world.app.sessions() as session:
        return (await session.scalars(select(Person).where(Person.telegram_id == person.id))).one()


async def shared_at(world: World, person: people.Person) -> datetime | None:
    return (await row_of(world, person)).shared_at


async def link_of(world: World, person: people.Person) -> str:
    return f"https://t.me/sarafan_bot?start=r_{(await row_of(world, person)).code}"


# From the link to a friend


async def test_a_card_goes_from_a_customer_to_a_friend_who_comes_by_it(
    world: World, alice: people.Person, dave: people.Person
) -> None:
    await world.answer(alice, 10, "Всё понравилось")
    await world.pass_time(timedelta(days=1))
    alice.tap("Поделиться")
    await world.settle()
    assert alice.last.buttons == [["Отправить другу"], ["Отправить карточкой"], ["QR файлом"]]
    alice.tap("Отправить карточкой")
    await world.settle()
    [card] = alice.inline_results
    assert (card.title, card.description) == ("Позвать в «Салон «Астра»»", OWN)
    alice.choose(card, to=dave)
    await world.settle()
    assert await shared_at(world, alice) == world.telegram.clock.now()
    [letter] = dave.inbox
    assert letter.text == "Мне нравится «Салон «Астра»». Загляните, вдруг пригодится."
    [[button]] = letter.inline_keyboard
    assert button["url"] == await link_of(world, alice)
    dave.open_link(button["url"])
    await world.settle()
    assert world.names_of_referrals() == [("Алиса Ким", "Давид")]


async def test_without_inline_mode_there_is_no_button_for_a_card(
    world: World, alice: people.Person
) -> None:
    world.telegram.bot.supports_inline_queries = False
    await world.meet(alice)
    alice.send("/share")
    await world.settle()
    assert alice.last.buttons == [["Отправить другу"], ["QR файлом"]]


async def test_a_card_may_go_to_any_chat_but_to_a_bot(world: World, alice: people.Person) -> None:
    await world.meet(alice)
    alice.send("/share")
    await world.settle()
    [button] = alice.last.inline_keyboard[1]
    assert button["switch_inline_query_chosen_chat"] == {
        "query": "",
        "allow_user_chats": True,
        "allow_group_chats": True,
        "allow_channel_chats": True,
    }


@pytest.mark.parametrize("chat_type", ["private", "group", "supergroup", "channel"])
@pytest.mark.parametrize("query", ["", "r_ABCDEFGHJK", "<b>&\"' %00", "я" * 256])
async def test_whatever_is_typed_the_card_is_the_same(
    world: World, alice: people.Person, chat_type: str, query: str
) -> None:
    await world.meet(alice)
    [card] = await asks(world, alice, query, chat_type=chat_type)
    assert (card.id, card.description) == ("own", OWN)
    assert way_in(alice) is None


async def test_a_query_longer_than_telegram_lets_through_is_answered(
    world: World, alice: people.Person
) -> None:
    await world.meet(alice)
    asked = alice.asks_inline()
    asked.text = "<" * 5000
    alice.bot.updates.put("inline_query", asked.json())
    await world.settle()
    assert [card.id for card in alice.inline_results] == ["own"]
    assert not world.failures


async def test_in_the_chat_with_the_bot_there_is_nobody_to_send_a_card_to(
    world: World, alice: people.Person
) -> None:
    await world.meet(alice)
    assert await asks(world, alice, chat_type="sender") == []
    assert way_in(alice) is None


# What counts as shared


async def test_a_card_that_was_sent_counts_once(
    world: World, alice: people.Person, dave: people.Person, charlie: people.Person
) -> None:
    await world.meet(alice)
    first = world.telegram.clock.now()
    for friend in dave, charlie:
        [card] = await asks(world, alice)
        alice.choose(card, to=friend)
        await world.settle()
        world.telegram.clock.advance(timedelta(hours=1))
    assert await shared_at(world, alice) == first


async def test_a_card_that_was_only_looked_at_is_not_shared(
    world: World, alice: people.Person
) -> None:
    await world.meet(alice)
    await asks(world, alice)
    assert await shared_at(world, alice) is None


async def test_without_feedback_the_friend_is_what_makes_it_a_share(
    world: World, alice: people.Person, dave: people.Person
) -> None:
    turn_on(world, feedback=False)
    await world.meet(alice)
    [card] = await asks(world, alice)
    alice.choose(card, to=dave)
    await world.settle()
    assert await shared_at(world, alice) is None
    dave.open_link(await link_of(world, alice))
    await world.settle()
    assert await shared_at(world, alice) is not None


@pytest.mark.parametrize("result", ["staff", "", "1", "own; DROP TABLE people", "х" * 64])
async def test_a_result_that_is_no_card_of_a_customer_counts_for_nothing(
    world: World, alice: people.Person, result: str
) -> None:
    await world.meet(alice)
    choose(alice, result)
    await world.settle()
    assert await shared_at(world, alice) is None


async def test_who_took_the_consent_back_meanwhile_has_shared_nothing(
    world: World, alice: people.Person, dave: people.Person
) -> None:
    await world.meet(alice)
    [card] = await asks(world, alice)
    await withdraw(world, alice)
    alice.choose(card, to=dave)
    await world.settle()
    assert await shared_at(world, alice) is None


# Who has no card


async def test_somebody_unknown_gets_the_way_in_and_is_not_kept(world: World) -> None:
    eva = world.telegram.add_person(7, 'Ева <b>&"')
    assert await asks(world, eva) == []
    assert way_in(eva) == "Открыть бота"
    choose(eva, "own")
    await world.settle()
    assert world.rows("SELECT count(*) FROM people") == [(0,)]
    assert not world.failures
    eva.press_results_button()
    await world.settle()
    assert eva.last.buttons == [["Согласен, продолжить"]]


async def test_in_english_the_way_in_is_english(world: World, emily: people.Person) -> None:
    await asks(world, emily)
    assert way_in(emily) == "Open the bot"


async def test_who_has_not_agreed_gets_the_way_in(world: World, alice: people.Person) -> None:
    alice.start()
    await world.settle()
    assert await asks(world, alice) == []
    assert way_in(alice) == "Открыть бота"


async def test_who_agrees_has_a_card_at_once(world: World, alice: people.Person) -> None:
    await asks(world, alice)
    alice.press_results_button()
    await world.settle()
    alice.tap("Согласен, продолжить")
    await world.settle()
    assert [card.id for card in await asks(world, alice)] == ["own"]


async def test_who_took_the_consent_back_gets_the_way_in(
    world: World, alice: people.Person
) -> None:
    await world.meet(alice)
    await asks(world, alice)
    await withdraw(world, alice)
    assert await asks(world, alice) == []
    assert way_in(alice) == "Открыть бота"


async def test_who_was_erased_is_unknown(world: World, alice: people.Person) -> None:
    await world.meet(alice)
    alice.send("/forget")
    await world.settle()
    for button in "Стереть мои данные", "Да, стереть навсегда":
        alice.tap(button)
        await world.settle()
    assert await asks(world, alice) == []
    assert world.rows("SELECT count(*) FROM people WHERE telegram_id IS NOT NULL") == [(0,)]


async def test_who_has_blocked_the_bot_may_still_send_the_card(
    world: World, alice: people.Person, dave: people.Person
) -> None:
    await world.meet(alice)
    alice.block()
    await world.settle()
    [card] = await asks(world, alice)
    alice.choose(card, to=dave)
    await world.settle()
    row = await row_of(world, alice)
    assert row.shared_at is not None
    assert row.blocked_at is not None
    assert not world.failures


async def test_the_staff_send_on_the_bot_and_have_shared_nothing(
    world: World, bob: people.Person, dave: people.Person
) -> None:
    await world.meet(bob)
    [card] = await asks(world, bob)
    assert card.description == STAFF
    bob.choose(card, to=dave)
    choose(bob, "own")
    await world.settle()
    [letter] = dave.inbox
    [[button]] = letter.inline_keyboard
    assert button["url"] == "https://t.me/sarafan_bot"
    assert await shared_at(world, bob) is None
    dave.open_link(button["url"])
    await world.settle()
    assert world.names_of_referrals() == []


async def test_a_robot_gets_no_answer(world: World, alice: people.Person) -> None:
    await world.meet(alice)
    asked = alice.asks_inline()
    alice.bot.updates.put(
        "inline_query", asked.json() | {"from": {"id": 77, "is_bot": True, "first_name": "Р"}}
    )
    await world.settle()
    assert len(world.telegram.calls("answerInlineQuery")) == 1


# Late, and twice


async def test_a_query_that_waited_too_long_is_nobodys_any_more(
    world: World, alice: people.Person
) -> None:
    await world.meet(alice)
    heard = len(alice.messages)
    alice.asks_inline()
    world.telegram.clock.advance(timedelta(minutes=5))
    await world.settle()
    assert len(alice.messages) == heard
    assert not world.failures


async def test_when_a_card_cannot_be_given_nothing_is_said_in_our_chat(
    world: World, alice: people.Person
) -> None:
    await world.meet(alice)
    heard = len(alice.messages)
    world.telegram.faults.add(
        "answerInlineQuery", kind=error(400, "Bad Request: RESULT_ID_INVALID")
    )
    alice.asks_inline()
    await world.settle()
    assert len(alice.messages) == heard
    assert world.failures.total() == 1


async def test_the_same_updates_after_a_crash_change_nothing(
    world: World, alice: people.Person, dave: people.Person
) -> None:
    await world.meet(alice)
    asked = alice.asks_inline()
    await world.settle()
    alice.choose("own", to=dave)
    await world.settle()
    first = await shared_at(world, alice)
    await world.restart()
    world.telegram.clock.advance(timedelta(seconds=5))
    alice.bot.updates.put("inline_query", asked.json())
    choose(alice, "own")
    await world.settle()
    assert await shared_at(world, alice) == first
    assert not world.failures


async def test_telegram_is_asked_for_both_kinds_of_inline_updates(world: World) -> None:
    used = world.app.dispatcher.resolve_used_update_types()
    assert {"inline_query", "chosen_inline_result"} <= set(used)


async def test_a_business_may_be_called_anything(database: Path) -> None:
    async with World(database, business_name='<b>Ромашка</b> & "Ко"') as world:
        turn_on(world)
        await world.meet(world.alice)
        [card] = await asks(world, world.alice)
        assert card.title == 'Позвать в «<b>Ромашка</b> & "Ко"»'
        assert card.text.startswith('Мне нравится «<b>Ромашка</b> & "Ко"».')


def choose(person: people.Person, result: str) -> None:
    """The update alone, as nobody's app would send it."""
    chosen = {"result_id": result, "from": person.json(), "query": ""}
    person.bot.updates.put("chosen_inline_result", chosen)


async def withdraw(world: World, person: people.Person) -> None:
    async with world.app.sessions.begin() as session:
        row = Person.telegram_id == person.id
        await session.execute(update(Person).where(row).values(consented_at=None))
