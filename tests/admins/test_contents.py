"""What can be broadcast, and the legal line under it."""

import pytest

from sandbox import faults
from sandbox.chats import Media
from sandbox.people import Person
from tests.admins.broadcasting import (
    FOOTER,
    STOP,
    begin,
    broadcast,
    italics,
    preview_of,
    welcome_offers,
)
from tests.world import World


async def test_a_photo_keeps_its_caption(world: World, bob: Person, alice: Person) -> None:
    await welcome_offers(world, alice)
    await begin(world, bob)
    photo = bob.send_photo(caption="Новый зал")
    await world.settle()
    bob.tap("Отправить 1")
    await world.settle()
    assert alice.last.media is not None
    assert photo.media is not None
    assert alice.last.media.file_id == photo.media.file_id
    assert alice.last.caption == "Новый зал"


async def test_an_album_is_refused_once(world: World, bob: Person) -> None:
    await begin(world, bob)
    before = len(bob.messages)
    send_album(bob, 3)
    await world.settle()
    answers = [one for one in bob.messages[before:] if one.from_bot]
    assert len(answers) == 1
    assert answers[0].text.startswith("Альбом разослать нельзя")
    bob.send_photo()
    await world.settle()
    assert preview_of(bob).media is not None


def send_album(person: Person, pictures: int) -> None:
    for _ in range(pictures):
        person.send_photo()
    for update_ in person.bot.updates.pending[-pictures:]:
        update_["message"]["media_group_id"] = "77"


async def test_what_cannot_be_broadcast_is_refused_in_words(world: World, bob: Person) -> None:
    await begin(world, bob)
    bob._say(media=Media("dice", details={"emoji": "🎲", "value": 3}))
    await world.settle()
    assert "Можно текст, картинку, видео" in bob.last.text
    bob.send("Скидка")
    await world.settle()
    assert preview_of(bob).text == "Скидка"


async def test_what_telegram_will_not_send_is_no_content(world: World, bob: Person) -> None:
    await begin(world, bob)
    world.telegram.faults.add(
        method="copyMessage",
        times=1,
        kind=faults.error(400, "Bad Request: message can't be copied"),
    )
    bob.send("Скидка")
    await world.settle()
    assert "Telegram не даёт отправить" in bob.last.text
    bob.send("Другая скидка")
    await world.settle()
    assert preview_of(bob).text == "Другая скидка"


@pytest.fixture
async def signed_world(world: World) -> World:
    world.settings["offer_footer"] = FOOTER
    await world.restart()
    return world


async def test_the_legal_line_stands_in_italics_under_a_text_with_emoji(
    signed_world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(signed_world, alice)
    await broadcast(signed_world, bob, "🎁🎁 <b>Подарок</b> 👩‍👩‍👧")
    assert alice.last.text == f"🎁🎁 Подарок 👩‍👩‍👧\n\n{FOOTER}"
    assert alice.last.html.startswith("🎁🎁 <b>Подарок</b> 👩‍👩‍👧")
    assert italics(alice.last) == [FOOTER]
    assert alice.last.buttons == [[STOP]]


async def test_the_legal_line_stands_under_a_caption_and_where_there_was_none(
    signed_world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(signed_world, alice)
    await begin(signed_world, bob)
    for caption, whole in [("😀 Зал", f"😀 Зал\n\n{FOOTER}"), ("", FOOTER)]:
        bob.send_photo(caption=caption)
        await signed_world.settle()
        assert preview_of(bob).caption == whole
        assert italics(preview_of(bob)) == [FOOTER]
    bob.tap("Отправить 1")
    await signed_world.settle()
    assert alice.last.caption == FOOTER
    assert italics(alice.last) == [FOOTER]


async def test_a_sticker_has_no_room_for_the_legal_line(signed_world: World, bob: Person) -> None:
    await begin(signed_world, bob)
    bob.send_sticker()
    await signed_world.settle()
    assert FOOTER in bob.last.text
    assert "нет места" in bob.last.text


async def test_a_sticker_is_fine_where_no_legal_line_is_needed(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await begin(world, bob)
    bob.send_sticker()
    await world.settle()
    bob.tap("Отправить 1")
    await world.settle()
    assert alice.last.media is not None
    assert alice.last.media.kind == "sticker"


@pytest.mark.parametrize(("spare", "refused"), [(0, False), (-1, True)])
async def test_a_text_may_be_as_long_as_fits_with_the_legal_line(
    signed_world: World, bob: Person, spare: int, refused: bool
) -> None:
    room = 4096 - 2 - len(FOOTER.encode("utf-16-le")) // 2
    await begin(signed_world, bob)
    bob.send("я" * (room - spare))
    await signed_world.settle()
    assert ("сократите на 1 символ и" in bob.last.text) is refused


async def test_a_caption_that_is_too_long_is_refused_with_the_number_to_cut(
    signed_world: World, bob: Person
) -> None:
    await begin(signed_world, bob)
    bob.send_photo(caption="я" * 1024)
    await signed_world.settle()
    excess = 2 + len(FOOTER.encode("utf-16-le")) // 2
    assert f"сократите на {excess} " in bob.last.text


async def test_the_legal_line_brings_no_link_preview_of_its_own(
    signed_world: World, bob: Person, alice: Person
) -> None:
    await begin(signed_world, bob)
    bob.send("Без ссылок")
    await signed_world.settle()
    assert preview_of(bob).link_preview_options == {"is_disabled": True}
    bob.send("Со ссылкой https://astra.ru/sale")
    await signed_world.settle()
    assert preview_of(bob).link_preview_options is None
