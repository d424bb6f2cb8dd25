"""The file that was made of a round: it waits for its download for as long as it is true.

A file lies in the session. It is let go where something else is asked for, where the version or
the sums are others than they were, and when its page is left: corrections are made on others.
"""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from consult.store.totals import ResponseSums

#: In the session: the file, and the page that was shown last.
FILE, PAGE = "taken-out", "page"


@dataclass(frozen=True, slots=True)
class Of:
    """What a file is made of; `version` is None for the round as it is now."""

    slug: str
    kind: str
    version: int | None
    as_reader: bool
    sums: ResponseSums


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and the moment of which it is."""

    of: Of
    at: datetime
    content: bytes


def keep(made: Made) -> None:
    """Let the file wait."""
    st.session_state[FILE] = made


def waiting(of: Of) -> Made | None:
    """The file that was made of just this; another one is let go."""
    found = st.session_state.get(FILE)
    if isinstance(found, Made) and found.of == of:
        return found
    st.session_state.pop(FILE, None)
    return None


def arrive(page: str) -> None:
    """Let the file go where this is another page than before."""
    if st.session_state.get(PAGE) != page:
        st.session_state[PAGE] = page
        st.session_state.pop(FILE, None)
