"""What came of a button: told once on the page that is shown next, or where it failed."""

import streamlit as st

from consult.ui.components.notice import alarm, notice
from consult.ui.frame import show

#: In the session, what is to be told at the top of the page; other places have names of their own.
TOP = "told"
#: Pixels of the widest form; longer lines of fields are hard to follow.
NARROW = 560


def tell(words: str, place: str = TOP) -> None:
    """Show the page anew, with these words (text) at that place of it."""
    tell_html(notice(words), place)


def tell_html(html: str, place: str = TOP) -> None:
    """As `tell`, with HTML in which users' words are escaped."""
    st.session_state[place] = html
    st.rerun()


def told(place: str = TOP) -> None:
    """Show what is to be told at that place, if anything is; it is not shown again."""
    if html := st.session_state.pop(place, ""):
        show(html)


def wrong(reason: str) -> None:
    """Why a button could do nothing, where it stands; said at once to who cannot see it."""
    show(alarm(reason))
