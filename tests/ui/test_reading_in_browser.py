"""The politician's evening in a real browser: moving on, keys, and paper."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.ui import world
from tests.ui.test_browser import address, context, opened, page, settle

__all__ = ["address", "context", "page"]

pytestmark = pytest.mark.slow


def marked(page: Page) -> bool:
    """Whether the window is still the one that `mark` was put on: it was not loaded anew."""
    return bool(page.evaluate("window.mark === 1"))


def test_links_move_on_without_loading_the_app_anew(page: Page, address: str) -> None:
    opened(page, address)
    page.evaluate("window.mark = 1")
    page.get_by_role("link", name="Færre timer i SFO").click()
    expect(page.locator("h1")).to_have_text("79 Færre timer i SFO")
    expect(page).to_have_url(re.compile(r"punkt\?runde=.*nr=79"))
    expect(page.locator("h1")).to_be_focused()
    page.locator("figure.against").first.get_by_role("link").first.click()
    expect(page.locator(".passage.chosen")).to_be_in_viewport()
    assert marked(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text("79 Færre timer i SFO")
    page.go_back()
    expect(page.locator("h1")).to_have_text(world.NAME)
    assert marked(page)


def test_a_shared_address_shows_what_moving_there_showed(page: Page, address: str) -> None:
    opened(page, f"{address}punkt?nr=79&holdning=Imod")
    page.get_by_role("link", name="Næste side →").click()
    expect(page.get_by_text("Side 2 af 3")).to_be_visible()
    expect(page).to_have_url(re.compile("holdning=Imod"))
    before = page.locator("ul.hits").inner_text()
    opened(page, page.url)
    assert page.locator("ul.hits").inner_text() == before


def test_choices_stay_with_the_page_they_were_made_on(page: Page, address: str) -> None:
    opened(page, f"{address}punkt?nr=79&holdning=Imod")
    page.evaluate("window.mark = 1")
    page.get_by_role("link", name="BU-02 →").click()
    expect(page.locator("h1")).to_have_text("BU-02 Ny børnehave")
    assert "holdning" not in page.url
    assert marked(page)
    page.go_back()
    expect(page).to_have_url(re.compile("holdning=Imod"))
    expect(page.get_by_text("Side 1 af 3")).to_be_visible()


def test_the_way_on_by_keys(page: Page, address: str) -> None:
    opened(page, f"{address}svar?id=1")
    page.evaluate("window.mark = 1")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".passage.chosen")).to_contain_text("Punkt 79")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".passage.chosen")).to_contain_text("Punkt BU-02")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".passage.chosen")).to_contain_text("Punkt 79")
    page.keyboard.press("Alt+PageDown")
    expect(page).to_have_url(re.compile("id=2"))
    assert marked(page)


def test_paper_is_the_whole_page_on_a4(page: Page, address: str) -> None:
    opened(page, f"{address}punkt?nr=79")
    page.get_by_role("link", name="Udskriv denne side").click()
    expect(page.get_by_role("button", name="Udskriv")).to_be_visible()
    settle(page)
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert 3 <= len(printed.pages) <= 12
    for sheet in printed.pages:
        assert [round(float(n)) for n in (sheet.mediabox.width, sheet.mediabox.height)] == [
            595, 842,
        ]  # fmt: skip
    said = "".join(sheet.extract_text() for sheet in printed.pages)
    assert said.count(world.CAMPAIGN.split(",")[0]) >= world.ROWS
    assert "Arbejdsudgave, ikke frigivet · Data fra" in " ".join(said.split())
    assert "ikke en meningsmåling" in said
    assert "Tilbage til skærmen" not in said
    assert "Find og afgræns" not in said
