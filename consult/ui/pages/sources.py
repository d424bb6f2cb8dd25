"""Every file that was handed in, and what became of it: nothing vanishes."""

from html import escape

from consult.services.browsing import SourceLine, SourceList, SourceState, list_sources
from consult.ui import links
from consult.ui.components.notice import notice
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.frame import chosen_round, desk, show
from consult.ui.paper import way
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


def sums(found: SourceList) -> str:
    """The counts by state, which add up to all files."""
    parts = [(found.states.get(s, 0), f"sources.{s}") for s in reversed(ORDER)]
    parts += [(found.superseded, "sources.superseded")]
    items = "".join(f"<li><b>{number(n)}</b>{text(key)}</li>" for n, key in parts if n)
    total = counted("sources.total", found.total)
    asked = sum(line.confirm is not None for line in found.items)
    note = notice(counted("sources.confirm", asked)) if asked else ""
    return (
        f"{way()}<h1>{text('pages.sources')}</h1><p>{total}</p>"
        f'<ul class="totals" role="list">{items}</ul>{note}'
    )


def row(line: SourceLine, slug: str) -> str:
    """One file with its state and, where it gave nothing, why; and what a person must see to."""
    told = " ".join(filter(None, (line.reason, line.confirm)))
    count = ""
    if line.responses:
        address = links.responses(slug, kilde=str(line.id))
        count = links.anchor(address, number(line.responses))
    warns = " warns" if line.state is SourceState.FAILED and not line.superseded_by else ""
    return row_of(
        row_head(escape(line.name), told)
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


def urgency(line: SourceLine) -> tuple[bool, int, bool]:
    """Sort key: replaced ones last, else by `ORDER`, what must be confirmed first.

    Files of one kind stay as taken in, so that an archive comes before what lay in it.
    """
    return line.superseded_by is not None, ORDER.index(line.state), line.confirm is None


def page() -> None:
    """Sums and a table."""
    slug = chosen_round().slug
    found = list_sources(desk(), slug)
    if not found.total:
        show(f"<h1>{text('pages.sources')}</h1>{notice(text('sources.none'))}")
        return
    head = heads([(text(f"sources.{name}"), kind) for name, kind in HEADS])
    rows = "".join(row(line, slug) for line in sorted(found.items, key=urgency))
    show(sums(found) + table(head, rows))


page()
