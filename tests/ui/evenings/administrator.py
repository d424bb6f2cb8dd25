"""The administrator's evening, step by step; each step ends in something that is seen."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.ui.evenings import letters
from tests.ui.evenings.album import Album
from tests.ui.evenings.hands import (
    by_menu,
    choose,
    choose_more,
    opened,
    passage,
    press,
    settle,
    too_wide,
)
from tests.ui.site import Site

NAME, SLUG = "Budget 2027", "budget-2027"
SCHOOL = "Lukning af Vestermark Skole: børnene flytter"
INVITED = "Ældrerådet\nSkolebestyrelsen på Vestermark Skole\nHandicaprådet"
#: Milliseconds until thirty answers are read and analysed, where others use the machine too.
READING = 900_000
SAVED = "Rettelsen er gemt."
#: For whom the mother writes: no private person, so that the name may be shown.
PARENTS = "Forældrene i 2.b"
#: Words of the mother's letter: on the school, with the number, on the parks.
AGAINST, CASE, PARKS = "Jeg er imod forslaget", "vil slå sagen op", "Fjern hellere nogle"


@dataclass
class Evening:
    """Where she sits, and what of it is kept."""

    page: Page
    site: Site
    album: Album

    def at(self, path: str, **query: str) -> None:
        """A page of the round."""
        asked = "".join(f"&{name}={words}" for name, words in query.items())
        opened(self.page, f"{self.site.address}{path}?runde={SLUG}{asked}")

    def done(self, step: str) -> None:
        """A step is done."""
        self.album.step(step, self.page)


def make(evening: Evening) -> None:
    """A consultation: what is said of it, its catalogue with three things put right."""
    page = evening.page
    page.get_by_role("link", name="Opret den første høring").click()
    page.get_by_label("Høringens navn").fill(NAME)
    page.get_by_label("Første dag").fill("20.8.2026")
    page.get_by_label("Sidste dag").fill("10.9.2026")
    page.get_by_label("Journalnummer").fill("00.30.02-P19-1-26")
    page.get_by_label("Emne").fill("Budget 2027-2030")
    page.get_by_label("Inviterede parter").fill(INVITED)
    evening.done("02-ny-hoering")
    page.get_by_role("button", name="Videre").click()
    expect(page.get_by_role("heading", name="Trin 2 af 3")).to_be_focused()
    page.locator("input[type=file]").set_input_files(str(letters.CATALOGUE))
    page.get_by_text("26 forslag læst i katalog.xlsx").wait_for()
    put_right(page)
    evening.done("03-kataloget-rettes")
    page.get_by_role("button", name="Videre").click()
    page.get_by_text("26 forslag i alt").wait_for()
    for said in ("20. august", "00.30.02-P19-1-26", "Handicaprådet"):
        expect(page.locator(".stMain")).to_contain_text(said)
    press(page, "Opret høringen")
    page.get_by_role("heading", name="Høringen er oprettet").wait_for()


def put_right(page: Page) -> None:
    """What was read: a title, a direction, an amount."""
    page.get_by_label("Titel").first.fill(SCHOOL)
    page.get_by_label("Titel").first.press("Tab")
    settle(page)
    choose(page, "Retning", "Omlægning")
    page.get_by_label("Beløb pr. år").first.fill("2027: -2; 2028: -4,5")
    page.get_by_label("Beløb pr. år").first.press("Tab")
    settle(page)
    page.get_by_label("Titel").first.scroll_into_view_if_needed()


def hand_in(evening: Evening) -> None:
    """The mailbox as one archive; killed with -9 as soon as it is said to be received."""
    page = evening.page
    page.locator(".stMain").get_by_role("link", name="Læg svar op").click()
    settle(page)
    box = page.get_by_test_id("stFileUploader")
    expect(box.locator("button", has_text="Vælg på computeren")).to_be_visible()
    assert not re.search(r"Upload|Drag|Browse|per file", box.inner_text()), "it speaks Danish"
    page.locator("input[type=file]").set_input_files(letters.handed_in())
    page.get_by_text("3 filer er modtaget og gemt.").wait_for()
    evening.site.kill()
    evening.site.start()


def watch(evening: Evening) -> None:
    """Every file until its end, while she stands in a field and has scrolled."""
    page = evening.page
    evening.at("laeg-op")
    expect(page.get_by_text(re.compile(r"af \d+ filer er færdige"))).to_be_visible()
    evening.done("04-svarene-laeses")
    search = page.get_by_label("Find fil")
    search.focus()
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(500)
    scrolled = page.locator(".stMain").evaluate("e => e.scrollTop")
    page.get_by_text("Alle filer er færdige.").wait_for(timeout=READING)
    expect(search).to_be_focused()
    assert page.locator(".stMain").evaluate("e => e.scrollTop") >= min(scrolled, 1)
    sums = " ".join(page.locator("ul.totals").first.inner_text().split())
    for part in ("7 færdige", "1 samme kilde som før", "1 fejlede"):
        assert part in sums, sums
    expect(page.get_by_text(letters.BROKEN).first).to_be_visible()
    evening.done("05-alt-er-laest")
    page.get_by_role("button", name="Træk tilbage").first.click()
    press(page, "Ja, træk den tilbage")
    expect(page.get_by_text("er trukket tilbage").first).to_be_visible()


def invited(evening: Evening) -> None:
    """Who of those invited has answered, and the catalogue as it was put right."""
    evening.at("oplysninger")
    said = "26 forslag i alt: besparelse 15, investering 5, omlægning 4"
    expect(evening.page.get_by_text(said)).to_be_visible()
    expect(evening.page.get_by_text("2 af 3 inviterede har svaret")).to_be_visible()


def correct(evening: Evening) -> None:
    """Five things in one letter: its sender, a stance, a link, a theme, a border."""
    page = evening.page
    by_menu(page, "Søg", "Søg")
    page.get_by_label("Søg i alle svar").fill("datterens klasse")
    page.get_by_label("Søg i alle svar").press("Enter")
    page.locator("ul.hits").get_by_role("link", name=letters.MOTHER).first.click()
    page.get_by_role("heading", name="Hele svaret").wait_for()
    settle(page)
    page.get_by_role("link", name="Ret afsender").click()
    settle(page)
    page.get_by_label("Navn (tomt: uden navn)").fill(PARENTS)
    choose(page, "Afsendertype", "Forening")
    saved(page)
    open_passage(page, AGAINST)
    page.get_by_role("radiogroup", name=re.compile("Holdning til BU-01")).get_by_text(
        "Betinget"
    ).click()
    evening.done("06-en-passage-rettes")
    saved(page)
    open_passage(page, CASE)
    choose_more(page, re.compile("Forslag, passagen handler om"), "BU-01")
    saved(page)
    open_passage(page, PARKS)
    choose_more(page, re.compile("Emner"), "Kultur")
    saved(page)
    open_passage(page, AGAINST)
    page.get_by_text("Passagens grænser").click()
    choose(page, "Del passagen", "…Hendes plads")
    press(page, "Del")
    expect(page.get_by_text(SAVED)).to_be_visible()


def open_passage(page: Page, words: str) -> None:
    """The form of the passage that holds these words."""
    passage(page, words).get_by_role("link", name=re.compile("^Ret")).click()
    page.get_by_role("heading", name="Ret passagen").wait_for()
    settle(page)


def saved(page: Page) -> None:
    """What was chosen is stored."""
    press(page, "Gem rettelsen")
    expect(page.get_by_text(SAVED)).to_be_visible()


def review(evening: Evening) -> None:
    """The queue by keyboard alone: agree, a stance, a theme, and one of them taken back."""
    page = evening.page
    by_menu(page, "Gennemgang", "Gennemgang")
    before = decided(page)
    evening.done("07-gennemgang")
    for n, key in enumerate(("m", "1"), start=1):
        page.keyboard.press(key)
        until(page, before + n)
    page.keyboard.press("e")
    field = page.get_by_role("combobox", name=re.compile("Emner"))
    field.focus()
    themes = page.get_by_test_id("stMultiSelect").inner_text()
    page.keyboard.type("Sundhed" if "Kultur" in themes else "Kultur")
    page.keyboard.press("Enter")
    settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Gem rettelsen").focus()
    page.keyboard.press("Enter")
    until(page, before + 3)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("z")
    until(page, before + 2)
    page.get_by_role("link", name="Se hele svaret").click()
    chosen = page.locator(".passage.chosen")
    expect(chosen.get_by_role("link", name=re.compile("Ret"))).to_be_visible()
    settle(page)


def decided(page: Page) -> int:
    """How many passages persons have decided."""
    said = re.search(r"(\d+) passager? er afgjort", page.locator(".stMain").inner_text())
    assert said, "the page says how far she has come"
    return int(said[1])


def until(page: Page, n: int) -> None:
    """Until so many are decided, and the keys are heard again."""
    expect(page.get_by_text(re.compile(rf"\b{n} passager? er afgjort"))).to_be_visible()
    settle(page)
    expect(page.get_by_role("button", name="Fortryd")).to_be_visible()


def release(evening: Evening) -> None:
    """A number in a letter stops the release; taken out, the version goes to the readers."""
    page = evening.page
    by_menu(page, "Frigiv", "Frigiv en version til læserne")
    press(page, "Frigiv version 1")
    expect(page.locator("mark").first).to_have_text(letters.CPR)
    expect(page.get_by_text("1 CPR-nummer skal afgøres ovenfor")).to_be_visible()
    expect(page.get_by_role("button", name="Frigiv version 1")).to_be_disabled()
    page.locator("mark").first.scroll_into_view_if_needed()
    evening.done("08-et-cpr-nummer-stopper")
    fits_phones(page)
    page.get_by_role("button", name="Fjern fund 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Fundet er fjernet fra det, læserne får at se")).to_be_visible()
    settle(page)
    page.get_by_label("Bemærkning til versionen").fill("Til udvalget den 29.")
    press(page, "Frigiv version 1")
    expect(page.get_by_text("Version 1 er frigivet. Læserne ser den")).to_be_visible()
    expect(page.get_by_role("cell", name="Til udvalget den 29.")).to_be_visible()
    evening.done("09-frigivet")


def fits_phones(page: Page) -> None:
    """The page with the number on it, on two phones."""
    size = page.viewport_size
    assert size is not None
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(300)
        assert too_wide(page) == []
    page.set_viewport_size(size)


def look_as_reader(evening: Evening) -> None:
    """The number is still there for her; what the readers see; and back again."""
    page = evening.page
    evening.at("soeg", ord=letters.CPR)
    expect(page.locator("ul.hits mark").first).to_be_visible()
    by_menu(page, "Frigiv", "Frigiv en version til læserne")
    page.get_by_role("link", name="Se runden, som læserne ser den").click()
    settle(page)
    expect(page.locator(".version")).to_contain_text("Du ser runden, som læserne ser den")
    by_menu(page, "Alle svar", re.compile("Alle svar"))
    expect(page.locator(".version")).to_contain_text("som læserne ser den")
    page.get_by_role("link", name="Tilbage til arbejdsudgaven").click()
    settle(page)
    expect(page.locator(".version")).to_have_count(0)


def invite_reader(evening: Evening, name: str) -> None:
    """A reader's right, in this round only."""
    page = evening.page
    evening.at("adgang")
    page.get_by_label("Brugernavn").fill(name)
    press(page, "Giv adgang")
    expect(page.get_by_text(f"»{name}« er nu læser i runden.")).to_be_visible()


def counts(evening: Evening) -> tuple[int, int]:
    """Responses and passages, as the page for taking out says them."""
    evening.at("udtraek")
    said = re.search(r"([\d.]+) svar med ([\d.]+) passager", evening.page.content())
    assert said
    return int(said[1].replace(".", "")), int(said[2].replace(".", ""))
