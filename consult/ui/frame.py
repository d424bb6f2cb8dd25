"""What every page begins with: the app's parts, the round it shows, its title, safe HTML."""

from functools import cache
from pathlib import Path

import streamlit as st

from consult.bootstrap import App
from consult.domain.errors import NotFoundError
from consult.readers.isolation import IsolatedReader
from consult.services import rounds
from consult.services.desk import Desk
from consult.services.originals import Draw
from consult.services.signing import visitor
from consult.store.records import Consultation
from consult.ui import cards, paper
from consult.ui.components.notice import nothing_yet
from consult.ui.icon import ICON
from consult.ui.paper import is_paper
from consult.ui.texts import text

#: What the log calls the app; there is no sign-in page yet that would know an address.
ORIGIN = "webappen"


@st.cache_resource
def app() -> App:
    """The parts of this installation, one for all users; they hold no user's choice."""
    return App()


@st.cache_resource
def drawer() -> Draw:
    """Draws pages of files, each in a process of its own; that process waits for the next."""
    return IsolatedReader(app().limits).draw_page


def desk() -> Desk:
    """The stored rounds as the visitor may see them, with the rights of this moment."""
    return app().desk(visitor(app().door, None, ORIGIN))


def chosen_round() -> Consultation:
    """The round that the address names, or the newest; ends the page where there is none.

    Raises:
        NotFoundError: the address names a round that does not exist.
    """
    every = rounds.every(desk())
    if not every:
        show(nothing_yet())
        st.stop()
    chosen = _named(every, parameter("runde") or st.session_state.get("runde"))
    if is_paper():
        show(paper.head(chosen))
    elif len(every) > 1:
        chosen = st.selectbox(
            text("app.choose_round"),
            every,
            index=every.index(chosen),
            format_func=lambda r: r.name,
            key=f"choose-{chosen.slug}",
        )
    st.session_state["runde"] = chosen.slug
    st.query_params["runde"] = chosen.slug
    return chosen


def _named(every: tuple[Consultation, ...], slug: str | None) -> Consultation:
    if not slug:
        return every[0]
    for made in every:
        if made.slug == slug:
            return made
    raise NotFoundError(text("app.no_such_round", slug=slug))


def title(name: str = "") -> None:
    """What the browser's tab says, so that many open tabs can be told apart."""
    system = text("app.name")
    st.set_page_config(
        page_title=f"{name} – {system}" if name else system, page_icon=ICON, layout="wide"
    )


def show(html: str, kind: str = "") -> None:
    """Show HTML made by components; everything in it that users wrote is escaped there."""
    if is_paper():
        html, kind = paper.unfolded(html), f"{kind} paper".strip()
    st.html(f'<div class="consult {kind}" lang="da">{html}</div>')


def parameter(name: str) -> str:
    """A word of the address, "" where it is missing."""
    return str(st.query_params.get(name, ""))


def threshold() -> float:
    """The score below which a stance is shown as uncertain."""
    return cards.threshold(app().settings.models)


def move_well() -> None:
    """Tell screen readers the language, and follow links without loading the app anew."""
    _run(_moves())


def scroll_to(element: str, page: str) -> None:
    """Bring the element of that id into view; both words are ours and not a user's.

    `page` tells two pages apart: a browser runs the same script in the same place only once.
    """
    _run(f"document.getElementById({element!r})?.scrollIntoView({{block: 'center'}}) // {page}")


@cache
def _moves() -> str:
    return Path(__file__).with_name("moves.js").read_text(encoding="utf-8")


def _run(javascript: str) -> None:
    st.html(f"<script>{javascript}</script>", unsafe_allow_javascript=True)
