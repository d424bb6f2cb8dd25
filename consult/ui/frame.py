"""What every page begins with: the app's parts, the round it shows, its title, safe HTML."""

from datetime import datetime

import streamlit as st

from consult.bootstrap import App
from consult.domain.access import Action
from consult.domain.errors import ConsultError, NotFoundError, NotReleasedError
from consult.services import releasing, rounds, visits
from consult.services.desk import Desk
from consult.services.signing import visitor
from consult.store.records import Consultation
from consult.ui import cards, links
from consult.ui.components.masked import masked
from consult.ui.components.notice import nothing_yet
from consult.ui.components.version import unreleased, version_line
from consult.ui.icon import ICON
from consult.ui.texts import text

#: What the log calls the app; there is no sign-in page yet that would know an address.
ORIGIN = "webappen"
#: The word of the address that says as whom rounds are looked at, and what it says of readers.
AS, AS_READER = "som", "laeser"


@st.cache_resource
def app() -> App:
    """The parts of this installation, one for all users; they hold no user's choice."""
    return App()


def desk() -> Desk:
    """The stored rounds as the visitor may see them, with the rights of this moment."""
    as_reader = st.session_state.get(AS) == AS_READER
    return app().desk(visitor(app().door, None, ORIGIN), as_reader)


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


def may_release() -> bool:
    """Whether the visitor may release some round, so that the menu leads to where it is done."""
    try:
        mine = desk()
        return any(mine.may(Action.RELEASE, made.id) for made in rounds.every(mine))
    except ConsultError:
        return False


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
    if len(every) > 1:
        chosen = st.selectbox(
            text("app.choose_round"),
            every,
            index=every.index(chosen),
            format_func=lambda r: r.name,
            key=f"choose-{chosen.slug}",
        )
    st.session_state["runde"] = chosen.slug
    st.query_params["runde"] = chosen.slug
    _say_version(chosen)
    return chosen


def _say_version(chosen: Consultation) -> None:
    """Say which version the visitor sees; ends the page where there is none for them."""
    mine = desk()
    try:
        version = releasing.seen(mine, chosen.slug)
    except NotReleasedError as error:
        show(unreleased(chosen, str(error), mine.as_reader))
        st.stop()
    if version is not None:
        show(version_line(version, chosen.slug, mine.as_reader))
    st.session_state["since"] = visits.look(mine, chosen.slug)


def since() -> datetime | None:
    """Responses taken in after this are new to the visitor; None where nothing is said of it."""
    found: datetime | None = st.session_state.get("since")
    return found


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
    st.html(f'<div class="consult {kind}" lang="da">{masked(html)}</div>')


def parameter(name: str) -> str:
    """A word of the address, "" where it is missing."""
    return str(st.query_params.get(name, ""))


def threshold() -> float:
    """The score below which a stance is shown as uncertain."""
    return cards.threshold(app().settings.models)


def speak_danish() -> None:
    """Tell screen readers the language; Streamlit's own page says English."""
    _run("document.documentElement.lang = 'da'")


def scroll_to(element: str) -> None:
    """Bring the element of that id, which is ours and not a user's, into view."""
    _run(f"document.getElementById({element!r})?.scrollIntoView({{block: 'center'}})")


def _run(javascript: str) -> None:
    st.html(f"<script>{javascript}</script>", unsafe_allow_javascript=True)
