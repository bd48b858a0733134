"""Leaving at once, in one step, with no questions; and coming back in one tap."""

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from handlers.talk import Talk
from models import cases, people
from views import menu

STOP_WORDS = frozenset({"стоп", "stop", "отписаться", "отпишите меня", "unsubscribe"})


class SaysStop(Filter):
    async def __call__(self, message: Message) -> bool:
        return says_stop(message)


def says_stop(message: Message) -> bool:
    return (message.text or "").strip(" \n.,!").casefold() in STOP_WORDS


def taps() -> Router:
    router = Router(name="leave: taps")
    router.callback_query.register(resume, menu.ResumeTap.filter())
    return router


def router() -> Router:
    router = Router(name="leave")
    router.message.register(stop, Command("stop"))
    router.message.register(stop, SaysStop())
    return router


async def stop(_message: Message, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        person.stopped_at = person.stopped_at or talk.now()
        case = await cases.open_for(session, person.id)
    await talk.show(menu.stopped(talk.say, is_talking=case is not None))


async def resume(_callback: CallbackQuery, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        person.stopped_at = None
    await talk.show_over(talk.tapped, menu.resumed(talk.say))
