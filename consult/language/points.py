"""Cut a paragraph into passages that make one point, at sentence ends only.

The cut with the lowest cost is found by dynamic programming over the sentences. A passage costs
by how far its length is from the usual one; a cut costs or pays by the words around it.
"""

import math
import re
from collections.abc import Sequence
from functools import cache

from consult.domain.documents import Span
from consult.language.wordlists import matches, pattern

# Passages between these cost nothing, in words: real labelled passages have 26 at the median
# (evidence.md, 487 passages); the edges are tuned on the project's own corpus rounds.
SHORT_WORDS = 16
LONG_WORDS = 30
# The guideline's longest passage (corpus/GUIDELINE.md); a longer sentence stays whole.
LONGEST_WORDS = 90
# No passage has more sentences than this; bounds the search as well.
_MOST_SENTENCES = 8
# Costs in one unit without name, tuned on the corpus rounds; a higher cost means fewer cuts.
_CUT = 0.4
_SHORT_WEIGHT = 1.5
_LONG_WEIGHT = 2.0
_OVERLONG = 4.0
# What a cue at the start of the sentence after the cut adds to the cost of cutting there.
_CUES = (
    ("turn", -0.9),
    ("addition", -0.6),
    ("contrast", -0.1),
    ("conclusion", -0.6),
    ("continuation", 0.5),
)
# No content word shared with the two sentences before.
_COHESION = -0.4
# A proposal is named that the two sentences before did not name.
_REFERENCE = -0.6
# Both sentences name proposals, and no one in common: whatever their lengths, they are two
# points, for one passage has one stance on all that it names.
_OTHER_REFERENCE = -100.0
# Characters of a sentence in which a cue at its start is looked for.
_OPENING = 80
# Letters of a word that stand for its stem: Danish endings come after the sixth.
_STEM = 6
_SHORTEST_CONTENT_WORD = 5
_CONTENT = re.compile(rf"[a-zæøåé]{{{_SHORTEST_CONTENT_WORD},}}")
_LEAD = re.compile(r"^(?:forslag|punkt|pkt|ad)[ .nr]*")
_PARTS = re.compile(r"[^\W\d_]+|[1-9]\d*")
_WORD = re.compile(r"\S+")


def points(text: str, sentences: Sequence[Span]) -> tuple[Span, ...]:
    """The passages of one paragraph, given its sentences in order."""
    if len(sentences) < 2:
        return tuple(sentences)
    counts = [len(_WORD.findall(s.slice(text))) for s in sentences]
    cuts = [0.0, *_cut_costs(text, sentences)]
    best = [0.0]
    came_from = [0]
    for j in range(1, len(sentences) + 1):
        total, choices = 0, []
        for i in range(j - 1, max(-1, j - 1 - _MOST_SENTENCES), -1):
            total += counts[i]
            choices.append((best[i] + cuts[i] + _length_cost(total, j - i), -i))
        cost, start = min(choices)
        best.append(cost)
        came_from.append(-start)
    return _traced(sentences, came_from)


def _traced(sentences: Sequence[Span], came_from: Sequence[int]) -> tuple[Span, ...]:
    """The spans of the cheapest cut, read from the end."""
    spans = []
    j = len(sentences)
    while j > 0:
        i = came_from[j]
        spans.append(Span(sentences[i].start, sentences[j - 1].end))
        j = i
    return tuple(reversed(spans))


@cache
def _length_cost(words: int, sentences: int) -> float:
    """What a passage of so many words costs: squared octaves outside the usual lengths."""
    short = max(0.0, math.log2(SHORT_WORDS / words))
    long = max(0.0, math.log2(words / LONG_WORDS))
    cost = _SHORT_WEIGHT * short**2 + _LONG_WEIGHT * long**2
    return cost + _OVERLONG if words > LONGEST_WORDS and sentences > 1 else cost


def _cut_costs(text: str, sentences: Sequence[Span]) -> list[float]:
    """For each sentence but the first, what it costs to cut before it."""
    said = [s.slice(text) for s in sentences]
    stems = [_stems(s) for s in said]
    named = [_numbers(s) for s in said]
    costs = []
    for i in range(1, len(sentences)):
        near = slice(max(0, i - 2), i)
        shared = stems[i] & frozenset().union(*stems[near])
        cost = _CUT + _cue(said[i][:_OPENING])
        if stems[i] and not shared:
            cost += _COHESION
        if named[i] - frozenset().union(*named[near]):
            cost += _REFERENCE
        if named[i - 1] and named[i] and named[i - 1].isdisjoint(named[i]):
            cost += _OTHER_REFERENCE
        costs.append(cost)
    return costs


def _cue(opening: str) -> float:
    """What the first words of a sentence say about a new point; the first cue counts."""
    return next((w for rule_id, w in _CUES if matches("topic_shifts", rule_id, opening)), 0.0)


def _stems(sentence: str) -> frozenset[str]:
    """The beginnings of the content words of a sentence."""
    return frozenset(w[:_STEM] for w in _CONTENT.findall(sentence.lower()))


def _numbers(sentence: str) -> frozenset[str]:
    """The proposals that a sentence names, however they are written: "pkt. 7" is "forslag 007"."""
    found = pattern("topic_shifts", "new_reference").finditer(sentence)
    return frozenset("".join(_PARTS.findall(_LEAD.sub("", m.group().lower()))) for m in found)
