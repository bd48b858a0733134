"""What admins do; owners may too."""

from aiogram import Router

from handlers.admins import broadcast


def router() -> Router:
    root = Router(name="admins")
    root.include_routers(broadcast.router())
    return root
