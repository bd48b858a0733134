"""Asking in the same breath: the question to somebody who has just called for it."""

from handlers.talk import Talk
from models import answers, people, surveys
from models.tables import Survey
from views import survey as views


async def ask_again(talk: Talk) -> None:
    """The last answer's question while it may be changed; else the open survey, or a new one."""
    now = talk.now()
    async with talk.sessions.begin() as session:
        customer = await people.hold(session, talk.who.id)
        last = await answers.latest(session, customer.id)
        if last is not None and talk.cadence.may_change(last.answered_at, now):
            survey = await surveys.get(session, last.survey_id)
        else:
            survey = await surveys.ask(session, customer, "rate", talk.cadence, now)
    await show_question(talk, survey)


async def show_question(talk: Talk, survey: Survey) -> None:
    """Anew, and the one above it can no longer be tapped."""
    shown = await talk.show(views.question(talk.say, talk.business, survey.id))
    if survey.message_id is not None:
        await talk.take_buttons(survey.message_id)
    async with talk.sessions.begin() as session:
        await surveys.note_message(session, survey.id, shown.message_id)
