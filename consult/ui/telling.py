"""What came of a button: told once, at the top of the page that is shown next."""

import streamlit as st

from consult.ui.components.notice import notice
from consult.ui.frame import show

_KEY = "told"
#: Pixels of the widest form; longer lines of fields are hard to follow.
NARROW = 560


def tell(words: str) -> None:
    """Show the page anew, with these words (text) above it."""
    tell_html(notice(words))


def tell_html(html: str) -> None:
    """As `tell`, with HTML in which users' words are escaped."""
    st.session_state[_KEY] = html
    st.rerun()


def told() -> None:
    """Show what is to be told, if anything is; it is not shown again."""
    if html := st.session_state.pop(_KEY, ""):
        show(html)


def wrong(reason: str) -> None:
    """Why a button could do nothing, where it stands."""
    show(notice(reason), "wrong")
