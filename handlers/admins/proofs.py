"""A friend at the counter: the staff scan or type the friend's code, and confirm the visit."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.customers.arrive import show_desk
from handlers.talk import Talk
from handlers.who import STAFF
from models import attribution, people
from models.attribution import Standing
from models.rules.attribution import is_meant_as_code
from models.rules.codes import StartCode, parse_start
from models.tables import STAFF as STAFF_ROLES
from views import proofs as views


class Scanned(Filter):
    """Lets through a person's code, by the link in a QR code or typed, right or wrong."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        said = (message.text or "").removeprefix("/start").strip()
        return {"code": parse_start(said)} if is_meant_as_code(said) else False


def router() -> Router:
    router = Router(name="proofs")
    router.message.filter(STAFF)
    router.callback_query.filter(STAFF)
    router.message.register(show, Scanned())
    router.callback_query.register(prove, views.ProveTap.filter())
    return router


async def show(_message: Message, code: StartCode | None, talk: Talk) -> None:
    """Neither a friend who comes nor a link that was shared."""
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        people.start(person, talk.now())
        visit = await attribution.visit_by(session, code.code if code is not None else None)
    if talk.who.started_at is None:
        await show_desk(talk, person)
    await talk.show(views.visit(talk.say, talk.business, visit, talk.who.id))


async def prove(
    _callback: CallbackQuery,
    callback_data: views.ProveTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        prover = await people.hold(session, talk.who.id)
        visit = await attribution.visit_of(session, callback_data.referral)
        if prover.role not in STAFF_ROLES or visit is None:
            callback_answer.text = talk.say.plain("stale-button")
            return
        await attribution.prove_by_staff(session, visit, prover.id, talk.now())
        visit = await attribution.visit_of(session, callback_data.referral)
        assert visit is not None, "referrals are never deleted"
    talk.wake.set()
    _tell(talk, visit, callback_answer)
    await talk.show_over(talk.tapped, views.visit(talk.say, talk.business, visit, prover.id))


def _tell(talk: Talk, visit: attribution.Visit, callback_answer: CallbackAnswer) -> None:
    """The same words for the same tap that comes twice."""
    if visit.standing(talk.who.id) is not Standing.PROVEN:
        return
    if visit.prover is not None and visit.prover.id != talk.who.id:
        callback_answer.text = views.already(talk.say, visit, talk.business.zone)
        callback_answer.show_alert = True
    else:
        callback_answer.text = talk.say.plain("proof-saved")
