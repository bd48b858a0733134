"""May these words be shown to others? Asked of a promoter who wrote some, after the thanks."""

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from models import people, publishing
from views import publishing as views


def taps() -> Router:
    router = Router(name="publish: taps")
    router.callback_query.register(choose, views.PublishTap.filter())
    return router


async def ask(talk: Talk, answer_id: int) -> None:
    await talk.show(views.question(talk.say, answer_id, talk.who.name))
    async with talk.sessions.begin() as session:
        await publishing.note_asked(session, answer_id, talk.now())


async def choose(
    _callback: CallbackQuery,
    callback_data: views.PublishTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    answer_id, publish = callback_data.answer, callback_data.publish
    is_kept = not talk.is_with_staff and await _keep(talk, callback_data)
    if is_kept:
        answer = views.answered(talk.say, answer_id, publish, talk.who.name)
        await talk.show_over(talk.tapped, answer)
    else:
        callback_answer.text = talk.say.plain("stale-button")
        await talk.take_buttons(talk.tapped)


async def _keep(talk: Talk, tap: views.PublishTap) -> bool:
    async with talk.sessions.begin() as session:
        customer = await people.hold(session, talk.who.id)
        return await publishing.decide(session, customer, tap.answer, tap.publish, talk.now())
