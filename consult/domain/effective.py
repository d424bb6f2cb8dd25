"""What is shown: the machine's findings as persons have corrected them. Pure functions."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from consult.domain.anchoring import Places, trimmed
from consult.domain.documents import Span
from consult.domain.findings import (
    PERSON,
    Analysis,
    ItemLink,
    LinkMethod,
    Matter,
    PassageFindings,
    PassageKind,
    Stance,
    StanceFinding,
    ThemeScore,
)
from consult.domain.people import Respondent, SenderSource
from consult.domain.recutting import recut
from consult.domain.reviews import Anchor, Borders, Judgement, Review, Sender, standing

#: The `model` of a stance that was found on something else; a person has to look at it.
CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Effective:
    """An analysis as corrected. What a person decided is said in it (`decided`, `source`).

    `unfitting` are corrections that hold but fit nowhere: their words are not in the text any
    more, or the catalogue lacks the proposal. `places` says where the others are, by their ids.
    """

    analysis: Analysis
    unfitting: tuple[Review, ...]
    places: dict[int, Span]


def effective(
    analysis: Analysis, reviews: Iterable[Review], proposals: Collection[str] | None = None
) -> Effective:
    """The machine's analysis with all corrections that hold, the earliest first.

    A stretch that a person has decided about is one passage, however the machine cuts. Without
    `proposals` (the numbers of the catalogue) every number is taken as known.
    """
    places = Places(analysis.document.text)
    shown, unfitting, found = analysis, [], {}
    for review in standing(reviews):
        span = places.find(review.anchor) if review.anchor is not None else None
        after = _applied(shown, review, span, places, proposals)
        if after is None:
            unfitting.append(review)
            continue
        shown = after
        if span is not None:
            found[review.id] = span
    return Effective(shown, tuple(unfitting), found)


def _applied(
    analysis: Analysis,
    review: Review,
    span: Span | None,
    places: Places,
    proposals: Collection[str] | None,
) -> Analysis | None:
    """The analysis with one more correction, None where it does not fit."""
    change, text = review.change, analysis.document.text
    if isinstance(change, Sender):
        return replace(
            analysis, respondent=Respondent(change.name, change.kind, (), SenderSource.PERSON)
        )
    if span is None or review.anchor is None:
        return None
    if isinstance(change, Borders):
        parts = _parts(change, review.anchor, span, text, places)
        found = recut(analysis.findings, text, parts)
        return _decided(analysis, found, parts, lambda f: _marked(f, Matter.BORDERS))
    if not isinstance(change, Judgement) or not _known(change, proposals):
        return None
    found = recut(analysis.findings, text, [span])
    return _decided(analysis, found, [span], lambda f: judged(f, change))


def _decided(
    analysis: Analysis,
    findings: tuple[PassageFindings, ...],
    parts: Sequence[Span],
    decide: Callable[[PassageFindings], PassageFindings],
) -> Analysis | None:
    """The analysis with those passages decided; None where one of them is none."""
    if not {f.passage.span for f in findings}.issuperset(parts):
        return None
    decided = tuple(decide(f) if f.passage.span in parts else f for f in findings)
    return replace(analysis, findings=decided)


def _parts(
    change: Borders, anchor: Anchor, span: Span, text: str, places: Places
) -> tuple[Span, ...]:
    """The stretches that the words are cut into."""
    edges = [span.start, *(places.cut(span, anchor.quote, c) for c in change.cuts), span.end]
    parts = (trimmed(text, Span(*edge)) for edge in pairwise(edges))
    return tuple(part for part in parts if part.start < part.end)


def _known(change: Judgement, proposals: Collection[str] | None) -> bool:
    """Whether the catalogue has all that the judgement names."""
    named = {*(change.links or ()), *(n for n, _ in change.stances if n is not None)}
    return proposals is None or named.issubset(proposals)


def _marked(found: PassageFindings, *matters: Matter) -> PassageFindings:
    return replace(found, decided=tuple(m for m in Matter if m in {*found.decided, *matters}))


def judged(found: PassageFindings, change: Judgement) -> PassageFindings:
    """A passage as a person judges it, and off the list of what is to be looked at.

    It stays on the list where it is tied to a proposal on which nobody has said its stance: the
    passage's former one is carried over then, as unsure as it was.
    """
    said = dict(change.stances)
    links = _links(found, change)
    passage = found.passage
    if (said or change.themes) and not passage.kind.is_judged:
        # Who judges a passage says that it is the sender's own argument.
        passage = replace(passage, kind=PassageKind.BODY)
    targets: tuple[str | None, ...] = tuple(k.proposal for k in links) or (None,)
    stances = tuple(_stance(found, n, said) for n in targets) if passage.kind.is_judged else ()
    themes = found.themes
    if change.themes is not None:
        themes = tuple(ThemeScore(theme, 1.0) for theme in change.themes)
    after = replace(
        found,
        passage=passage,
        links=links,
        stances=stances,
        themes=themes,
        review=any(s.model == CARRIED for s in stances),
    )
    return _marked(after, *_matters(found, after, change))


def _matters(found: PassageFindings, after: PassageFindings, change: Judgement) -> list[Matter]:
    matters = [Matter.THEMES] if change.themes is not None else []
    matters += [Matter.STANCE] if change.stances else []
    tied = {k.proposal for k in found.links} != {k.proposal for k in after.links}
    whole = any(proposal is None for proposal, _ in change.stances)
    return [*matters, Matter.LINKS] if change.links is not None or tied or whole else matters


def _links(found: PassageFindings, change: Judgement) -> tuple[ItemLink, ...]:
    """The proposals the passage speaks of: as said, or as the stances that are said imply."""
    held = {link.proposal: link for link in found.links}
    if change.links is not None:
        return tuple(_by_person(n, held.get(n)) for n in dict.fromkeys(change.links))
    spoken = [n for n, _ in change.stances]
    if None in spoken:
        return ()
    new = [n for n in spoken if n is not None and n not in held]
    return (*found.links, *(_by_person(n, None) for n in dict.fromkeys(new)))


def _by_person(proposal: str, held: ItemLink | None) -> ItemLink:
    evidence = held.evidence if held is not None else ()
    return ItemLink(proposal, LinkMethod.PERSON, 1.0, evidence)


def _stance(
    found: PassageFindings, proposal: str | None, said: dict[str | None, Stance]
) -> StanceFinding:
    """The stance on a proposal: as said, as it was, or carried over from another."""
    held = next((s for s in found.stances if s.proposal == proposal), None)
    if proposal in said:
        label = said[proposal]
        evidence = held.evidence if held is not None and held.label is label else ()
        certain = {s: float(s is label) for s in Stance}
        return StanceFinding(proposal, label, 1.0, certain, evidence, PERSON)
    if held is not None:
        return held
    if found.stances:
        return replace(_unsure(found.stances[0]), proposal=proposal)
    return _unsure(StanceFinding(proposal, Stance.NEUTRAL, 0.0))


def _unsure(carried: StanceFinding) -> StanceFinding:
    """A stance on something else as a guess; a person's is no longer theirs."""
    if carried.model != PERSON and carried.probabilities:
        return replace(carried, model=CARRIED)
    even = dict.fromkeys(Stance, 1 / len(Stance))
    return replace(
        carried, score=even[carried.label], probabilities=even, evidence=(), model=CARRIED
    )
