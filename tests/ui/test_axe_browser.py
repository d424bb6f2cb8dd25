"""Every page for every role, and the states they can be in: axe-core, 320 px, headings, language.

What two roles see alike in the same width is run through axe once. The menu above the page
differs by role, and is on all of the role's pages.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from consult.ui.components.version import AS_ONESELF
from consult.ui.routes import ROUTES
from tests.ui import house, people, world
from tests.ui.looking import SIZES, Eyes, entered, move, served, still

pytestmark = pytest.mark.slow

ROLES = ("laeser", "redaktion", "chef")
#: What a page needs in its address to show something.
NEEDS = {
    "punkt": "nr=79", "svar": "id=1&passage=1", "soeg": "ord=skole", "tema": "navn=skole",
    "organisation": "navn=union:foa",
}  # fmt: skip
ADDRESSES = [address for _, address, *_ in ROUTES]
R = f"runde={world.SLUG}"
READS = ("", "uden-punkt", "emner", "organisationer", "alle-svar", "filer", "oplysninger")


def oneself(address: str) -> str:
    """The address, not seen as others see it: a page's session goes on as it was asked to."""
    return f"{address}{'&' if '?' in address else '?'}som={AS_ONESELF}"


def of(address: str, slug: str = world.SLUG) -> str:
    """The address in that round."""
    return f"{address}?runde={slug}&{NEEDS.get(address, '')}".rstrip("&")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[tuple[str, str]]:
    """Where the full house is served, and the password that must be changed."""
    database = tmp_path_factory.mktemp("full") / "consult.sqlite3"
    password = house.fill(database)
    with served(database, models) as site:
        yield site, password


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[str]:
    """Where the house without rounds is served."""
    database = tmp_path_factory.mktemp("bare") / "consult.sqlite3"
    house.unfurnished(database)
    with served(database, models) as site:
        yield site


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    made = Eyes()
    yield made
    print(f"\n{made.views} views, {made.runs} runs of axe-core")  # noqa: T201


Enter = Callable[[str], Page]


@pytest.fixture(scope="module")
def enter(browser: Browser, full: tuple[str, str]) -> Iterator[Enter]:
    """The page of a user of the full house, signed in once."""
    yield from _pages(browser, full[0])


@pytest.fixture(scope="module")
def enter_bare(browser: Browser, bare: str) -> Iterator[Enter]:
    yield from _pages(browser, bare)


def _pages(browser: Browser, site: str) -> Iterator[Enter]:
    made: dict[str, Page] = {}

    def page(name: str) -> Page:
        if name not in made:
            made[name] = entered(browser, site, name)
        return made[name]

    yield page
    for one in made.values():
        one.context.close()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_for_every_role(enter: Enter, eyes: Eyes, role: str, address: str) -> None:
    page = enter(role)
    move(page, of(address))
    assert eyes.look(page) == []


#: Views of the reader, of the editor, and of the administrator, each an address.
STATES = {
    "laeser": [
        *(of(address, people.OTHER) for address in ("", "punkt", "alle-svar", "svar", "udtraek")),
        *(f"{of(a)}&print=1" for a in (*READS, "punkt", "svar", "tema", "organisation", "soeg")),
        f"punkt?{R}&nr=BU-02&holdning=For", f"punkt?{R}&nr=82", f"punkt?{R}&nr=XX-99",
        f"punkt?{R}&nr=79&holdning=Imod&side=2", f"svar?{R}&id=2", f"svar?{R}&id=3",
        f"svar?{R}&id=4", f"svar?{R}&id=99999", f"svar?{R}&id=x", f"soeg?{R}",
        f"soeg?{R}&ord=kamel", f"soeg?{R}&ord={quote(world.LONG_WORD)}", f"alle-svar?{R}&side=2",
        f"tema?{R}&navn=findes-ikke", f"organisation?{R}&navn=findes-ikke", "?runde=findes-ikke",
        *(f"vejledning?side={side}" for side in ("politiker", "opret", "ret", "frigiv")),
    ],
    "redaktion": [
        *(of(address, house.EMPTY) for address in (*READS, "soeg", "laeg-op", "gennemgang",
                                                   "frigiv", "udtraek")),
        *(of(address, house.WORKED) for address in ("", "laeg-op", "filer", "gennemgang")),
        *(f"svar?{R}&id={n}" for n in (3, 6, 7, 53, 54, 55, 56)),
        f"svar?{R}&id=1&passage=1&ret=passage", f"svar?{R}&id=1&ret=afsender",
        f"?{R}&som=laeser", f"punkt?{R}&nr=79&som=laeser",
    ],
    "chef": [
        "brugere?bruger=laeser", "brugere?bruger=ingen", "brugere?bruger=findes-ikke",
        "log?bruger=findes-ikke", "log?udfald=Kun+det,+der+blev+afvist",
        f"emner-ret?{R}&emne=skole",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "address"), [(role, address) for role in STATES for address in STATES[role]]
)
def test_every_state_that_has_an_address(enter: Enter, eyes: Eyes, role: str, address: str) -> None:
    page = enter(role)
    move(page, address if "som=" in address else oneself(address))
    assert eyes.look(page) == []


#: Pages that are not the same whether there are rounds or not.
OF_ROUNDS = (*READS, "soeg", "laeg-op", "gennemgang", "frigiv", "udtraek", "adgang", "hoeringer")


@pytest.mark.parametrize("address", OF_ROUNDS)
def test_a_house_without_rounds(enter_bare: Enter, eyes: Eyes, address: str) -> None:
    for role in ("laeser", "chef") if address in ("", "alle-svar") else ("chef",):
        page = enter_bare(role)
        move(page, address)
        assert eyes.look(page) == []


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate(
        "document.querySelectorAll('details:not([open]) > summary').forEach((s) => s.click())"
    )
    still(page)


def press(*buttons: str) -> Callable[[Page], None]:
    """Presses one button after the other."""

    def act(page: Page) -> None:
        for name in buttons:
            page.get_by_role("button", name=name).first.click()
            still(page)

    return act


def no_user(page: Page) -> None:
    unfold(page)
    page.get_by_label("Brugernavn").fill("chef")
    press("Opret bruger")(page)
    page.get_by_text("Der er allerede en bruger").wait_for()


def no_member(page: Page) -> None:
    page.get_by_label("Brugernavn").first.fill("findes-ikke")
    page.keyboard.press("Enter")
    page.get_by_text("findes ikke").first.wait_for()


def no_theme(page: Page) -> None:
    page.get_by_label("Navn", exact=True).fill("")
    press("Gem navn og beskrivelse")(page)


#: What is opened, asked or answered wrongly on a page, by role and address.
ACTS = (
    *(("laeser", of(a), unfold) for a in ("", "punkt", "alle-svar", "soeg", "om", "oplysninger")),
    *(("redaktion", of(a), unfold) for a in ("svar", "filer", "frigiv", "punkt")),
    ("redaktion", of("laeg-op", house.WORKED), unfold),
    ("redaktion", of("laeg-op", house.WORKED), press("Træk tilbage")),
    ("redaktion", f"svar?{R}&id=1&passage=1&ret=passage", unfold),
    ("redaktion", f"svar?{R}&id=1&passage=1&ret=passage", press("Gem rettelsen")),
    ("redaktion", of("gennemgang"), press("Andet forslag")),
    ("redaktion", of("gennemgang"), press("Andet emne")),
    ("redaktion", of("gennemgang"), press("Spring over")),
    ("redaktion", of("frigiv"), press("Behold fund 1")),
    ("redaktion", of("udtraek"), press("Lav filen")),
    ("redaktion", of("oplysninger"), press("Ret oplysningerne")),
    ("redaktion", "ny-hoering", press("Videre")),
    ("chef", of("brugere"), no_user),
    ("chef", of("adgang"), no_member),
    ("chef", of("emner-ret"), no_theme),
)


@pytest.mark.parametrize(("role", "address", "act"), ACTS)
def test_what_is_opened_or_answered_wrongly(
    enter: Enter, eyes: Eyes, role: str, address: str, act: Callable[[Page], None]
) -> None:
    page = enter(role)
    move(page, oneself(address))
    act(page)
    assert eyes.look(page) == []


def test_a_catalogue_typed_by_hand_up_to_the_last_look(enter: Enter, eyes: Eyes) -> None:
    page = enter("chef")
    move(page, "ny-hoering")
    page.get_by_label("Høringens navn").fill("Ny")
    press("Videre")(page)
    assert eyes.look(page) == []
    press("Skriv forslagene selv")(page)
    assert eyes.look(page) == []
    unfold(page)
    press("Tilføj et forslag")(page)
    assert eyes.look(page) == []
    press("Vælg en anden fil", "Gå videre uden katalog")(page)
    assert eyes.look(page) == []


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_lists_of_choices_help_and_the_menu(
    enter: Enter, eyes: Eyes, size: tuple[int, int]
) -> None:
    # What floats above all landmarks belongs to its field, and the field moves an open list.
    floats = ("region", "scrollable-region-focusable")
    page = enter("redaktion")
    move(page, oneself(f"svar?{R}&id=1&passage=1&ret=passage"))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    box = page.get_by_role("combobox", name="Emner, det vigtigste først")
    box.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    assert eyes.look(page, (size,), floats) == []
    box.press_sequentially("xyzzy")
    expect(page.get_by_role("listbox")).to_contain_text("Ingen passer")
    assert eyes.look(page, (size,), floats) == []
    page.keyboard.press("Escape")
    move(page, of("gennemgang"))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.get_by_role("button", name="Hjælp til Brug genvejstaster").focus()
    assert eyes.look(page, (size,), floats) == []
    if size[0] < 640:
        page.get_by_role("button", name="Åbn menuen").click()
        expect(page.get_by_role("button", name="Luk menuen")).to_be_visible()
        assert eyes.look(page, (size,)) == []
        page.get_by_role("button", name="Luk menuen").click()
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_door(browser: Browser, full: tuple[str, str], eyes: Eyes) -> None:
    site, once = full
    context = browser.new_context(locale="da-DK")
    page = context.new_page()
    for address in ("log-ind", "log-ind?ud=1", "findes-ikke", "findes/heller/ikke"):
        page.goto(site + address)
        assert eyes.look(page) == []
    page.goto(f"{site}log-ind")
    sign_in(page, house.NEW, "forkert")
    expect(page.get_by_role("alert")).to_be_visible()
    assert eyes.look(page) == []
    sign_in(page, house.NEW, once)
    expect(page.locator("h1")).to_have_text("Skift adgangskode")
    assert eyes.look(page) == []
    for name, words in (
        ("Engangsadgangskoden", once), ("Ny adgangskode", "a"), ("Ny adgangskode igen", "b"),
    ):  # fmt: skip
        page.get_by_label(name, exact=True).fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert eyes.look(page) == []
    page.goto(f"{site}log-ud")
    assert eyes.look(page) == []
    context.close()


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Brugernavn").fill(name)
    page.get_by_label("Adgangskode").fill(password)
    page.keyboard.press("Enter")


def test_a_lost_connection_is_told_in_danish(
    browser: Browser, models: Path, tmp_path: Path, eyes: Eyes
) -> None:
    database = tmp_path / "consult.sqlite3"
    house.unfurnished(database)
    with served(database, models) as site:
        page = entered(browser, site, "chef")
        still(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Ingen forbindelse")
    expect(dialog).to_contain_text("Serveren svarer ikke.")
    assert eyes.look(page) == []
    page.context.close()
