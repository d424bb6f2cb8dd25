"""The names of themes as this installation has them, read once for every rerun of a page."""

import streamlit as st

from consult.domain.taxonomy import Taxonomy
from consult.inference.taxonomy import shipped
from consult.services import taxonomy
from consult.ui.frame import desk

_KEY = "taxonomy"


def read_themes() -> None:
    """Read the themes for the page that is about to be shown."""
    asking = desk()
    is_stopped = asking.actor.stop is not None
    st.session_state[_KEY] = shipped() if is_stopped else taxonomy.current(asking)


def theme_label(theme: str) -> str:
    """The Danish name of a theme, with a word where it is retired; its id where it is unknown."""
    return _known().label(theme)


def theme_choices() -> dict[str, str]:
    """Every theme's id by its name: those in use in their order, then the retired."""
    every = sorted(_known().themes, key=lambda theme: theme.retired)
    return {theme_label(theme.id): theme.id for theme in every}


def _known() -> Taxonomy:
    found = st.session_state.get(_KEY)
    return found if isinstance(found, Taxonomy) else shipped()
