"""The reader's page for those who may correct: the same, with forms where they are asked."""

import streamlit as st

from consult.domain.access import Action
from consult.domain.findings import Analysis
from consult.services import reviewing, rounds
from consult.services.browsing import ResponsePage, ResponseState
from consult.services.reviewing import HistoryLine
from consult.ui import links
from consult.ui.alike_view import offer
from consult.ui.components.corrected import sender_link
from consult.ui.components.letter import letter
from consult.ui.correcting import (
    OFFER,
    TELL,
    Place,
    last_done,
    passage_form,
    sender_form,
    told,
)
from consult.ui.frame import desk, parameter, show
from consult.ui.paper import is_paper
from consult.ui.texts import text
from consult.ui.undoing import history_of, undo


def may_correct(page: ResponsePage) -> bool:
    """Whether the visitor may correct this response."""
    counts = page.response.state is ResponseState.CURRENT and page.analysis is not None
    mine = desk()
    looks = mine.as_reader or is_paper()
    return counts and not looks and bool(mine.may(Action.REVIEW, page.consultation.id))


def corrections(page: ResponsePage) -> tuple[HistoryLine, ...]:
    """What was corrected, the correction of the sender, and what came of the last button.

    Where the address names a passage, the last stands there instead (`editable`).
    """
    slug, key = page.consultation.slug, page.response.id
    lines = reviewing.history(desk(), slug, key)
    if not parameter("passage"):
        outcome(slug)
    if parameter("ret") == links.SENDER and page.analysis is not None:
        sender_form(slug, key, page.analysis.respondent, _seen(lines))
    else:
        show(sender_link(slug, key))
    history_of(slug, lines)
    return lines


def outcome(slug: str) -> None:
    """What came of the last button, its undoing, and the offer to correct all alike."""
    told()
    last = last_done(slug)
    label = text("alike.undo" if isinstance(last, str) else "correct.undo_last")
    if last is not None and st.button(label, key=f"undo-now-{last}"):
        undo(slug, last)
    offer(slug)


def has_outcome(slug: str) -> bool:
    """Whether `outcome` has anything to show."""
    return any(st.session_state.get(key) for key in (TELL, OFFER)) or last_done(slug) is not None


def editable(
    analysis: Analysis,
    page: ResponsePage,
    chosen: int | None,
    threshold: float,
    lines: tuple[HistoryLine, ...],
) -> str:
    """The letter; what stands before the chosen passage, and what is done there, is shown first."""
    slug, key = page.consultation.slug, page.response.id

    def way(place: int) -> str:
        return links.correct(slug, key, place)

    found = analysis.findings
    if chosen is None or chosen >= len(found):
        if parameter("passage"):
            outcome(slug)
        return letter(analysis, slug, chosen, threshold, way)
    if parameter("ret") != links.PASSAGE and not has_outcome(slug):
        # Whole, so that the page of the file stands beside it from the first line.
        return letter(analysis, slug, chosen, threshold, way)
    show(letter(analysis, slug, chosen, threshold, way, slice(chosen + 1)))
    outcome(slug)
    if parameter("ret") == links.PASSAGE:
        open_form(analysis, page, chosen, lines)
    return letter(analysis, slug, chosen, threshold, way, slice(chosen + 1, None))


def open_form(
    analysis: Analysis, page: ResponsePage, chosen: int, lines: tuple[HistoryLine, ...]
) -> None:
    """The form of the passage that is open."""
    slug, key, found = page.consultation.slug, page.response.id, analysis.findings
    place = Place(slug, key, analysis.document.text, found[chosen], _seen(lines))
    following = found[chosen + 1] if chosen + 1 < len(found) else None
    passage_form(place, rounds.catalogue(desk(), slug), following)


def _seen(lines: tuple[HistoryLine, ...]) -> int:
    return lines[0].last if lines else 0
