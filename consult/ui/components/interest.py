"""The passages of a response that a reader looks for: those that take a side, and the doubtful."""

from html import escape

from consult.domain.findings import Analysis, PassageFindings, Stance
from consult.ui import links
from consult.ui.texts import counted, text


def of_interest(analysis: Analysis) -> tuple[int, ...]:
    """The indices of passages with a stance other than neutral, or that a person should see."""
    return tuple(f.passage.index for f in analysis.findings if _is_of_interest(f))


def _is_of_interest(found: PassageFindings) -> bool:
    sided = any(s.label is not Stance.NEUTRAL for s in found.stances)
    return sided or (found.review and bool(found.stances))


def passage_steps(analysis: Analysis, slug: str, response_id: int, chosen: int | None) -> str:
    """To the passage of interest before and after the chosen one; to the first where none is."""
    places = of_interest(analysis)
    if not places:
        return ""
    at = -1 if chosen is None else chosen
    before = max((p for p in places if p < at), default=None)
    after = min((p for p in places if p > at), default=None)
    near = "".join(
        links.keyed(links.response(slug, response_id, place), text(label), key)
        for place, label, key in (
            (before, "reader.passage_before", "ArrowUp"),
            (after, "reader.passage_after", "ArrowDown"),
        )
        if place is not None
    )
    here = sum(p <= at for p in places)
    told = counted("reader.passage_count", len(places))
    if here:
        told = text("reader.passage_of", here=here, total=len(places))
    return (
        f'<nav class="steps jump" aria-label="{text("reader.passages")}">'
        f'<span class="muted">{escape(told)}</span><span class="near">{near}</span></nav>'
    )
