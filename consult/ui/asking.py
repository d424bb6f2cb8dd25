"""Doing what a button asks: once, told in words afterwards, errors in place of a broken page."""

from collections.abc import Callable

import streamlit as st

from consult.domain.errors import ConsultError
from consult.ui.components.notice import notice
from consult.ui.frame import show

_TOLD = "told"


def tell() -> None:
    """Say what the last button did; said once."""
    words = st.session_state.pop(_TOLD, None)
    if words:
        show(notice(words))


def do(act: Callable[[], object], done: str) -> None:
    """Do it and show the page anew with `done` on it; where it fails, say why and stay."""
    try:
        act()
    except ConsultError as error:
        show(notice(str(error)))
        return
    st.session_state[_TOLD] = done
    st.rerun()
