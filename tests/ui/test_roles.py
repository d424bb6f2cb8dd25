"""Role x page, by URL: one's own round and another, for every page there is."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from consult.domain.access import Action, Role, local
from consult.services import accounts, auditing, memberships
from consult.services.desk import Desk
from consult.services.signing import SignedIn, sign_in
from consult.ui.parts import app
from consult.ui.routes import ROUTES, menu
from consult.ui.texts import keys
from consult.ui.web import cookies
from tests.ui import people, world
from tests.ui.people import GOOD, HIDDEN, NASTY, OTHER, OTHER_NAME, USERS

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app.py"
ORDER = (None, Role.READER, Role.EDITOR, Role.ADMINISTRATOR)
LEAST = {address: action for _, address, _, _, action in ROUTES}
#: Pages that show a round, and a word of each that only who may see the round reads.
OF_A_ROUND = {a for a, action in LEAST.items() if action in {Action.VIEW, Action.GRANT}}
#: How a page says that it was not shown.
REFUSED = "Siden kunne ikke vises"
Look = Callable[..., AppTest]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    path = tmp_path_factory.mktemp("roles") / "consult.sqlite3"
    return path, people.fill(path)


@pytest.fixture
def look(fresh: pytest.MonkeyPatch, house: tuple[Path, int]) -> Iterator[Look]:
    """Opens a page as a user, None for a stranger; the browser's cookies are all that is faked."""
    fresh.setenv("CONSULT_DATABASE", str(house[0]))
    fresh.setenv("CONSULT_PASSWORD_MEMORY", "8")
    brought: dict[str, str] = {}
    fresh.setattr(ContextProxy, "cookies", property(lambda _: brought))

    def opened(name: str | None, address: str, **query: str) -> AppTest:
        brought.clear()
        if name is not None:
            brought[cookies.SESSION] = token_of(name)
        test = AppTest.from_file(str(APP), default_timeout=120)
        for key, value in query.items():
            test.query_params[key] = value
        test._page_hash = calc_hash(address)
        return test.run()

    yield opened
    app().store.close()
    st.cache_resource.clear()


def token_of(name: str) -> str:
    done = sign_in(app().door, name, GOOD, "192.0.2.1")
    assert isinstance(done, SignedIn), done
    return done.token


def words(page: AppTest) -> str:
    assert not page.exception
    bodies = [element.proto.body for element in page.get("html")]
    html = "".join(b for b in bodies if b.startswith('<div class="consult'))
    return unescape(re.sub(r"<[^>]*>", "\n", html))


def role_here(name: str, slug: str) -> Role | None:
    everywhere, here = USERS[name]
    own = here if slug == world.SLUG else None
    return max(everywhere, own, key=ORDER.index)


#: The least role in a round for what is done there; the rest is for roles in all rounds.
HERE = {
    Action.VIEW: Role.READER, Action.FILL: Role.EDITOR, Action.REVIEW: Role.EDITOR,
    Action.RELEASE: Role.EDITOR, Action.GRANT: Role.ADMINISTRATOR,
}  # fmt: skip
#: What an address must name, for the pages that are of one thing.
NAMES = {"tema": "skole", "organisation": "union:foa"}


def may(name: str, address: str, slug: str) -> bool:
    action = LEAST[address]
    # The list of themes is for everyone; what changes it is not on their page.
    if action is None or address == "emner-ret":
        return True
    least = HERE.get(action, Role.EDITOR if action is Action.CREATE else Role.ADMINISTRATOR)
    role = role_here(name, slug) if action in HERE else USERS[name][0]
    return ORDER.index(role) >= ORDER.index(least)


@pytest.mark.parametrize("name", USERS)
def test_role_by_page(look: Look, house: tuple[Path, int], name: str) -> None:
    for address in LEAST:
        for slug, key in ((world.SLUG, "1"), (OTHER, str(house[1]))):
            said = words(look(name, address, runde=slug, nr="79", id=key, ord="indviede",
                              navn=NAMES.get(address, "")))  # fmt: skip
            allowed = may(name, address, slug)
            where = f"{name} {address} {slug}"
            turned_away = REFUSED in said or "kræver rollen som" in said
            if allowed or not any(USERS[name]):
                assert allowed != turned_away or "ikke adgang" in said, where
            else:
                assert turned_away or "endnu ikke frigivet" in said, where
            if not allowed or (address in OF_A_ROUND and slug == world.SLUG):
                assert HIDDEN not in said, where
            if not role_here(name, OTHER) and address != "log":
                assert OTHER_NAME not in said, where


@pytest.mark.parametrize("address", LEAST)
def test_a_stranger_and_a_signed_out_tab_see_no_page(look: Look, address: str) -> None:
    said = words(look(None, address, runde=world.SLUG, nr="79", id="1", ord="skole"))
    assert "Log ind for at gå videre." in said
    assert world.NAME not in said
    forged = look("laeser", address, runde=world.SLUG, nr="79", id="1")
    with app().store.write() as connection:
        connection.exec_driver_sql("update session set ended = created, ended_why = 'signed_out'")
    said = words(forged.run())
    assert "Du er logget ud." in said
    assert world.NAME not in said


def test_another_rounds_response_is_not_shown_through_ones_own(
    look: Look, house: tuple[Path, int]
) -> None:
    said = words(look("her-chef", "svar", runde=world.SLUG, id=str(house[1])))
    assert HIDDEN not in said
    assert REFUSED in said


def test_the_menu_has_what_one_may_do(look: Look) -> None:
    look("chef", "om")
    anyone = ["vejledning", "mere", "om"]
    reader = [
        "", "uden-punkt", "emner", "organisationer", "alle-svar", "soeg", "filer", "udtraek",
        "oplysninger", *anyone,
    ]  # fmt: skip
    editor = ["laeg-op", "gennemgang", "frigiv"]
    assert {"adgang", "brugere", "emner-ret", "log"} < set(menu(Desk(app().store, local()).actor))
    for name, more in (
        ("her-laeser", []), ("redaktion", [*editor, "ny-hoering"]),
        ("her-chef", [*editor, "adgang"]),
        ("chef", [*editor, "ny-hoering", "adgang", "brugere", "emner-ret", "log"]),
    ):  # fmt: skip
        done = sign_in(app().door, name, GOOD, "192.0.2.1")
        assert isinstance(done, SignedIn)
        assert set(menu(done.actor)) == {*reader, *more}
    done = sign_in(app().door, "ingen", GOOD, "192.0.2.1")
    assert isinstance(done, SignedIn)
    assert menu(done.actor) == anyone


def test_who_has_access_to_nothing_is_told_what_to_do(look: Look) -> None:
    said = words(look("ingen", ""))
    assert "Du har ikke adgang til nogen høringsrunder endnu" in said
    assert "consult round create" not in said


def test_the_list_of_rounds_invites_nobody_who_may_make_none(look: Look) -> None:
    said = words(look("ingen", "hoeringer"))
    assert "Du har ikke adgang til nogen høringsrunder endnu" in said
    assert "Opret den første høring" not in said


def test_names_with_markup_are_text_on_every_page(look: Look) -> None:
    for address in ("brugere", "adgang", "log", "konto"):
        page = look("chef", address, runde=world.SLUG, bruger="", find="her-laeser")
        bodies = "".join(element.proto.body for element in page.get("html"))
        assert "<img src=x" not in bodies
    assert NASTY in words(look("chef", "adgang", runde=world.SLUG))
    assert NASTY in words(look("her-laeser", "konto"))


def test_an_administrator_adds_changes_and_closes_a_user(look: Look) -> None:
    desk = Desk(app().store, local())
    page = look("chef", "brugere")
    page.text_input[0].set_value("Ny.Bruger")
    page.text_input[1].set_value("Ny <b>Bruger</b>")
    page.button[0].click()
    said = words(page.run())
    assert "Brugeren »ny.bruger« er oprettet." in said
    given = re.search(r"\b\w{5}-\w{5}-\w{5}\b", said).group(0)  # type: ignore[union-attr]
    assert isinstance(sign_in(app().door, "ny.bruger", given, "192.0.2.1"), SignedIn)
    assert given not in words(page.run()), "shown once"
    page.text_input[0].set_value("Ny.Bruger")
    page.button[0].click()
    assert "Der er allerede en bruger" in words(page.run())

    page = look("chef", "brugere", bruger="ny.bruger")
    pressed = {button.label: button for button in page.button}
    page.selectbox[0].set_value(Role.EDITOR)
    pressed["Gem rolle"].click()
    assert "Rollen er ændret" in words(page.run())
    assert accounts.get(desk, "ny.bruger").account.role is Role.EDITOR
    next(b for b in page.button if b.label == "Log ud alle steder").click()
    assert "1 session er afsluttet." in words(page.run())
    next(b for b in page.button if b.label == "Lav ny engangsadgangskode").click()
    assert "Engangsadgangskode til »ny.bruger«" in words(page.run())
    next(b for b in page.button if b.label == "Luk kontoen").click()
    assert "Kontoen er lukket" in words(page.run())
    next(b for b in page.button if b.label == "Åbn kontoen igen").click()
    assert "Kontoen er åben igen." in words(page.run())
    assert "findes ikke" in words(look("chef", "brugere", bruger="<b>nej</b>"))
    done = {line.action for line in auditing.entries(desk, limit=20).items}
    assert {"account.create", "account.role", "session.end", "account.close"} <= done


def test_the_last_administrator_stays(look: Look) -> None:
    page = look("chef", "brugere", bruger="chef")
    next(b for b in page.button if b.label == "Luk kontoen").click()
    assert "er den eneste administrator" in words(page.run())


def test_access_to_one_round_is_given_and_taken_back(look: Look) -> None:
    page = look("her-chef", "adgang", runde=world.SLUG)
    page.text_input[0].set_value("ingen")
    page.selectbox[0].set_value(Role.READER)
    page.button[0].click()
    assert "»ingen« er nu læser i runden." in words(page.run())
    desk = Desk(app().store, local())
    assert "ingen" in {m.account for m in memberships.members(desk, world.SLUG)}
    take = next(b for b in page.selectbox if b.label == "Fra hvem?")
    take.set_value("ingen")
    next(b for b in page.button if b.label == "Tag adgang tilbage").click()
    assert "»ingen« har ikke længere en rolle her" in words(page.run())
    page.text_input[0].set_value("ukendt")
    page.button[0].click()
    assert "Brugeren »ukendt« findes ikke" in words(page.run())


def test_the_log_is_filtered_and_says_what_was_denied(look: Look) -> None:
    look("her-laeser", "brugere")
    said = words(look("chef", "log", udfald="Kun det, der blev afvist"))
    assert "afvist" in said
    assert "kan ikke se og ændre brugere" in said
    assert "Ingen bruger hedder" in words(look("chef", "log", bruger="nej"))
    assert "Login" in words(look("chef", "log", bruger="chef"))


def test_every_action_that_is_logged_has_a_name() -> None:
    folder = ROOT / "consult" / "services"
    kinds = "round|review|account|password|session|taxonomy"
    found = {
        name
        for file in folder.glob("*.py")
        for name in re.findall(rf'"((?:{kinds})\.[a-z_]+)"', file.read_text("utf-8"))
    }
    assert len(found) > 20
    assert found <= set(keys("logaction"))


def test_own_sessions_are_listed_and_ended(look: Look) -> None:
    look("laeser", "om")
    page = look("laeser", "konto")
    said = words(page)
    assert "denne browser" in said
    next(b for b in page.button if b.label == "Log ud alle andre steder").click()
    said = words(page.run())
    assert "logget ud." in said
    assert "Log ud dér" not in {b.label for b in page.button}
