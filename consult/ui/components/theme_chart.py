"""Themes across the proposals: a bar for each theme, and where it is spoken of."""

from html import escape

from consult.domain.proposals import Proposal
from consult.services.themes import ThemeLine, ThemeMap, ThemePage
from consult.store.themes import ThemeSum
from consult.ui import links
from consult.ui.components.stance_bar import stance_bar
from consult.ui.components.story import verdict
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.components.unnamed import unnamed
from consult.ui.texts import counted, number, text
from consult.ui.themes import theme_label

#: Proposals named beside a theme; the table below has them all.
NAMED = 4


def theme_chart(found: ThemeMap) -> str:
    """A row for each theme: its name, a bar as long as its responses are many, its proposals.

    Without a catalogue there are no proposals to name.
    """
    most = max(s.responses for s in found.themes)
    rows = "".join(_row(s, found, most) for s in found.themes)
    names = ["name", "responses"] if found.is_whole else ["name", "responses", "where"]
    return table(heads([(text(f"themes.{n}"), "") for n in names]), rows)


def _row(found: ThemeSum, page: ThemeMap, most: int) -> str:
    slug = page.consultation.slug
    link = links.anchor(links.theme(slug, found.theme), theme_label(found.theme))
    bar = (
        f'<span class="measure"><i style="width:{found.responses / most:.2%}"></i>'
        f"<b>{number(found.responses)}</b></span>"
    )
    where = "" if page.is_whole else cell(_where(found, page), "wide")
    return row_of(row_head(link) + cell(bar, "wide gauge") + where)


def _where(found: ThemeSum, page: ThemeMap) -> str:
    """The proposals in whose responses the theme comes up most."""
    ranked = sorted(
        ((n, p) for p in page.proposals if (n := page.cells.get((found.theme, p.number), 0))),
        key=lambda pair: -pair[0],
    )
    named = ", ".join(_proposal(page, p, n, i == 0) for i, (n, p) in enumerate(ranked[:NAMED]))
    more = len(ranked) - NAMED
    return named + (f" {escape(counted('themes.more', more))}" if more > 0 else "")


def _proposal(page: ThemeMap, proposal: Proposal, n: int, in_full: bool) -> str:
    """A proposal by its number, or `in_full`: numbers alone say little to most readers."""
    address = escape(links.proposal(page.consultation.slug, proposal.number))
    if in_full:
        return f'<a href="{address}">{escape(f"{proposal.number} {proposal.title}")}</a> ({n})'
    return (
        f'<span class="nowrap"><a href="{address}" title="{escape(proposal.title)}">'
        f"{escape(proposal.number)}</a> ({n})</span>"
    )


def theme_table(found: ThemeMap) -> str:
    """The numbers: for each proposal its themes with their number of responses; "" without any."""
    if found.is_whole:
        return ""
    lines = [(p.number, p.title) for p in found.proposals]
    rows = "".join(_numbers(found, number_, f"{number_} {name}") for number_, name in lines)
    rows += _numbers(found, None, text("overview.without"))
    names = [(text("overview.title"), ""), (text("proposal.themes"), "")]
    return (
        f"<details><summary>{text('themes.numbers')}</summary>{table(heads(names), rows)}</details>"
    )


def _numbers(found: ThemeMap, proposal: str | None, name: str) -> str:
    said = [
        f"{theme_label(s.theme)} {found.cells[s.theme, proposal]}"
        for s in found.themes
        if (s.theme, proposal) in found.cells
    ]
    return row_of(row_head(escape(name)) + cell(escape(", ".join(said) or "–"), "wide"))


def theme_lines(page: ThemePage) -> str:
    """One theme by proposal: what those who dwell on it say of each."""
    names = [
        (text("overview.number"), "code"),
        (text("overview.title"), ""),
        (text("overview.count"), "n"),
        (text("overview.stance"), ""),
    ]
    return table(heads(names), "".join(_line(line, page) for line in page.lines))


def _line(line: ThemeLine, page: ThemePage) -> str:
    proposal = line.proposal
    number_ = proposal.number if proposal else None
    name = proposal.title if proposal else text(f"overview.{unnamed(page.is_whole)}")
    said, of = verdict(line.stance)
    about = f'<b>{escape(said)}</b> <span class="numbers-of">{escape(of)}</span>'
    bar = f'{stance_bar(line.stance)}<span class="verdict">{about}</span>'
    return row_of(
        cell(escape(number_ or ""), "code")
        + row_head(links.anchor(links.proposal(page.consultation.slug, number_), name))
        + cell(str(line.responses), "n", text("overview.count"))
        + cell(bar, "stance")
    )
