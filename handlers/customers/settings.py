"""/settings: one message, changed in place; two steps of it are typed: a city and a birthday."""

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.menus import show_menu
from handlers.talk import Talk
from models import choices, people, publishing
from models.tables import Person, Role
from views import Screen, birthdays, places
from views import settings as views
from views.say import say_in
from views.settings import Step, StepTap


class Asked(StatesGroup):
    """What the next words are the answer to."""

    city = State()
    birthday = State()


def taps() -> Router:
    router = Router(name="settings: taps")
    on = router.callback_query.register
    on(show_home, StepTap.filter(F.step == Step.HOME))
    on(resume, StepTap.filter(F.step == Step.RESUME))
    on(show_zones, StepTap.filter(F.step == Step.ZONE))
    on(ask_city, StepTap.filter(F.step == Step.CITY))
    on(ask_birthday, StepTap.filter(F.step == Step.BIRTHDAY))
    on(remove_birthday, StepTap.filter(F.step == Step.NO_BIRTHDAY))
    on(unpublish, StepTap.filter(F.step == Step.UNPUBLISH))
    on(withdraw, StepTap.filter(F.step == Step.WITHDRAW))
    on(switch_topic, views.TopicTap.filter())
    on(choose_language, views.LanguageTap.filter())
    on(choose_zone, views.ZoneTap.filter())
    return router


def steps() -> Router:
    router = Router(name="settings: steps")
    router.message.register(hear_city, StateFilter(Asked.city))
    router.message.register(hear_birthday, StateFilter(Asked.birthday))
    return router


def router() -> Router:
    router = Router(name="settings")
    router.message.register(settings, Command("settings"))
    return router


async def settings(_message: Message, talk: Talk) -> None:
    await talk.show(await _home(talk))


async def show_home(_callback: CallbackQuery, talk: Talk, state: FSMContext) -> None:
    await _go_home(talk, state)


async def switch_topic(_callback: CallbackQuery, callback_data: views.TopicTap, talk: Talk) -> None:
    topic, on = callback_data.topic, callback_data.on
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        if _has_agreed(person):
            await choices.switch(session, person, topic, on, talk.now())
    await talk.show_over(talk.tapped, await _home(talk))


async def choose_language(
    _callback: CallbackQuery, callback_data: views.LanguageTap, talk: Talk
) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        person.language = callback_data.language
    await talk.show_over(talk.tapped, await _home(talk))
    await show_menu(talk.bot, person)


async def resume(_callback: CallbackQuery, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        (await people.hold(session, talk.who.id)).stopped_at = None
    await talk.show_over(talk.tapped, await _home(talk))


async def show_zones(_callback: CallbackQuery, talk: Talk) -> None:
    await talk.show_over(talk.tapped, views.zones(talk.say, talk.business, talk.now()))


async def choose_zone(
    _callback: CallbackQuery, callback_data: views.ZoneTap, talk: Talk, state: FSMContext
) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        zone, ours = callback_data.zone, talk.business.zone
        await choices.keep_zone(session, person, zone, ours, talk.now())
    await _go_home(talk, state)


async def ask_city(_callback: CallbackQuery, talk: Talk, state: FSMContext) -> None:
    await _ask(talk, state, Asked.city, views.city(talk.say))


async def hear_city(message: Message, talk: Talk, state: FSMContext) -> None:
    if await _was_answered(message, state):
        return
    found = places.find(message.text or "")
    await _ask_on(talk, state, views.found(talk.say, found, talk.now()))


async def ask_birthday(_callback: CallbackQuery, talk: Talk, state: FSMContext) -> None:
    if _has_agreed(talk.who):
        await _ask(talk, state, Asked.birthday, views.birthday(talk.say, talk.who))
    else:
        await _go_home(talk, state)


async def hear_birthday(message: Message, talk: Talk, state: FSMContext) -> None:
    if await _was_answered(message, state):
        return
    day = birthdays.read(message.text or "")
    if day is None:
        await _ask_on(talk, state, views.birthday_unread(talk.say))
        return
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        if _has_agreed(person):
            await choices.keep_birthday(session, person, day, talk.business.zone, talk.now())
    await _leave_prompt(talk, state)
    await state.clear()
    await talk.show(await _home(talk))


async def remove_birthday(_callback: CallbackQuery, talk: Talk, state: FSMContext) -> None:
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        await choices.keep_birthday(session, person, None, talk.business.zone, talk.now())
    await _go_home(talk, state)


async def unpublish(
    _callback: CallbackQuery, callback_answer: CallbackAnswer, talk: Talk, state: FSMContext
) -> None:
    """Nothing to take back is as good as taken back: so it is for a second tap."""
    async with talk.sessions.begin() as session:
        await choices.unpublish(session, await people.hold(session, talk.who.id), talk.now())
    callback_answer.text = talk.say.plain("settings-unpublished")
    await _go_home(talk, state)


async def withdraw(_callback: CallbackQuery, talk: Talk, state: FSMContext) -> None:
    if not _has_agreed(talk.who):
        await _go_home(talk, state)
        return
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        await choices.withdraw(session, person, talk.now())
    await state.clear()
    await talk.show_over(talk.tapped, views.withdrawn(talk.say))


def _has_agreed(person: Person) -> bool:
    """Only then there is something to be sent, and a birthday to keep."""
    return person.role == Role.CUSTOMER and person.consented_at is not None


async def _go_home(talk: Talk, state: FSMContext) -> None:
    await state.clear()
    await talk.show_over(talk.tapped, await _home(talk))


async def _home(talk: Talk) -> Screen:
    """As things stand now: the language may just have changed."""
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        off = (await people.topics_off(session, [person.id])).get(person.id, set())
        shows_words = await publishing.shows_words(session, person.id)
    say = say_in(person.language)
    return views.home(say, talk.business, person, off, talk.now(), shows_words=shows_words)


async def _ask(talk: Talk, state: FSMContext, step: State, screen: Screen) -> None:
    await state.set_state(step)
    await state.update_data(prompt=talk.tapped)
    await talk.show_over(talk.tapped, screen)


async def _ask_on(talk: Talk, state: FSMContext, screen: Screen) -> None:
    """Below the person's words; the buttons go with the question that is the last."""
    await _leave_prompt(talk, state)
    shown = await talk.show(screen)
    await state.update_data(prompt=shown.message_id)


async def _was_answered(message: Message, state: FSMContext) -> bool:
    """With another picture of its album: each comes as a message of its own."""
    album = message.media_group_id
    if album is None:
        return False
    was_answered: bool = (await state.get_data()).get("album") == album
    await state.update_data(album=album)
    return was_answered


async def _leave_prompt(talk: Talk, state: FSMContext) -> None:
    prompt = (await state.get_data()).get("prompt")
    if prompt is not None:
        await talk.take_buttons(prompt)
