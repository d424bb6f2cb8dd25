"""Themes as a table, what was changed in them, and what a new one would take."""

from collections.abc import Mapping, Sequence
from html import escape

from consult.domain.taxonomy import Taxonomy, Theme
from consult.services.taxonomy import HistoryLine
from consult.ui import links
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.texts import moment, number, text


def theme_table(taxonomy: Taxonomy, counts: Mapping[str, int] | None) -> str:
    """Every theme in its place; with `counts` each name leads to its editing."""
    names = [("name", "title"), ("state", "")] + ([("passages", "n")] if counts is not None else [])
    head = heads([(text(f"taxonomy.{name}"), kind) for name, kind in names])
    return table(head, "".join(_row(theme, counts) for theme in taxonomy.themes))


def state(theme: Theme) -> str:
    """What a theme is, in words."""
    kind = "retired" if theme.retired else "active"
    return text(f"taxonomy.own_{kind}" if theme.own else f"taxonomy.{kind}")


def _quiet(theme: Theme) -> str:
    """The state as HTML: what most themes are is not what one looks for."""
    usual = not (theme.retired or theme.own)
    return f'<span class="muted small">{state(theme)}</span>' if usual else state(theme)


def history_table(lines: Sequence[HistoryLine]) -> str:
    """Who changed what, and when; the newest first."""
    head = heads(
        [(text(f"taxonomy.{name}"), kind) for name, kind in
         (("what", "title"), ("version", "n"), ("who", ""), ("when", ""))]
    )  # fmt: skip
    rows = (
        row_of(
            row_head(escape(line.what))
            + cell(str(line.version), "n", text("taxonomy.version"))
            + cell(escape(line.actor))
            + cell(moment(line.at), "", text("taxonomy.when"))
        )
        for line in lines
    )
    return table(head, "".join(rows))


def _row(theme: Theme, counts: Mapping[str, int] | None) -> str:
    name = escape(theme.label)
    if counts is not None:
        name = links.anchor(links.taxonomy(theme.id), theme.label)
    cells = row_head(name, theme.description) + cell(_quiet(theme))
    if counts is not None:
        cells += cell(number(counts.get(theme.id, 0)), "n", text("taxonomy.passages"))
    return row_of(cells)
