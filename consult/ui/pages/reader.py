"""One response: its words, what was found in them, and where it came from."""

from html import escape

import streamlit as st

from consult.domain.access import Action
from consult.domain.errors import KeepError, ReadError
from consult.services import originals, rounds
from consult.services.browsing import Consultation, ResponsePage, response_page
from consult.ui.asking import told
from consult.ui.components.doubt import explained
from consult.ui.components.interest import passage_steps
from consult.ui.components.letter import letter
from consult.ui.components.notice import notice, problem
from consult.ui.components.reader_head import head, in_short, steps, taken_out
from consult.ui.components.sheet import page_of, pages_of, sheet
from consult.ui.frame import (
    app,
    chosen_round,
    desk,
    drawer,
    parameter,
    scroll_to,
    show,
    threshold,
    title,
)
from consult.ui.paper import is_paper, way
from consult.ui.private_words import own_words
from consult.ui.reader_edit import corrections, editable, may_correct
from consult.ui.texts import text


def number(name: str) -> int | None:
    """A number of the address."""
    said = parameter(name)
    return int(said) if said.isdecimal() else None


def show_response(slug: str, response_id: int) -> None:
    """The whole page of a response."""
    page = response_page(desk(), slug, response_id)
    title(page.response.document)
    show(steps(page) + way() + head(page))
    if page.analysis is None:
        show(notice(page.response.failure or text("reader.unanalysed")))
        words = f'<p class="words letter">{escape(page.document.text)}</p>{taken_out(page)}'
        show(beside(words, picture(page)))
        return
    show_findings(page, slug)


def show_findings(page: ResponsePage, slug: str) -> None:
    """The letter with what was found, and the passage that the address names in view."""
    if page.analysis is None:
        return
    chosen, titles = number("passage"), {p.number: p.title for p in rounds.catalogue(desk(), slug)}
    corrects = may_correct(page)
    lines = corrections(page) if corrects else ()
    show(in_short(page.analysis, slug, titles, threshold()) + explained(threshold()))
    jump = passage_steps(page.analysis, slug, page.response.id, chosen)
    show(f"<h2>{text('reader.whole_text')}</h2>{jump}")
    if corrects:
        words = editable(page.analysis, page, chosen, threshold(), lines)
    else:
        words = letter(page.analysis, slug, chosen, threshold())
    show(beside(words, picture(page)) + taken_out(page) + steps(page, "reader.steps_below"))
    if chosen is not None and not is_paper():
        scroll_to(f"p{chosen}", f"{slug} {page.response.id}")


def picture(page: ResponsePage) -> str:
    """The page of the file, for those who may see what is not redacted; "" for others."""
    mine, slug = desk(), page.consultation.slug
    may = mine.may(Action.ORIGINAL, page.consultation.id) and not mine.as_reader
    if not may or is_paper() or not originals.has_pages(page.source):
        return ""
    first, last = pages_of(page.analysis)
    wanted = number("side") or page_of(page.analysis, number("passage")) or first
    key = page.response.id
    try:
        drawn = originals.page_image(mine, app().kept, drawer(), slug, key, wanted)
    except (KeepError, ReadError) as error:
        return notice(str(error))
    return sheet(drawn, page.source.name, wanted, last, slug, key) if drawn else ""


def beside(words: str, drawn: str) -> str:
    """The text with the page beside it where there is one."""
    return f'<div class="beside"><div>{words}</div>{drawn}</div>' if drawn else words


def remove_words(made: Consultation, response_id: int) -> None:
    """For those who release: words that readers are not to see."""
    mine = desk()
    if mine.as_reader or is_paper() or not mine.may(Action.RELEASE, made.id):
        return
    with st.expander(text("release.own_here_head")):
        show(f'<p class="small">{text("release.own_here_help")}</p>')
        own_words(made.slug, response_id)


chosen_made = chosen_round()
wanted = parameter("id")
if wanted.isdecimal():
    told()
    show_response(chosen_made.slug, int(wanted))
    remove_words(chosen_made, int(wanted))
else:
    show(problem(text("reader.not_found")))
