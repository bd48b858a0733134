"""Albums on the page, both ways."""

import pytest
from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    MediaUnion,
)
from playwright.async_api import FilePayload, Locator, Page, expect

from sandbox.files import FILM, PIXEL
from sandbox.people import Person
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram
from tests.sandbox.page.conftest import TOKEN
from tests.sandbox.page.hands import ALICE, attach, messages, start, write

pytestmark = pytest.mark.asyncio(loop_scope="module")


def album(page: Page) -> Locator:
    return page.locator("[data-album]").last


async def test_an_album_of_the_bot_is_a_grid_in_one_bubble(
    phones: Page, telegram: Telegram
) -> None:
    await start(phones)
    bot = Bot(TOKEN, session=SandboxSession(telegram))
    photo = InputMediaPhoto(media=BufferedInputFile(PIXEL, "p.png"))
    first = InputMediaPhoto(media=photo.media, caption="наши фото")
    film = InputMediaVideo(media=BufferedInputFile(FILM, "v.mp4"))
    await bot.send_media_group(ALICE, [first, photo, film])
    await expect(album(phones).locator(".bubble")).to_have_count(1)
    await expect(album(phones).locator("[data-message]")).to_have_count(3)
    await expect(album(phones).get_by_role("button", name="Фото")).to_have_count(2)
    await expect(album(phones).locator("video")).to_have_count(1)
    await expect(album(phones).locator(".bubble > .text")).to_contain_text("наши фото")
    places = [await one.bounding_box() for one in await album(phones).locator(".cell").all()]
    wide, left, right = (place for place in places if place)
    assert left["y"] == right["y"] > wide["y"]
    assert wide["width"] > left["width"] + right["width"] - 1


async def test_files_of_an_album_stand_in_a_list_with_captions_of_their_own(
    phones: Page, telegram: Telegram
) -> None:
    await start(phones)
    bot = Bot(TOKEN, session=SandboxSession(telegram))
    files: list[MediaUnion] = [
        InputMediaDocument(media=BufferedInputFile(b"x", f"{name}.txt"), caption=name)
        for name in ("март", "май")
    ]
    await bot.send_media_group(ALICE, files)
    await expect(album(phones).get_by_role("link")).to_have_count(2)
    await expect(album(phones).locator(".cell .text")).to_have_text(["март", "май"])


async def test_several_pictures_are_sent_as_an_album(phones: Page, alice: Person) -> None:
    one = await start(phones)
    async with phones.expect_file_chooser() as coming:
        await attach(one, "Фото")
    pets = [
        FilePayload(name=f"{pet}.png", mimeType="image/png", buffer=PIXEL) for pet in ("кот", "пёс")
    ]
    await (await coming.value).set_files(pets)
    question = one.get_by_role("dialog", name="Альбом")
    await expect(question.locator("img.preview")).to_have_count(2)
    await question.get_by_role("textbox", name="Подпись").fill("мои звери")
    await question.get_by_role("button", name="Отправить").click()
    await expect(messages(phones).last).to_contain_text("Получено: photo, None")
    cat, dog = (message for message in alice.messages if message.media)
    assert cat.media
    assert dog.media
    assert (cat.text, cat.media.name, dog.media.name) == ("мои звери", "кот.png", "пёс.png")
    assert cat.media_group_id == dog.media_group_id is not None
    await expect(album(phones).locator("[data-message]")).to_have_count(2)


async def test_one_picture_of_an_album_can_be_answered_and_its_caption_edited(
    phones: Page, alice: Person
) -> None:
    one = await start(phones)
    first, second = alice.send_album("photo", "photo", caption="раз")
    picture = one.locator(f"[data-message='{second.id}']")
    await picture.hover()
    await picture.get_by_role("button", name="Ответить").click()
    await expect(one.get_by_test_id("quoting")).to_contain_text("Фото")
    await write(one, "вот этот")
    await expect(messages(phones).last).to_contain_text("Эхо: вот этот")
    assert alice.messages[-2].reply_to is second
    captioned = one.locator(f"[data-message='{first.id}']")
    await captioned.hover()
    await captioned.get_by_role("button", name="Изменить").click()
    await write(one, "два")
    await expect(album(phones).locator(".bubble > .text")).to_contain_text("два")
    await expect(album(phones)).to_contain_text("изменено")
    assert first.text == "два"


async def test_cards_are_shown_as_what_they_are(phones: Page, alice: Person) -> None:
    await start(phones)
    alice.send_venue("Кофейня", "Невский, 1")
    alice.send_dice("🎯", 6)
    alice.send_poll("Когда?", "Утром", "Вечером")
    history = phones.get_by_test_id("history").first
    for words in ("Невский, 1", "🎯", "Вечером"):
        await expect(history).to_contain_text(words)
