"""A promoter tells a friend: the personal link, and Telegram's own way to send it on."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.talk import Talk
from models import people
from views import referrals as views


def router() -> Router:
    router = Router(name="share")
    router.callback_query.register(share, views.ShareTap.filter())
    return router


async def share(
    callback: CallbackQuery,
    callback_data: views.ShareTap,
    talk: Talk,
) -> None:
    assert callback.message is not None
    if not callback_data.willing:
        await talk.show_over(callback.message.message_id, views.declined(talk.say))
        return
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        person.referral_tapped_at = person.referral_tapped_at or talk.now()
    me = await talk.bot.me()
    link = views.link(talk.say, talk.business, bot_username=str(me.username), code=person.code)
    await talk.show_over(callback.message.message_id, link)
