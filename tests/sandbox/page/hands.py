"""What a reader of the page looks at and presses."""

from playwright.async_api import Locator, Page, expect

ALICE, BOB, NASTY_ONE = 1, 2, 3


def phone(page: Page, person: int = ALICE) -> Locator:
    return page.locator(f"[data-person='{person}']")


def messages(page: Page, person: int = ALICE) -> Locator:
    return phone(page, person).locator("[data-message]")


async def start(page: Page, person: int = ALICE) -> Locator:
    """A chat under way; gives the phone."""
    one = phone(page, person)
    await one.get_by_role("button", name="START", exact=True).click()
    await expect(messages(page, person).last).to_contain_text("Привет")
    return one


async def write(one: Locator, text: str) -> None:
    field = one.get_by_role("textbox", name="Сообщение")
    await field.fill(text)
    await field.press("Enter")


async def attach(one: Locator, kind: str) -> None:
    await one.get_by_role("button", name="Прикрепить").click()
    await one.get_by_role("menuitem", name=kind).click()
