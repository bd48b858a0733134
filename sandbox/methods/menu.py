"""The command menu, by scope and language."""

import re

from sandbox.bots import Menu
from sandbox.refusals import bad_request
from sandbox.requests import Request

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100


def set_my_commands(request: Request) -> bool:
    commands = request.params["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    request.bot.menus[_place(request)] = [
        {**command, "command": command["command"].removeprefix("/")} for command in commands
    ]
    request.telegram.tell(*request.telegram.people.values())
    return True


def get_my_commands(request: Request) -> Menu:
    return request.bot.menus.get(_place(request), [])


def delete_my_commands(request: Request) -> bool:
    request.bot.menus.pop(_place(request), None)
    request.telegram.tell(*request.telegram.people.values())
    return True


def _place(request: Request) -> tuple[str, str]:
    language = request.get("language_code", "")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    scope = request.get("scope") or {"type": "default"}
    if "chat_id" not in scope:
        return scope["type"], language
    chat = request.bot.chats.get(int(scope["chat_id"]))
    if chat is None or not chat.started or scope["type"] != "chat":
        raise bad_request("chat not found")
    return f"chat:{chat.person.id}", language
