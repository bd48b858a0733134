import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
)
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
)

from sandbox.account import NotPossible
from sandbox.clock import Clock
from sandbox.files import FILM, PIXEL, silence
from sandbox.people import Person
from sandbox.telegram import Telegram


def keyboard(**button: object) -> InlineKeyboardMarkup:
    one = InlineKeyboardButton.model_validate({"text": "Кнопка"} | button)
    return InlineKeyboardMarkup(inline_keyboard=[[one]])


async def test_a_message_arrives_as_it_was_formatted(bot: Bot, alice: Person) -> None:
    alice.start()
    sent = await bot.send_message(
        1, "🎉 <b>Спасибо</b> & до <i>встречи</i>", disable_notification=True, protect_content=True
    )
    assert sent.text == alice.last.text == "🎉 Спасибо & до встречи"
    assert sent.html_text == alice.last.html == "🎉 <b>Спасибо</b> &amp; до <i>встречи</i>"
    assert sent.entities is not None
    assert (sent.entities[0].offset, sent.entities[0].length) == (3, 7)
    assert sent.chat.id == 1
    assert sent.chat.full_name == "Алиса Ким"
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert alice.last.silent
    assert sent.has_protected_content


async def test_a_number_for_a_text_stays_a_text(bot: Bot, alice: Person) -> None:
    alice.start()
    for text in ("7", "true", "null", "[1]"):
        assert (await bot.send_message(1, text)).text == text


async def test_nobody_can_be_written_to_before_they_start(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await bot.send_message(1, "Привет")
    telegram.add_person(3, "Зоя", known=True)
    with pytest.raises(
        TelegramForbiddenError, match="Forbidden: bot can't initiate conversation with a user"
    ):
        await bot.send_message(3, "Привет")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message("@nobody", "Привет")


async def test_a_blocked_bot_is_refused_until_unblocked(bot: Bot, alice: Person) -> None:
    alice.start()
    message = await bot.send_message(1, "Привет")
    alice.block()
    for call in (
        bot.send_message(1, "Вы тут?"),
        bot.send_chat_action(1, "typing"),
        bot.copy_message(1, 1, message.message_id),
        bot.edit_message_text("Эй", chat_id=1, message_id=message.message_id),
    ):
        with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
            await call
    alice.unblock()
    await bot.send_message(1, "С возвращением")
    assert alice.texts == ["Привет", "С возвращением"]


async def test_a_deactivated_account_is_refused(bot: Bot, alice: Person) -> None:
    alice.start()
    alice.deactivate()
    with pytest.raises(TelegramForbiddenError, match="Forbidden: user is deactivated"):
        await bot.send_message(1, "Привет")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "message text is empty"),
        ("  \n ", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("\u200b", "text must be non-empty"),
        ("<b>\u2800</b> \u200d", "text must be non-empty"),
        ("а" * 4097, "message is too long"),
        ("🎉" * 2049, "message is too long"),
    ],
)
async def test_a_text_has_1_to_4096_units(bot: Bot, alice: Person, text: str, error: str) -> None:
    alice.start()
    with pytest.raises(TelegramBadRequest, match=f"Bad Request: {error}"):
        await bot.send_message(1, text)


async def test_limits_count_after_entities_are_parsed(bot: Bot, alice: Person) -> None:
    alice.start()
    await bot.send_message(1, f"<b>{'а' * 4096}</b>")
    await bot.send_message(1, "🎉" * 2048)
    await bot.send_photo(1, BufferedInputFile(PIXEL, "p.png"), caption=f"<i>{'а' * 1024}</i>")
    with pytest.raises(TelegramBadRequest, match="Bad Request: message caption is too long"):
        await bot.send_photo(1, BufferedInputFile(PIXEL, "p.png"), caption="а" * 1025)
    assert len(alice.texts) == 3


async def test_a_reply_shows_what_it_answers(bot: Bot, alice: Person) -> None:
    said = alice.send("Здравствуйте")
    sent = await bot.send_message(1, "Привет", reply_parameters=ReplyParameters(message_id=said.id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "Здравствуйте"
    assert alice.last.reply_to is said


async def test_a_reply_to_nothing_is_refused_unless_allowed(bot: Bot, alice: Person) -> None:
    alice.start()
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(1, "Да", reply_parameters=ReplyParameters(message_id=99))
    lenient = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    assert (await bot.send_message(1, "Да", reply_parameters=lenient)).reply_to_message is None


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ({"callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": ""}, "Text buttons are unallowed in the inline keyboard"),
        ({"url": "нет"}, "Wrong HTTP URL"),
        ({"web_app": {"url": "http://a.ru"}}, "Only HTTPS links are allowed"),
        ({"text": " ", "callback_data": "1"}, "must be non-empty"),
        ({"url": "https://a.ru", "callback_data": "1"}, "must be of one kind"),
        ({"copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_a_wrong_button_is_refused(
    bot: Bot, alice: Person, button: dict[str, object], error: str
) -> None:
    alice.start()
    with pytest.raises(TelegramBadRequest, match=error):
        await bot.send_message(1, "Привет", reply_markup=keyboard(**button))
    assert alice.texts == []


async def test_callback_data_is_counted_in_bytes(bot: Bot, alice: Person) -> None:
    alice.start()
    await bot.send_message(1, "Да", reply_markup=keyboard(callback_data="я" * 32))
    assert alice.last.buttons == [["Кнопка"]]


async def test_too_many_buttons_are_refused(bot: Bot, alice: Person) -> None:
    alice.start()
    one = InlineKeyboardButton(text="1", callback_data="1")
    for rows in ([[one] * 9], [[one]] * 101):
        with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
            await bot.send_message(1, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    await bot.send_message(1, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[one]] * 100))
    assert len(alice.last.buttons) == 100


async def test_a_reply_keyboard_stays_until_removed(bot: Bot, alice: Person) -> None:
    alice.start()
    buttons = [[KeyboardButton(text="Мой номер", request_contact=True), KeyboardButton(text="Нет")]]
    await bot.send_message(1, "Номер?", reply_markup=ReplyKeyboardMarkup(keyboard=buttons))
    assert alice.keyboard == [["Мой номер", "Нет"]]
    assert alice.press("Нет").text == "Нет"
    contact = alice.press("Мой номер").media
    assert contact is not None
    assert contact.details["user_id"] == 1
    await bot.send_message(1, "А так?", reply_markup=ForceReply())
    await bot.send_message(1, "Спасибо", reply_markup=ReplyKeyboardRemove())
    assert alice.keyboard is None
    with pytest.raises(NotPossible, match="has no button 'Нет'"):
        alice.press("Нет")


async def test_a_keyboard_for_one_time_goes_after_a_press(bot: Bot, alice: Person) -> None:
    alice.start()
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]], one_time_keyboard=True)
    await bot.send_message(1, "Да?", reply_markup=markup)
    alice.press("Да")
    assert alice.keyboard is None


async def test_media_can_be_sent_and_sent_again_by_its_id(bot: Bot, alice: Person) -> None:
    alice.start()
    photo = await bot.send_photo(1, BufferedInputFile(PIXEL, "p.png"), caption="<b>Вы</b>")
    document = await bot.send_document(1, BufferedInputFile("Отчёт".encode(), "отчёт.csv"))
    voice = await bot.send_voice(1, BufferedInputFile(silence(), "v.ogg"), duration=3)
    video = await bot.send_video(1, BufferedInputFile(FILM, "v.mp4"))
    assert photo.photo
    assert photo.html_text == "<b>Вы</b>"
    assert document.document
    assert document.document.file_name == "отчёт.csv"
    assert voice.voice
    assert voice.voice.duration == 3
    assert video.video
    await bot.send_photo(1, photo.photo[-1].file_id)
    assert alice.last.media is not None
    assert alice.last.media.content == PIXEL
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Document"):
        await bot.send_document(1, photo.photo[-1].file_id)


async def test_what_a_person_sent_can_be_sent_back_in_its_own_kind(bot: Bot, alice: Person) -> None:
    alice.start()
    for kind, send in (
        ("audio", bot.send_audio),
        ("animation", bot.send_animation),
        ("video_note", bot.send_video_note),
        ("sticker", bot.send_sticker),
    ):
        sent = alice.send_media(kind).media
        assert sent is not None
        await send(1, sent.file_id)
        assert alice.last.media is not None
        assert (alice.last.media.kind, alice.last.media.content) == (kind, sent.content)


async def test_a_private_chat_can_not_be_left(bot: Bot, alice: Person) -> None:
    alice.start()
    assert await bot.leave_chat(-100)
    with pytest.raises(TelegramBadRequest, match="can't be changed in private chats"):
        await bot.leave_chat(1)


async def test_a_file_that_is_none_is_refused(bot: Bot, alice: Person) -> None:
    alice.start()
    for wrong, error in (
        ("AgACAgIAAx", "wrong file identifier/HTTP URL specified"),
        ("https://a.ru/p.png", "failed to get HTTP URL content"),
        (BufferedInputFile(b"no picture", "p.png"), "IMAGE_PROCESS_FAILED"),
        (BufferedInputFile(b"", "p.png"), "file must be non-empty"),
    ):
        with pytest.raises(TelegramBadRequest, match=error):
            await bot.send_photo(1, wrong)


async def test_a_file_over_50_mb_is_too_large(bot: Bot, alice: Person) -> None:
    alice.start()
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(1, BufferedInputFile(bytes(50 * 1024 * 1024 + 1), "big.bin"))


async def test_uploads_come_back_by_download(bot: Bot, alice: Person) -> None:
    content = bytes(range(256)) * 1000
    alice.send_document(content, name="данные.bin")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    file = await bot.get_file(update.message.document.file_id)
    assert file.file_size == len(content)
    assert file.file_path is not None
    downloaded = await bot.download_file(file.file_path)
    assert downloaded is not None
    assert downloaded.read() == content
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file("nothing")


async def test_typing_is_seen_until_the_message_or_five_seconds(
    bot: Bot, alice: Person, clock: Clock
) -> None:
    alice.start()
    await bot.send_chat_action(1, "typing")
    assert alice.chat.action(clock.now()) == "typing"
    await bot.send_message(1, "Привет")
    assert alice.chat.action(clock.now()) is None
    with pytest.raises(TelegramBadRequest, match="wrong parameter action"):
        await bot.send_chat_action(1, "dancing")


async def test_explicit_entities_are_kept_and_cut(bot: Bot, alice: Person) -> None:
    alice.start()
    bold = MessageEntity(type="bold", offset=0, length=99)
    await bot.send_message(1, "Привет", entities=[bold], parse_mode=None)
    assert alice.last.html == "<b>Привет</b>"
    for kind in ("text_link", "custom_emoji"):
        incomplete = MessageEntity(type=kind, offset=0, length=6)
        await bot.send_message(1, "Привет", entities=[incomplete], parse_mode=None)
        assert alice.last.html == "Привет"
    for start, length in ((-1, 2), (0, 0), (1, 1)):
        wrong = MessageEntity(type="bold", offset=start, length=length)
        with pytest.raises(TelegramBadRequest, match="ENTITY_BOUNDS_INVALID"):
            await bot.send_message(1, "🎉", entities=[wrong], parse_mode=None)


async def test_a_parse_mode_that_is_not_read_says_so(bot: Bot, alice: Person) -> None:
    alice.start()
    with pytest.raises(TelegramAPIError, match="does not read MarkdownV2 yet"):
        await bot.send_message(1, "*x*", parse_mode="MarkdownV2")
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await bot.send_message(1, "*x*", parse_mode="BBCode")


async def test_link_previews_are_as_asked(bot: Bot, alice: Person) -> None:
    alice.start()
    off = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(1, "https://a.ru", link_preview_options=off)
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled


async def test_sharing_needs_inline_mode(bot: Bot, alice: Person, telegram: Telegram) -> None:
    alice.start()
    chosen = SwitchInlineQueryChosenChat(query="r_1", allow_user_chats=True)
    for share in (
        {"switch_inline_query": ""},
        {"switch_inline_query_chosen_chat": chosen.model_dump()},
    ):
        await bot.send_message(1, "Поделиться", reply_markup=keyboard(**share))
        with pytest.raises(NotPossible, match="the bot has no inline mode"):
            alice.tap("Кнопка")
    telegram.bot.supports_inline_queries = True
    alice.tap("Кнопка")
    assert (await bot.me()).supports_inline_queries
