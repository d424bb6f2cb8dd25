"""The politician's evening: five minutes with one proposal, then paper."""

import io
import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from consult.domain.redaction import MASK
from tests.ui.evenings import letters
from tests.ui.evenings.administrator import NAME, PARENTS, SCHOOL, SLUG
from tests.ui.evenings.album import Album
from tests.ui.evenings.hands import by_menu, opened, settle

A4 = [595, 842]


@dataclass
class Reading:
    """Where he sits, with his tablet."""

    page: Page
    address: str
    album: Album

    def done(self, step: str) -> None:
        """A step is done."""
        self.album.step(step, self.page)


def find(reading: Reading) -> None:
    """The round, its version, and the proposal that most have written about."""
    page = reading.page
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator(".version")).to_contain_text("Version 1, frigivet")
    for name in ("Frigiv", "Læg svar op", "Gennemgang"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    reading.done("10-forslagene")
    page.get_by_text("Find og afgræns").click()
    settle(page)
    page.get_by_label("Find forslag").fill("vestermark")
    page.get_by_label("Find forslag").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name=SCHOOL).click()
    expect(page.locator("h1")).to_have_text(f"BU-01 {SCHOOL}")
    settle(page)


def read(reading: Reading) -> None:
    """Who is on each side, the points in their own words, and what they rest on."""
    page = reading.page
    for side in ("Imod", "Betinget"):
        expect(page.get_by_role("heading", name=re.compile(f"^{side}")).first).to_be_visible()
    expect(page.get_by_text("ikke en meningsmåling").first).to_be_visible()
    expect(page.locator("table.amounts")).to_contain_text("−4,5")
    expect(page.locator("figure blockquote").first).to_be_visible()
    reading.done("11-et-forslag")
    why = page.locator("figure details").first
    why.get_by_text("Hvordan ved vi det?").click()
    expect(why.get_by_text(re.compile("Bedømt af modellen"))).to_be_visible()


def open_source(reading: Reading) -> None:
    """From a quotation to the place in the letter, and on by keys."""
    page = reading.page
    quotation = page.locator("figure").first
    words = quotation.locator("blockquote").inner_text()
    quotation.locator("figcaption").get_by_role("link").first.click()
    chosen = page.locator(".passage.chosen")
    expect(chosen.locator(".words")).to_contain_text(words[:40])
    expect(chosen).to_be_in_viewport()
    settle(page)
    reading.done("12-stedet-i-svaret")
    page.keyboard.press("Alt+PageDown")
    expect(page).not_to_have_url(re.compile("passage="))
    settle(page)


def search(reading: Reading) -> None:
    """A word in another form than it was written in; and the number, which is not there."""
    page = reading.page
    by_menu(page, "Søg", "Søg")
    page.get_by_label("Søg i alle svar").fill("datteren")
    page.get_by_label("Søg i alle svar").press("Enter")
    hit = page.locator("ul.hits li").filter(has=page.get_by_text("datter", exact=True)).first
    expect(hit).to_be_visible()
    expect(hit.locator("mark").first).to_have_text("datter")
    reading.done("13-soeg")
    opened(page, f"{reading.address}soeg?runde={SLUG}&ord={letters.CPR}")
    expect(page.get_by_text("Ingen passager")).to_be_visible()
    opened(page, f"{reading.address}soeg?runde={SLUG}&ord=%22vil+sl%C3%A5+sagen+op%22")
    expect(page.locator("ul.hits li").first).to_contain_text(MASK * 11)
    masked = page.locator("ul.hits .masked").first
    expect(masked).to_have_attribute("aria-label", "fjernet før frigivelsen")
    page.locator("ul.hits").get_by_role("link", name=letters.MOTHER).first.click()
    expect(page.locator("h1")).to_contain_text(PARENTS)
    assert letters.CPR not in page.content()


def print_it(reading: Reading) -> None:
    """The proposal on A4 paper, whole, with what it is and of when."""
    page = reading.page
    opened(page, f"{reading.address}punkt?runde={SLUG}&nr=BU-01")
    page.get_by_role("link", name="Udskriv denne side").click()
    expect(page.get_by_role("button", name="Udskriv")).to_be_visible()
    settle(page)
    reading.done("14-paa-papir")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert 2 <= len(printed.pages) <= 12
    for sheet in printed.pages:
        assert [round(float(n)) for n in (sheet.mediabox.width, sheet.mediabox.height)] == A4
    said = " ".join("".join(sheet.extract_text() for sheet in printed.pages).split())
    for words in (SCHOOL, "frigivet til læsere", "ikke en meningsmåling", "Jeg er imod forslaget"):
        assert words in said, words
    for words in ("Tilbage til skærmen", "Find og afgræns", letters.CPR):
        assert words not in said, words


def refused(reading: Reading) -> None:
    """What is the administrator's alone says so, by its address too."""
    for path in ("frigiv", "laeg-op", "gennemgang", "adgang", "brugere", "log"):
        opened(reading.page, f"{reading.address}{path}?runde={SLUG}")
        expect(reading.page.locator(".stMain")).to_contain_text("kræver rollen som")
