"""The list of consultations that a person may see."""

from collections.abc import Iterable
from html import escape

from consult.domain.access import Action
from consult.domain.clock import day_of
from consult.services.desk import Desk
from consult.services.fronts import RoundFront
from consult.store.records import Consultation
from consult.ui import links
from consult.ui.components.round_facts import period
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.texts import counted, day, number, text


def fronts_list(found: Iterable[RoundFront]) -> str:
    """A table: what each is about and how much there is."""
    names = [
        (text("app.choose_round"), ""),
        (text("round.period"), ""),
        (text("fronts.proposals"), "n"),
        (text("overview.count"), "n"),
        (text("proposal.senders"), "n"),
        (text("fronts.state"), ""),
    ]
    return table(heads(names), "".join(_row(front) for front in found))


def another(desk: Desk) -> str:
    """The way to a new consultation, for one who may make it; else ""."""
    if not desk.may(Action.CREATE):
        return ""
    return f"<p>{links.anchor(links.new_round(), text('fronts.new'), 'action')}</p>"


def _row(front: RoundFront) -> str:
    made, sums = front.consultation, front.responses
    counts = (
        ("fronts.proposals", front.proposals),
        ("overview.count", sums.current if sums else 0),
        ("proposal.senders", sums.senders if sums else 0),
    )
    return row_of(
        row_head(links.anchor(links.overview(made.slug), made.name), made.subject)
        + cell(escape(period(made.details)) or _made(made), "wide")
        + "".join(cell(number(n) if sums else "", "n", text(key)) for key, n in counts)
        + cell(escape(_state(front)), "wide")
    )


def _made(made: Consultation) -> str:
    """Where the period is not known: when the round was made."""
    return text("fronts.made", day=day(day_of(made.created)))


def _state(front: RoundFront) -> str:
    sums = front.responses
    if sums is None:
        return front.told
    if front.in_line:
        return counted("fronts.in_line", front.in_line)
    if not sums.current:
        return text("fronts.empty")
    if sums.waiting:
        return text("fronts.waiting", n=number(sums.waiting))
    return text("fronts.done")
