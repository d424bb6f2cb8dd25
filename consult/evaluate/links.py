"""Fits the links by words and meaning, and measures them with each hand held out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from consult.evaluate.corpus import Round
from consult.evaluate.crossval import folds
from consult.evaluate.linear import FloatArray, inverse_frequencies
from consult.evaluate.pairs import Pairs, link_case, round_pairs
from consult.inference.encoder import Encoder, Matrix, Vector
from consult.inference.hashing import HashedTfidf
from consult.inference.pairs import Columns, Flags, about_nothing
from consult.inference.similarity import Commonness, SimilarityModel, Space, Sum
from consult.inference.surroundings import context_columns
from consult.language.name_index import TOKEN
from consult.language.words import stem

BITS = 16
WIDTH = 160  # directions of the whitened space
FLOOR = 0.1  # of the mean variance: what hardly varies is not blown up
STRENGTH = 0.3  # inverse of the pull of all weights towards 0
ITERATIONS, TOLERANCE = 200, 1e-3
KEPT = 0.22  # of the pairs that are no link; these weigh the more
RIDGE = 2.0  # pull of the weights that tell passages about nothing
#: What must be right of the links that words carry, and of those that meaning alone carries.
TITLE_PRECISION, MEANING_PRECISION = 0.9, 0.8
# Where too few links are sure enough to find a threshold, only near certainty links.
HIGHEST_THRESHOLD = 0.9


class Spread:
    """In which rounds each stem stands."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        """Reads all passages of all rounds."""
        self._hand = {r.id: r.writer for r in rounds}
        self._rounds: dict[str, set[str]] = defaultdict(set)
        for round_ in rounds:
            texts = (p.text for x in round_.responses for p in x.passages)
            words = {word for text in texts for word in TOKEN.findall(text)}
            for stemmed in {stem(word) for word in words if word[0].isalpha()}:
                self._rounds[stemmed].add(round_.id)

    def commonness(self, without: str | None = None) -> Commonness:
        """As the model wants it; `without` what one hand wrote."""
        own = {r for r, hand in self._hand.items() if hand == without}
        counts: Counter[int] = Counter()
        for stemmed, rounds in self._rounds.items():
            count = len(rounds - own)
            if count > 1:
                counts[crc32(stemmed.encode())] += count
        hashes = np.array(sorted(counts), np.uint32)
        values = np.array([counts[int(h)] for h in hashes], np.uint16)
        return Commonness(hashes, values, len(self._hand) - len(own))


def fit_space(rounds: Sequence[Round], encoder: Encoder) -> Space:
    """What needs no labels: the mean passage, the whitened space and the words' rarity."""
    texts = sorted({p.text for r in rounds for x in r.responses for p in x.passages})
    hasher = HashedTfidf(BITS, np.ones(1 << BITS, np.float32))
    terms = [hasher.columns([("text", t)]) for t in texts]
    vectors = encoder.encode(texts).astype(np.float64)
    centre = vectors.mean(axis=0)
    variances, directions = np.linalg.eigh(np.cov((vectors - centre).T))
    chosen = np.argsort(-variances, kind="stable")[:WIDTH]
    kept = np.maximum(variances[chosen], 0) + FLOOR * variances[chosen].mean() + 1e-12
    # The sign of a direction is the solver's whim.
    signs = np.sign(directions[:, chosen].sum(axis=0) + 1e-12)
    whiten = directions[:, chosen] * signs / np.sqrt(kept)
    tfidf = HashedTfidf(BITS, inverse_frequencies(terms, BITS))
    return Space(centre.astype(np.float32), whiten.astype(np.float32), tfidf)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities from which on a passage is tied, by words and by meaning alone."""

    title: float
    meaning: float


def fit(data: Sequence[Pairs], blank: SimilarityModel) -> SimilarityModel:
    """`blank` with all that some responses teach; its thresholds are left as they are.

    How far a passage speaks of nothing is itself learnt; what the sums see of it comes from
    hands left out, as it will of responses nobody has labelled.
    """
    nothing, bias = _fit_nothing(data)
    said = _nothing_held_out(data)
    kept = [_kept(pairs, seed) for seed, pairs in enumerate(data)]
    truth = np.concatenate([p.truth[k > 0] for p, k in zip(data, kept, strict=True)])
    weights = np.concatenate([k[k > 0] for k in kept])
    local = [about_nothing(p.local, s) for p, s in zip(data, said, strict=True)]
    alone = _logistic(local, kept, truth, weights)
    both = [
        own | context_columns(p.reading, alone.chances(own, p.truth.shape), p.meanings.own, spoken)
        for p, own, spoken in zip(data, local, said, strict=True)
    ]
    within = _logistic(both, kept, truth, weights)
    return replace(blank, nothing=nothing, nothing_bias=bias, alone=alone, within=within)


def _fit_nothing(data: Sequence[Pairs]) -> tuple[Vector, float]:
    """Ridge regression of "speaks of no proposal" on the whitened vectors."""
    rows = np.concatenate([p.meanings.own[p.counted] for p in data]).astype(np.float64)
    truth = np.concatenate([~np.any(p.truth, axis=1)[p.counted] for p in data]).astype(np.float64)
    mean = float(truth.mean())
    gram = rows.T @ rows + RIDGE * np.eye(rows.shape[1])
    weights = np.linalg.solve(gram, rows.T @ (truth - mean))
    return weights.astype(np.float32), mean


def _nothing_held_out(data: Sequence[Pairs]) -> list[Vector]:
    said: list[Vector] = [np.zeros(0, np.float32)] * len(data)
    for held in folds([p.hand for p in data]):
        out = set(held.tolist())
        rest = [p for i, p in enumerate(data) if i not in out] or list(data)
        weights, bias = _fit_nothing(rest)
        for i in out:
            said[i] = (data[i].meanings.own @ weights + np.float32(bias)).astype(np.float32)
    return said


def _kept(pairs: Pairs, seed: int) -> NDArray[np.float64]:
    """How much each pair counts in fitting [n, p]: links 1, some of the others more, rest 0."""
    drawn = np.random.default_rng(seed).random(pairs.truth.shape) < KEPT
    weights = np.where(pairs.truth | pairs.reading.sure, 1.0, drawn / KEPT)
    return np.asarray(weights * pairs.counted[:, None])


def _logistic(
    columns: Sequence[Columns],
    kept: Sequence[FloatArray],
    truth: NDArray[np.bool_],
    weights: FloatArray,
) -> Sum:
    names = tuple(columns[0])
    rows = [
        np.stack([np.broadcast_to(c[name], k.shape)[k > 0] for name in names], axis=1)
        for c, k in zip(columns, kept, strict=True)
    ]
    values = np.concatenate(rows).astype(np.float64)
    centre, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    regression = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS, tol=TOLERANCE)
    regression.fit((values - centre) / spread, truth, sample_weight=weights)
    slopes = regression.coef_[0] / spread
    bias = float(regression.intercept_[0] - centre @ slopes)
    return Sum(names, slopes.astype(np.float32), bias)


def held_out_scores(data: Sequence[Pairs], blank: SimilarityModel) -> list[Matrix]:
    """The probabilities of all pairs, each response judged by a fit that has not seen its hand."""
    scores: list[Matrix] = [np.zeros((0, 0), np.float32)] * len(data)
    for rows in folds([p.hand for p in data]):
        out = set(rows.tolist())
        model = fit([p for i, p in enumerate(data) if i not in out], blank)
        for i in out:
            scores[i] = model.judge(data[i].reading, data[i].meanings)
    return scores


def thresholds(data: Sequence[Pairs], scores: Sequence[Matrix]) -> Thresholds:
    """The smallest ones from which on links are right often enough.

    What a number in the passage itself ties is left out, and for meaning also what a number
    above or before it ties: there nothing is left to meaning.
    """
    titles = [p.worded & ~p.reading.here for p in data]
    meanings = [~p.worded & ~p.reading.sure for p in data]
    return Thresholds(
        _threshold(data, scores, titles, TITLE_PRECISION),
        _threshold(data, scores, meanings, MEANING_PRECISION),
    )


def _threshold(
    data: Sequence[Pairs], scores: Sequence[Matrix], among: Sequence[Flags], precision: float
) -> float:
    chosen = [a & p.counted[:, None] for a, p in zip(among, data, strict=True)]
    truth = [p.truth[c] for p, c in zip(data, chosen, strict=True)]
    said = [s[c] for s, c in zip(scores, chosen, strict=True)]
    return smallest(np.concatenate(said), np.concatenate(truth), precision)


def smallest(scores: Matrix, truth: NDArray[np.bool_], precision: float) -> float:
    """The smallest score from which on at least `precision` of the links are right."""
    falling = np.sort(scores)[::-1]
    share = np.cumsum(truth[np.argsort(-scores, kind="stable")]) / np.arange(1, len(scores) + 1)
    # Equal scores pass together or not at all.
    ends = np.append(falling[1:] < falling[:-1], True)[: len(falling)]
    good = np.flatnonzero(ends & (share >= precision))
    return float(falling[good[-1]]) if len(good) else HIGHEST_THRESHOLD


def read_rounds(rounds: Sequence[Round], encoder: Encoder) -> tuple[SimilarityModel, list[Pairs]]:
    """All pairs of all rounds, and a model with what needs no labels.

    How common a word is is counted without what the round's own hand wrote, as it will be for
    a round that is new.
    """
    spread = Spread(rounds)
    unlearnt = Sum((), np.zeros(0, np.float32), 0.0)
    blank = SimilarityModel(
        revision="",
        space=fit_space(rounds, encoder),
        commonness=spread.commonness(),
        nothing=np.zeros(WIDTH, np.float32),
        nothing_bias=0.0,
        alone=unlearnt,
        within=unlearnt,
        title_from=1.0,
        link_from=1.0,
    )
    known = {hand: spread.commonness(hand) for hand in sorted({r.writer for r in rounds})}
    data: list[Pairs] = []
    for round_ in rounds:
        model = replace(blank, commonness=known[round_.writer])
        data += round_pairs(round_, link_case(round_, encoder, model))
    return blank, data
