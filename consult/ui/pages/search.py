"""Search in the words of all responses, by Danish word forms."""

import streamlit as st

from consult.services.searching import search
from consult.ui import links
from consult.ui.components.found import hit
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.frame import app, chosen_round, parameter, show
from consult.ui.texts import number, text


def page() -> None:
    """A field, the number of hits, the hits."""
    slug = chosen_round().slug
    show(f"<h1>{text('pages.search')}</h1>")
    query = st.text_input(text("search.label"), parameter("ord"), help=text("search.help"))
    if not query.strip():
        st.info(text("search.start"))
        return
    total = search(app().store, slug, query, limit=0).total
    if query != parameter("ord"):  # another question: begin on its first page
        st.query_params.pop("side", None)
        st.query_params["ord"] = query
    here = page_number(parameter("side"), total)
    found = search(app().store, slug, query, limit=PAGE_SIZE, offset=offset(here))
    if not total:
        st.info(text("search.none"))
        return

    def address(n: int) -> str:
        return links.search(slug, ord=query, side=str(n))

    items = "".join(hit(h, slug) for h in found.hits)
    count = text("search.hits", n=number(total))
    show(
        f'<h2 aria-live="polite">{count}</h2><ul class="hits">{items}</ul>{pager(here, total, address)}'
    )


page()
