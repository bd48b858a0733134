"""What is true of the product whatever it runs on: the arithmetic, the calendar, the arbiter.

Everything here is pure: the standard library only, no clock of its own (`now` is an argument, an
aware UTC datetime), no database and no Telegram.
"""
