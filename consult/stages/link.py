"""Tie each passage to the proposals it speaks about, and say how.

In order of strength: named in the passage by number (`reference`) or in words (`title`),
governed by a heading that names it (`heading`), named earlier in the same paragraph or in
the lead-in of the list (`carried`), attached by the portal (`given`), and, where nothing
else ties it, by meaning and by what the rest of the response speaks of (`similarity`).
Numbers are found first; words are weighed knowing them (`chances.py`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from consult.domain.findings import Analysis, ItemLink, LinkMethod, PassageFindings, PassageKind
from consult.rules.loader import load_rules
from consult.stages.case import Case
from consult.stages.chances import Chance, Chances, Numbers, chances
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

# Letters of a word that stand for its stem, and words that say that something is an answer.
_STEM = 6
_WORD = re.compile(r"[a-zæøåé]{4,}")
_ABOUT = frozenset(w[:_STEM] for w in ("høringssvar", "vedrørende", "vedr", "svar", "høring"))


@cache
def link_scores() -> Mapping[str, float]:
    """The probability that a link is right, by how it was found."""
    return {rule.id: float(rule.data["score"]) for rule in load_rules("link_scores").rules}


@dataclass(frozen=True, slots=True)
class _Named:
    """The proposals each passage names itself, by passage index.

    `earlier` is the nearest passage before it in its paragraph that names any, None for none.
    `likely` says of every passage how likely it speaks of a proposal; what a passage names in
    words governs others only as far as that goes. {} while only numbers are known.
    """

    own: Mapping[int, tuple[ItemLink, ...]]
    earlier: tuple[int | None, ...]
    likely: Chances


def link(analysis: Analysis, case: Case) -> Analysis:
    """An analysis whose passages carry their links, the surest first."""
    model = case.similarity.model
    likely = dict(chances(analysis, numbers_of(analysis), case))
    for found in analysis.findings:
        line = found.passage.span.slice(analysis.document.text)
        heading = found.passage.kind is PassageKind.HEADING
        if names_the_round(line, case.subject) or (
            heading and _names_the_sender(line, analysis.respondent.name)
        ):
            likely.pop(found.passage.index, None)
    return tie(analysis, likely, model.title_from, model.link_from)


def names_the_round(text: str, subject: str) -> bool:
    """Whether a line has no word that the subject of the consultation lacks.

    It says what the answer is to, and names no proposal by a word that they share.
    """
    own = {w[:_STEM] for w in _WORD.findall(text.lower())} - _ABOUT
    return bool(own) and own <= {w[:_STEM] for w in _WORD.findall(subject.lower())}


def _names_the_sender(line: str, sender: str | None) -> bool:
    """Whether a heading says whose the answer is: the sender's name and hardly more."""
    name = (sender or "").casefold()
    if not name or name not in line.casefold():
        return False
    rest = line.casefold().replace(name, " ")
    return all(w[:_STEM] in _ABOUT for w in _WORD.findall(rest))


def tie(analysis: Analysis, likely: Chances, title_from: float, link_from: float) -> Analysis:
    """The analysis with its links, where it is known what each passage is likely to speak of.

    `title_from`, `link_from`: from which probability on words, or meaning alone, tie.
    """
    given = _given_links(analysis)
    own = {
        f.passage.index: _strongest(
            (*_by_number(f), *_in_words(likely.get(f.passage.index, {}), title_from))
        )
        for f in analysis.findings
    }
    named = _Named(own, tuple(_earlier(analysis, own)), likely)
    found = [replace(f, links=_all_links(f, named, given)) for f in analysis.findings]
    return replace(analysis, findings=tuple(_by_meaning(f, likely, link_from) for f in found))


def numbers_of(analysis: Analysis) -> Numbers:
    """The proposals that numbers name, passage by passage."""
    own = {f.passage.index: _by_number(f) for f in analysis.findings}
    named = _Named(own, tuple(_earlier(analysis, own)), {})
    judged = [f for f in analysis.findings if f.passage.kind.is_judged]
    free = [f for f in judged if not own[f.passage.index]]
    return Numbers(
        here={i: [k.proposal for k in links] for i, links in own.items()},
        governed={f.passage.index: [k.proposal for k in _governing(f, named)] for f in judged},
        carried={f.passage.index: [k.proposal for k in _carried(f, named)] for f in free},
        given=[k.proposal for k in _given_links(analysis)],
    )


def _by_number(found: PassageFindings) -> tuple[ItemLink, ...]:
    """What the passage names by number."""
    kind = found.passage.kind
    if not (kind.is_judged or kind is PassageKind.HEADING):
        return ()
    return _strongest(reference_links(found, link_scores()["reference"]))


def _in_words(likely: Mapping[str, Chance], least: float) -> Iterator[ItemLink]:
    """What the passage names in words."""
    for proposal, chance in likely.items():
        if chance.evidence and chance.score >= least:
            yield ItemLink(proposal, LinkMethod.TITLE, chance.score, chance.evidence, chance.rule)


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
        naming = named.own[index]
        if links and (not naming or previous != index + 1):
            break
        if naming:
            links.extend(naming)
            previous = index
    return tuple(_passed_on(links, LinkMethod.HEADING, found, named))


def _carried(found: PassageFindings, named: _Named) -> tuple[ItemLink, ...]:
    """The links last named earlier in the same paragraph, or else in the list's lead-in."""
    for index in (named.earlier[found.passage.index], found.passage.lead_in):
        naming = named.own[index] if index is not None else ()
        if naming:
            return tuple(_passed_on(naming, LinkMethod.CARRIED, found, named))
    return ()


def _earlier(analysis: Analysis, own: Mapping[int, tuple[ItemLink, ...]]) -> Iterator[int | None]:
    """For each passage the nearest one before it in its paragraph that names a proposal."""
    nearest: int | None = None
    paragraph: int | None = None
    for passage in (found.passage for found in analysis.findings):
        if passage.paragraph != paragraph:
            nearest, paragraph = None, passage.paragraph
        yield nearest
        if own[passage.index]:
            nearest = passage.index


def _passed_on(
    links: Iterable[ItemLink], method: LinkMethod, found: PassageFindings, named: _Named
) -> Iterator[ItemLink]:
    """The links as they hold for another passage.

    A number is passed on whatever the passage says; a proposal named in words only where the
    passage is likely to speak of it.
    """
    likely = named.likely.get(found.passage.index, {})
    for k in links:
        if k.method is not LinkMethod.TITLE:
            yield replace(k, method=method, score=min(k.score, link_scores()[method.value]))
        elif k.proposal in likely:
            yield replace(k, method=method, score=likely[k.proposal].score)


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


def _by_meaning(found: PassageFindings, likely: Chances, least: float) -> PassageFindings:
    """A judged passage that nothing else ties, with what it most likely speaks of.

    A passage that names what the catalogue does not hold is not guessed at.
    """
    passage = found.passage
    if found.links or found.unresolved or not passage.kind.is_judged:
        return found
    links = [
        ItemLink(proposal, LinkMethod.SIMILARITY, chance.score, (passage.span,), "meaning")
        for proposal, chance in likely.get(passage.index, {}).items()
        if chance.score >= least
    ]
    return replace(found, links=_strongest(links))
