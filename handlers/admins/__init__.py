"""What admins do; owners may too."""

from aiogram import Router

from handlers import dialogs
from handlers.admins import ask, broadcast, campaigns, coupons, proofs, staff, touchpoints


def router() -> Router:
    root = Router(name="admins")
    root.include_routers(
        staff.router(),
        proofs.router(),
        coupons.router(),
        touchpoints.router(),
        campaigns.router(),
        broadcast.previews(),
        dialogs.router(
            broadcast.router(), ask.router(), commands=(*broadcast.COMMANDS, *ask.COMMANDS)
        ),
    )
    return root
