"""Pictures, files and the rest, both ways."""

import pytest
from playwright.async_api import FilePayload, Page, expect

from sandbox.files import SAMPLES
from sandbox.people import Person
from tests.sandbox.page.hands import attach, messages, start, write

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_picture_opens_large_and_closes(phones: Page) -> None:
    one = await start(phones)
    await write(one, "/photo")
    await expect(messages(phones).last).to_contain_text("Картинка")
    await messages(phones).last.get_by_role("button", name="Фото").click()
    viewer = phones.get_by_role("dialog", name="Картинка")
    await expect(viewer.locator("img")).to_be_visible()
    assert await viewer.locator("img").evaluate("image => image.complete && image.naturalWidth > 0")
    await phones.keyboard.press("Escape")
    await expect(viewer).to_be_hidden()


async def test_a_document_is_downloaded_under_its_name(phones: Page) -> None:
    one = await start(phones)
    await write(one, "/file")
    link = one.get_by_role("link", name="Скачать: отчёт.csv")
    async with phones.expect_download() as coming:
        await link.click()
    download = await coming.value
    assert download.suggested_filename == "отчёт.csv"
    assert (await download.path()).read_bytes() == b"a;b\n1;2\n"


async def test_a_file_is_sent_with_its_caption(phones: Page, alice: Person) -> None:
    one = await start(phones)
    async with phones.expect_file_chooser() as coming:
        await attach(one, "Фото")
    photo = FilePayload(name="кот.png", mimeType="image/png", buffer=SAMPLES["photo"][0])
    await (await coming.value).set_files(photo)
    await one.get_by_role("textbox", name="Подпись").fill("мой кот")
    await one.get_by_role("dialog").get_by_role("button", name="Отправить").click()
    await expect(messages(phones).last).to_contain_text("Получено: photo, мой кот")
    sent = alice.messages[-2]
    assert sent.media
    assert (sent.media.kind, sent.media.content) == ("photo", SAMPLES["photo"][0])


@pytest.mark.parametrize(("kind", "content_type"), [("Голосовое", "voice"), ("Стикер", "sticker")])
async def test_voice_and_stickers_are_sent_at_once(
    phones: Page, kind: str, content_type: str
) -> None:
    one = await start(phones)
    await attach(one, kind)
    await expect(messages(phones).last).to_contain_text(f"Получено: {content_type}")


async def test_a_contact_is_shown_as_a_card(phones: Page) -> None:
    one = await start(phones)
    await attach(one, "Контакт")
    await expect(messages(phones).last).to_contain_text("Номер +79990000000")
    await expect(messages(phones).nth(2)).to_contain_text("+79990000000")
