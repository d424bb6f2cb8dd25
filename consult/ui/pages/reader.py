"""One response: its words, what was found in them, and where it came from."""

from html import escape

import streamlit as st

from consult.domain.access import Action
from consult.services import rounds
from consult.services.browsing import Consultation, ResponsePage, response_page
from consult.ui.asking import tell
from consult.ui.components.doubt import explained
from consult.ui.components.letter import letter
from consult.ui.components.notice import notice, problem
from consult.ui.components.reader_head import head, in_short, steps, taken_out
from consult.ui.frame import chosen_round, desk, parameter, scroll_to, show, threshold, title
from consult.ui.private_words import own_words
from consult.ui.reader_edit import corrections, editable, may_correct
from consult.ui.texts import text


def show_response(slug: str, response_id: int) -> None:
    """The whole page of a response."""
    page = response_page(desk(), slug, response_id)
    title(page.response.document)
    show(steps(page) + head(page))
    if page.analysis is None:
        show(notice(page.response.failure or text("reader.unanalysed")))
        show(f'<p class="words letter">{escape(page.document.text)}</p>{taken_out(page)}')
        return
    show_findings(page, slug)


def show_findings(page: ResponsePage, slug: str) -> None:
    """The letter with what was found, and the passage that the address names in view."""
    if page.analysis is None:
        return
    marked = parameter("passage")
    chosen = int(marked) if marked.isdecimal() else None
    titles = {p.number: p.title for p in rounds.catalogue(desk(), slug)}
    corrects = may_correct(page)
    lines = corrections(page) if corrects else ()
    show(in_short(page.analysis, slug, titles) + explained(threshold()))
    heading = f"<h2>{text('reader.whole_text')}</h2>"
    if corrects:
        show(heading)
        words = editable(page.analysis, page, chosen, threshold(), lines)
    else:
        words = heading + letter(page.analysis, slug, chosen, threshold())
    show(words + taken_out(page) + steps(page))
    if chosen is not None:
        scroll_to(f"p{chosen}")


def remove_words(made: Consultation, response_id: int) -> None:
    """For those who release: words that readers are not to see."""
    mine = desk()
    if mine.as_reader or not mine.may(Action.RELEASE, made.id):
        return
    with st.expander(text("release.own_here_head")):
        show(f'<p class="small">{text("release.own_here_help")}</p>')
        own_words(made.slug, response_id)


chosen_made = chosen_round()
wanted = parameter("id")
if wanted.isdecimal():
    tell()
    show_response(chosen_made.slug, int(wanted))
    remove_words(chosen_made, int(wanted))
else:
    show(problem(text("reader.not_found")))
