"""Ties a passage to a proposal by meaning alone; says nothing rather than something wrong."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from consult.domain.proposals import Catalogue, Proposal
from consult.inference.encoder import Encoder, Matrix, Vector
from consult.inference.hashing import HashedTfidf, Sparse

FEATURES = (
    "meaning",
    "meaning_lead",
    "words",
    "words_lead",
    "title_words",
    "title_words_lead",
    "size",
)


@dataclass(frozen=True, slots=True)
class SimilarityModel:
    """A logistic regression over `FEATURES`, fitted on passages that name a proposal in words.

    `centre` [d] is the mean passage vector: the encoder's cosines are compressed (two random
    texts score 0.84), and only what differs from the mean tells texts apart. `link_from` is
    the probability from which on at least 80 % of links were right on unseen rounds.
    """

    revision: str
    weights: Vector
    bias: float
    centre: Vector
    tfidf: HashedTfidf
    link_from: float

    @staticmethod
    def read(folder: Path) -> "SimilarityModel":
        """Read `card.json` and `weights.npz` from a folder."""
        card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            return SimilarityModel(
                revision=card["revision"],
                weights=arrays["weights"].astype(np.float32),
                bias=float(arrays["bias"][0]),
                centre=arrays["centre"].astype(np.float32),
                tfidf=HashedTfidf(card["bits"], arrays["idf"].astype(np.float32)),
                link_from=card["link_from"],
            )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A proposal and the probability that the text speaks of it."""

    proposal: Proposal
    score: float


class ProposalIndex:
    """The proposals of one catalogue, encoded once, to hold texts against."""

    def __init__(self, encoder: Encoder, model: SimilarityModel, catalogue: Catalogue) -> None:
        """Encodes title and text of every proposal."""
        self._encoder = encoder
        self._model = model
        self._proposals = catalogue.proposals
        whole = [f"{p.title}. {p.text}" if p.text else p.title for p in self._proposals]
        self._meanings = self._centred(whole)
        self._words = [model.tfidf.row([("text", text)]) for text in whole]
        self._titles = [model.tfidf.row([("text", p.title)]) for p in self._proposals]

    def rank(self, text: str) -> list[Ranked]:
        """All proposals, the likeliest first; ties in catalogue order."""
        if not self._proposals:
            return []
        logits = self.features(text) @ self._model.weights + np.float32(self._model.bias)
        scores = 1 / (1 + np.exp(-logits.astype(np.float64)))
        order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
        return [Ranked(self._proposals[i], float(scores[i])) for i in order]

    def link(self, text: str) -> Ranked | None:
        """The one proposal that the text speaks of, if that is likely enough to be said."""
        best = next(iter(self.rank(text)), None)
        return best if best is not None and best.score >= self._model.link_from else None

    def features(self, text: str) -> Matrix:
        """One row of `FEATURES` per proposal: float32 [proposals, features]."""
        meaning = np.einsum("pd,d->p", self._meanings, self._centred([text])[0])
        row = self._model.tfidf.row([("text", text)])
        words = _similarities(row, self._words)
        titles = _similarities(row, self._titles)
        columns = [
            meaning,
            _lead(meaning),
            words,
            _lead(words),
            titles,
            _lead(titles),
            np.full(len(meaning), np.log1p(len(meaning)), np.float32),
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def _centred(self, texts: Sequence[str]) -> Matrix:
        rows = self._encoder.encode(texts) - self._model.centre
        lengths = np.sqrt(np.sum(rows * rows, axis=1, keepdims=True))
        return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)


def _similarities(row: Sparse, others: Sequence[Sparse]) -> Vector:
    return np.array([row.dot(other) for other in others], np.float32)


def _lead(values: Vector) -> Vector:
    """How far each value is ahead of the best of the others; of 0 where it is alone."""
    if len(values) == 1:
        return values
    best, second = np.sort(values)[::-1][:2]
    return np.asarray(np.where(values == best, values - second, values - best), np.float32)
