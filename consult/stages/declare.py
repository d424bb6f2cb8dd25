"""Let what a writer says outright stand over what a trained judge makes of it."""

import re
from dataclasses import replace

from consult.domain.documents import Span
from consult.domain.findings import LinkMethod, PassageFindings, Stance, StanceFinding
from consult.inference.features import PassageContext
from consult.language.declared import announced, declared, trust

# A list item with at most this many words beside the proposal's own says nothing of its own.
_OWN_WORDS = 3
# Letters of a word that stand for its stem, and of the shortest word that counts.
_STEM, _SHORTEST = 5, 4
_WORD = re.compile(rf"[a-zæøåé]{{{_SHORTEST},}}")
# Links that the passage's own words make.
_NAMED = (LinkMethod.REFERENCE, LinkMethod.TITLE)


def outspoken(
    answer: StanceFinding, found: PassageFindings, context: PassageContext
) -> StanceFinding:
    """The answer, or what the passage itself or the sentence above its list declares."""
    declaration = declared(context.text)
    if declaration is not None:
        if context.direction in declaration.but_not or not _is_meant(answer, found):
            return answer
        return _saying(answer, declaration.stance, trust("declared"), (declaration.span,))
    stance = announced(context.lead_in) if context.lead_in else None
    if stance is None or not _only_names(context):
        return answer
    return _saying(answer, stance, trust("announced"), ())


def _is_meant(answer: StanceFinding, found: PassageFindings) -> bool:
    """Whether a declaration is about this proposal: the only one, or one that is named here."""
    linked = {link.proposal for link in found.links}
    named = {link.proposal for link in found.links if link.method in _NAMED}
    return len(linked) < 2 or answer.proposal in named


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
