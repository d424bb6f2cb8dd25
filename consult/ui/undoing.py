"""The history of a response's corrections, and the buttons that take them back."""

import streamlit as st

from consult.domain.errors import ConflictError, ConsultError, NotFoundError
from consult.services import alike, reviewing
from consult.services.reviewing import HistoryLine, ReviewState
from consult.ui.components.corrected import history, quote_of, said
from consult.ui.correcting import OFFER, done, tell
from consult.ui.frame import desk, show
from consult.ui.plain import short
from consult.ui.telling import wrong
from consult.ui.texts import counted, text


def undo(slug: str, what: int | str) -> None:
    """Take back a correction, or a batch by its name, and show the page anew."""
    try:
        words = _taken_back(slug, what)
    except (ConflictError, NotFoundError) as error:  # there is nothing left to undo
        _forget(slug, what)
        wrong(str(error))
    except ConsultError as error:
        wrong(str(error))
    else:
        _forget(slug, what)
        st.session_state.pop(OFFER, None)
        tell(words)


def _taken_back(slug: str, what: int | str) -> str:
    """Take it back; what to tell of it."""
    if isinstance(what, str):
        return counted("alike.undone", alike.undo_batch(desk(), slug, what))
    reviewing.undo(desk(), slug, what)
    return text("correct.undone")


def _forget(slug: str, what: int | str) -> None:
    kept = done(slug)
    kept[:] = [one for one in kept if one != what]


def history_of(slug: str, lines: tuple[HistoryLine, ...]) -> None:
    """Who corrected what when, the last taken back with one button, the others by choice."""
    if not lines:
        return
    standing = [line.review for line in lines if line.state is not ReviewState.WITHDRAWN]
    with st.expander(text("correct.history", n=len(lines))):
        show(history(lines))
        if not standing:
            return
        if st.button(text("correct.undo_last"), key=f"undo-last-{standing[0].id}"):
            undo(slug, standing[0].id)
        if len(standing) < 2:
            return
        chosen = st.selectbox(
            text("correct.undo_pick"),
            standing,
            index=None,
            format_func=lambda r: short(f"{said(r)} {quote_of(r)}", 110),
            placeholder=text("correct.split_pick"),
            key=f"undo-pick-{standing[0].id}",
        )
        if st.button(text("correct.undo"), key=f"undo-{standing[0].id}") and chosen is not None:
            undo(slug, chosen.id)
