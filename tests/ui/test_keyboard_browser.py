"""The evening without a mouse: sign in, find, read, correct, hand in; focus is always seen."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FileChooser, FilePayload, Page, TimeoutError, expect

from tests.ui import people, world
from tests.ui.looking import PATIENCE, move, served, still
from tests.ui.people import GOOD

pytestmark = pytest.mark.slow

#: Presses of a key after which something must have been reached on these small pages.
MANY = 250
#: Remembers how everything that can have the focus looks without it.
_BEFORE = """() => {
  const KEYS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor",
    "borderBottomColor", "backgroundColor", "textDecorationLine", "transform", "opacity"];
  const one = (e) => { const s = getComputedStyle(e); return KEYS.map((k) => s[k]).join(" "); };
  window.looks ??= (e) => {
    const near = [e, ...e.closest("label")?.querySelectorAll("*") || []];
    for (let up = e.parentElement, n = 0; up && n < 7; up = up.parentElement, n++) near.push(up);
    return near.map(one).join();
  };
  window.before = new Map();
  document.querySelectorAll("a, button, input, textarea, summary, [tabindex]").forEach((e) =>
    e === document.activeElement || window.before.set(e, window.looks(e)));
}"""
#: What has the focus now, and whether that can be seen.
_NOW = """async () => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const frame = (e.closest("label") || e).getBoundingClientRect();
  const words = e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent;
  let marked = false;
  for (let n = 0; n < 40 && !marked; n++) {
    marked = window.looks(e) !== window.before.get(e);
    if (!marked) await new Promise((go) => setTimeout(go, 25));
  }
  return {
    words: words.replace(/\\s+/g, " ").trim().slice(0, 120), tag: e.tagName, marked,
    inside: frame.bottom > 0 && frame.top < innerHeight && frame.right > 0 &&
      frame.left < innerWidth && frame.width > 0 && frame.height > 0,
    html: e.outerHTML.slice(0, 200),
  };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[str]:
    """Where a house is served in which the small round is released."""
    database = tmp_path_factory.mktemp("keys") / "consult.sqlite3"
    people.fill(database)
    people.release(database)
    with served(database, models) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="da-DK")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield context.new_page()
    context.close()


def press(page: Page, key: str = "Tab") -> dict[str, Any] | None:
    """What has the focus after a key, which must be seen; None where it has left the page."""
    page.evaluate(_BEFORE)
    page.keyboard.press(key)
    now: dict[str, Any] | None = page.evaluate(_NOW)
    if now is not None:
        assert now["marked"], f"the focus is not seen: {now}"
        assert now["inside"], f"the focus is out of sight: {now}"
    return now


def reach(page: Page, words: str, tag: str = "") -> None:
    """Press Tab until what is called so has the focus."""
    passed = []
    for _ in range(MANY):
        now = press(page)
        passed.append(now["words"] if now else "")
        if now and re.search(words, now["words"]) and tag in now["tag"]:
            return
    pytest.fail(f"{words} was not reached, only {passed}")


def sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}?runde={world.SLUG}")
    expect(page.get_by_label("Brugernavn")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(GOOD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(world.NAME)
    still(page)


def test_the_whole_evening_by_keyboard(page: Page, site: str) -> None:
    sign_in(page, site, "redaktion")
    first = press(page)
    assert first is not None
    assert first["words"] == "Gå til indholdet"
    page.keyboard.press("Enter")
    reach(page, "Find og afgræns")
    page.keyboard.press("Space")
    reach(page, "Find forslag", "INPUT")
    page.keyboard.type("timer")
    page.keyboard.press("Enter")
    expect(page.locator("table.cards tbody tr")).to_have_count(1)
    still(page)
    reach(page, "Færre timer i SFO", "A")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("h1")).to_have_text("79 Færre timer i SFO")
    still(page)

    reach(page, r"^foa\.txt", "A")
    page.keyboard.press("Enter")
    chosen = page.locator(".passage.chosen")
    expect(chosen).to_contain_text("vi er imod, at skolen mister timer")
    expect(chosen).to_be_focused()
    expect(chosen).to_be_in_viewport()
    still(page)

    reach(page, "^Ret", "A")
    page.keyboard.press("Enter")
    save = page.get_by_role("button", name="Gem rettelsen")
    expect(save).to_be_visible()
    still(page)
    reach(page, "Imod", "INPUT")
    press(page, "ArrowRight")
    expect(page.get_by_role("radio", name="Betinget")).to_be_checked()
    still(page)
    reach(page, "Gem rettelsen", "BUTTON")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Rettelsen er gemt").first).to_be_visible()
    still(page)

    reach(page, "^Læg svar op$", "A")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Læg svar op")
    still(page)
    reach(page, "Vælg på computeren", "BUTTON")
    still(page)
    expect(page.locator("button:focus")).to_contain_text("Vælg på computeren")
    asked = file_chooser(page)
    letter: FilePayload = {
        "name": "nyt.txt",
        "mimeType": "text/plain",
        "buffer": b"Vi er imod forslag 79.",
    }
    asked.set_files([letter])
    expect(page.get_by_text("1 fil er modtaget og gemt.")).to_be_visible()


def file_chooser(page: Page) -> FileChooser:
    """What Enter opens; a key that falls into a redraw of the page is pressed again."""
    for _ in range(3):
        with suppress(TimeoutError):
            with page.expect_file_chooser(timeout=PATIENCE / 3) as asked:
                page.keyboard.press("Enter")
            return asked.value
    pytest.fail("Enter opened nothing")


def test_nothing_holds_the_focus(page: Page, site: str) -> None:
    sign_in(page, site, "redaktion")
    for address in ("punkt?nr=79&", "svar?id=1&passage=1&ret=passage&", "laeg-op?", "gennemgang?"):
        move(page, f"{address}runde={world.SLUG}")
        page.get_by_test_id("stSkipToContent").focus()
        every = walked(page)
        assert len(every) > 12, every
        back = press(page, "Shift+Tab")
        assert back is not None
        assert back["words"] == every[-1], "the way back is the way there"


def walked(page: Page) -> list[str]:
    """What Tab comes to until it leaves the page."""
    every: list[str] = []
    for _ in range(MANY):
        now = press(page)
        if now is None:
            return every
        every.append(now["words"])
    pytest.fail(f"the focus never leaves the page: {every[-10:]}")
