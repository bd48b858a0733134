"""All that is chosen at a glance, with what goes without saying: each thing can be changed."""

from typing import Any

from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Button, Row
from aiogram_dialog.window import Window

from handlers.admins.audience import words_of
from handlers.admins.broadcast.content import TAKES_FIRST
from handlers.admins.broadcast.draft import Step, contents_of, draft_of, to, ways_out
from handlers.admins.broadcast.preview import show_preview
from handlers.dialogs import Label, talk_of, window
from models.rules import audience
from views import broadcast as views


async def hub_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    draft = await draft_of(dialog_manager)
    talk = talk_of(dialog_manager)
    said = await contents_of(dialog_manager)
    whom = await words_of(dialog_manager, audience.load(draft.conditions))
    return {"text": views.hub(talk.say, draft, said, whom, talk.business.zone)}


def windows() -> list[Window]:
    return [
        window(
            Step.hub,
            TAKES_FIRST,
            Row(
                to(Step.audience, "audience-button"),
                to(Step.when, "broadcast-when-button"),
            ),
            Row(
                to(Step.button, "broadcast-button-button"),
                to(Step.second, "broadcast-second-button"),
            ),
            to(Step.batch, "broadcast-batch-button"),
            Button(Label("broadcast-look-button"), id="look", on_click=show_preview),
            ways_out(Step.content),
            getter=hub_data,
        )
    ]
