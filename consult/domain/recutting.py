"""Passages cut where a person has decided: nothing of the text and no reference is lost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from consult.domain.anchoring import trimmed
from consult.domain.documents import Span
from consult.domain.findings import (
    PERSON,
    ItemLink,
    LinkMethod,
    Matter,
    Passage,
    PassageFindings,
    StanceFinding,
    ThemeScore,
)
from consult.domain.voices import LABELS, join_stances

Findings = tuple[PassageFindings, ...]


def recut(findings: Findings, text: str, wanted: Sequence[Span]) -> Findings:
    """The findings with each of the wanted stretches as one passage, all else as it was.

    A part of a passage keeps what was found in the whole of it, and is to be looked at; what
    is put together is joined by the rule that joins the passages of a response.
    """
    if {f.passage.span for f in findings}.issuperset(wanted):
        return findings
    borders = sorted({border for span in wanted for border in span})
    pieces = [piece for f in findings for piece in _cut(f, text, borders)]
    groups = tuple(_grouped(pieces, wanted))
    return _numbered([_joined(group) for group in groups], groups)


def _cut(found: PassageFindings, text: str, borders: Sequence[int]) -> Iterator[PassageFindings]:
    """The parts of a passage; it itself where no border lies in it."""
    whole = found.passage
    inner = [b for b in borders if whole.start < b < whole.end]
    spans = [trimmed(text, Span(*edge)) for edge in pairwise([whole.start, *inner, whole.end])]
    spans = [span for span in spans if span.start < span.end]
    if not inner or not spans:
        yield found
        return
    if len(spans) == 1:  # only blanks are cut off
        yield replace(found, passage=_moved(whole, spans[0]))
        return
    # A reference belongs to the part that it begins in; none may be lost between two.
    ends = [*(span.start for span in spans[1:]), None]
    begun: int | None = None
    for span, end in zip(spans, ends, strict=True):
        yield _part(found, span, begun, end)
        begun = end


def _moved(passage: Passage, span: Span) -> Passage:
    return replace(passage, start=span.start, end=span.end)


def _part(
    found: PassageFindings, span: Span, begun: int | None, end: int | None
) -> PassageFindings:
    """A part, with the references that begin in [begun, end); None is without a limit."""
    return replace(
        found,
        passage=_moved(found.passage, span),
        references=tuple(
            r
            for r in found.references
            if (begun is None or begun <= r.start) and (end is None or r.start < end)
        ),
        links=tuple(replace(k, evidence=_within(k.evidence, span)) for k in found.links),
        stances=tuple(replace(s, evidence=_within(s.evidence, span)) for s in found.stances),
        review=found.review or found.passage.kind.is_judged,
    )


def _within(evidence: Iterable[Span], span: Span) -> tuple[Span, ...]:
    return tuple(e for e in evidence if span.contains(e))


def _grouped(pieces: Iterable[PassageFindings], wanted: Sequence[Span]) -> Iterator[Findings]:
    """The pieces, those of one wanted stretch together."""
    held: list[PassageFindings] = []
    into: Span | None = None
    for piece in pieces:
        goal = next((w for w in wanted if w.contains(piece.passage.span)), None)
        if held and (goal is None or goal != into):
            yield tuple(held)
            held = []
        held, into = [*held, piece], goal
    if held:
        yield tuple(held)


def _joined(group: Findings) -> PassageFindings:
    """Several pieces as one; what a person has decided of one goes before the machine's."""
    if len(group) == 1:
        return group[0]
    main = next((f for f in group if f.passage.kind.is_judged), group[0])
    first, last = group[0].passage, group[-1].passage
    links = _links(group)
    return PassageFindings(
        _moved(main.passage, Span(first.start, last.end)),
        tuple(r for f in group for r in f.references),
        links,
        _themes(group),
        _stances(group, {link.proposal for link in links}),
        any(f.review for f in group),
        tuple(m for m in Matter if any(m in f.decided for f in group)),
    )


def _links(group: Findings) -> tuple[ItemLink, ...]:
    """One link to each proposal: a person's, or else the surest."""
    decided = [f for f in group if Matter.LINKS in f.decided]
    best: dict[str, ItemLink] = {}
    for link in (link for f in decided or group for link in f.links):
        held = best.get(link.proposal)
        if held is None or _weight(link) > _weight(held):
            best[link.proposal] = link
    return tuple(sorted(best.values(), key=_weight, reverse=True))


def _weight(link: ItemLink) -> tuple[bool, float]:
    return link.method is LinkMethod.PERSON, link.score


def _themes(group: Findings) -> tuple[ThemeScore, ...]:
    decided = next((f.themes for f in group if Matter.THEMES in f.decided), None)
    if decided is not None:
        return decided
    best: dict[str, float] = {}
    for theme in (theme for f in group for theme in f.themes):
        best[theme.theme] = max(theme.score, best.get(theme.theme, 0.0))
    ordered = sorted(best.items(), key=lambda item: -item[1])
    return tuple(ThemeScore(theme, score) for theme, score in ordered)


def _stances(group: Findings, proposals: set[str]) -> tuple[StanceFinding, ...]:
    """One stance on each proposal that is spoken of, or one on the whole where none is."""
    said: dict[str | None, list[StanceFinding]] = {}
    for stance in (stance for f in group for stance in f.stances):
        if stance.proposal in proposals or (stance.proposal is None and not proposals):
            said.setdefault(stance.proposal, []).append(stance)
    return tuple(_one_stance(stances) for stances in said.values())


def _one_stance(stances: Sequence[StanceFinding]) -> StanceFinding:
    by_person = next((s for s in stances if s.model == PERSON), None)
    if by_person is not None or len(stances) == 1:
        return by_person or stances[0]
    joined = join_stances(stances)
    label = max(LABELS, key=lambda s: joined[s])
    evidence = tuple(span for s in stances for span in s.evidence)
    return StanceFinding(
        stances[0].proposal, label, joined[label], joined, evidence, stances[0].model
    )


def _numbered(findings: Sequence[PassageFindings], groups: Sequence[Findings]) -> Findings:
    """The findings with their places in the response; what pointed at a passage still does."""
    place: dict[int, int] = {}
    for new, group in enumerate(groups):
        for piece in group:
            place.setdefault(piece.passage.index, new)
    return tuple(
        replace(f, passage=_placed(f.passage, new, place)) for new, f in enumerate(findings)
    )


def _placed(passage: Passage, new: int, place: dict[int, int]) -> Passage:
    governed = dict.fromkeys(place[i] for i in passage.governed_by)
    lead_in = place[passage.lead_in] if passage.lead_in is not None else None
    return replace(
        passage,
        index=new,
        governed_by=tuple(i for i in governed if i != new),
        lead_in=lead_in if lead_in != new else None,
    )
