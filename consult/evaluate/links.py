"""Fits and measures links by meaning: which proposal a passage speaks of without its number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from consult.evaluate.cases import LinkCase
from consult.evaluate.corpus import Round
from consult.evaluate.crossval import folds
from consult.evaluate.linear import FloatArray, Rows, inverse_frequencies
from consult.inference.encoder import Encoder, Matrix, Vector
from consult.inference.hashing import HashedTfidf
from consult.inference.similarity import FEATURES, ProposalIndex, SimilarityModel

BITS = 16
PRECISION = 0.8
STRENGTH = 1.0
# Where too few links are sure enough to find the threshold, only near certainty links.
HIGHEST_THRESHOLD = 0.9


@dataclass(frozen=True)
class LinkSample:
    """One row per (passage, proposal): features [n, f], truth [n]; `case` is the passage."""

    cases: tuple[LinkCase, ...]
    features: Matrix
    truth: Rows
    case: Rows
    numbers: tuple[str, ...]


def empty_model(rounds: Sequence[Round], encoder: Encoder) -> SimilarityModel:
    """A model with what needs no labels: the mean passage and the words' rarity."""
    texts = sorted({p.text for r in rounds for x in r.responses for p in x.passages})
    hasher = HashedTfidf(BITS, np.ones(1 << BITS, np.float32))
    terms = [hasher.columns([("text", t)]) for t in texts]
    centre: Vector = encoder.encode(texts).mean(axis=0).astype(np.float32)
    tfidf = HashedTfidf(BITS, inverse_frequencies(terms, BITS))
    return SimilarityModel("", np.zeros(len(FEATURES), np.float32), 0.0, centre, tfidf, 1.0)


def link_sample(
    rounds: Sequence[Round], cases: Sequence[LinkCase], encoder: Encoder, model: SimilarityModel
) -> LinkSample:
    """Features of every passage held against every proposal of its round."""
    indices = {r.id: ProposalIndex(encoder, model, r.catalogue) for r in rounds}
    numbers = {r.id: r.catalogue.numbers for r in rounds}
    blocks = [indices[c.round].features(c.text) for c in cases]
    pairs = [(i, n) for i, c in enumerate(cases) for n in numbers[c.round]]
    return LinkSample(
        cases=tuple(cases),
        features=np.concatenate(blocks),
        truth=np.array([n in cases[i].proposals for i, n in pairs], np.int64),
        case=np.array([i for i, _ in pairs], np.int64),
        numbers=tuple(n for _, n in pairs),
    )


def fit(data: LinkSample, rows: Rows) -> tuple[Vector, float]:
    """Weights [features] and bias of a logistic regression over pairs."""
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    centre, spread = data.features[rows].mean(axis=0), data.features[rows].std(axis=0) + 1e-6
    model.fit((data.features[rows] - centre) / spread, data.truth[rows])
    weights = model.coef_[0] / spread
    return weights.astype(np.float32), float(model.intercept_[0] - centre @ weights)


def held_out_scores(data: LinkSample) -> FloatArray:
    """Probability of each pair, from a model that did not see the hand that wrote it: [n]."""
    scores = np.zeros(len(data.truth))
    for rows in folds([data.cases[i].hand for i in data.case]):
        weights, bias = fit(data, np.setdiff1d(np.arange(len(scores)), rows))
        scores[rows] = 1 / (1 + np.exp(-(data.features[rows] @ weights + bias)))
    return scores


@dataclass(frozen=True, slots=True)
class BestLinks:
    """Per passage: the best proposal's score, whether it is right, whether any is right."""

    score: FloatArray
    right: Rows
    linked: Rows

    def threshold(self, precision: float = PRECISION) -> float:
        """The smallest score from which on at least `precision` of the links are right."""
        order = np.argsort(-self.score, kind="stable")
        share = np.cumsum(self.right[order]) / np.arange(1, len(order) + 1)
        good = np.flatnonzero(share >= precision)
        return float(self.score[order][good[-1]]) if len(good) else HIGHEST_THRESHOLD

    def at(self, threshold: float) -> dict[str, float]:
        """Precision and recall of the links that the threshold lets through, and recall@1."""
        said = self.score >= threshold
        hits = int(np.sum(self.right[said]))
        return {
            "links": int(said.sum()),
            "precision": round(hits / max(1, int(said.sum())), 4),
            "recall": round(hits / max(1, int(self.linked.sum())), 4),
            "recall_at_1": round(float(self.right.sum() / max(1, self.linked.sum())), 4),
        }


def best_links(data: LinkSample, scores: FloatArray) -> BestLinks:
    """The likeliest proposal of each passage."""
    count = len(data.cases)
    best, right = np.zeros(count), np.zeros(count, np.int64)
    # The pairs of a passage stand together.
    ends = np.searchsorted(data.case, np.arange(count + 1))
    for i in range(count):
        winner = ends[i] + int(np.argmax(scores[ends[i] : ends[i + 1]]))
        best[i], right[i] = scores[winner], data.truth[winner]
    linked = np.array([bool(c.proposals) for c in data.cases], np.int64)
    return BestLinks(best, right, linked)
