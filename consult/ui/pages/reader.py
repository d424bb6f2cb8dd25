"""One response: its words, what was found in them, and where it came from."""

from html import escape

import streamlit as st

from consult.services.browsing import ResponsePage, ResponseState, response_page
from consult.ui import links
from consult.ui.components.letter import in_short, letter, taken_out
from consult.ui.components.quotation import who
from consult.ui.components.stance_bar import legend
from consult.ui.frame import app, chosen_round, parameter, scroll_to, show
from consult.ui.texts import text


def head(page: ResponsePage) -> str:
    """Who wrote, from which file, and whether it still counts."""
    line = page.response
    sender = who(line.respondent) if line.respondent else ""
    state = ""
    if line.state is not ResponseState.CURRENT:
        state = f'<p class="notice">{text(f"reader.{line.state}")}</p>'
    return (
        f"<h1>{escape(line.document)}</h1>"
        f'<p class="muted">{text("reader.from")}: {escape(sender)} · '
        f"{text('reader.source')}: {escape(page.source.name)}</p>{state}"
    )


def steps(page: ResponsePage, slug: str) -> str:
    """To the neighbours among the responses."""
    back = (
        links.anchor(links.response(slug, page.previous), text("reader.previous"))
        if page.previous
        else "<span></span>"
    )
    on = (
        links.anchor(links.response(slug, page.following), text("reader.next"))
        if page.following
        else "<span></span>"
    )
    return f'<nav class="steps" aria-label="{text("pages.responses")}">{back}{on}</nav>'


def show_response(slug: str, response_id: int) -> None:
    """The whole page of a response."""
    page = response_page(app().store, slug, response_id)
    show(steps(page, slug) + head(page))
    if page.analysis is None:
        st.info(page.response.failure or text("reader.unanalysed"))
        show(f'<p class="words letter">{escape(page.document.text)}</p>')
        return
    marked = parameter("passage")
    chosen = int(marked) if marked.isdecimal() else None
    show(in_short(page.analysis, slug) + legend())
    show(letter(page.analysis, slug, chosen) + taken_out(page) + steps(page, slug))
    if chosen is not None:
        scroll_to(f"p{chosen}")


chosen_slug = chosen_round().slug
wanted = parameter("id")
if wanted.isdecimal():
    show_response(chosen_slug, int(wanted))
else:
    st.info(text("reader.not_found"))
