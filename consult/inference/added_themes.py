"""Themes known by a few examples: how likely a passage is one of theirs, beside the head's themes.

One logistic regression over how near a passage lies to a theme's examples and to those of the
themes that ship. It was fitted on themes that were taken for new ones, one at a time
(`consult.evaluate.added_themes`), so its weights know no theme in particular: a theme is added
by its examples alone, and nothing is trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np

from consult.domain.taxonomy import Theme
from consult.inference.encoder import Encoder, Matrix, Vector
from consult.inference.features import PassageContext, Vectors
from consult.inference.similarity import Space, sigmoid
from consult.rules.loader import load_rules

K = TypeVar("K")
#: How many of the nearest examples are looked at together.
NEAREST = 3
#: What is known of a passage and an added theme; cosines of vectors less the mean, but for `sure`
#: (whitened, few examples were told apart less well: decision 0078).
#: `centre`: to the middle of the examples; `near`: to the nearest of them; `rival`: to the middle
#: of the nearest theme that ships; `held`: to that of the head's first; `sure`: the head's
#: log-odds for its first; `count`: the logarithm of how many examples there are; the others: of
#: what surrounds the passage, to `centre`.
COLUMNS = (
    *("centre", "near", "rival", "held", "sure", "count"),
    *("target", "governing", "document"),
)


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each of `COLUMNS`, float32 [9], and a bias."""

    columns: Vector
    bias: float


@cache
def weights() -> Weights:
    """The weights as `consult/rules/added_themes.yaml` has them."""
    data = load_rules("added_themes").data
    values = [float(data["weights"][name]) for name in COLUMNS]
    return Weights(np.array(values, np.float32), float(data["bias"]))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The passages of some contexts less the mean vector, and what is around them: each [n, d].

    Rows are of length 1, or zeros where there is nothing.
    """

    passage: Matrix
    target: Matrix
    governing: Matrix
    document: Matrix


def surroundings(
    contexts: Sequence[PassageContext], vectors: Vectors, space: Space
) -> Surroundings:
    """The rows of some contexts; what several share is placed once."""
    targets = [c.target if c.proposal_title else "" for c in contexts]
    texts = [[c.text for c in contexts], targets, [c.governing for c in contexts]]
    distinct = list(dict.fromkeys(t for column in texts for t in column))
    known = _placed({t: vectors.meaning[t] for t in distinct}, space)
    documents = list(dict.fromkeys(c.document for c in contexts))
    means = _placed({d: vectors.mean(d)[0] for d in documents}, space)
    passage, target, governing = (np.stack([known[t] for t in column]) for column in texts)
    return Surroundings(passage, target, governing, np.stack([means[c.document] for c in contexts]))


def _placed(vectors: dict[K, Vector], space: Space) -> dict[K, Vector]:
    rows = np.stack(list(vectors.values()))
    there = np.any(rows, axis=1, keepdims=True)
    return dict(zip(vectors, space.centred(rows) * there, strict=True))


class AddedThemes:
    """Some themes with their examples, placed once, to hold passages against."""

    def __init__(
        self, encoder: Encoder, space: Space, known: Sequence[Theme], added: Sequence[Theme]
    ) -> None:
        """`known` are the themes of the head, in the order of its labels."""
        self._space = space
        self._known = np.stack([_centre(_examples(encoder, space, t)) for t in known])
        self._examples = [_examples(encoder, space, t) for t in added]

    def chances(self, contexts: Sequence[PassageContext], vectors: Vectors, rows: Matrix) -> Matrix:
        """How likely each passage is of each added theme alone against all others: [n, a].

        `rows` [n, c] are the head's probabilities over the known themes.
        """
        around = surroundings(contexts, vectors, self._space)
        learnt = weights()
        columns = [columns_of(around, self._known, rows, e) for e in self._examples]
        logits = [np.einsum("nf,f->n", c, learnt.columns) + learnt.bias for c in columns]
        return sigmoid(np.stack(logits, axis=1).astype(np.float32))


def columns_of(around: Surroundings, known: Matrix, rows: Matrix, examples: Matrix) -> Matrix:
    """`COLUMNS` for some passages and one theme: float32 [n, 9].

    `known` [c, d] are the middles of the head's themes, `rows` [n, c] its probabilities over
    them (0 where one is out of use), `examples` [e, d] those of the theme.
    """
    middle = _centre(examples)
    first = np.argmax(rows, axis=1)
    best = np.take_along_axis(rows, first[:, None], axis=1)[:, 0]
    likeness = np.einsum("nd,ed->ne", around.passage, examples)
    nearest = np.sort(likeness, axis=1)[:, -NEAREST:].mean(axis=1)
    beside = np.einsum("nd,cd->nc", around.passage, known)
    in_use = np.any(rows > 0, axis=0)
    sure = np.log(np.maximum(best, 1e-6) / np.maximum(1 - best, 1e-6))
    columns = [
        np.einsum("nd,d->n", around.passage, middle),
        nearest,
        beside[:, in_use].max(axis=1),
        np.take_along_axis(beside, first[:, None], axis=1)[:, 0],
        sure,
        np.full(len(rows), np.log(len(examples))),
        *(np.einsum("nd,d->n", v, middle) for v in (
            around.target, around.governing, around.document
        )),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def _examples(encoder: Encoder, space: Space, theme: Theme) -> Matrix:
    return space.centred(encoder.encode(theme.examples))


def _centre(rows: Matrix) -> Vector:
    middle = np.sum(rows, axis=0) / np.float32(len(rows))
    return np.asarray(middle / np.maximum(np.sqrt(np.sum(middle * middle)), 1e-12), np.float32)
