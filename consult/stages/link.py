"""Tie each passage to the proposals it speaks about, and say how.

In order of strength: named in the passage by number (`reference`) or by title (`title`),
governed by a heading that names it (`heading`), named earlier in the same paragraph or in
the lead-in of the list (`carried`), attached by the portal (`given`), and, where nothing
else ties it, by meaning alone (`similarity`): its own, or that of a response which names one
proposal only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from consult.domain.documents import Span
from consult.domain.findings import Analysis, ItemLink, LinkMethod, PassageFindings, PassageKind
from consult.rules.loader import load_rules
from consult.stages.case import Case
from consult.stages.refer import GIVEN, reference_links

#: Of two equally sure links to one proposal the one found by the earlier method is kept.
STRENGTH = (
    LinkMethod.REFERENCE,
    LinkMethod.TITLE,
    LinkMethod.HEADING,
    LinkMethod.CARRIED,
    LinkMethod.GIVEN,
    LinkMethod.SIMILARITY,
)
#: A title mention this sure carries through its paragraph and governs as a heading; a
#: weaker one speaks for its own passage alone.
CARRYING_TITLE = 0.7


@cache
def link_scores() -> Mapping[str, float]:
    """The probability that a link is right, by how it was found."""
    return {rule.id: float(rule.data["score"]) for rule in load_rules("link_scores").rules}


@cache
def title_from(*, echo: bool) -> float:
    """The score from which on a title mention is a link.

    `echo` says that the response names the proposal clearly elsewhere.
    """
    return float(load_rules("link_scores").data["title_echo" if echo else "title_from"])


@dataclass(frozen=True, slots=True)
class _Named:
    """The proposals each passage names itself, by passage index.

    `earlier` is the nearest passage before it in its paragraph that names any, None for none.
    """

    analysis: Analysis
    own: Mapping[int, tuple[ItemLink, ...]]
    earlier: tuple[int | None, ...]


def link(analysis: Analysis, case: Case) -> Analysis:
    """An analysis whose passages carry their links, the surest first."""
    given = _given_links(analysis)
    mentions = {f.passage.index: _own_links(f, analysis, case) for f in analysis.findings}
    clear = _clear(mentions, given)
    named = _Named(analysis, clear, tuple(_earlier(analysis, clear)))
    found = [replace(f, links=_all_links(f, named, given)) for f in analysis.findings]
    subject = _only_subject(named, given)
    return replace(
        analysis,
        findings=tuple(replace(f, links=_by_meaning(f, analysis, case, subject)) for f in found),
    )


def _own_links(found: PassageFindings, analysis: Analysis, case: Case) -> tuple[ItemLink, ...]:
    """What the words of the passage name, by number and by title."""
    passage = found.passage
    if not (passage.kind.is_judged or passage.kind is PassageKind.HEADING):
        return ()
    numbers = reference_links(found, link_scores()["reference"])
    titles = [
        ItemLink(
            mention.proposal,
            LinkMethod.TITLE,
            mention.score,
            (Span(mention.span.start + passage.start, mention.span.end + passage.start),),
            mention.rule,
        )
        for mention in case.titles.find(passage.span.slice(analysis.document.text))
    ]
    return _strongest((*numbers, *titles))


def _clear(
    mentions: Mapping[int, tuple[ItemLink, ...]], given: Sequence[ItemLink]
) -> dict[int, tuple[ItemLink, ...]]:
    """The links that are sure enough, by themselves or as an echo of a clear one elsewhere."""
    every = [k for links in mentions.values() for k in links]
    known = {k.proposal for k in (*every, *given) if _carries(k)}
    return {
        index: tuple(
            k
            for k in links
            if k.method is not LinkMethod.TITLE or k.score >= title_from(echo=k.proposal in known)
        )
        for index, links in mentions.items()
    }


def _all_links(
    found: PassageFindings, named: _Named, given: Sequence[ItemLink]
) -> tuple[ItemLink, ...]:
    """Own links, and for a judged passage those of what governs it."""
    own = named.own[found.passage.index]
    if not found.passage.kind.is_judged:
        return own
    near = own or _carried(found, named)
    governing = _weighed(_governing(found, named), near, "heading")
    portal = _weighed(given, (*near, *governing), "given")
    return _strongest((*near, *governing, *portal))


def _weighed(
    links: Iterable[ItemLink], nearer: Sequence[ItemLink], score: str
) -> tuple[ItemLink, ...]:
    """The links with the score they have here: less where others are named nearer by."""
    named = {link.proposal for link in nearer}
    beside = link_scores()[f"{score}_beside"]
    full = link_scores()[score]
    return tuple(
        replace(k, score=min(k.score, full if k.proposal in named or not named else beside))
        for k in links
    )


def _governing(found: PassageFindings, named: _Named) -> tuple[ItemLink, ...]:
    """The links of the nearest heading that names something, and of those listed with it."""
    links: list[ItemLink] = []
    previous: int | None = None
    for index in reversed(found.passage.governed_by):
        naming = [k for k in named.own[index] if _carries(k)]
        if links and (not naming or previous != index + 1):
            break
        if naming:
            links.extend(naming)
            previous = index
    return tuple(_passed_on(k, LinkMethod.HEADING, "heading") for k in links)


def _carried(found: PassageFindings, named: _Named) -> tuple[ItemLink, ...]:
    """The links last named earlier in the same paragraph, or else in the list's lead-in."""
    for index in (named.earlier[found.passage.index], found.passage.lead_in):
        naming = [k for k in named.own[index] if _carries(k)] if index is not None else []
        if naming:
            return tuple(_passed_on(k, LinkMethod.CARRIED, _carried_score(k)) for k in naming)
    return ()


def _earlier(analysis: Analysis, own: Mapping[int, tuple[ItemLink, ...]]) -> Iterator[int | None]:
    """For each passage the nearest one before it in its paragraph that names a proposal."""
    nearest: int | None = None
    paragraph: int | None = None
    for passage in (found.passage for found in analysis.findings):
        if passage.paragraph != paragraph:
            nearest, paragraph = None, passage.paragraph
        yield nearest
        if any(_carries(k) for k in own[passage.index]):
            nearest = passage.index


def _carries(link: ItemLink) -> bool:
    return link.method is not LinkMethod.TITLE or link.score >= CARRYING_TITLE


def _carried_score(link: ItemLink) -> str:
    return "carried_title" if link.method is LinkMethod.TITLE else "carried"


def _passed_on(link: ItemLink, method: LinkMethod, score: str) -> ItemLink:
    """The link as it holds for another passage; never surer than where it was named."""
    return replace(link, method=method, score=min(link.score, link_scores()[score]))


def _given_links(analysis: Analysis) -> tuple[ItemLink, ...]:
    numbers = dict.fromkeys(
        number
        for found in analysis.findings
        for reference in found.references
        if reference.rule == GIVEN
        for number in reference.resolved
    )
    return tuple(ItemLink(n, LinkMethod.GIVEN, link_scores()["given"], (), GIVEN) for n in numbers)


def _strongest(links: Iterable[ItemLink]) -> tuple[ItemLink, ...]:
    """One link to each proposal, its number's or else the surest; in descending order of score."""
    best: dict[str, ItemLink] = {}
    for candidate in links:
        held = best.get(candidate.proposal)
        if held is None or _preferred(candidate) < _preferred(held):
            best[candidate.proposal] = candidate
    return tuple(sorted(best.values(), key=_surest_first))


def _preferred(link: ItemLink) -> tuple[bool, float, int]:
    return link.method is not LinkMethod.REFERENCE, *_surest_first(link)


def _surest_first(link: ItemLink) -> tuple[float, int]:
    return -round(link.score, 4), STRENGTH.index(link.method)


@dataclass(frozen=True, slots=True)
class _Subject:
    """The one proposal that a response names, from the passage of index `since` on."""

    proposal: str
    since: int
    last: int


def _only_subject(named: _Named, given: Sequence[ItemLink]) -> _Subject | None:
    """The proposal a response speaks of, where it names no other."""
    every = {k.proposal for links in (*named.own.values(), given) for k in links}
    if len(every) != 1:
        return None
    judged = [f.passage.index for f in named.analysis.findings if f.passage.kind.is_judged]
    since = 0 if given else next(i for i, links in named.own.items() if links)
    return _Subject(every.pop(), since, max(judged, default=0))


def _by_meaning(
    found: PassageFindings, analysis: Analysis, case: Case, subject: _Subject | None
) -> tuple[ItemLink, ...]:
    """What a judged passage that nothing else ties to a proposal speaks of, if that is clear.

    That is what its meaning says, or else the one proposal of the whole response. A passage
    that names what the catalogue does not hold is not guessed at.
    """
    passage = found.passage
    if found.links or found.unresolved or not passage.kind.is_judged:
        return found.links
    likely = case.similarity.link(passage.span.slice(analysis.document.text))
    if likely is not None:
        return (_similar(likely.proposal.number, likely.score, passage.span),)
    if subject is None or passage.index < subject.since:
        return ()
    rule = "whole_response_last" if passage.index == subject.last else "whole_response"
    return (_similar(subject.proposal, link_scores()[rule], passage.span, rule),)


def _similar(proposal: str, score: float, span: Span, rule: str = "meaning") -> ItemLink:
    return ItemLink(proposal, LinkMethod.SIMILARITY, score, (span,), rule)
