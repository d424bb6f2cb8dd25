"""Where someone is signed in."""

from collections.abc import Sequence
from html import escape

from consult.store.account_records import SessionLine
from consult.ui.components.table import SAID, cell, heads, row_head, row_of, table
from consult.ui.texts import moment, text


def session_table(found: Sequence[SessionLine], own: int | None = None) -> str:
    """A table of sign-ins; `own` is the number of the one that is looking."""
    names = ("origin", "since", "seen")
    rows = "".join(
        row_of(
            row_head(escape(line.origin), text("account.this") if line.id == own else "")
            + cell(moment(line.created), SAID, text("account.since"))
            + cell(moment(line.seen), SAID, text("account.seen"))
        )
        for line in found
    )
    return table(heads([(text(f"account.{name}"), "") for name in names]), rows)


def session_name(line: SessionLine) -> str:
    """What a sign-in is called in a list to choose from."""
    return f"{line.origin}, {text('account.since').lower()} {moment(line.created)}"
