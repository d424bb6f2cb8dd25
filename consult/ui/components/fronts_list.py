"""The list of consultations that a person may see."""

from collections.abc import Iterable
from html import escape

from consult.services.fronts import RoundFront
from consult.ui import links
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.texts import day, number, text


def fronts_list(found: Iterable[RoundFront]) -> str:
    """A table: what each is about and how much there is."""
    names = [
        (text("app.choose_round"), ""),
        (text("fronts.created"), ""),
        (text("fronts.proposals"), "n"),
        (text("overview.count"), "n"),
        (text("proposal.senders"), "n"),
        (text("fronts.state"), ""),
    ]
    return table(heads(names), "".join(_row(front) for front in found))


def _row(front: RoundFront) -> str:
    made, sums = front.consultation, front.responses
    counts = (
        ("fronts.proposals", front.proposals),
        ("overview.count", sums.current if sums else 0),
        ("proposal.senders", sums.senders if sums else 0),
    )
    return row_of(
        row_head(links.anchor(links.overview(made.slug), made.name), made.subject)
        + cell(day(made.created.date()), "wide")
        + "".join(cell(number(n) if sums else "", "n", text(key)) for key, n in counts)
        + cell(escape(_state(front)), "wide")
    )


def _state(front: RoundFront) -> str:
    sums = front.responses
    if sums is None:
        return front.told
    if not sums.current:
        return text("fronts.empty")
    if sums.waiting:
        return text("fronts.waiting", n=number(sums.waiting))
    return text("fronts.done")
