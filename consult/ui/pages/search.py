"""Search in the words of all responses, by Danish word forms."""

import streamlit as st

from consult.services import rounds
from consult.services.searching import SearchFilter, search
from consult.ui import links
from consult.ui.choices import (
    PAGE,
    above,
    certainty,
    choice,
    kept,
    sender_choice,
    stance_choice,
    told,
    with_all,
)
from consult.ui.components.found import hits
from consult.ui.components.notice import notice
from consult.ui.frame import chosen_round, desk, parameter, show, title
from consult.ui.lists import part_of
from consult.ui.paper import is_paper, way
from consult.ui.texts import counted, text
from consult.ui.themes import theme_choices

#: Words of the address that choose among the passages.
CHOICES = ("tema", "udvalg", "afsender", "holdning", "sikkerhed")


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


def filters(committees: list[str]) -> SearchFilter:
    """Which passages the choices leave."""
    theme, committee, kind, stance, sure = above(*CHOICES).columns(5)
    subject = choice(
        theme,
        "tema",
        text("proposal.filter_theme"),
        with_all(theme_choices()),
    )
    of = choice(
        committee, "udvalg", text("overview.committee"), with_all({c: c for c in committees})
    )
    sender = sender_choice(kind)
    label = stance_choice(stance)
    doubt = choice(sure, "sikkerhed", text("reader.sure"), certainty())
    return SearchFilter(subject, sender, label, committee=of, unsure=doubt)


def page() -> None:
    """A field, the choices, the number of hits, the hits."""
    slug = chosen_round().slug
    show(f"{way()}<h1>{text('pages.search')}</h1>")
    query = parameter("ord") if is_paper() else asked()
    catalogue = rounds.catalogue(desk(), slug)
    wanted = filters(sorted({p.committee for p in catalogue if p.committee}))
    if not is_paper():
        show(f'<p class="small muted">{text("search.help")}</p>')
    show(told("ord", *CHOICES))
    if not query and wanted == SearchFilter():
        show(begin(slug))
        return
    title(f"{query} – {text('pages.search')}" if query else text("pages.search"))
    results(slug, query, wanted)


def begin(slug: str) -> str:
    """Before anything is asked: other ways in."""
    ways = (
        (links.themes(slug), "search.by_theme"),
        (links.organisations(slug), "search.by_sender"),
        (links.responses(slug), "search.by_response"),
    )
    items = "".join(f"<li>{links.anchor(address, text(key))}</li>" for address, key in ways)
    return f"<h2>{text('search.begin')}</h2><ul>{items}</ul>"


def results(slug: str, query: str, wanted: SearchFilter) -> None:
    """What was found, a page at a time."""
    found, part = part_of(lambda limit, start: search(desk(), slug, query, wanted, limit, start))
    if not found.total:
        show(notice(text("search.none" if query else "search.none_chosen", query=query)))
        return
    chosen = kept(*CHOICES)

    def address(n: int) -> str:
        return links.search(slug, ord=query, side=str(n), **chosen)

    show(
        f'<h2><span role="status">{counted("search.hits", found.total)}</span></h2>'
        f'<ul class="hits" role="list">{hits(found.hits, slug)}</ul>{part.foot(address)}'
    )


page()
