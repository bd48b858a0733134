"""Inline mode: @bot in any chat, its results, and what one person sends another of them."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    SwitchInlineQueryChosenChat,
    WebAppInfo,
)

from sandbox.account import NotPossible
from sandbox.clock import Clock
from sandbox.inline import Letter
from sandbox.people import Person
from sandbox.telegram import Telegram
from tests.sandbox.inline_results import article, asked, button, news

LINK = "https://t.me/sarafan_bot?start=r_1"


@pytest.fixture(autouse=True)
def inline_mode(telegram: Telegram) -> None:
    telegram.bot.supports_inline_queries = telegram.bot.inline_feedback = True


async def test_a_query_tells_who_asks_what_and_where(bot: Bot, alice: Person) -> None:
    query = await asked(bot, alice, "r_1", chat_type="supergroup", offset="50")
    assert (query.query, query.offset, query.chat_type) == ("r_1", "50", "supergroup")
    assert (query.from_user.id, query.from_user.language_code) == (1, "ru")
    assert query.location is None
    assert (await asked(bot, alice)).chat_type == "private"


async def test_the_answer_is_a_list_to_choose_from(bot: Bot, alice: Person) -> None:
    query = await asked(bot, alice)
    assert alice.inline_results == []
    await bot.answer_inline_query(query.id, [article(description="Ссылка"), article("2", "Два")])
    first, second = await alice.sees_results()
    assert (first.id, first.title, first.description) == ("card", "Моя карточка", "Ссылка")
    assert second.text == "Два"


async def test_a_chosen_result_goes_from_person_to_person_and_the_bot_does_not_see_it(
    bot: Bot, alice: Person, bob: Person
) -> None:
    query = await asked(bot, alice, "r_1")
    preview = LinkPreviewOptions(is_disabled=True)
    content = InputTextMessageContent(message_text=f"<b>Ко мне</b>: {LINK}", parse_mode="HTML")
    content.link_preview_options = preview
    await bot.answer_inline_query(query.id, [article(input_message_content=content)])
    sent = alice.choose("Моя карточка", to=bob)
    (letter,) = bob.inbox
    assert sent is letter
    assert (letter.sender, letter.recipient, letter.via_bot) == (alice, bob, True)
    assert letter.html == f"<b>Ко мне</b>: {LINK}"
    assert letter.link_preview_options == {"is_disabled": True}
    assert alice.inbox == alice.messages == bob.messages == []
    (update,) = await news(bot)
    told = update.chosen_inline_result
    assert told is not None
    assert (told.result_id, told.from_user.id, told.query) == ("card", 1, "r_1")
    assert told.inline_message_id is None
    assert bob.open_link(LINK).text == "/start r_1"


async def test_without_feedback_the_bot_is_told_nothing(
    bot: Bot, alice: Person, bob: Person, telegram: Telegram
) -> None:
    telegram.bot.inline_feedback = False
    await bot.answer_inline_query((await asked(bot, alice)).id, [article()])
    alice.choose("card", to=bob)
    assert len(bob.inbox) == 1
    assert await news(bot) == []


async def test_somebody_outside_the_sandbox_may_get_it(
    bot: Bot, alice: Person, bob: Person
) -> None:
    for chat_type in ("private", "supergroup"):
        query = await asked(bot, alice, chat_type=chat_type)
        await bot.answer_inline_query(query.id, [article()])
        letter = alice.choose("card")
        assert isinstance(letter, Letter)
        assert letter.recipient is None
        assert [update.event_type for update in await news(bot)] == ["chosen_inline_result"]
    assert bob.inbox == []


async def test_the_list_is_gone_after_a_choice(bot: Bot, alice: Person, bob: Person) -> None:
    with pytest.raises(NotPossible, match="asked nothing inline"):
        await alice.sees_results()
    query = await asked(bot, alice)
    with pytest.raises(AssertionError, match="did not see inline results"):
        await alice.sees_results(timeout=0)
    with pytest.raises(NotPossible, match="sees no 'card' among the results"):
        alice.choose("card")
    await bot.answer_inline_query(query.id, [article()])
    alice.choose(alice.inline_results[0], to=bob)
    with pytest.raises(NotPossible, match="sees no 'card' among the results"):
        alice.choose("card", to=bob)


async def test_a_url_button_leads_on_and_a_callback_comes_without_a_message(
    bot: Bot, alice: Person, bob: Person
) -> None:
    keyboards = {"1": button(url=LINK), "2": button(callback_data="go")}
    cards: list[Any] = [article(id, reply_markup=keys) for id, keys in keyboards.items()]
    ids = []
    for card in cards:
        query = await asked(bot, alice)
        await bot.answer_inline_query(query.id, cards, cache_time=0)
        alice.choose(card.id, to=bob)
        told = (await news(bot))[-1].chosen_inline_result
        assert told is not None
        ids.append(told.inline_message_id)
    linked, called = bob.inbox
    assert bob.tap("Кнопка", message=linked) == LINK
    bob.tap("Кнопка", message=called)
    tap = (await news(bot))[-1].callback_query
    assert tap is not None
    assert tap.message is None
    assert tap.inline_message_id == ids[1] == called.inline_message_id
    assert tap.from_user.id == 2
    assert await bot.edit_message_text("Готово", inline_message_id=ids[1])
    assert (called.text, called.buttons) == ("Готово", [])
    with pytest.raises(TelegramBadRequest, match="MESSAGE_ID_INVALID"):
        await bot.edit_message_text("Готово", inline_message_id="1")


async def test_a_query_in_the_chat_with_the_bot_sends_its_result_there(
    bot: Bot, alice: Person, bob: Person
) -> None:
    alice.start()
    await bot.send_message(
        1, "Ещё?", reply_markup=button(switch_inline_query_current_chat="каталог")
    )
    await news(bot)
    assert alice.tap("Кнопка") is None
    query = (await news(bot))[-1].inline_query
    assert query is not None
    assert (query.query, query.chat_type) == ("каталог", "sender")
    await bot.answer_inline_query(query.id, [article()])
    with pytest.raises(NotPossible, match="typed in a chat of type 'sender'"):
        alice.choose("card", to=bob)
    sent = alice.choose("card")
    message = (await news(bot))[0].message
    assert message is not None
    assert message.text == "Приходите!"
    assert message.via_bot is not None
    assert message.via_bot.id == bot.id
    with pytest.raises(NotPossible, match="Only one's own message"):
        alice.edit(sent, "Другое")


@pytest.mark.parametrize(
    ("kind", "chat_type"),
    [
        ({"switch_inline_query": "r_1"}, "private"),
        ({"switch_inline_query_chosen_chat": {"allow_user_chats": True}}, "private"),
        ({"switch_inline_query_chosen_chat": {"allow_group_chats": True}}, "supergroup"),
        ({"switch_inline_query_chosen_chat": {"allow_channel_chats": True}}, "channel"),
    ],
)
async def test_a_button_asks_its_query(
    bot: Bot, alice: Person, kind: dict[str, Any], chat_type: str
) -> None:
    alice.start()
    for options in kind.values():
        if isinstance(options, dict):
            options["query"] = "r_1"
    await bot.send_message(1, "Поделиться", reply_markup=button(**kind))
    alice.tap("Кнопка")
    query = (await news(bot))[-1].inline_query
    assert query is not None
    assert (query.query, query.chat_type) == ("r_1", chat_type)


async def test_a_button_must_let_some_chat_be_chosen(bot: Bot, alice: Person) -> None:
    alice.start()
    chosen = SwitchInlineQueryChosenChat(query="r_1")
    with pytest.raises(TelegramBadRequest, match="at least one chat type must be allowed"):
        await bot.send_message(1, "?", reply_markup=button(switch_inline_query_chosen_chat=chosen))


async def test_the_button_over_the_results_starts_the_bot(bot: Bot, alice: Person) -> None:
    query = await asked(bot, alice)
    start = InlineQueryResultsButton(text="Сначала оцените", start_parameter="t_inline")
    await bot.answer_inline_query(query.id, [], button=start)
    assert await alice.sees_results() == []
    assert alice.press_results_button() is None
    assert alice.messages[-1].text == "/start t_inline"
    with pytest.raises(NotPossible, match="sees no button over the results"):
        alice.press_results_button()
    query = await asked(bot, alice, "2")
    app = InlineQueryResultsButton(text="Открыть", web_app=WebAppInfo(url="https://a.ru"))
    await bot.answer_inline_query(query.id, [], button=app)
    assert alice.press_results_button() == "https://a.ru"


async def test_telegram_keeps_an_answer_and_shows_it_to_all_unless_it_is_personal(
    bot: Bot, alice: Person, bob: Person, clock: Clock
) -> None:
    await bot.answer_inline_query((await asked(bot, alice, "x")).id, [article(text="Всем")])
    bob.asks_inline("x")
    assert [result.text for result in await bob.sees_results()] == ["Всем"]
    assert await news(bot) == []
    clock.advance(timedelta(seconds=300))
    query = await asked(bot, alice, "x")
    await bot.answer_inline_query(query.id, [article(text="Алисе")], is_personal=True)
    assert (await asked(bot, bob, "x")).from_user.id == 2
    alice.asks_inline("x")
    assert [result.text for result in await alice.sees_results()] == ["Алисе"]
    assert await news(bot) == []


async def test_a_photo_that_telegram_has_goes_with_its_caption(
    bot: Bot, alice: Person, bob: Person
) -> None:
    alice.send_photo()
    photo = (await news(bot))[0].message
    assert photo is not None
    assert photo.photo
    picture = InlineQueryResultCachedPhoto(
        id="qr", photo_file_id=photo.photo[0].file_id, title="QR", caption="<b>Мой код</b>"
    )
    await bot.answer_inline_query((await asked(bot, alice)).id, [picture])
    alice.choose("QR", to=bob)
    letter = bob.inbox[-1]
    assert letter.media is not None
    assert (letter.media.kind, letter.html) == ("photo", "<b>Мой код</b>")


async def test_a_bot_without_inline_mode_is_asked_nothing(
    bot: Bot, alice: Person, telegram: Telegram
) -> None:
    telegram.bot.supports_inline_queries = False
    with pytest.raises(NotPossible, match="the bot has no inline mode"):
        alice.asks_inline()
    with pytest.raises(TelegramBadRequest, match="USER_BOT_INVALID"):
        await bot.answer_inline_query("1", [article()])


async def test_only_what_an_app_can_ask_is_asked(alice: Person) -> None:
    with pytest.raises(NotPossible, match="up to 256 characters"):
        alice.asks_inline("a" * 257)
    with pytest.raises(NotPossible, match="No chat is of the type"):
        alice.asks_inline(chat_type="secret")
    alice.deactivate()
    with pytest.raises(NotPossible, match="is deactivated"):
        alice.asks_inline()


async def test_a_bot_hears_of_it_only_if_it_asked_to(bot: Bot, alice: Person, bob: Person) -> None:
    await bot.get_updates(allowed_updates=["inline_query"])
    query = await asked(bot, alice)
    await bot.answer_inline_query(query.id, [article()])
    alice.choose("card", to=bob)
    assert await news(bot) == []
    await bot.get_updates(allowed_updates=["message"])
    alice.asks_inline("2")
    assert await news(bot) == []


def test_a_bot_is_added_with_inline_mode_and_feedback(telegram: Telegram) -> None:
    plain = telegram.add_bot("43:PLAIN", "plain_bot", "Простой")
    assert not plain.supports_inline_queries
    assert not plain.inline_feedback
    full = telegram.add_bot(
        "44:FULL", "full_bot", "Полный", supports_inline_queries=True, inline_feedback=True
    )
    assert full.supports_inline_queries
    assert full.inline_feedback
