"""Which pages there are, and their addresses."""

import logging
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from consult.domain.access import Action, Actor, may_somewhere
from consult.domain.errors import ConsultError
from consult.ui.arriving import actor, one_desk, token
from consult.ui.components.notice import problem
from consult.ui.components.visitor import stopped, visitor_line
from consult.ui.frame import move_well, show, take_view, title
from consult.ui.paper import is_paper
from consult.ui.texts import text
from consult.ui.themes import read_themes

PAGES = Path(__file__).parent / "pages"

#: (file, address, key of its title, whether it stands in the menu, what one must be allowed
#: somewhere for it to stand there); the first has no address. Services check for themselves.
ROUTES = (
    ("overview.py", "", "pages.overview", True, Action.VIEW),
    ("without.py", "uden-punkt", "pages.without", True, Action.VIEW),
    ("themes.py", "emner", "pages.themes", True, Action.VIEW),
    ("organisations.py", "organisationer", "pages.organisations", True, Action.VIEW),
    ("responses.py", "alle-svar", "pages.responses", True, Action.VIEW),
    ("search.py", "soeg", "pages.search", True, Action.VIEW),
    ("sources.py", "filer", "pages.sources", True, Action.VIEW),
    ("hand_in.py", "laeg-op", "pages.hand_in", True, Action.FILL),
    ("queue.py", "gennemgang", "pages.queue", True, Action.REVIEW),
    ("release.py", "frigiv", "pages.release", True, Action.RELEASE),
    ("export.py", "udtraek", "pages.export", True, Action.VIEW),
    ("details.py", "oplysninger", "pages.details", True, Action.VIEW),
    ("new_round.py", "ny-hoering", "pages.new_round", True, Action.CREATE),
    ("access.py", "adgang", "pages.access", True, Action.GRANT),
    ("users.py", "brugere", "pages.users", True, Action.ACCOUNTS),
    ("taxonomy.py", "emner-ret", "pages.taxonomy", True, Action.TAXONOMY),
    ("log.py", "log", "pages.log", True, Action.LOG),
    ("guide.py", "vejledning", "pages.guide", True, None),
    ("about.py", "om", "pages.about", True, None),
    ("account.py", "konto", "pages.account", False, None),
    ("rounds.py", "hoeringer", "pages.rounds", False, None),
    ("accessibility.py", "tilgaengelighed", "pages.accessibility", False, None),
    ("theme.py", "tema", "pages.theme", False, Action.VIEW),
    ("organisation.py", "organisation", "pages.organisation", False, Action.VIEW),
    ("proposal.py", "punkt", "pages.proposal", False, Action.VIEW),
    ("reader.py", "svar", "pages.reader", False, Action.VIEW),
)


def run() -> None:
    """Show the page that the address names; what a user should know is told in Danish."""
    with one_desk():
        _run()


def menu(who: Actor) -> list[str]:
    """The addresses that stand in the menu of this visitor."""
    return [
        address
        for _, address, _, shown, action in ROUTES
        if shown and (action is None or may_somewhere(who, action))
    ]


def _run() -> None:
    title()
    take_view()
    try:
        who = actor()
    except Exception:
        _broke_down()
        return
    shown = menu(who)
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
