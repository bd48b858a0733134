"""Conversations of several steps: what goes before the next step."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import Message, TelegramObject

from handlers.customers.leave import says_stop

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class CommandsFirst(BaseMiddleware):
    """A command or «стоп» in the middle of a wizard is no step of it, and leaves it."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Message)
        is_in_a_wizard = data.get("raw_state") is not None
        if is_in_a_wizard and ((event.text or "").startswith("/") or says_stop(event)):
            state: FSMContext = data["state"]
            await state.clear()
            data["raw_state"] = None
        return await handler(event, data)
