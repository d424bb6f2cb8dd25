"""What every page begins with: the app's parts, the round it shows, and safe HTML."""

import streamlit as st

from consult.bootstrap import App
from consult.services import rounds
from consult.store.records import Consultation
from consult.ui.texts import text


@st.cache_resource
def app() -> App:
    """The parts of this installation, one for all users; they hold no user's choice."""
    return App()


def chosen_round() -> Consultation:
    """The round that the address names, or the newest; ends the page where there is none."""
    every = rounds.every(app().store)
    if not every:
        st.info(text("app.no_rounds"))
        st.caption(text("app.no_rounds_help"))
        st.stop()
    wanted = st.query_params.get("runde") or st.session_state.get("runde")
    chosen = next((r for r in every if r.slug == wanted), every[0])
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
    return chosen


def show(html: str, kind: str = "") -> None:
    """Show HTML made by components; everything in it that users wrote is escaped there."""
    st.html(f'<div class="consult {kind}">{html}</div>')


def parameter(name: str) -> str:
    """A word of the address, "" where it is missing."""
    return str(st.query_params.get(name, ""))


def threshold() -> float:
    """The score below which a stance is shown as uncertain."""
    return app().models.stance.threshold


def scroll_to(element: str) -> None:
    """Bring the element of that id into view once the page stands; `element` is ours, not a user's."""
    st.html(
        f"<script>document.getElementById({element!r})?.scrollIntoView({{block: 'center'}})</script>",
        unsafe_allow_javascript=True,
    )
