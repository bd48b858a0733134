"""Keyboards as Telegram takes them: what a button may hold, and how many there may be."""

from typing import Any

from sandbox.markup import checked_link
from sandbox.people import BUTTON_KINDS
from sandbox.refusals import bad_request

Json = dict[str, Any]

CALLBACK_BYTES = 64
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
COPY_LIMIT = 256


def check_keyboard(markup: Json | None) -> Json | None:
    """Checks any reply markup; an empty inline keyboard is none."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return check_inline(markup)
    if "keyboard" in markup:
        _check_size(markup["keyboard"])
        for row in markup["keyboard"]:
            for button in row:
                if not button["text"].strip():
                    raise bad_request("keyboard button text must be non-empty")
    return markup


def check_inline(markup: Json) -> Json | None:
    rows = [row for row in markup["inline_keyboard"] if row]
    _check_size(rows)
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_size(rows: list[list[Json]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _given(button: Json, kind: str) -> bool:
    """An empty text counts as none, but for a query, which may be empty."""
    return kind in button and (button[kind] != "" or kind.startswith("switch_inline"))


def _check_button(button: Json) -> None:
    text = button["text"]
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    kinds = [kind for kind in BUTTON_KINDS if _given(button, kind)]
    if not kinds:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(kinds) > 1:
        raise bad_request(f'inline keyboard button "{text}" must be of one kind, not {kinds}')
    if (
        kinds == ["callback_data"]
        and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_BYTES
    ):
        raise bad_request("BUTTON_DATA_INVALID")
    if kinds == ["url"] and not checked_link(button["url"]):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    if kinds == ["web_app"] and not button["web_app"]["url"].startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{button['web_app']['url']}' is invalid: "
            "Only HTTPS links are allowed"
        )
    if kinds == ["switch_inline_query_chosen_chat"] and not any(
        allowed for name, allowed in button[kinds[0]].items() if name != "query"
    ):
        raise bad_request("at least one chat type must be allowed")
    if kinds == ["copy_text"] and not 1 <= len(button["copy_text"]["text"]) <= COPY_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
