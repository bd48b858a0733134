"""One's own data: what is kept, all of it as a file, and erasing it in two taps."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncEngine

from handlers.talk import Talk
from models import erasure, mydata, people, staff
from models.database import scrub
from models.tables import Role
from views import privacy as views


def taps() -> Router:
    router = Router(name="privacy: taps")
    router.callback_query.register(forget, views.ForgetTap.filter(F.sure))
    router.callback_query.register(make_sure, views.ForgetTap.filter())
    router.callback_query.register(keep, views.KeepTap.filter())
    return router


def router() -> Router:
    router = Router(name="privacy")
    router.message.register(show_privacy, Command("privacy"))
    router.message.register(send_mydata, Command("mydata"))
    router.message.register(ask, Command("forget"))
    return router


async def show_privacy(_message: Message, talk: Talk, erasure_key: str | None) -> None:
    async with talk.sessions.begin() as session:
        team = await staff.roster(session)
    readers = [person.name for person in team if person.role == Role.OWNER and person.name]
    keeps_hash = erasure_key is not None
    await talk.show(views.privacy(talk.say, talk.business, readers, keeps_hash=keeps_hash))


async def send_mydata(_message: Message, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        kept = await mydata.gather(session, talk.who, talk.now())
    await talk.bot(views.mydata(talk.say, talk.chat_id, kept))


async def ask(_message: Message, talk: Talk) -> None:
    if talk.is_with_staff:
        await talk.show(views.forget_staff(talk.say, talk.business))
    else:
        await talk.show(views.forget(talk.say))


async def make_sure(_callback: CallbackQuery, talk: Talk) -> None:
    await talk.show_over(talk.tapped, views.make_sure(talk.say))


async def keep(_callback: CallbackQuery, talk: Talk) -> None:
    await talk.show_over(talk.tapped, views.kept(talk.say))


async def forget(
    _callback: CallbackQuery, talk: Talk, engine: AsyncEngine, erasure_key: str | None
) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        is_staff = person.role != Role.CUSTOMER
        if not is_staff:
            language = talk.business.language
            await erasure.erase(session, person, key=erasure_key, language=language, now=talk.now())
    if is_staff:
        answer = views.forget_staff(talk.say, talk.business)
    else:
        talk.wake.set()
        answer = views.forgotten(talk.say, is_clean=await scrub(engine))
    await talk.show_over(talk.tapped, answer)
