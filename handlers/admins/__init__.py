"""What admins do; owners may too."""

from aiogram import Router

from handlers.admins import broadcast, proofs, staff, touchpoints


def router() -> Router:
    root = Router(name="admins")
    root.include_routers(staff.router(), proofs.router(), touchpoints.router(), broadcast.router())
    return root
