import asyncio
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
)

from sandbox.account import NotPossible
from sandbox.methods.taps import REACTIONS
from sandbox.people import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import MORNING


async def test_a_deep_link_arrives_as_start_with_its_payload(bot: Bot, alice: Person) -> None:
    alice.open_link("https://t.me/Sarafan_bot?start=r_AZaz09-_")
    alice.open_link("t.me/sarafan_bot")
    messages = [update.message for update in await bot.get_updates()]
    assert [message.text for message in messages if message] == ["/start r_AZaz09-_", "/start"]
    assert messages[0] is not None
    assert messages[0].entities is not None
    assert messages[0].entities[0].type == "bot_command"
    assert messages[0].entities[0].length == len("/start")


@pytest.mark.parametrize("payload", ["", "a b", "ключ", "a" * 65, "a.b"])
def test_a_wrong_payload_is_sent_by_no_app(alice: Person, payload: str) -> None:
    with pytest.raises(NotPossible, match="No app sends this payload"):
        alice.start(payload)


def test_a_link_to_another_bot_leads_nowhere(alice: Person) -> None:
    for link in ("https://t.me/other_bot?start=1", "https://example.org/sarafan_bot"):
        with pytest.raises(NotPossible, match="No bot of this sandbox"):
            alice.open_link(link)


async def test_block_and_unblock_are_told_and_are_no_start(bot: Bot, alice: Person) -> None:
    alice.start()
    alice.block()
    alice.block()
    alice.unblock()
    updates = await bot.get_updates()
    told = [update.my_chat_member for update in updates if update.my_chat_member]
    statuses = [(one.old_chat_member.status, one.new_chat_member.status) for one in told]
    assert statuses == [("member", "kicked"), ("kicked", "member")]
    assert [update.event_type for update in updates].count("message") == 1


async def test_start_in_a_blocked_chat_lifts_the_block_first(bot: Bot, alice: Person) -> None:
    alice.start()
    alice.block()
    with pytest.raises(NotPossible, match="has blocked the bot"):
        alice.send("Эй")
    alice.start()
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]


async def test_all_kinds_of_messages_arrive(bot: Bot, alice: Person) -> None:
    said = alice.send("Здравствуйте")
    alice.send_photo(caption="Вот", reply_to=said)
    alice.send_document()
    alice.send_voice(duration=7)
    alice.send_video()
    alice.send_sticker("🔥")
    alice.send_contact()
    alice.send_contact("+7111", "Боря")
    alice.send_video_note()
    alice.send_audio()
    alice.send_animation()
    alice.send_location()
    messages = [update.message for update in await bot.get_updates()]
    kinds = [message.content_type for message in messages if message]
    assert kinds == [
        *("text", "photo", "document", "voice", "video", "sticker", "contact", "contact"),
        *("video_note", "audio", "animation", "location"),
    ]
    photo, voice, sticker = messages[1], messages[3], messages[5]
    assert photo is not None
    assert photo.caption == "Вот"
    assert photo.reply_to_message is not None
    assert photo.reply_to_message.text == "Здравствуйте"
    assert voice is not None
    assert voice.voice is not None
    assert voice.voice.duration == 7
    assert sticker is not None
    assert sticker.sticker is not None
    assert sticker.sticker.emoji == "🔥"
    own, foreign = messages[6], messages[7]
    assert own is not None
    assert own.contact is not None
    assert own.contact.user_id == 1
    assert foreign is not None
    assert foreign.contact is not None
    assert foreign.contact.user_id is None


async def test_an_edit_is_told_as_such(bot: Bot, alice: Person) -> None:
    said = alice.send("хорошо")
    alice.edit(said, "очень хорошо")
    update = (await bot.get_updates())[-1]
    assert update.edited_message is not None
    assert update.edited_message.text == "очень хорошо"
    assert update.edited_message.message_id == said.id
    assert update.edited_message.edit_date
    await bot.send_message(1, "Спасибо")
    with pytest.raises(NotPossible, match="one's own"):
        alice.edit(alice.last, "чужое")


def test_a_text_that_no_app_sends_is_refused(alice: Person) -> None:
    for text in ("", "  ", "a" * 4097):
        with pytest.raises(NotPossible, match="A text has 1 to 4096"):
            alice.send(text)


async def test_the_menu_is_the_narrowest_in_the_persons_language(
    bot: Bot, telegram: Telegram, alice: Person, bob: Person
) -> None:
    def menu(word: str) -> list[BotCommand]:
        return [BotCommand(command="rate", description=word)]

    def seen(person: Person) -> str:
        return str(person.commands[0]["description"]) if person.commands else ""

    alice.start()
    bob.start()
    assert seen(alice) == ""
    await bot.set_my_commands(menu("default"))
    assert (seen(alice), seen(bob)) == ("default", "default")
    await bot.set_my_commands(menu("default en"), BotCommandScopeDefault(), "en")
    assert (seen(alice), seen(bob)) == ("default", "default en")
    await bot.set_my_commands(menu("private"), BotCommandScopeAllPrivateChats())
    assert (seen(alice), seen(bob)) == ("private", "private")
    await bot.set_my_commands(menu("частные"), BotCommandScopeAllPrivateChats(), "ru")
    assert (seen(alice), seen(bob)) == ("частные", "private")
    await bot.set_my_commands(menu("alice"), BotCommandScopeChat(chat_id=1))
    assert (seen(alice), seen(bob)) == ("alice", "private")
    (command,) = await bot.get_my_commands(BotCommandScopeChat(chat_id=1))
    assert command.description == "alice"
    await bot.delete_my_commands(BotCommandScopeChat(chat_id=1))
    assert seen(alice) == "частные"


async def test_sees_waits_for_a_new_or_edited_message(bot: Bot, alice: Person) -> None:
    alice.start()

    async def answer() -> None:
        sent = await bot.send_message(1, "Думаю…")
        await bot.edit_message_text("Готово", chat_id=1, message_id=sent.message_id)

    task = asyncio.create_task(answer())
    assert (await alice.sees("Готово")).edited_at is not None
    assert (await alice.sees(lambda message: message.text.startswith("Гот"))).text == "Готово"
    await task


async def test_sees_does_not_take_an_old_message_for_an_answer(bot: Bot, alice: Person) -> None:
    alice.start()
    await bot.send_message(1, "Привет")
    alice.send("Привет?")
    with pytest.raises(AssertionError, match="Алиса did not see 'Привет'") as failure:
        await alice.sees("Привет", timeout=0)
    assert "#1 Алиса: /start" in str(failure.value)
    assert "#2 Сарафан: Привет" in str(failure.value)
    assert (await alice.sees("Привет", timeout=0, ever=True)).id == 2


async def test_sees_gone_waits_for_a_deletion(bot: Bot, alice: Person) -> None:
    alice.start()
    sent = await bot.send_message(1, "Секунду")
    task = asyncio.create_task(bot.delete_message(1, sent.message_id))
    await alice.sees_gone(await alice.sees("Секунду"))
    await task
    assert alice.texts == []


async def test_a_reaction_of_the_bot_is_seen(bot: Bot, alice: Person) -> None:
    said = alice.send("Отлично")
    for emoji in REACTIONS:
        await bot.set_message_reaction(1, said.id, [ReactionTypeEmoji(emoji=emoji)])
        assert said.reactions == {42: [emoji]}
    assert len(REACTIONS) == 73
    await bot.set_message_reaction(1, said.id, [])
    assert said.reactions == {}


async def test_tap_names_the_button_that_is_not_there(bot: Bot, alice: Person) -> None:
    alice.start()
    ok = InlineKeyboardButton(text="Да", callback_data="yes")
    url = InlineKeyboardButton(text="Сайт", url="https://a.ru")
    markup = InlineKeyboardMarkup(inline_keyboard=[[ok, url]])
    await bot.send_message(1, "Да?", reply_markup=markup)
    await bot.send_message(1, "Без кнопок")
    with pytest.raises(NotPossible, match="Алиса sees no button 'Нет'"):
        alice.tap("Нет")
    with pytest.raises(NotPossible, match="number 5"):
        alice.tap(index=5, message=alice.messages[1])
    assert alice.tap("Сайт") == "https://a.ru"
    assert alice.tap("yes") is None
    assert alice.tap("Да") is None
    assert alice.tap(message=alice.messages[1], index=0) is None
    assert alice.spinners == 3


def test_two_people_cannot_share_an_id(telegram: Telegram, alice: Person) -> None:
    with pytest.raises(ValueError, match="somebody with id 1"):
        telegram.add_person(1, "Двойник")


async def test_two_bots_do_not_hear_each_others_people(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    other = telegram.add_bot("43:OTHER", "other_bot", "Другой")
    alice.start()
    alice.open_link("t.me/other_bot?start=x")
    assert alice.bot is other
    assert len(await bot.get_updates()) == 1
    async with Bot(other.token, bot.session) as second:
        (update,) = await second.get_updates()
        assert update.message is not None
        assert update.message.message_id == 1
        await second.send_message(1, "Я другой")
    assert alice.texts == ["Я другой"]


def test_a_chat_can_be_given_a_past_that_the_bot_is_not_told(
    telegram: Telegram, alice: Person
) -> None:
    long_ago = MORNING - timedelta(days=100)
    said = [(False, "/start", long_ago), (True, "Здравствуйте", long_ago + timedelta(seconds=1))]
    telegram.seed(alice, said)
    assert alice.texts == ["Здравствуйте"]
    assert alice.last.date == long_ago + timedelta(seconds=1)
    assert alice.chat.started
    assert telegram.bot.updates.pending == []


async def test_the_bot_reacts_with_one_emoji_that_telegram_has(bot: Bot, alice: Person) -> None:
    said = alice.send("Отлично")
    like, fire = ReactionTypeEmoji(emoji="👍"), ReactionTypeEmoji(emoji="🔥")
    with pytest.raises(TelegramBadRequest, match="REACTIONS_TOO_MANY"):
        await bot.set_message_reaction(1, said.id, [like, fire])
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(1, said.id, [ReactionTypeEmoji(emoji="🥕")])
    assert said.reactions == {}


async def test_a_button_may_copy_or_ask_for_a_place(bot: Bot, alice: Person) -> None:
    alice.start()
    copy = InlineKeyboardButton(text="Код", copy_text=CopyTextButton(text="c_42"))
    await bot.send_message(
        1, "Ваш код", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[copy]])
    )
    assert alice.tap("Код") == "c_42"
    place = KeyboardButton(text="Где я", request_location=True)
    await bot.send_message(1, "Где вы?", reply_markup=ReplyKeyboardMarkup(keyboard=[[place]]))
    assert alice.press("Где я").media is not None


async def test_what_cannot_be_done_is_refused_in_words(
    bot: Bot, alice: Person, bob: Person
) -> None:
    with pytest.raises(NotPossible, match="no message from the bot"):
        assert alice.last
    with pytest.raises(NotPossible, match="Say which button"):
        alice.tap()
    said = alice.send("Эй")
    with pytest.raises(NotPossible, match="a message of the same chat"):
        bob.send("Ответ", reply_to=said)
    with pytest.raises(NotPossible, match="A caption has up to 1024"):
        alice.send_photo(caption="a" * 1025)
    with pytest.raises(NotPossible, match="has 1 to 4096"):
        alice.edit(said, "")
    photo = alice.send_photo(caption="Вот")
    with pytest.raises(NotPossible, match="has 0 to 1024"):
        alice.edit(photo, "a" * 1025)
    alice.edit(photo, "")
    alice.deactivate()
    with pytest.raises(NotPossible, match="is deactivated"):
        alice.send("Эй")


def test_a_sandbox_without_a_bot_says_so() -> None:
    alone = Telegram().add_person(1, "Алиса")
    with pytest.raises(LookupError, match="call add_bot"):
        alone.start()
