"""The sums of a round, above everything else."""

from html import escape

from consult.services.browsing import RoundOverview, SourceState
from consult.ui import links
from consult.ui.texts import number, text


def totals(found: RoundOverview) -> str:
    """Name, subject and the numbers that matter; those that warn only when not zero."""
    sums, failed = found.totals.responses, found.totals.sources.get(SourceState.FAILED, 0)
    lines = [
        (sums.current, text("overview.responses"), True),
        (sums.senders, text("overview.senders"), True),
        (sums.waiting, text("overview.waiting"), bool(sums.waiting)),
        (sums.to_review, text("overview.review"), bool(sums.to_review)),
        (failed, text("overview.failed"), bool(failed)),
    ]
    items = "".join(
        f"<li><b>{number(n)}</b>{escape(name)}</li>" for n, name, shown in lines if shown
    )
    name = escape(found.consultation.name)
    subject = escape(found.consultation.subject)
    return f'<h1>{name}</h1><p class="muted">{subject}</p><ul class="totals">{items}</ul>'


def back(slug: str) -> str:
    """The way back to the overview."""
    return f'<p class="small">{links.anchor(links.overview(slug), "← Alle forslag")}</p>'
