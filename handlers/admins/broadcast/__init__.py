"""/broadcast: a wizard that keeps each choice at once, so that a restart goes on where it was."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode

from handlers.admins.broadcast import audience, button, content, hub, preview, when
from handlers.admins.broadcast.draft import (
    Step,
    cancel_draft,
    contents,
    forget_numbers,
    number_of,
)
from handlers.talk import Talk
from handlers.who import STAFF
from models import drafts, staff
from views import broadcast as views
from views import offers

COMMANDS = ("broadcast", "cancel")


def router() -> Router:
    """For `handlers.dialogs.router`."""
    wizard = Router(name="broadcast")
    wizard.message.register(begin, Command("broadcast"))
    wizard.message.register(cancel, Command("cancel"))
    wizard.message.register(content.take_late, content.Late())
    wizard.include_router(
        Dialog(
            *content.windows(),
            *hub.windows(),
            *audience.windows(),
            *button.windows(),
            *when.windows(),
            *preview.windows(),
        )
    )
    return wizard


def previews() -> Router:
    """Buttons that look like a customer's."""
    router = Router(name="previews")
    router.callback_query.register(explain_preview, offers.PreviewTap.filter(), STAFF)
    return router


async def begin(_message: Message, dialog_manager: DialogManager, talk: Talk) -> None:
    """A draft that is open goes on where it was."""
    async with talk.sessions.begin() as session:
        draft = await drafts.open_one(session, talk.who.id, talk.now())
        has_content = "A" in await contents(session, draft.id)
        was_told = await staff.has_done(session, talk.who.id, staff.LAW_TOLD)
    if _is_at(dialog_manager, draft.id):
        forget_numbers(dialog_manager)
        await dialog_manager.show(ShowMode.SEND)
        return
    first = Step.hub if has_content else Step.content if was_told else Step.law
    await dialog_manager.start(
        first, {"campaign": draft.id}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )


def _is_at(manager: DialogManager, campaign_id: int) -> bool:
    if not manager.has_context() or manager.current_context().state not in Step:
        return False
    return number_of(manager) == campaign_id


async def cancel(_message: Message, dialog_manager: DialogManager, talk: Talk) -> None:
    """The wizard that is open, or else the draft; without either, the command does not exist."""
    is_open = dialog_manager.has_context()
    is_elsewhere = is_open and dialog_manager.current_context().state not in Step
    async with talk.sessions.begin() as session:
        is_cancelled = not is_elsewhere and await cancel_draft(session, talk)
    if not is_cancelled and not is_open:
        raise SkipHandler
    await dialog_manager.reset_stack()
    await talk.show(views.left(talk.say) if is_elsewhere else views.cancelled(talk.say))


async def explain_preview(
    _callback: CallbackQuery, callback_answer: CallbackAnswer, talk: Talk
) -> None:
    callback_answer.text = talk.say.plain("broadcast-preview-tap")
