"""The sums of a round, above everything else."""

from html import escape

from consult.services.browsing import RoundOverview, SourceState
from consult.ui import links
from consult.ui.texts import counted, number, text


def totals(found: RoundOverview) -> str:
    """Name, subject and the numbers that matter; those that warn only when not zero."""
    sums, slug = found.totals.responses, found.consultation.slug
    unread = sum(found.totals.sources.get(s, 0) for s in (SourceState.FAILED, SourceState.SKIPPED))
    lines = [
        (sums.current, "overview.responses", links.responses(slug)),
        (sums.senders, "overview.senders", ""),
        (_loose(found), "overview.loose", links.proposal(slug, None)),
        (sums.waiting, "overview.waiting", links.responses(slug)),
        (sums.failed, "overview.broken", links.responses(slug)),
        (unread, "overview.unread", links.sources(slug)),
    ]
    always = 2
    items = "".join(
        _sum(n, key, address) for i, (n, key, address) in enumerate(lines) if n or i < always
    )
    name, subject = escape(found.consultation.name), escape(found.consultation.subject)
    return (
        f'<h1>{name}</h1><p class="muted">{subject}</p><ul class="totals" role="list">{items}</ul>'
    )


def _loose(found: RoundOverview) -> int:
    """Responses that also speak of no proposal; in a round without any that says nothing."""
    return 0 if found.is_whole else found.rows[-1].responses


def doubt(found: RoundOverview) -> str:
    """How much a person should look at, told once and calmly; "" where there is nothing."""
    sums = found.totals.responses
    if not sums.to_review:
        return ""
    words = text("doubt.round", n=number(sums.to_review), total=number(sums.passages))
    return f'<p class="small muted">{escape(words)}</p>'


def _sum(n: int, key: str, address: str) -> str:
    words = counted(key, n)
    named = links.anchor(address, words) if address else escape(words)
    return f"<li><b>{number(n)}</b>{named}</li>"
