"""A Telegram on this machine: a strict Bot API emulator for tests and for trying the bot."""
