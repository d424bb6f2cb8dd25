"""Cut a paragraph into passages that make one point, at sentence ends only.

The cut with the lowest cost is found by dynamic programming over the sentences. A passage costs
by how far its length is from the usual one; a cut costs or pays by the words around it.
"""

import math
import re
from collections.abc import Sequence
from functools import cache

from consult.domain.documents import Span
from consult.language.wordlists import matches

# Words of a labelled passage at the median in 487 passages of real responses (evidence.md).
TYPICAL_WORDS = 26
# The guideline's longest passage (corpus/GUIDELINE.md); a longer sentence stays whole.
LONGEST_WORDS = 90
# No passage has more sentences than this; bounds the search as well.
_MOST_SENTENCES = 8
# Costs, tuned on the project's own corpus rounds; higher means fewer cuts.
_LENGTH_WEIGHT = 1.0
_CUT = 0.2
_OVERLONG = 4.0
# What a cue at the start of the sentence after the cut adds to the cost of cutting there.
_CUES = (
    ("turn", -0.9),
    ("addition", -0.6),
    ("contrast", -0.1),
    ("conclusion", -0.3),
    ("continuation", 0.5),
)
_COHESION = -0.5
_REFERENCE = -1.2
# Letters of a word that stand for its stem: Danish endings come after the sixth.
_STEM = 6
_SHORTEST_CONTENT_WORD = 5
_CONTENT = re.compile(rf"[a-zæøåé]{{{_SHORTEST_CONTENT_WORD},}}")
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
    """What a passage of so many words costs: the squared distance in octaves."""
    cost = _LENGTH_WEIGHT * math.log2(words / TYPICAL_WORDS) ** 2
    if words > LONGEST_WORDS and sentences > 1:
        cost += _OVERLONG
    return cost


def _cut_costs(text: str, sentences: Sequence[Span]) -> list[float]:
    """For each sentence but the first, what it costs to cut before it."""
    stems = [_stems(s.slice(text)) for s in sentences]
    costs = []
    for i in range(1, len(sentences)):
        near = stems[max(0, i - 2) : i]
        shared = stems[i] & frozenset().union(*near)
        cohesion = 0.0 if shared or not stems[i] else _COHESION
        costs.append(_CUT + cohesion + _cue(sentences[i].slice(text)[:80]))
    return costs


def _cue(opening: str) -> float:
    """What the first words of a sentence say about a new point; the first cue counts."""
    return next((w for rule_id, w in _CUES if matches("topic_shifts", rule_id, opening)), 0.0)


def _stems(sentence: str) -> frozenset[str]:
    """The beginnings of the content words of a sentence."""
    return frozenset(w[:_STEM] for w in _CONTENT.findall(sentence.lower()))
