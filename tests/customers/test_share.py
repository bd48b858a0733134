"""A customer tells a friend, and the friend is remembered with the one who told them."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select, update

from models.tables import Person, Referral
from sandbox import people
from sandbox.chats import Message
from tests.world import World

DAY = timedelta(days=1)
PROMPT = "Расскажете о нас тем, кому это пригодится?"


@pytest.fixture
async def prompted(world: World, alice: people.Person) -> people.Person:
    await world.answer(alice, 10, "Всё понравилось")
    await world.pass_time(DAY)
    await alice.sees(PROMPT)
    return alice


async def row_of(world: World, person: people.Person) -> Person:
    async with world.app.sessions() as session:
        return (await session.scalars(select(Person).where(Person.telegram_id == person.id))).one()


async def link_of(world: World, person: people.Person) -> str:
    return f"https://t.me/sarafan_bot?start=r_{(await row_of(world, person)).code}"


async def say(world: World, person: people.Person, words: str) -> Message:
    person.send(words)
    await world.settle()
    return person.last


async def tap(world: World, person: people.Person, button: str) -> Message:
    person.tap(button)
    await world.settle()
    return person.last


def in_the_sheet(url: str | None) -> str:
    """The link that Telegram's share sheet sends on."""
    sheet = urlsplit(str(url))
    assert (sheet.netloc, sheet.path) == ("t.me", "/share/url")
    assert "+" not in sheet.query
    [link] = parse_qs(sheet.query)["url"]
    return link


def in_the_picture(message: Message) -> str:
    assert message.media is not None
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(message.media.content)))
    return code.text


# The prompt


async def test_a_tap_on_share_shows_the_link_and_a_way_to_send_it(
    world: World, prompted: people.Person
) -> None:
    prompt = prompted.last
    shown = await tap(world, prompted, "Поделиться")
    row, link = await row_of(world, prompted), await link_of(world, prompted)
    assert shown is prompt
    assert link in shown.text
    assert f"r_{row.code}" in shown.text
    assert "За друга" not in shown.text
    assert in_the_sheet(prompted.tap("Отправить другу")) == link
    assert in_the_picture(shown) == link
    assert row.referral_tapped_at == world.telegram.clock.now()
    assert row.shared_at is None


async def test_a_friend_who_comes_by_the_link_makes_the_tap_a_share(
    world: World, prompted: people.Person, dave: people.Person
) -> None:
    await tap(world, prompted, "Поделиться")
    dave.open_link(await link_of(world, prompted))
    await world.settle()
    inviter = await row_of(world, prompted)
    assert inviter.shared_at is not None
    async with world.app.sessions() as session:
        referral = (await session.scalars(select(Referral))).one()
    assert (referral.inviter_id, referral.friend_id) == (
        inviter.id,
        (await row_of(world, dave)).id,
    )


async def test_not_now_is_taken_with_thanks(world: World, prompted: people.Person) -> None:
    answer = await tap(world, prompted, "Не сейчас")
    assert "Спасибо, что вы с нами" in answer.text
    assert answer.buttons == []
    assert (await row_of(world, prompted)).referral_tapped_at is None


async def test_two_taps_on_share_are_one(world: World, prompted: people.Person) -> None:
    message = prompted.last
    prompted.tap("Поделиться", message=message)
    prompted.tap("Поделиться", message=message)
    await world.settle()
    assert prompted.last is message
    assert prompted.spinners == 0


async def test_a_tap_months_later_still_shares(world: World, prompted: people.Person) -> None:
    prompt = prompted.last
    await world.pass_time(40 * DAY)
    prompted.tap("Поделиться", message=prompt)
    await world.settle()
    assert await link_of(world, prompted) in prompt.text


async def test_after_share_the_prompt_stays_away_for_ninety_days(
    world: World, prompted: people.Person
) -> None:
    await world.pass_time(80 * DAY)
    await say(world, prompted, "/share")
    prompted.send("/rate")
    await world.settle()
    await tap(world, prompted, "10")
    await world.pass_time(89 * DAY)
    assert (await row_of(world, prompted)).referral_at is not None
    prompts = [text for text in prompted.texts if PROMPT in text]
    assert len(prompts) == 1


async def test_what_a_friend_brings_is_told_only_after_the_tap(database: Path) -> None:
    async with World(database, referral_reward="скидка 500 ₽ <вам> и другу") as world:
        await world.answer(world.alice, 10)
        await world.pass_time(DAY)
        prompt = await world.alice.sees("Расскажете о нас тем")
        assert "500" not in prompt.text
        await tap(world, world.alice, "Поделиться")
        assert "скидка 500 ₽ <вам> и другу" in world.alice.last.text


# /share


async def test_share_shows_the_link_its_code_and_who_came(
    world: World, alice: people.Person, dave: people.Person, charlie: people.Person
) -> None:
    await world.meet(alice)
    assert "пока никто не пришёл" in (await say(world, alice, "/share")).text
    for friend in dave, charlie:
        friend.open_link(await link_of(world, alice))
        await world.settle()
    async with world.app.sessions.begin() as session:
        of_dave = Referral.friend_id == (await row_of(world, dave)).id
        await session.execute(update(Referral).where(of_dave).values(proven_at=Referral.joined_at))
    shown = await say(world, alice, "/share")
    assert "По вашей ссылке пришли: 2, подтверждены: 1" in shown.text
    assert f"<code>r_{(await row_of(world, alice)).code}</code>" in shown.html
    assert shown.buttons == [["Отправить другу"], ["QR файлом"]]
    assert in_the_picture(shown) == await link_of(world, alice)


async def test_a_friend_of_somebody_else_is_not_counted(
    world: World, alice: people.Person, dave: people.Person, charlie: people.Person
) -> None:
    await world.meet(dave)
    charlie.open_link(await link_of(world, dave))
    await world.meet(alice)
    assert "пока никто не пришёл" in (await say(world, alice, "/share")).text


async def test_share_is_the_offer_shown_and_tapped(world: World, alice: people.Person) -> None:
    await world.answer(alice, 10)
    await say(world, alice, "/share")
    row, now = await row_of(world, alice), world.telegram.clock.now()
    assert (row.referral_shown_at, row.referral_tapped_at, row.shared_at) == (now, now, None)
    await world.pass_time(3 * DAY)
    assert not any(PROMPT in text for text in alice.texts)


async def test_the_first_tap_is_the_one_that_is_kept(world: World, alice: people.Person) -> None:
    await world.meet(alice)
    await say(world, alice, "/share")
    first = world.telegram.clock.now()
    world.telegram.clock.advance(timedelta(hours=1))
    await say(world, alice, "/share")
    row = await row_of(world, alice)
    assert row.referral_tapped_at == first
    assert row.referral_shown_at == world.telegram.clock.now()


async def test_the_qr_code_comes_as_a_file_to_print(world: World, alice: people.Person) -> None:
    await world.meet(alice)
    await say(world, alice, "/share")
    file = await tap(world, alice, "QR файлом")
    assert file.media is not None
    assert file.media.kind == "document"
    assert in_the_picture(file) == await link_of(world, alice)
    assert Image.open(BytesIO(file.media.content)).size == (1240, 1748)
    assert alice.spinners == 0


async def test_in_english_too(world: World, emily: people.Person) -> None:
    emily.start()
    await world.settle()
    await tap(world, emily, "I agree, go on")
    shown = await say(world, emily, "/share")
    assert "Your personal link:" in shown.text
    assert shown.buttons == [["Send to a friend"], ["QR as a file"]]


async def test_who_is_unhappy_may_share_all_the_same(world: World, alice: people.Person) -> None:
    await world.answer(alice, 2, "Долго ждала")
    assert await link_of(world, alice) in (await say(world, alice, "/share")).text


async def test_who_has_asked_not_to_be_written_to_may_share(
    world: World, alice: people.Person
) -> None:
    await world.meet(alice)
    await say(world, alice, "/stop")
    assert await link_of(world, alice) in (await say(world, alice, "/share")).text


# Who has no link


async def test_who_has_not_agreed_is_greeted(world: World, alice: people.Person) -> None:
    alice.start()
    await world.settle()
    answer = await say(world, alice, "/share")
    assert answer.buttons == [["Согласен, продолжить"]]
    assert (await row_of(world, alice)).referral_shown_at is None


async def test_who_took_the_consent_back_gets_no_link_by_an_old_button(
    world: World, prompted: people.Person
) -> None:
    prompt = prompted.last
    await say(world, prompted, "/settings")
    await tap(world, prompted, "Отозвать согласие на данные")
    prompted.tap("Поделиться", message=prompt)
    await world.settle()
    world.forge_tap(prompted, "share-qr")
    await world.settle()
    assert not any("start=r_" in message.text for message in prompted.messages)
    assert not any(message.media for message in prompted.messages)
    assert (await row_of(world, prompted)).referral_tapped_at is None
    assert prompted.spinners == 0


async def test_a_tap_by_somebody_whom_nobody_asked_shows_their_own_link(
    world: World, alice: people.Person
) -> None:
    await world.meet(alice)
    world.forge_tap(alice, "share:1")
    await world.settle()
    assert await link_of(world, alice) in alice.last.text


@pytest.mark.parametrize("data", ["share", "share:", "share:2", "share:1:1", "share-qr:1"])
async def test_a_forged_button_is_out_of_date(
    world: World, alice: people.Person, data: str
) -> None:
    await world.meet(alice)
    world.forge_tap(alice, data)
    await world.settle()
    assert alice.alerts == ["Эта кнопка устарела. Всё, что я умею, — в /help"]
    assert "start=r_" not in alice.last.text


async def test_the_staff_send_on_the_bot_and_invite_nobody(
    world: World, bob: people.Person
) -> None:
    await world.meet(bob)
    shown = await say(world, bob, "/share")
    assert "приглашения команды не засчитываются" in shown.text
    assert in_the_sheet(bob.tap("Отправить другу")) == "https://t.me/sarafan_bot"
    assert "start=" not in shown.text


@pytest.mark.parametrize("data", ["share:1", "share-qr"])
async def test_a_forged_tap_gives_the_staff_no_link_of_their_own(
    world: World, bob: people.Person, data: str
) -> None:
    await world.meet(bob)
    world.forge_tap(bob, data)
    await world.settle()
    assert not any("start=r_" in message.text for message in bob.messages)
    assert not any(message.media for message in bob.messages)
    row = await row_of(world, bob)
    assert (row.referral_shown_at, row.referral_tapped_at) == (None, None)


# A name that is no name


async def test_a_business_may_be_called_anything(database: Path) -> None:
    async with World(database, business_name='<b>Ромашка</b> & "Ко" +100 %') as world:
        await world.meet(world.alice)
        shown = await say(world, world.alice, "/share")
        sheet = parse_qs(urlsplit(str(world.alice.tap("Отправить другу"))).query)
        [words] = sheet["text"]
        assert words.startswith('Мне нравится «<b>Ромашка</b> & "Ко" +100 %».')
        assert in_the_picture(shown) == await link_of(world, world.alice)
        assert (await tap(world, world.alice, "QR файлом")).media is not None
