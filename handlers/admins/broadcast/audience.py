"""To whom: the audience, kept in the draft."""

from aiogram_dialog import DialogManager
from aiogram_dialog.window import Window

from handlers.admins.audience import Choosing
from handlers.admins.broadcast.draft import Step, change, draft_of, ways_out
from models.rules import audience
from models.rules.audience import Audience


async def read(manager: DialogManager) -> Audience:
    return audience.load((await draft_of(manager)).conditions)


async def write(manager: DialogManager, chosen: Audience) -> None:
    await change(manager, conditions=audience.dump(chosen))


def windows() -> list[Window]:
    return Choosing(
        conditions=Step.audience,
        values=Step.audience_values,
        name=Step.audience_name,
        kept=Step.audience_kept,
        ahead=Step.hub,
        read=read,
        write=write,
        way_out=ways_out(Step.hub),
        way_back=ways_out,
    ).windows()
