"""What admins do; owners may too."""

from aiogram import Router

from handlers.admins import broadcast, staff, touchpoints


def router() -> Router:
    root = Router(name="admins")
    root.include_routers(staff.router(), touchpoints.router(), broadcast.router())
    return root
