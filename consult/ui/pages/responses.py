"""All responses, in the order they were taken in."""

from html import escape

import streamlit as st

from consult.domain.people import RespondentKind
from consult.services.browsing import ResponseFilter, ResponseLine, list_responses
from consult.ui import links
from consult.ui.choices import choice, kept, told, with_all
from consult.ui.components.notice import notice
from consult.ui.components.quotation import who
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.frame import chosen_round, desk, parameter, show
from consult.ui.lists import part_of
from consult.ui.paper import way
from consult.ui.texts import counted, number, text

HEADS = (("name", ""), ("sender", ""), ("passages", "n"), ("unsure", "n"))
#: Words of the address that choose among the responses; `kilde` is a file, by its number.
CHOICES = ("afsender", "kilde")


def row(line: ResponseLine, slug: str) -> str:
    """One response: its name, its sender, how much there is, how much is uncertain."""
    name = links.anchor(links.response(slug, line.id), line.document)
    if line.respondent is None:
        waiting = cell(text("responses.broken" if line.failure else "responses.waiting"), "wide")
        empty = cell("", "n")
        return row_of(row_head(name, line.failure or "") + waiting + empty + empty)
    return row_of(
        row_head(name)
        + cell(escape(who(line.respondent)), "wide")
        + cell(number(line.passages), "n", text("responses.passages"))
        + cell(number(line.to_review), "n", text("responses.unsure"))
    )


def filters() -> ResponseFilter:
    """Which responses the choices leave."""
    source = parameter("kilde")
    kinds = with_all({text(f"kinds.{k}"): k for k in RespondentKind})
    kind = choice(st.container(width=360), "afsender", text("proposal.filter_kind"), kinds)
    return ResponseFilter(kind=kind, source_id=int(source) if source.isdecimal() else None)


def page() -> None:
    """A table of responses, a page at a time."""
    slug, mine = chosen_round().slug, desk()
    top = st.container()
    wanted = filters()
    found, part = part_of(lambda limit, start: list_responses(mine, slug, wanted, limit, start))
    with top:
        every = f" {links.anchor(links.responses(slug), text('responses.every'))}"
        one_file = every if wanted.source_id is not None else ""
        count = counted("responses.total", found.total)
        show(f"{way()}<h1>{text('pages.responses')}</h1><p>{count}{one_file}</p>{told('afsender')}")
    if not found.total:
        show(notice(text("responses.none")))
        return
    chosen = kept(*CHOICES)

    def address(n: int) -> str:
        return links.responses(slug, side=str(n), **chosen)

    head = heads([(text(f"responses.{name}"), kind) for name, kind in HEADS])
    rows = "".join(row(line, slug) for line in found.items)
    show(table(head, rows) + part.foot(address))


page()
