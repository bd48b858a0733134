"""Telling a friend: the prompt, one's own link with its QR code, and the card to send inline."""

from urllib.parse import quote, urlencode

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import AnswerInlineQuery, SendDocument
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    SwitchInlineQueryChosenChat,
    User,
)

from models.referrals import Friends
from models.rules.business import Business
from models.rules.codes import CodeKind, StartCode
from views import NO_PREVIEW, Screen
from views.buttons import column, tap_button
from views.qr import Sheet
from views.say import Html, Say

OWN_CARD, STAFF_CARD = "own", "staff"
"""Ids of inline results: what comes back when one is chosen."""
FROM_INLINE = "inline"
"""What comes with /start from the button over inline results: no code, so nothing happens of it."""


class ShareTap(CallbackData, prefix="share"):
    willing: bool


class QrTap(CallbackData, prefix="share-qr"):
    pass


# The prompt, and what there is to share


def prompt(say: Say) -> Screen:
    """Without a word of what it brings, or it would be an advert."""
    yes = tap_button(say.plain("share-button"), ShareTap(willing=True))
    no = tap_button(say.plain("share-later-button"), ShareTap(willing=False))
    return Screen(say("share-prompt"), column(yes, no))


def declined(say: Say) -> Screen:
    return Screen(say("share-declined"))


def own_link(
    say: Say, business: Business, me: User, code: str, friends: Friends, qr: bytes
) -> Screen:
    """Here, after "share" was tapped, and nowhere before, stands what a friend brings."""
    url = personal_link(str(me.username), code)
    words = say.plain("share-words", business=business.name)
    buttons = [_sheet_button(say, url, words)]
    if me.supports_inline_queries:
        buttons.append(_card_button(say))
    buttons.append(tap_button(say.plain("share-qr-button"), QrTap()))
    reward = business.referral_reward
    blocks = [
        *([say("share-reward", reward=reward)] if reward else []),
        say("share-link", link=url, code=typed(code)),
        say("share-friends", joined=friends.joined, proven=friends.proven),
    ]
    return Screen(Html("\n\n".join(blocks)), column(*buttons), qr)


def staff_link(say: Say, business: Business, me: User) -> Screen:
    """The staff invite nobody: what they send on is the bot itself."""
    url = plain_link(str(me.username))
    words = say.plain("share-words-staff", business=business.name)
    return Screen(say("share-staff", link=url), column(_sheet_button(say, url, words)))


def _sheet_button(say: Say, url: str, words: str) -> InlineKeyboardButton:
    """Telegram's own share sheet."""
    shared = urlencode({"url": url, "text": words}, quote_via=quote)
    sheet = f"https://t.me/share/url?{shared}"
    return InlineKeyboardButton(text=say.plain("share-send-button"), url=sheet)


def _card_button(say: Say) -> InlineKeyboardButton:
    anywhere = SwitchInlineQueryChosenChat(
        query="", allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
    )
    text = say.plain("share-card-button")
    return InlineKeyboardButton(text=text, switch_inline_query_chosen_chat=anywhere)


# The same on paper


def sheet(say: Say, business: Business, bot_username: str, code: str) -> Sheet:
    link = personal_link(bot_username, code)
    return Sheet(name=business.name, call=say.plain("share-call"), link=link, code=typed(code))


def qr_file(chat_id: int, png: bytes) -> SendDocument:
    """As a document: Telegram makes photos smaller."""
    file = BufferedInputFile(png, "qr.png")
    return SendDocument(chat_id=chat_id, document=file, disable_content_type_detection=True)


# The card


def own_card(
    say: Say, business: Business, query_id: str, bot_username: str, code: str
) -> AnswerInlineQuery:
    card = _card(
        say,
        OWN_CARD,
        title=say.plain("card-title", business=business.name),
        description=say.plain("card-description"),
        words=say("share-words", business=business.name),
        link=personal_link(bot_username, code),
    )
    return _answer(query_id, [card])


def staff_card(say: Say, business: Business, query_id: str, bot_username: str) -> AnswerInlineQuery:
    card = _card(
        say,
        STAFF_CARD,
        title=say.plain("card-title", business=business.name),
        description=say.plain("card-description-staff"),
        words=say("share-words-staff", business=business.name),
        link=plain_link(bot_username),
    )
    return _answer(query_id, [card])


def no_card(query_id: str) -> AnswerInlineQuery:
    return _answer(query_id, [])


def way_in(say: Say, query_id: str) -> AnswerInlineQuery:
    """To those who have no card yet: they have not agreed, or we don't know them."""
    button = InlineQueryResultsButton(
        text=say.plain("card-start-button"), start_parameter=FROM_INLINE
    )
    return _answer(query_id, [], button)


def _card(
    say: Say, id: str, *, title: str, description: str, words: Html, link: str
) -> InlineQueryResultArticle:
    button = InlineKeyboardButton(text=say.plain("card-button"), url=link)
    return InlineQueryResultArticle(
        id=id,
        title=title,
        description=description,
        input_message_content=InputTextMessageContent(
            message_text=words, parse_mode="HTML", link_preview_options=NO_PREVIEW
        ),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
    )


def _answer(
    query_id: str,
    cards: list[InlineQueryResultArticle],
    button: InlineQueryResultsButton | None = None,
) -> AnswerInlineQuery:
    """Kept for nobody: whoever agrees, or takes it back, sees it at once."""
    return AnswerInlineQuery(
        inline_query_id=query_id, results=[*cards], is_personal=True, cache_time=0, button=button
    )


# Links


def personal_link(bot_username: str, code: str) -> str:
    return f"{plain_link(bot_username)}?start={typed(code)}"


def plain_link(bot_username: str) -> str:
    return f"https://t.me/{bot_username}"


def typed(code: str) -> str:
    """As it stands in the link, and as it is typed where an app has lost it."""
    return str(StartCode(CodeKind.PERSON, code))
