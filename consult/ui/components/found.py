"""Passages as a list: words, stance, who, how it was tied to the proposal, way to the source."""

from collections.abc import Iterable
from html import escape

from consult.domain.documents import Span
from consult.domain.findings import ItemLink
from consult.domain.people import PRIVATE, Respondent
from consult.services.browsing import SpokenPassage
from consult.services.searching import SearchHit
from consult.ui import links
from consult.ui.components.doubt import unsure
from consult.ui.components.evidence import evidence
from consult.ui.components.quotation import marked, quotation, who
from consult.ui.components.sides import badge
from consult.ui.components.stance_bar import stance_tag
from consult.ui.texts import percent, text
from consult.ui.themes import theme_label

#: A link at least this probable is shown without its probability.
CLEAR = 0.8


def quoted(found: SpokenPassage, slug: str) -> str:
    """A telling passage as a quotation that leads to its source."""
    source = f"{speaker(found.respondent)} · {_way(found, slug)}"
    return quotation(found.text, found.label, f"<span>{source}</span>{evidence(found)}")


def speaker(respondent: Respondent) -> str:
    """A sender as HTML: the mark of those that must be heard says of what kind they are."""
    mark = badge(respondent)
    if mark and respondent.name and respondent.kind not in PRIVATE:
        return f"{escape(respondent.name)}{mark}"
    return escape(who(respondent))


def spoken(found: SpokenPassage, slug: str, folded: bool = True, by: bool = True) -> str:
    """A passage in a list; why it is there is `folded` away, or in short on its line.

    `by` whom it is stands there too, unless the whole page is about them.
    """
    spans = _local(found.link.evidence if found.link else (), found.start, found.end)
    # Marked from end to end, nothing stands out.
    spans = [s for s in spans if s.end - s.start < len(found.text)]
    parts = [stance_tag(found.label) + (f" {unsure()}" if found.review else "")]
    parts += [speaker(found.respondent)] if by else []
    if not folded:
        parts += [escape(theme_label(found.theme))] if found.theme else []
        parts += [escape(how(found.link))] if found.link else []
    why = evidence(found) if folded else ""
    return _item(marked(found.text, spans), [*parts, _way(found, slug)], why)


def hits(found: Iterable[SearchHit], slug: str, themed: bool = True) -> str:
    """Passages that a search found; the same words in several responses are shown once.

    Each says its theme, unless all have the same one: then they are not `themed`.
    """
    same: dict[str, list[SearchHit]] = {}
    for hit in found:
        same.setdefault(" ".join(hit.text.split()), []).append(hit)
    return "".join(_hit(group, slug, themed) for group in same.values())


def _hit(group: list[SearchHit], slug: str, themed: bool) -> str:
    """Words that one or several responses hold, each with its sender, stance and address."""
    first = group[0]
    words = marked(first.text, _local(first.spans, first.start, first.end))
    if len(group) == 1:
        return _item(words, _about(first, slug, themed))
    lines = "".join(f"<li>{_dots(_about(hit, slug, themed))}</li>" for hit in group)
    said = text("search.same", n=len(group))
    return (
        f'<li><p class="words">{words}</p><p class="source">{said}</p>'
        f'<ul class="source same">{lines}</ul></li>'
    )


def _about(found: SearchHit, slug: str, themed: bool) -> list[str]:
    parts = [stance_tag(label) + _on(proposal, slug) for proposal, label in found.stances]
    parts += [speaker(found.respondent)]
    parts += [escape(theme_label(found.theme))] if found.theme and themed else []
    return [*parts, _way(found, slug)]


def how(link: ItemLink) -> str:
    """How a link was found, and how sure it is where it is not nearly certain."""
    method = text(f"method.{link.method}")
    if link.score >= CLEAR:
        return method
    return text("proposal.how", method=method, score=percent(link.score))


def _item(words: str, parts: list[str], why: str = "") -> str:
    about = f'<p class="source">{_dots(parts)}</p>{why}'
    return f'<li><p class="words">{words}</p><div class="about">{about}</div></li>'


def _dots(parts: list[str]) -> str:
    return " · ".join(parts)


def _on(proposal: str | None, slug: str) -> str:
    if proposal is None:
        return ""
    return f" {links.anchor(links.proposal(slug, proposal), proposal)}"


def _local(spans: tuple[Span, ...], start: int, end: int) -> list[Span]:
    """Spans of the document that lie in [start, end), as offsets from `start`."""
    return [Span(s.start - start, s.end - start) for s in spans if start <= s.start < end]


def _way(found: SpokenPassage | SearchHit, slug: str) -> str:
    """The way to the passage in its response."""
    address = links.response(slug, found.response_id, found.passage)
    page = f", {text('reader.page', page=found.page)}" if found.page else ""
    return links.anchor(address, f"{found.document}{page}")
