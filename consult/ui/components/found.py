"""Passages as a list: words, stance, who, how it was tied to the proposal, way to the source."""

from html import escape

from consult.domain.documents import Span
from consult.domain.findings import ItemLink
from consult.inference.taxonomy import theme_label
from consult.services.browsing import SpokenPassage
from consult.services.searching import SearchHit
from consult.ui import links
from consult.ui.components.quotation import marked, quotation, who
from consult.ui.components.stance_bar import stance_tag
from consult.ui.texts import number, text


def quoted(found: SpokenPassage, slug: str) -> str:
    """A telling passage as a quotation that leads to its source."""
    source = f"{escape(who(found.respondent))} · {_way(found, slug)}"
    return quotation(found.text, found.label, source)


def spoken(found: SpokenPassage, slug: str) -> str:
    """A passage in a list, with all that says why it is there."""
    evidence = _local(found.link.evidence if found.link else (), found.start, found.end)
    parts = [stance_tag(found.label), escape(who(found.respondent))]
    parts += [escape(theme_label(found.theme))] if found.theme else []
    parts += [escape(how(found.link))] if found.link else []
    parts += [escape(text("proposal.unsure"))] if found.review else []
    return (
        f'<li><p class="words">{marked(found.text, evidence)}</p>'
        f'<p class="source">{" · ".join(parts)} · {_way(found, slug)}</p></li>'
    )


def hit(found: SearchHit, slug: str) -> str:
    """A passage that a search found, its matching words marked."""
    spans = _local(found.spans, found.start, found.end)
    tied = [f"{text(f'stance.{label}')}{_on(number)}" for number, label in found.stances]
    parts = [escape(who(found.respondent)), *map(escape, tied)]
    parts += [escape(theme_label(found.theme))] if found.theme else []
    return (
        f'<li><p class="words">{marked(found.text, spans)}</p>'
        f'<p class="source">{" · ".join(parts)} · {_way(found, slug)}</p></li>'
    )


def how(link: ItemLink) -> str:
    """How a link was found, and how sure it is."""
    return text(
        "proposal.how", method=text(f"method.{link.method}"), score=number(round(link.score, 2))
    )


def _on(proposal: str | None) -> str:
    return f" ({proposal})" if proposal else ""


def _local(spans: tuple[Span, ...], start: int, end: int) -> list[Span]:
    """Spans of the document that lie in [start, end), as offsets from `start`."""
    return [Span(s.start - start, s.end - start) for s in spans if start <= s.start < end]


def _way(found: SpokenPassage | SearchHit, slug: str) -> str:
    """The way to the passage in its response."""
    address = links.response(slug, found.response_id, found.passage)
    page = f" {text('reader.page', page=found.page)}" if found.page else ""
    return links.anchor(address, f"{found.document}{page}")
