"""Let what a writer says outright stand over what a trained judge makes of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from consult.domain.documents import Span
from consult.domain.findings import (
    LinkMethod,
    PassageFindings,
    PassageKind,
    Stance,
    StanceFinding,
)
from consult.domain.people import RespondentKind
from consult.inference.features import PassageContext
from consult.language.declared import (
    Declaration,
    announced,
    beside,
    declared,
    declared_on,
    sentence_of,
    told_in_cell,
    trust,
)

Judged = tuple[StanceFinding, PassageFindings, PassageContext]

# A list item with at most this many words beside the proposal's own says nothing of its own.
_OWN_WORDS = 3
# Letters of a word that stand for its stem, and of the shortest word that counts.
_STEM, _SHORTEST = 5, 4
_WORD = re.compile(rf"[a-zæøåé]{{{_SHORTEST},}}")
# Links that the passage's own words make.
_NAMED = (LinkMethod.REFERENCE, LinkMethod.TITLE)


def outspoken(judged: Sequence[Judged]) -> list[StanceFinding]:
    """The answers on one response's passages, with what the writer declares put in its place.

    Who declares one way on a proposal seldom says the opposite elsewhere, and argues more than
    tells: the other labels become less likely there (`beside` of `declarations.yaml`).
    """
    said = [_said(*one) for one in judged]
    sides = _sides(judged, said)
    return [
        _beside(now, sides.get(now.proposal)) if now is answer else now
        for (answer, _, _), now in zip(judged, said, strict=True)
    ]


def _sides(
    judged: Sequence[Judged], said: Sequence[StanceFinding]
) -> Mapping[str | None, Stance | None]:
    """What is declared for or against each proposal; None where both are."""
    sides: dict[str | None, Stance | None] = {}
    for (answer, _, _), now in zip(judged, said, strict=True):
        if now is not answer and now.label is not Stance.NEUTRAL:
            same = sides.get(now.proposal, now.label) is now.label
            sides[now.proposal] = now.label if same else None
    return sides


def _beside(answer: StanceFinding, side: Stance | None) -> StanceFinding:
    """The answer where the writer has declared `side` on the same proposal elsewhere."""
    weights = beside(side) if side else {}
    if not weights or not answer.probabilities:
        return answer
    odds = {s: value * weights.get(s, 1.0) for s, value in answer.probabilities.items()}
    whole = sum(odds.values())
    probabilities = {s: value / whole for s, value in odds.items()}
    label = max(probabilities, key=probabilities.__getitem__)
    evidence = answer.evidence if label is answer.label else ()
    return replace(
        answer,
        label=label,
        score=probabilities[label],
        probabilities=probabilities,
        evidence=evidence,
    )


def _said(answer: StanceFinding, found: PassageFindings, context: PassageContext) -> StanceFinding:
    """The answer, or what the passage itself or the sentence above its list declares."""
    cell = told_in_cell(context.text) if found.passage.kind is PassageKind.TABLE else None
    if cell is not None and _is_named(answer, found):
        return _saying(answer, cell.stance, trust("declared"), (cell.span,))
    alone = context.respondent_kind is RespondentKind.CITIZEN
    named = _on_numbers(found, context, alone)
    declaration = named.get(answer.proposal)
    if declaration is None and not named:
        declaration = declared(context.text, alone, context.direction)
        if declaration is not None and not _is_meant(declaration, answer, found, context):
            return answer
    if declaration is not None:
        return _saying(answer, declaration.stance, trust("declared"), (declaration.span,))
    stance = announced(context.lead_in) if context.lead_in else None
    if stance is None or not _only_names(context):
        return answer
    return _saying(answer, stance, trust("announced"), ())


def _on_numbers(
    found: PassageFindings, context: PassageContext, alone: bool
) -> Mapping[str | None, Declaration | None]:
    """What is declared on each proposal that the passage names by its number; None: both ways."""
    start = found.passage.start
    spans = {Span(r.start - start, r.end - start): r.resolved for r in found.references}
    said: dict[str | None, Declaration | None] = {}
    for span, proposals in spans.items():
        declaration = declared_on(context.text, span, tuple(spans), alone)
        for proposal in proposals if declaration else ():
            before = said.get(proposal, declaration)
            same = before is not None and declaration and before.stance is declaration.stance
            said[proposal] = declaration if same else None
    return said


def _is_meant(
    declaration: Declaration,
    answer: StanceFinding,
    found: PassageFindings,
    context: PassageContext,
) -> bool:
    """Whether a declaration is about this proposal: the only one, or named in its sentence."""
    if len({link.proposal for link in found.links}) < 2:
        return True
    sentence = sentence_of(context.text, declaration.span.start)
    start = found.passage.start
    named = {
        (link.proposal, Span(span.start - start, span.end - start))
        for link in found.links
        if link.method in _NAMED
        for span in link.evidence
    }
    # Where its very words name some, as "støtter TM-11, hvis", it is about these alone.
    for place in (declaration.span, sentence):
        meant = {proposal for proposal, span in named if span.overlaps(place)}
        if meant:
            return answer.proposal in meant
    return False


def _is_named(answer: StanceFinding, found: PassageFindings) -> bool:
    """Whether the passage itself names the proposal of the answer."""
    return any(k.proposal == answer.proposal and k.method in _NAMED for k in found.links)


def _only_names(context: PassageContext) -> bool:
    """Whether a list item gives a proposal's title and nothing else."""
    if not context.proposal_title:
        return False
    known = {w[:_STEM] for w in _WORD.findall(context.proposal_title.lower())}
    own = [w for w in _WORD.findall(context.text.lower()) if w[:_STEM] not in known]
    return bool(known) and len(own) <= _OWN_WORDS


def _saying(
    answer: StanceFinding, stance: Stance, sure: float, evidence: tuple[Span, ...]
) -> StanceFinding:
    """The answer turned to `stance` of at least the probability `sure`, the rest in proportion."""
    before = answer.probabilities.get(stance, 0.0)
    score = max(before, sure)
    rest = 1.0 - before
    scale = (1.0 - score) / rest if rest > 0 else 0.0
    probabilities = {
        s: score if s is stance else value * scale for s, value in answer.probabilities.items()
    }
    return replace(
        answer,
        label=stance,
        score=score,
        probabilities=probabilities,
        evidence=evidence or answer.evidence,
    )
