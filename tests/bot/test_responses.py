"""What an answer of Telegram is read with."""

import gc
from weakref import ref

from aiogram.methods import Response
from aiogram.types import WebhookInfo

from tests.world import World


async def test_the_class_of_an_answer_is_made_once_and_kept(world: World) -> None:
    made = ref(Response[WebhookInfo])
    gc.collect()
    assert made() is None, "pydantic keeps it itself: ours is needed no more"
    await world.app.bot.get_webhook_info()
    made = ref(Response[WebhookInfo])
    gc.collect()
    assert made() is not None
