"""Tables that become cards on a phone.

Style that lays rows out as blocks takes a table's meaning from screen readers; the roles
written here keep it.
"""

from collections.abc import Sequence
from html import escape

#: The class of a cell that is a line of its own in a card, with its label before it.
SAID = "wide said"


def table(head: str, rows: str) -> str:
    """A table of a head and rows, both HTML."""
    return (
        f'<table class="cards" role="table"><thead role="rowgroup">{head}</thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def grouped(head: str, groups: Sequence[tuple[str, str]], columns: int) -> str:
    """A table whose rows (HTML) stand in groups, each below its name (text)."""
    bodies = "".join(
        f'<tbody role="rowgroup"><tr role="row" class="group"><th scope="rowgroup" '
        f'role="rowheader" colspan="{columns}">{escape(name)}</th></tr>{rows}</tbody>'
        for name, rows in groups
    )
    return (
        f'<table class="cards" role="table"><thead role="rowgroup">{head}</thead>{bodies}</table>'
    )


def heads(names: Sequence[tuple[str, str]]) -> str:
    """The head row: (HTML, class) of each column."""
    cells = "".join(
        f'<th scope="col" role="columnheader" class="{kind}">{name}</th>' for name, kind in names
    )
    return row_of(cells)


def row_of(cells: str) -> str:
    """A row."""
    return f'<tr role="row">{cells}</tr>'


def row_head(html: str, about: str = "") -> str:
    """The cell that names its row; `about` is text in small print below."""
    small = f'<span class="meta">{escape(about)}</span>' if about else ""
    return f'<th scope="row" role="rowheader" class="title">{html}{small}</th>'


def cell(html: str, kind: str = "", label: str = "") -> str:
    """A cell; `label` (text) stands before it where the column's head is out of sight.

    An empty one is left out of a card.
    """
    shown = kind if html else f"{kind} empty".strip()
    named = f' data-label="{escape(label)}"' if label else ""
    return f'<td role="cell" class="{shown}"{named}>{html}</td>'
