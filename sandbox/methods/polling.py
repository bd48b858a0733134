"""getUpdates and what little there is of webhooks: the sandbox has none."""

from typing import Any

from sandbox.requests import Request
from sandbox.updates import Update

LONGEST_POLL = 50


async def get_updates(request: Request) -> list[Update]:
    updates = request.bot.updates
    if (kinds := request.get("allowed_updates")) is not None:
        updates.allow(kinds)
    if offset := request.get("offset"):
        updates.confirm(offset)
    limit = min(max(request.get("limit", 100), 1), 100)
    timeout = min(max(request.get("timeout", 0), 0), LONGEST_POLL)
    return await updates.get(limit, timeout)


def delete_webhook(request: Request) -> bool:
    if request.get("drop_pending_updates"):
        request.bot.updates.take()
    return True


def get_webhook_info(request: Request) -> dict[str, Any]:
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(request.bot.updates.pending),
    }
