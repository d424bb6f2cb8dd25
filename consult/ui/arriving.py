"""Who looks at a page: the session's token from the browser's cookie, and the rights it gives."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st

from consult.domain.access import Actor
from consult.services.desk import Desk
from consult.services.signing import visitor
from consult.ui.parts import app
from consult.ui.web import arrivals, cookies

#: The word of the address that says as whom rounds are looked at, and what it says of readers.
AS, AS_READER = "som", "laeser"
#: Streamlit names no address for this machine.
_HERE = "127.0.0.1"
#: The desk of the run of a page that this thread is at.
_run = threading.local()
#: Says that the run about to begin was asked for by nobody.
_BY_ITSELF = "by-itself"


def token() -> str | None:
    """The token that the browser brought when it opened the page."""
    return _said(st.context.cookies.get(cookies.SESSION))


def desk() -> Desk:
    """The stored rounds as the visitor may see them, with the rights of this moment.

    Within one run of a page it is the same desk; the next click asks anew.
    """
    if not getattr(_run, "goes_on", False):
        return _new_desk()
    if _run.desk is None:
        _run.desk = _new_desk()
    found: Desk = _run.desk
    return found


def actor() -> Actor:
    """Who looks."""
    return desk().actor


@contextmanager
def one_desk(by_itself: bool = False) -> Iterator[None]:
    """A run of a page, or of a part of it alone, in which `desk` is asked for once.

    A part that runs within its page shares the page's desk. `by_itself`: nobody asked for the
    run, so it is no sign that the session is in use.
    """
    if getattr(_run, "goes_on", False):
        yield
        return
    _run.goes_on, _run.desk, _run.by_itself = True, None, by_itself
    try:
        yield
    finally:
        _run.goes_on, _run.desk, _run.by_itself = False, None, False


def run_by_itself() -> NoReturn:
    """Run the whole page anew without anyone having asked for it."""
    st.session_state[_BY_ITSELF] = True
    st.rerun()


def is_by_itself() -> bool:
    """Whether this run is one that nobody asked for; the next one is not."""
    return bool(st.session_state.pop(_BY_ITSELF, False))


def _new_desk() -> Desk:
    address = _said(st.context.ip_address) or _HERE
    door = arrivals.door(address, st.context.headers)
    as_reader = st.session_state.get(AS) == AS_READER
    in_use = not getattr(_run, "by_itself", False)
    return app().desk(visitor(door, token(), address, in_use), as_reader)


def _said(value: object) -> str | None:
    """What a browser said; Streamlit's tester of pages has none."""
    return value if isinstance(value, str) else None
