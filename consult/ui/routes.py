"""Which pages there are, and their addresses."""

import logging
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from consult.domain.access import Action, Actor, may_somewhere
from consult.domain.errors import ConsultError
from consult.ui import taken_out
from consult.ui.arriving import actor, is_by_itself, one_desk, token
from consult.ui.components.notice import problem
from consult.ui.components.visitor import stopped, visitor_line
from consult.ui.frame import move_well, show, take_view, title
from consult.ui.paper import is_paper
from consult.ui.texts import text
from consult.ui.themes import read_themes

PAGES = Path(__file__).parent / "pages"

#: Where a page is found: in the menu, on the page "Mere", or only by links from other pages.
MENU, MORE, LINKED = "menu", "more", ""
#: (file, address, key of its title, where it is found, what one must be allowed somewhere for
#: it to be found there); the first has no address. Services check for themselves.
ROUTES = (
    ("overview.py", "", "pages.overview", MENU, Action.VIEW),
    ("without.py", "uden-punkt", "pages.without", MENU, Action.VIEW),
    ("themes.py", "emner", "pages.themes", MENU, Action.VIEW),
    ("organisations.py", "organisationer", "pages.organisations", MENU, Action.VIEW),
    ("responses.py", "alle-svar", "pages.responses", MENU, Action.VIEW),
    ("search.py", "soeg", "pages.search", MENU, Action.VIEW),
    ("sources.py", "filer", "pages.sources", MORE, Action.VIEW),
    ("hand_in.py", "laeg-op", "pages.hand_in", MENU, Action.FILL),
    ("queue.py", "gennemgang", "pages.queue", MENU, Action.REVIEW),
    ("release.py", "frigiv", "pages.release", MENU, Action.RELEASE),
    ("export.py", "udtraek", "pages.export", MORE, Action.VIEW),
    ("details.py", "oplysninger", "pages.details", MORE, Action.VIEW),
    ("new_round.py", "ny-hoering", "pages.new_round", MORE, Action.CREATE),
    ("access.py", "adgang", "pages.access", MORE, Action.GRANT),
    ("users.py", "brugere", "pages.users", MORE, Action.ACCOUNTS),
    ("taxonomy.py", "emner-ret", "pages.taxonomy", MORE, Action.TAXONOMY),
    ("log.py", "log", "pages.log", MORE, Action.LOG),
    ("guide.py", "vejledning", "pages.guide", MORE, None),
    ("more.py", "mere", "pages.more", MENU, None),
    ("about.py", "om", "pages.about", MENU, None),
    ("account.py", "konto", "pages.account", LINKED, None),
    ("rounds.py", "hoeringer", "pages.rounds", LINKED, None),
    ("accessibility.py", "tilgaengelighed", "pages.accessibility", LINKED, None),
    ("theme.py", "tema", "pages.theme", LINKED, Action.VIEW),
    ("organisation.py", "organisation", "pages.organisation", LINKED, Action.VIEW),
    ("proposal.py", "punkt", "pages.proposal", LINKED, Action.VIEW),
    ("reader.py", "svar", "pages.reader", LINKED, Action.VIEW),
)


def run() -> None:
    """Show the page that the address names; what a user should know is told in Danish."""
    with one_desk(is_by_itself()):
        _run()


def menu(who: Actor) -> list[str]:
    """The addresses that this visitor finds in the menu or on the page "Mere"."""
    return [
        address
        for _, address, _, place, action in ROUTES
        if place and (action is None or may_somewhere(who, action))
    ]


def further() -> dict[str, str]:
    """The pages that stand on the page "Mere": address and the key of the title."""
    return {address: name for _, address, name, place, _ in ROUTES if place == MORE}


def _run() -> None:
    title()
    take_view()
    try:
        who = actor()
    except Exception:
        _broke_down()
        return
    shown = [address for address in menu(who) if address not in further()]
    pages = [
        st.Page(
            PAGES / file,
            title=text(name),
            url_path=address or None,
            default=not address,
            visibility="visible" if address in shown else "hidden",
        )
        for file, address, name, *_ in ROUTES
    ]
    # The menu is flat: section headings in a sidebar menu break WCAG on every page.
    page = st.navigation(pages, position="hidden" if is_paper() else "top")
    title(page.title)
    taken_out.arrive(page.url_path)
    st.html(Path(__file__).with_name("style.css"))
    move_well()
    if who.stop is not None:
        show(stopped(who, _here(page.url_path)))
        return
    if not is_paper() and (line := visitor_line(who, token())):
        show(line)
    try:
        read_themes()
        page.run()
    except ConsultError as error:
        show(problem(str(error)))
    except Exception:
        _broke_down()


def _here(page: str) -> str:
    """The address that is being looked at, to come back to."""
    query = urlencode(st.query_params.to_dict())
    return f"{page}?{query}" if query else page


def _broke_down() -> None:
    # Streamlit would tell the user in English; the log has what went wrong.
    logging.getLogger(__name__).exception("A page broke down")
    show(problem(text("app.broken")))
