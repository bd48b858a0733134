"""getMe, getChat, getFile, leaveChat."""

from typing import Any

from sandbox.files import DOWNLOAD_LIMIT
from sandbox.refusals import bad_request
from sandbox.requests import Request

Json = dict[str, Any]


def get_me(request: Request) -> Json:
    return request.bot.about_itself()


def get_chat(request: Request) -> Json:
    gifts = ("unlimited", "limited", "unique")
    return {
        **request.chat().json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            **{f"{kind}_gifts": True for kind in gifts},
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }


def get_file(request: Request) -> Json:
    file = request.telegram.files.known(request.params["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


def leave_chat(request: Request) -> bool:
    """The sandbox has no groups: whichever it is, the bot is out of it."""
    if not str(request.params["chat_id"]).startswith(("-", "@")):
        raise bad_request("chat member status can't be changed in private chats")
    return True
