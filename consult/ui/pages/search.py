"""Search in the words of all responses, by Danish word forms."""

import streamlit as st

from consult.services.searching import search
from consult.ui import links
from consult.ui.choices import PAGE
from consult.ui.components.found import hits
from consult.ui.components.notice import notice
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.frame import chosen_round, desk, parameter, show, title
from consult.ui.texts import counted, text


def asked() -> str:
    """The words to look for: from the field once it is sent, else from the address."""
    before = parameter("ord")
    with st.form("search", border=False):
        field, button = st.columns([5, 1], vertical_alignment="bottom")
        query = field.text_input(text("search.label"), before, autocomplete="off").strip()
        button.form_submit_button(text("search.button"), width="stretch")
    if query != before:  # another question: begin on its first page
        st.query_params.pop(PAGE, None)
        st.query_params["ord"] = query
    return query


def page() -> None:
    """A field, the number of hits, the hits."""
    slug = chosen_round().slug
    show(f"<h1>{text('pages.search')}</h1>")
    query = asked()
    show(f'<p class="small muted">{text("search.help")}</p>')
    if not query:
        return
    title(f"{query} – {text('pages.search')}")
    total = search(desk(), slug, query, limit=0).total
    if not total:
        show(notice(text("search.none", query=query)))
        return
    here = page_number(parameter(PAGE), total)
    found = search(desk(), slug, query, limit=PAGE_SIZE, offset=offset(here))

    def address(n: int) -> str:
        return links.search(slug, ord=query, side=str(n))

    show(
        f'<h2 role="status">{counted("search.hits", total)}</h2>'
        f'<ul class="hits" role="list">{hits(found.hits, slug)}</ul>{pager(here, total, address)}'
    )


page()
