"""One voice per response and proposal: how a letter's passages are joined to one stance.

The rule, as it is shown to readers:
1. Where a passage surely speaks of the proposal, those that only stand under its number and
   name another one do not speak for the letter, unless a person has judged them.
2. Passages that take a side speak for the letter; neutral ones (facts, retelling) only
   when none takes a side.
3. Their probabilities are averaged.
4. A letter that says both for and against is conditional to the degree that the two
   sides are balanced: 2 * min(F, A) / (F + A) of the mass on the two sides moves to
   `conditional`, where F and A are the summed scores of passages labelled for and
   against. One side must thus outweigh the other about three to one to stay clear.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.domain.findings import PERSON, Analysis, PassageFindings, Stance, StanceFinding

LABELS: tuple[Stance, ...] = (Stance.AGAINST, Stance.CONDITIONAL, Stance.NEUTRAL, Stance.FAVOR)

# From this probability on a link is likelier right than wrong.
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Voice:
    """What one response says about one proposal (None: about the consultation as a whole).

    `probabilities` sums to 1 over the four labels; `passages` are the indices of the
    passages it was joined from, in reading order.
    """

    proposal: str | None
    probabilities: Mapping[Stance, float]
    passages: tuple[int, ...]

    @property
    def label(self) -> Stance:
        """The likeliest stance; ties go to the earlier of `LABELS`."""
        return max(LABELS, key=lambda label: self.probabilities[label])

    @property
    def score(self) -> float:
        """The probability of `label`."""
        return self.probabilities[self.label]


def join_stances(findings: Sequence[StanceFinding]) -> dict[Stance, float]:
    """The distribution of one voice from the stances of its passages.

    Raises:
        ValueError: `findings` is empty.
    """
    if not findings:
        raise ValueError("a voice needs at least one stance")
    sided = [f for f in findings if f.label is not Stance.NEUTRAL] or list(findings)
    mean = {s: sum(_distribution(f)[s] for f in sided) / len(sided) for s in LABELS}
    moved = _balance(sided)
    both = moved * (mean[Stance.FAVOR] + mean[Stance.AGAINST])
    return {
        Stance.AGAINST: mean[Stance.AGAINST] * (1 - moved),
        Stance.CONDITIONAL: mean[Stance.CONDITIONAL] + both,
        Stance.NEUTRAL: mean[Stance.NEUTRAL],
        Stance.FAVOR: mean[Stance.FAVOR] * (1 - moved),
    }


def voices(analysis: Analysis) -> tuple[Voice, ...]:
    """One voice for each proposal that the response speaks to, in the order first spoken of.

    What names no proposal is joined to the voice whose `proposal` is None.
    """
    by_proposal: dict[str | None, list[tuple[PassageFindings, StanceFinding]]] = {}
    for found in analysis.findings:
        for stance in found.stances:
            by_proposal.setdefault(stance.proposal, []).append((found, stance))
    return tuple(
        Voice(
            proposal,
            join_stances([stance for _, stance in _speaking(pairs)]),
            tuple(found.passage.index for found, _ in pairs),
        )
        for proposal, pairs in by_proposal.items()
    )


def _speaking(
    pairs: Sequence[tuple[PassageFindings, StanceFinding]],
) -> Sequence[tuple[PassageFindings, StanceFinding]]:
    """Those whose link to the proposal is likelier right than wrong, or all where none is."""
    sure = [(found, stance) for found, stance in pairs if speaks_surely(found, stance)]
    return sure or pairs


def speaks_surely(found: PassageFindings, stance: StanceFinding) -> bool:
    """Whether the passage likelier than not speaks of what the stance is on."""
    linked = [k.score for k in found.links if k.proposal == stance.proposal]
    return is_heard(stance.model, max(linked, default=None))


def is_heard(model: str, linked: float | None) -> bool:
    """Whether a stance of `model` speaks, with a link as likely as `linked`; None: with no link."""
    return model == PERSON or linked is None or linked >= _SURE


def _distribution(finding: StanceFinding) -> Mapping[Stance, float]:
    """The finding's probabilities; a person's bare label is taken as certain."""
    if finding.probabilities:
        return finding.probabilities
    rest = (1 - finding.score) / (len(LABELS) - 1)
    return {s: finding.score if s is finding.label else rest for s in LABELS}


def _balance(sided: Sequence[StanceFinding]) -> float:
    """0 when all take one side, 1 when for and against weigh the same."""
    favor = sum(f.score for f in sided if f.label is Stance.FAVOR)
    against = sum(f.score for f in sided if f.label is Stance.AGAINST)
    total = favor + against
    return 2 * min(favor, against) / total if total else 0.0
