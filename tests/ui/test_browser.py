"""The app as its users meet it: a real server, a real browser, a desktop and a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ui import world
from tests.ui.looking import served

pytestmark = pytest.mark.slow

DESKTOP = {"width": 1280, "height": 900}
PHONES = ({"width": 390, "height": 844}, {"width": 320, "height": 700})
#: Generous: the machine may be busy with other tests.
PATIENCE = 30_000


@pytest.fixture(scope="session")
def address(database: Path, models: Path) -> Iterator[str]:
    """Where a server of our own shows the small round."""
    with served(database, models) as site:
        yield site


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=DESKTOP, locale="da-DK")
    made.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(page: Page, url: str) -> Page:
    """The page once its script has run."""
    page.goto(url)
    settle(page)
    return page


def settle(page: Page) -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator(".consult h1").first.wait_for()


def choose(page: Page, box: str, option: str) -> None:
    """Choose by keyboard, without a mouse; once more where a redraw shut the list."""
    field = page.get_by_role("combobox", name=box)
    offered = page.get_by_role("option", name=option, exact=True)
    page.wait_for_timeout(1_500)  # a page that has just come may run once more
    settle(page)
    for patience in (5_000, 5_000, 30_000):
        field.focus()
        field.press("ControlOrMeta+a")
        field.press_sequentially(option)
        try:
            expect(offered).to_be_visible(timeout=patience)
        except AssertionError:
            if patience == 30_000:
                raise
            field.press("Escape")
        else:
            break
    page.keyboard.press("Enter")


def test_from_the_overview_to_the_words_and_back(page: Page, address: str) -> None:
    opened(page, address)
    expect(page).to_have_title(f"{world.NAME} – Consult")
    page.get_by_role("link", name="Færre timer i SFO").click()
    expect(page.locator("h1")).to_have_text("79 Færre timer i SFO")
    expect(page).to_have_title("79 Færre timer i SFO – Consult")

    quotation = page.locator("figure.against").filter(has_text="foa.txt")
    words = quotation.locator("blockquote").inner_text()
    quotation.get_by_role("link").click()
    chosen = page.locator(".passage.chosen")
    expect(chosen.locator(".words")).to_have_text(words)
    expect(chosen).to_be_in_viewport()
    expect(page).to_have_title("foa.txt – Consult")

    page.get_by_role("link", name="Søg", exact=True).click()
    page.get_by_label("Søg i alle svar").fill("børnehave")
    page.get_by_role("button", name="Søg").click()
    expect(page.locator("mark")).to_have_text("børnehave")
    expect(page).to_have_url(re.compile("ord=b%C3%B8rnehave"))
    page.locator("ul.hits").get_by_role("link", name="BU-02").click()
    expect(page.locator("h1")).to_have_text("BU-02 Ny børnehave")
    page.get_by_role("link", name="← Alle forslag").click()
    expect(page.locator("h1")).to_have_text(world.NAME)
    expect(page.get_by_text("Page not found")).to_have_count(0)


#: Makes every run of a page as short as some are: no state is ever seen between.
SHORT_RUNS = """new MutationObserver(() => {
  const { dataset } = document.querySelector('[data-testid="stApp"]');
  if (dataset.testScriptState !== "notRunning") dataset.testScriptState = "notRunning";
}).observe(document, { subtree: true, childList: true, attributes: true })"""


def test_a_page_that_is_there_is_not_loaded_once_more(page: Page, address: str) -> None:
    opened(page, address)
    page.evaluate(SHORT_RUNS)
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.get_by_role("link", name="Færre timer i SFO").click()
    expect(page.locator("h1")).to_have_text("79 Færre timer i SFO")
    page.wait_for_timeout(5000)  # `moves.js` waits for four seconds
    assert loads == []


def test_choices_survive_a_reload(page: Page, address: str) -> None:
    opened(page, address)
    page.get_by_text("Find og afgræns").click()
    choose(page, "Sortér efter", "Størst andel for")
    expect(page.locator("tbody .code").first).to_have_text("BU-02")
    page.get_by_label("Find forslag").fill("børnehave")
    page.get_by_label("Find forslag").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("find=b"))
    page.reload()
    settle(page)
    expect(page.get_by_label("Find forslag")).to_have_value("børnehave")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("orden="))


def test_a_new_choice_begins_at_the_first_page(page: Page, address: str) -> None:
    opened(page, f"{address}punkt?nr=79&side=3")
    expect(page.get_by_text("Side 3 af 3")).to_be_visible()
    page.get_by_text("Find og afgræns").click()
    settle(page)
    choose(page, "Afsendertype", "Borgere")
    expect(page.get_by_text("Side 1 af 3")).to_be_visible()
    page.get_by_role("link", name="Næste side →").click()
    expect(page.get_by_text("Side 2 af 3")).to_be_visible()
    expect(page).to_have_url(re.compile("afsender=Borgere"))


def test_what_users_wrote_never_runs(page: Page, address: str) -> None:
    opened(page, f"{address}alle-svar")
    page.get_by_role("link", name="nasty.txt").click()
    expect(page.get_by_text("<script>document.title = 'stjålet'</script>")).to_be_visible()
    expect(page.get_by_text("**fed** [klik](https://ondt.dk)")).to_be_visible()
    expect(page).to_have_title("nasty.txt – Consult")
    expect(page.locator(".letter b")).to_have_count(0)


def test_no_page_asks_anyone_else_for_anything(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("", "punkt?nr=79", "svar?id=1", "om"):
        opened(page, address + path)
    assert asked
    elsewhere = [u for u in asked if not u.startswith((address, "data:", "blob:", "ws:"))]
    assert elsewhere == []


def test_on_a_phone_the_table_is_still_a_table_to_a_screen_reader(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address)
    tree = page.locator("table").first.aria_snapshot()
    assert "- table" in tree
    assert 'rowheader "Færre timer i SFO' in tree
    assert 'columnheader "Holdning"' in tree
