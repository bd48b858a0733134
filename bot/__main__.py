"""The command line: `python -m bot run | demo | migrate | check`."""

import argparse
import asyncio
import gc
import sys

# What a command needs is imported by the command: `--help` and a wrong setting answer at once.

WRONG = 2
"""The exit status where the settings must be mended first."""


def main() -> int:
    gc.disable()  # till all is imported: a third of that was to look through aiogram's models
    parser = argparse.ArgumentParser(prog="python -m bot", description="Sarafan, a Telegram bot.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run the bot with the settings in .env")
    demo = commands.add_parser("demo", help="a Telegram of its own, with a business in it")
    demo.add_argument("--port", type=int, default=8088, help="of the chat page (8088)")
    commands.add_parser("migrate", help="bring the database to the newest shape")
    commands.add_parser("check", help="say what is wrong with settings, database or token")
    options = parser.parse_args()
    if options.command == "demo":
        return _demo(options.port)
    from bot.settings import BadSettings

    try:
        return {"run": _run, "migrate": _migrate, "check": _check}[options.command]()
    except BadSettings as error:
        return _complain(f"The settings need mending:\n{error}")


def _run() -> int:
    from bot.settings import load

    settings = load()
    if settings.bot_token is None:
        return _complain("BOT_TOKEN is not set (see .env.example). To look around: make demo")
    from bot.run import until_stopped

    gc.enable()
    return until_stopped(settings)


def _migrate() -> int:
    from bot.migrate import to_newest
    from bot.settings import load

    to_newest(load().database_url)
    return 0


def _check() -> int:
    from bot.check import Hint, look

    found = asyncio.run(look())
    faults = [one for one in found if not isinstance(one, Hint)]
    for one in found:
        print(f"{'✗' if one in faults else '→'} {one}")
    if not faults:
        print("✓ All is well.")
    return 1 if faults else 0


def _demo(port: int) -> int:
    from bot.demo import run

    gc.enable()
    return run(port)


def _complain(words: str) -> int:
    print(words, file=sys.stderr)
    return WRONG


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
