"""/staff: who works here; owners invite by a one-time link, remove, and read the log of acts."""

from typing import Any

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.customers.arrive import show_desk
from handlers.menus import take_menu
from handlers.talk import Talk
from handlers.who import OWNERS, STAFF
from models import invitations, people, staff
from models.invitations import Acceptance
from models.rules.codes import CodeKind, new_code, parse_start
from models.staff import Removal, Staff
from models.tables import STAFF as STAFF_ROLES
from models.tables import Person, Role
from views import Screen
from views import staff as views


class Invited(Filter):
    """Lets through the code of an invitation, by its link or typed: apps lose links' codes."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        code = parse_start((message.text or "").removeprefix("/start"))
        return {"code": code.code} if code and code.kind is CodeKind.STAFF else False


def router() -> Router:
    router = Router(name="staff")
    router.message.register(join, Invited())
    router.message.register(show, Command("staff"), STAFF)
    router.callback_query.register(turn, views.StaffTap.filter(), OWNERS)
    router.callback_query.register(show_member, views.MemberTap.filter(), OWNERS)
    router.callback_query.register(invite, views.InviteTap.filter(), OWNERS)
    router.callback_query.register(ask_whether, views.RemoveTap.filter(), OWNERS)
    router.callback_query.register(remove, views.RemoveSurelyTap.filter(), OWNERS)
    router.callback_query.register(show_log, views.LogTap.filter(), OWNERS)
    return router


async def join(_message: Message, code: str, talk: Talk, named: Staff) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        people.start(person, talk.now())
        accepted = await invitations.accept(session, person, code, named, talk.now())
    talk.wake.set()
    if accepted is Acceptance.JOINED:
        await show_desk(talk, person)
    else:
        await talk.show(views.not_joined(talk.say, accepted, person.role))


async def show(_message: Message, talk: Talk, named: Staff) -> None:
    await talk.show(await _team(talk, named, 0))


async def turn(
    _callback: CallbackQuery, callback_data: views.StaffTap, talk: Talk, named: Staff
) -> None:
    screen = await _team(talk, named, callback_data.page)
    await talk.show_over(talk.tapped, screen)


async def _team(talk: Talk, named: Staff, page: int) -> Screen:
    async with talk.sessions.begin() as session:
        everybody = await staff.roster(session)
    first = page * views.MEMBERS_A_PAGE
    ours = [one for one in everybody if named.names(one)]
    shown = views.Team(
        members=everybody[first : first + views.MEMBERS_A_PAGE],
        named=frozenset(one.id for one in ours),
        absent=len(named.owners | named.admins) - len(ours),
        page=page,
        has_more=len(everybody) > first + views.MEMBERS_A_PAGE,
    )
    if talk.who.role != Role.OWNER:
        return views.team(talk.say, shown)
    codes = {Role.ADMIN: new_code(), Role.OWNER: new_code()}
    return views.team_for_owner(talk.say, shown, codes)


async def show_member(
    _callback: CallbackQuery,
    callback_data: views.MemberTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
    named: Staff,
) -> None:
    async with talk.sessions.begin() as session:
        person = await session.get(Person, callback_data.person)
        since = await staff.joined_at(session, callback_data.person)
    if person is None or person.role not in STAFF_ROLES:
        callback_answer.text = talk.say.plain("stale-button")
        return
    screen = views.card(talk.say, person, is_named=named.names(person), since=since)
    await talk.show_over(talk.tapped, screen)


async def invite(
    _callback: CallbackQuery,
    callback_data: views.InviteTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    role, code = callback_data.role, callback_data.code
    async with talk.sessions.begin() as session:
        made = await invitations.make(session, talk.who.id, role, code, talk.now())
    if made is None:
        callback_answer.text = talk.say.plain("stale-button")
        return
    me = await talk.bot.me()
    await talk.show_over(talk.tapped, views.forward(talk.say, made.role))
    await talk.show(views.invitation(talk.say, talk.business, made, str(me.username)))


async def ask_whether(
    _callback: CallbackQuery,
    callback_data: views.RemoveTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        person = await session.get(Person, callback_data.person)
    if person is None or person.role not in STAFF_ROLES:
        callback_answer.text = talk.say.plain("stale-button")
        return
    await talk.show_over(talk.tapped, views.are_you_sure(talk.say, person))


async def remove(
    _callback: CallbackQuery,
    callback_data: views.RemoveSurelyTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
    named: Staff,
) -> None:
    async with talk.sessions.begin() as session:
        person = await session.get(Person, callback_data.person)
        done = Removal.FORBIDDEN
        if person is not None:
            cadence, zone = talk.cadence, talk.business.zone
            done = await staff.remove(
                session, talk.who.id, person, named, cadence, zone, talk.now()
            )
    if person is None or done is Removal.FORBIDDEN:
        callback_answer.text = talk.say.plain("stale-button")
        return
    talk.wake.set()
    if done in (Removal.DONE, Removal.GONE):
        await take_menu(talk.bot, person)
    goes_on = talk.who.id != person.id or person.role == Role.OWNER
    screen = views.removal(talk.say, person, done, goes_on=goes_on)
    await talk.show_over(talk.tapped, screen)


async def show_log(_callback: CallbackQuery, callback_data: views.LogTap, talk: Talk) -> None:
    page, count = callback_data.page, views.ACTS_A_PAGE
    async with talk.sessions.begin() as session:
        acts = await staff.acts(session, page * count, count + 1)
        ids = {act.person_id for act in acts} | {(act.about or {}).get("person", 0) for act in acts}
        known = await people.by_id(session, ids)
    screen = views.log(
        talk.say,
        acts[:count],
        known,
        talk.business.zone,
        page=page,
        has_more=len(acts) > count,
    )
    await talk.show_over(talk.tapped, screen)
