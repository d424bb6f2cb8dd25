"""What every page begins with: the app's parts, the round it shows, its title, safe HTML."""

from datetime import datetime
from functools import cache
from pathlib import Path

import streamlit as st

from consult.domain.access import Action
from consult.domain.errors import NotReleasedError
from consult.readers.isolation import IsolatedReader
from consult.services import releasing, rounds, visits
from consult.services.originals import Draw
from consult.store.records import Consultation
from consult.ui import cards, links, paper
from consult.ui.arriving import AS, AS_READER, desk
from consult.ui.components.masked import masked
from consult.ui.components.notice import no_access, nothing_yet
from consult.ui.components.version import unreleased, version_line
from consult.ui.danish import danish
from consult.ui.icon import ICON
from consult.ui.paper import is_paper
from consult.ui.parts import app
from consult.ui.texts import text

__all__ = ["app", "desk"]

#: Pixels of the field in which a round is chosen.
CHOOSER = 360


def round_names() -> dict[str, str]:
    """The names of the rounds that the visitor may see, by slug."""
    return {made.slug: made.name for made in rounds.every(desk())}


@st.cache_resource
def drawer() -> Draw:
    """Draws pages of files, each in a process of its own; that process waits for the next."""
    return IsolatedReader(app().limits).draw_page


def take_view() -> None:
    """See whether the address asks to look as readers do; all links then go on asking."""
    asked = parameter(AS) or st.session_state.get(AS)
    said = AS_READER if asked == AS_READER else ""
    st.session_state[AS] = said
    if said:
        st.query_params[AS] = said
    else:
        st.query_params.pop(AS, None)
    links.carry(**{AS: said})


def chosen_round(every: tuple[Consultation, ...] | None = None, named: bool = True) -> Consultation:
    """The round that the address names, or the newest; ends the page where there is none.

    `every` are all that the visitor may see, from one who has asked for them already. Where it is
    to be `named`, which one it is stands above the page.

    Raises:
        NotFoundError: the address names a round that does not exist.
        DeniedError: the visitor may not see it.
    """
    every = rounds.every(desk()) if every is None else every
    if not every:
        makes = desk().may(Action.CREATE)
        show(nothing_yet() if makes else no_access())
        st.stop()
    chosen = _named(every, parameter("runde")) or _remembered(every)
    if is_paper():
        show(paper.tools())
    elif len(every) > 1:
        chosen = st.selectbox(
            text("app.choose_round"),
            every,
            index=every.index(chosen),
            format_func=lambda r: r.name,
            key=f"in-round-{chosen.slug}",
            label_visibility="collapsed",
            width=CHOOSER,
        )
        named = False
    st.session_state["runde"] = chosen.slug
    st.query_params["runde"] = chosen.slug
    _say_version(chosen, named)
    return chosen


def _say_version(chosen: Consultation, named: bool) -> None:
    """Say which round and version the visitor sees; ends the page where they see none."""
    mine = desk()
    try:
        version = releasing.seen(mine, chosen.slug)
    except NotReleasedError as error:
        show(unreleased(chosen, str(error), mine.as_reader))
        st.stop()
    if is_paper():
        show(paper.stamp(chosen, version, mine.now()))
    elif version is not None or named:
        show(version_line(chosen, version, mine.as_reader, named))
    st.session_state["since"] = visits.look(mine, chosen.slug)


def since() -> datetime | None:
    """Responses taken in after this are new to the visitor; None where nothing is said of it."""
    found: datetime | None = st.session_state.get("since")
    return found


def _named(every: tuple[Consultation, ...], slug: str) -> Consultation | None:
    """The round of that slug, None where none is named; what is wrong with it, the service says."""
    found = next((made for made in every if made.slug == slug), None)
    return rounds.get(desk(), slug) if slug and found is None else found


def _remembered(every: tuple[Consultation, ...]) -> Consultation:
    """The round that this tab has shown last, or the newest."""
    slug = st.session_state.get("runde")
    return next((made for made in every if made.slug == slug), every[0])


def title(name: str = "") -> None:
    """What the browser's tab says, so that many open tabs can be told apart."""
    system = text("app.name")
    st.set_page_config(
        page_title=f"{name} – {system}" if name else system, page_icon=ICON, layout="wide"
    )


def show(html: str, kind: str = "") -> None:
    """Show HTML made by components; everything in it that users wrote is escaped there."""
    html = masked(html)
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
    """Tell screen readers the language, and follow links without loading the app anew.

    Each run of the page draws its number: a short run shows no other sign that it has been.
    """
    number = st.session_state["run"] = st.session_state.get("run", 0) + 1
    st.html(f'<span hidden data-run="{number}"></span>')
    run_script(_moves())
    run_script(danish())


def scroll_to(element: str, page: str) -> None:
    """Bring the element of that id into view; both words are ours and not a user's.

    `page` tells two pages apart: a browser runs the same script in the same place only once.
    """
    run_script(
        f"document.getElementById({element!r})?.scrollIntoView({{block: 'center'}}) // {page}"
    )


@cache
def _moves() -> str:
    return Path(__file__).with_name("moves.js").read_text(encoding="utf-8")


def attend(element: str, moment: str) -> None:
    """Have a reader go on at the element of that id where something else is shown than before.

    `moment` names what is shown; the first one that is met moves nobody.
    """
    before = st.session_state.get("attended")
    st.session_state["attended"] = moment
    if before not in (None, moment):
        run_script(f"document.getElementById({element!r})?.focus()")


def run_script(javascript: str) -> None:
    """Run a script of ours, into which no user's words may come."""
    st.html(f"<script>{javascript}</script>", unsafe_allow_javascript=True)
