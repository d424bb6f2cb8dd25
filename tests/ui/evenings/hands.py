"""What hands do in a browser, in the words that stand on the screen."""

import re

from playwright.sync_api import Locator, Page, expect

#: Milliseconds for a page, on a machine that has other things to do.
PATIENCE = 90_000


def settle(page: Page) -> None:
    """Until the page's script has run and its heading is there."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator(".consult h1").first.wait_for()


def opened(page: Page, address: str) -> None:
    """The page of that address."""
    page.goto(address)
    settle(page)


def by_menu(page: Page, name: str, heading: str | re.Pattern[str]) -> None:
    """To a page of the menu, until its heading says that it is there."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(heading)
    settle(page)


def press(page: Page, button: str) -> None:
    """A button, and what comes of it."""
    page.get_by_role("button", name=button, exact=True).first.click()
    settle(page)


def choose(page: Page, box: str | re.Pattern[str], typed: str) -> None:
    """An option of a list, by typing what it begins with."""
    field = page.get_by_role("combobox", name=box).first
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially(typed, delay=20)
    page.get_by_role("option", name=re.compile(re.escape(typed))).first.wait_for()
    page.keyboard.press("Enter")
    settle(page)


def choose_more(page: Page, box: re.Pattern[str], typed: str) -> None:
    """One more option of a list of several, which stays open until it is closed."""
    choose(page, box, typed)
    page.keyboard.press("Escape")
    settle(page)


def sign_in(page: Page, name: str, password: str) -> None:
    """The form of the sign-in page."""
    page.get_by_label("Brugernavn").fill(name)
    page.get_by_label("Adgangskode").fill(password)
    page.keyboard.press("Enter")


def too_wide(page: Page) -> list[str]:
    """What sticks out of the window to the right."""
    found: list[str] = page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.stMain, .consult')]"
        ".filter(e => e.scrollWidth > e.clientWidth).map(e => e.className || e.tagName)"
    )
    return found


def passage(page: Page, words: str) -> Locator:
    """The passage of a response that holds these words."""
    return page.locator(".passage").filter(has_text=words).first
