"""A broadcast as its admin sees it: the draft, who will get it, how it goes, what came of it."""

from collections.abc import Mapping

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from models.outcomes import Forecast, Tally
from views import RowId, Screen
from views.buttons import column, tap_button
from views.say import Html, Say

CELLS = 10
NO_MESSAGE = 0
"""Stands for the content in a button of a draft that has none yet."""


class SendTap(CallbackData, prefix="campaign-send"):
    campaign: RowId
    message: RowId
    """The preview above the button: a draft whose content was replaced has another."""


class CancelTap(CallbackData, prefix="campaign-cancel"):
    campaign: RowId
    message: RowId


def ask_content(say: Say, campaign_id: int, *, replaced: bool) -> Screen:
    text = say("campaign-ask")
    if replaced:
        text = Html(f"{say('campaign-replaced')}\n\n{text}")
    return Screen(text, column(_cancel(say, campaign_id, NO_MESSAGE)))


def refused(text: str) -> Screen:
    return Screen(text)


def not_shown(say: Say) -> Screen:
    return Screen(say("campaign-not-shown"))


def forecast(say: Say, campaign_id: int, message_id: int, expected: Forecast) -> Screen:
    """Under the preview. Where nobody would get it, there is nothing to send."""
    lines = [say("campaign-now", people=expected.now)]
    if later := expected.later.total():
        lines.append(say("campaign-later", people=later, why=_reasons(say, expected.later)))
    if never := expected.never.total():
        lines.append(say("campaign-never", people=never, why=_reasons(say, expected.never)))
    cancel = _cancel(say, campaign_id, message_id)
    if not expected.reached:
        return Screen("\n".join([*lines, "", say("campaign-nobody")]), column(cancel))
    send = InlineKeyboardButton(
        text=say.plain("campaign-send-button", people=expected.reached),
        callback_data=SendTap(campaign=campaign_id, message=message_id).pack(),
    )
    return Screen("\n".join(lines), column(send, cancel))


def cancelled(say: Say) -> Screen:
    return Screen(say("campaign-cancelled"))


def progress(say: Say, tally: Tally) -> Screen:
    share = tally.decided / tally.total if tally.total else 1
    full = int(share * CELLS)
    lines = [
        say("campaign-progress" if tally.waiting else "campaign-progress-done"),
        f"{'▓' * full}{'░' * (CELLS - full)} {int(share * 100)} %",
        say("campaign-progress-sent", sent=tally.sent, left=tally.waiting),
    ]
    if tally.deferred:
        lines.append(say("campaign-progress-later", people=tally.deferred))
    return Screen("\n".join(lines))


def result(say: Say, tally: Tally) -> Screen:
    lines = [say("campaign-result-stopped" if tally.source_gone else "campaign-result")]
    lines.append(say("campaign-result-sent", people=tally.sent))
    for what in ("blocked", "failed", "unknown"):
        if people := getattr(tally, what):
            lines.append(say(f"campaign-result-{what}", people=people))
    if skipped := tally.skipped.total():
        why = _reasons(say, tally.skipped)
        lines.append(say("campaign-result-skipped", people=skipped, why=why))
    return Screen("\n".join(lines))


def _reasons(say: Say, counts: Mapping[str, int]) -> Html:
    """The most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Html(", ".join(f"{_reason(say, reason)} — {people}" for reason, people in ranked))


def _reason(say: Say, reason: str) -> Html:
    return say("nudge-reason", reason=reason)


def _cancel(say: Say, campaign_id: int, message_id: int) -> InlineKeyboardButton:
    data = CancelTap(campaign=campaign_id, message=message_id)
    return tap_button(say.plain("campaign-cancel-button"), data)
