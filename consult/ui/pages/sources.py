"""Every file that was handed in, and what became of it: nothing vanishes."""

from html import escape

import streamlit as st

from consult.domain.access import Action
from consult.domain.errors import ConsultError
from consult.services.browsing import SourceLine, SourceList, SourceState, list_sources
from consult.services.uploads import original, progress
from consult.ui import links
from consult.ui.choices import PAGE
from consult.ui.components.handed_in import working
from consult.ui.components.notice import alarm, no_responses
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.frame import app, chosen_round, desk, parameter, show
from consult.ui.paper import is_paper
from consult.ui.paper import way as to_paper
from consult.ui.texts import counted, number, text

#: What a person must do something about comes first, what is replaced last.
ORDER = (
    SourceState.FAILED,
    SourceState.SKIPPED,
    SourceState.WAITING,
    SourceState.READ,
    SourceState.WITHDRAWN,
)
#: Endings of mails, in which files are attached and not packed.
MAILS = (".eml", ".msg")
HEADS = (("file", ""), ("state", ""), ("responses", "n"))


def sums(found: SourceList, confirmed_at: str) -> str:
    """The counts by state, which add up to all files; the address where files are confirmed."""
    parts = [(found.states.get(s, 0), f"sources.{s}") for s in reversed(ORDER)]
    parts += [(found.superseded, "sources.superseded")]
    items = "".join(f"<li><b>{number(n)}</b>{text(key)}</li>" for n, key in parts if n)
    total = counted("sources.total", found.total)
    asked = found.to_confirm
    way = links.anchor(confirmed_at, text("sources.to_confirm")) if confirmed_at else ""
    told = escape(counted("sources.confirm", asked))
    note = f'<p class="notice" role="status">{told} {way}</p>' if asked else ""
    return (
        f"{to_paper()}<h1>{text('pages.sources')}</h1><p>{total}</p>"
        f'<ul class="totals" role="list">{items}</ul>{note}'
    )


def row(line: SourceLine, slug: str) -> str:
    """One file with its state and, where it gave nothing, why; and what a person must see to."""
    reason = (line.reason or "").removeprefix(f"{line.name}: ")
    told = " ".join(filter(None, (reason[:1].upper() + reason[1:], line.confirm)))
    count, name = "", escape(line.name)
    if line.responses:
        # The name is a larger thing to hit than a digit.
        name = links.anchor(links.responses(slug, kilde=str(line.id)), line.name)
        count = number(line.responses)
    warns = " warns" if line.state is SourceState.FAILED and not line.superseded_by else ""
    return row_of(
        row_head(name, told)
        + cell(state(line), f"state{warns}")
        + cell(count, "n", text("sources.responses"))
    )


def state(line: SourceLine) -> str:
    """How far the file has come, and how many files lay in it."""
    said = text("sources.superseded" if line.superseded_by else f"sources.{line.state}")
    if not line.enclosed:
        return said
    attached = line.name.lower().endswith(MAILS)
    inner = counted("sources.attached" if attached else "sources.enclosed", line.enclosed)
    return f"{said}, {inner}"


def originals(slug: str, items: tuple[SourceLine, ...]) -> None:
    """A way to the files of the page as they were handed in, for editors."""
    opened = {line.id: line for line in items if line.sha256}
    if not opened:
        return
    place = st.expander(text("sources.original"))
    with place:
        show(f'<p class="small muted">{text("sources.original_help")}</p>')
    chosen = place.selectbox(
        text("sources.original_which"),
        list(opened),
        format_func=lambda key: f"{opened[key].name} (nr. {key})" if key in opened else "",
    )
    # It is read and logged once it is asked for, not whenever the page is shown.
    if not place.button(text("sources.original_get")):
        return
    try:
        name, data = original(desk(), app().kept, slug, chosen)
    except ConsultError as error:
        with place:
            show(alarm(str(error)))
        return
    place.download_button(
        text("sources.original_save"), data, name, "application/octet-stream", on_click="ignore"
    )


def page() -> None:
    """Sums, a table a page at a time, and the files themselves."""
    chosen, mine = chosen_round(), desk()
    slug = chosen.slug
    total = list_sources(mine, slug, limit=0).total
    if not total:
        may_fill = bool(mine.may(Action.FILL, chosen.id))
        show(f"<h1>{text('pages.sources')}</h1>{no_responses(slug, may_fill)}")
        return
    here = page_number(parameter(PAGE), total)
    found = list_sources(mine, slug, limit=PAGE_SIZE, offset=offset(here), urgent=True)
    head = heads([(text(f"sources.{name}"), kind) for name, kind in HEADS])
    rows = "".join(row(line, slug) for line in found.items)

    def address(n: int) -> str:
        return links.sources(slug, side=str(n))

    may_fill = bool(mine.may(Action.FILL, chosen.id))
    handed_in = progress(mine, slug) if may_fill and not is_paper() else None
    more = working(handed_in, slug) if handed_in else ""
    # What came by the command line stands in no line to be confirmed in.
    confirmed_at = links.hand_in(slug) if handed_in and handed_in.total else ""
    show(sums(found, confirmed_at) + more + table(head, rows) + pager(here, total, address))
    if mine.may(Action.ORIGINAL, chosen.id):
        originals(slug, found.items)


page()
