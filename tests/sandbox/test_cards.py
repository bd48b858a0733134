"""What has no file: contacts, places, dice and polls, and copies of them."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from sandbox.account import NotPossible
from sandbox.chats import Media
from sandbox.people import Person


async def test_cards_arrive_and_may_be_replies(bot: Bot, alice: Person) -> None:
    said = alice.send("Вот")
    alice.send_location(59.94, 30.31, reply_to=said)
    alice.send_venue("Кофейня", "Невский, 1", 59.94, 30.31, reply_to=said)
    alice.send_contact("+7111", "Боря", reply_to=said)
    alice.send_dice("🎯", 6, reply_to=said)
    alice.send_poll("Когда?", "Утром", "Вечером", reply_to=said)
    alice.send_poll("2 × 2?", "3", "4", correct=1, reply_to=said)
    _, *messages = [update.message for update in await bot.get_updates() if update.message]
    kinds = [message.content_type for message in messages]
    assert kinds == ["location", "venue", "contact", "dice", "poll", "poll"]
    for message in messages:
        assert message.reply_to_message is not None
        assert message.reply_to_message.text == "Вот"
    _, venue, _, dice, poll, quiz = messages
    assert venue.venue is not None
    assert venue.location == venue.venue.location
    assert (venue.venue.title, venue.venue.location.latitude) == ("Кофейня", 59.94)
    assert dice.dice is not None
    assert (dice.dice.emoji, dice.dice.value) == ("🎯", 6)
    assert poll.poll is not None
    assert [option.text for option in poll.poll.options] == ["Утром", "Вечером"]
    assert poll.poll.type == "regular"
    assert quiz.poll is not None
    assert (quiz.poll.type, quiz.poll.correct_option_ids) == ("quiz", [1])
    assert poll.poll.id != quiz.poll.id


def test_no_app_throws_or_asks_this(alice: Person) -> None:
    for emoji, value in (("🎲", 7), ("🎲", 0), ("🙂", 1)):
        with pytest.raises(NotPossible, match="No die shows"):
            alice.send_dice(emoji, value)
    with pytest.raises(NotPossible, match="2 to 12 answers"):
        alice.send_poll("Да?", "Да")
    with pytest.raises(NotPossible, match="no answer number 2"):
        alice.send_poll("Да?", "Да", "Нет", correct=2)
    assert alice.messages == []


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("contact", {"phone_number": "+79990000000"}),
        ("location", {"latitude": 55.75}),
        ("venue", {"title": "Кафе"}),
        ("sticker", {"emoji": "👍"}),
        ("video_note", {"length": 240}),
        ("poll", {"question": "Придёте?"}),
        ("dice", {"emoji": "🎲"}),
    ],
)
async def test_every_kind_can_be_copied(
    bot: Bot, alice: Person, bob: Person, kind: str, facts: dict[str, Any]
) -> None:
    bob.start()
    sent = getattr(alice, f"send_{kind}")()
    await bot.copy_message(2, 1, sent.id, caption="не к месту")
    copy = bob.last.media
    assert copy is not None
    assert copy.kind == kind
    assert facts.items() <= copy.details.items()
    assert bob.last.text == ""
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=2, message_id=bob.last.id, caption="слова")


async def test_a_copied_die_is_thrown_anew_and_a_forwarded_one_is_not(
    bot: Bot, alice: Person
) -> None:
    thrown = alice.send_dice("🎲", 6)
    copy = await bot.copy_message(1, 1, thrown.id)
    assert alice.last.id == copy.message_id
    assert alice.last.media is not None
    assert alice.last.media.details["value"] == 1
    forwarded = await bot.forward_message(1, 1, thrown.id)
    assert forwarded.dice is not None
    assert forwarded.dice.value == 6


async def test_a_copied_poll_is_another_poll(bot: Bot, alice: Person) -> None:
    asked = alice.send_poll("Когда?", "Утром", "Вечером").media
    await bot.copy_message(1, 1, alice.messages[-1].id)
    copy = alice.last.media
    assert asked is not None
    assert copy is not None
    assert copy.details["id"] != asked.details["id"]
    assert copy.details["options"] == asked.details["options"]


@pytest.mark.parametrize("kind", ["game", "invoice", "paid_media", "story"])
async def test_what_telegram_keeps_to_itself_is_not_copied(
    bot: Bot, alice: Person, kind: str
) -> None:
    alice.start()
    said = alice._say(media=Media(kind))
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(alice.id, alice.id, said.id)
    [copy] = await bot.copy_messages(alice.id, alice.id, [said.id, alice.send("Вот").id])
    assert alice.last.id == copy.message_id
    assert alice.last.text == "Вот"


async def test_a_quiz_is_copied_where_its_answer_is_known(bot: Bot, alice: Person) -> None:
    quiz = alice.send_poll("2 × 2?", "3", "4", correct=1)
    await bot.copy_message(alice.id, alice.id, quiz.id)
    assert quiz.media is not None
    hidden = {name: fact for name, fact in quiz.media.details.items() if "correct" not in name}
    foreign = alice._say(media=Media("poll", details=hidden))
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(alice.id, alice.id, foreign.id)


async def test_a_copy_looks_as_its_source_does_unless_it_gets_other_words(
    bot: Bot, alice: Person
) -> None:
    said = alice.send_photo(caption="Зал", spoiler=True, caption_above=True)
    await bot.copy_message(alice.id, alice.id, said.id)
    assert (alice.last.spoiler, alice.last.caption_above) == (True, True)
    await bot.copy_message(alice.id, alice.id, said.id, caption="Другой зал")
    assert (alice.last.spoiler, alice.last.caption_above) == (True, False)
    [update] = [one for one in await bot.get_updates() if one.message]
    assert update.message is not None
    assert (update.message.has_media_spoiler, update.message.show_caption_above_media) == (
        True,
        True,
    )
