"""answerInlineQuery."""

from datetime import timedelta
from typing import Any

from sandbox.chats import Media
from sandbox.entities import Formatted, units
from sandbox.inline import Answer, Result
from sandbox.keyboards import check_inline
from sandbox.markup import checked_link
from sandbox.people import PAYLOAD
from sandbox.refusals import Refusal, bad_request
from sandbox.requests import Request
from sandbox.sender import TEXT_LIMIT

Json = dict[str, Any]

# Telegram gives no number; after about this long an answer comes too late.
QUERY_LASTS = timedelta(seconds=10)
MOST_RESULTS = 50
ID_BYTES = 64
OFFSET_BYTES = 64
USUAL_CACHE = 300


def answer_inline_query(request: Request) -> bool:
    results = _results(request)
    if len(request.get("next_offset", "").encode()) > OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = Answer(results, _button(request), request.get("next_offset", ""))
    if not request.bot.supports_inline_queries:
        raise bad_request("USER_BOT_INVALID")
    query = request.bot.inline.waiting.pop(request.params["inline_query_id"], None)
    now = request.telegram.clock.now()
    if query is None or now - query.at > QUERY_LASTS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answer = answer
    seconds, personal = request.get("cache_time", USUAL_CACHE), request.get("is_personal", False)
    request.bot.inline.keep(query, seconds, personal=personal, now=now)
    request.telegram.tell(query.person)
    return True


def _results(request: Request) -> list[Result]:
    given = request.params["results"]
    if len(given) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = [_result(request, one) for one in given]
    if len({result.id for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return results


def _result(request: Request, given: Json) -> Result:
    if "type" not in given:
        raise bad_request("can't parse inline query result: Can't find field \"type\"")
    if not 1 <= len(given["id"].encode()) <= ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    for name in ("url", "thumbnail_url"):
        if name in given and not checked_link(given[name]):
            raise bad_request("WEBDOCUMENT_URL_INVALID")
    title, content = given.get("title", ""), given.get("input_message_content")
    if given["type"] == "article" and not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    media = None if given["type"] == "article" else _photo(request, given)
    return Result(
        given["id"],
        title,
        given.get("description", ""),
        _caption(request, given) if content is None else _text(request, content),
        media if content is None else None,
        _keyboard(given),
        None if content is None else _link_preview(content),
    )


def _photo(request: Request, given: Json) -> Media:
    if given["type"] != "photo":
        raise Refusal(501, f"the sandbox does not know results of type {given['type']} yet")
    if "photo_url" in given:
        raise Refusal(501, "the sandbox has no web: give a photo_file_id")
    return Media("photo", request.file("photo", given["photo_file_id"]))


def _text(request: Request, content: Json) -> Formatted:
    if "message_text" not in content:
        raise Refusal(501, "the sandbox knows no content but texts yet")
    words = _parsed(request, content["message_text"], content, "entities")
    if not words.text:
        raise bad_request("message text is empty")
    if units(words.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return words


def _caption(request: Request, given: Json) -> Formatted:
    try:
        return request.caption(given)
    except Refusal as refusal:
        raise _unread(refusal) from None


def _parsed(request: Request, text: str, params: Json, explicit: str) -> Formatted:
    try:
        return request.formatted(text, params, explicit)
    except Refusal as refusal:
        raise _unread(refusal) from None


def _unread(refusal: Refusal) -> Refusal:
    """Words that cannot be read are said to be so of the result that they stand in."""
    start, _, words = refusal.description.partition(": ")
    if start != "Bad Request":
        return refusal
    return bad_request(f"can't parse inline query result: {words[:1].upper()}{words[1:]}")


def _keyboard(given: Json) -> Json | None:
    """A message that one person sends another opens no web app."""
    markup = check_inline(given["reply_markup"]) if "reply_markup" in given else None
    for row in (markup or {"inline_keyboard": []})["inline_keyboard"]:
        if any("web_app" in button for button in row):
            raise bad_request("BUTTON_TYPE_INVALID")
    return markup


def _link_preview(content: Json) -> Json | None:
    asked = content.get("link_preview_options")
    if asked is None and "disable_web_page_preview" in content:
        asked = {"is_disabled": content["disable_web_page_preview"]}
    return asked or None


def _button(request: Request) -> Json | None:
    if "switch_pm_text" in request.params or "switch_pm_parameter" in request.params:
        raise Refusal(501, "the sandbox knows only the newer `button`")
    button: Json | None = request.get("button")
    if button is None:
        return None
    if not button["text"].strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if ("web_app" in button) == ("start_parameter" in button):
        raise bad_request("InlineQueryResultsButton must have exactly one optional field")
    if "web_app" in button and not button["web_app"]["url"].startswith("https://"):
        raise bad_request("SWITCH_WEBVIEW_URL_INVALID")
    if "start_parameter" in button and not PAYLOAD.fullmatch(button["start_parameter"]):
        raise bad_request("START_PARAM_INVALID")
    return button
