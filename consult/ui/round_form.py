"""The form of what is said of a round: the same where one is made and where it is changed."""

from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from consult.domain.errors import StoreError
from consult.domain.rounds import Details, parties
from consult.ui.components.notice import alarm
from consult.ui.frame import show
from consult.ui.texts import read_day, text

#: Pixels of the form: as wide as lines of text are.
WIDE = 736


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a round."""

    name: str = ""
    subject: str = ""
    details: Details = field(default_factory=Details)


def round_form(key: str, before: Said, button: str) -> Said | None:
    """What was written, once it is sent and right; what is wrong is told above the form."""
    above = st.container()
    with st.form(key, border=False, width=WIDE):
        name = st.text_input(text("round.name"), before.name, autocomplete="off", max_chars=200)
        _small(text("round.name_help"))
        starts, ends, journal = st.columns(3)
        first = starts.text_input(text("round.starts"), _typed(before.details.starts))
        last = ends.text_input(text("round.ends"), _typed(before.details.ends))
        number = journal.text_input(
            text("round.journal"), before.details.journal_number, autocomplete="off", max_chars=100
        )
        subject = st.text_input(
            text("round.subject"), before.subject, autocomplete="off", max_chars=300
        )
        _small(text("round.subject_help"))
        invited = st.text_area(text("round.invited"), "\n".join(before.details.invited), height=160)
        if not st.form_submit_button(button, type="primary"):
            return None
    try:
        return _said(name, subject, (first, last), number, invited)
    except StoreError as error:
        with above:
            show(alarm(str(error)))
        return None


def _said(name: str, subject: str, days: tuple[str, str], number: str, invited: str) -> Said:
    if not name.strip():
        raise StoreError(text("round.no_name"))
    starts, ends = _day(days[0], "round.bad_start"), _day(days[1], "round.bad_end")
    if starts and ends and ends < starts:
        raise StoreError(text("round.backwards"))
    return Said(
        name.strip(), subject.strip(), Details(starts, ends, number.strip(), parties(invited))
    )


def _day(typed: str, wrong: str) -> date | None:
    if not typed.strip():
        return None
    found = read_day(typed)
    if found is None:
        raise StoreError(text(wrong, typed=typed.strip()[:40]))
    return found


def _typed(day: date | None) -> str:
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def _small(words: str) -> None:
    show(f'<p class="small muted hint">{words}</p>')
