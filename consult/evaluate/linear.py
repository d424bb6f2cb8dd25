"""Fits linear heads: two logistic regressions, weighed and calibrated together.

One reads dense features (meaning and context), one hashed words. What each has learnt of the
passage is also held against the texts around it (views). All these logits are weighed and
shifted to be probabilities (`calibration`). All of it folds into the arrays of a `LinearHead`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from consult.evaluate.cases import Case
from consult.inference.encoder import Matrix, Vector
from consult.inference.features import Placed, dense_matrix
from consult.inference.hashing import HashedTfidf, Sparse
from consult.inference.heads import hashed_fields, view_text

FloatArray = NDArray[np.float64]
Rows = NDArray[np.int64]

# A term seen in fewer passages than this teaches nothing that carries over.
FEWEST_PASSAGES = 2
# Beyond these the fit changes, the predictions do not (and training takes thrice as long).
ITERATIONS = 100
TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class HeadSpec:
    """A design: which features a head reads, and how strongly it is held back.

    The dense part learns from `blocks`, the hashed part from `fields`; `views` are blocks in
    the space of the first block, and `word_views` texts, that the learnt weights are held
    against as they stand. `dense_c` and `sparse_c` are inverse L2 strengths (larger is
    freer). `alone` is the weight of a second copy of each case without its context, and
    `lone_target` whether the proposal is still known then; `seeds` is the weight of the examples
    that define the labels (`cases.seed_cases`). `relation` says that the relation model's
    logits are weighed in too, last of all. `mix` is how often each label comes in real
    responses, where that is known: probabilities are calibrated to it. Empty: as here.
    """

    name: str
    labels: tuple[str, ...]
    blocks: tuple[str, ...]
    fields: tuple[str, ...]
    views: tuple[str, ...] = ()
    word_views: tuple[str, ...] = ()
    dense_c: float = 0.003
    sparse_c: float = 3.0
    bits: int = 16
    alone: float = 0.0
    lone_target: bool = True
    seeds: float = 0.0
    relation: bool = False
    mix: Mapping[str, float] = field(default_factory=dict)

    @property
    def parts(self) -> int:
        """How many logits are weighed against one another."""
        words = bool(self.fields) * (1 + len(self.word_views))
        return 1 + len(self.views) + words + self.relation


Terms = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Cases ready to be learnt from, one row each.

    `dense` [n, w] and `terms` are what is learnt from; `views` (each [n, d]) and `view_terms`
    what the result is held against; `truth` and `second` [n] are indices of labels (second:
    -1 where there is none), `weight` [n] how much a case counts. `relation` [n, c] are the
    logits of a relation model that has not seen the case, None where the spec wants none.
    """

    cases: tuple[Case, ...]
    dense: Matrix
    views: tuple[Matrix, ...]
    terms: Terms
    view_terms: tuple[Terms, ...]
    truth: Rows
    second: Rows
    weight: FloatArray
    relation: Matrix | None = None

    def take(self, rows: Rows) -> "Sample":
        """Some of the cases."""
        return Sample(
            tuple(self.cases[i] for i in rows),
            self.dense[rows],
            tuple(v[rows] for v in self.views),
            tuple(self.terms[i] for i in rows),
            tuple(tuple(t[i] for i in rows) for t in self.view_terms),
            self.truth[rows],
            self.second[rows],
            self.weight[rows],
            None if self.relation is None else self.relation[rows],
        )

    def __add__(self, other: "Sample") -> "Sample":
        """The cases of both, to be learnt from."""
        pairs = zip(self.view_terms, other.view_terms, strict=True)
        return Sample(
            self.cases + other.cases,
            np.concatenate([self.dense, other.dense]),
            tuple(np.concatenate(v) for v in zip(self.views, other.views, strict=True)),
            self.terms + other.terms,
            tuple(mine + theirs for mine, theirs in pairs),
            np.concatenate([self.truth, other.truth]),
            np.concatenate([self.second, other.second]),
            np.concatenate([self.weight, other.weight]),
        )

    def __mul__(self, weight: float) -> "Sample":
        """The same cases, counting `weight` times as much."""
        return replace(self, weight=self.weight * weight)


def sample(spec: HeadSpec, cases: Sequence[Case], items: Sequence[Placed]) -> Sample:
    """Compute the features of `cases`; `items` are their vectors, in the same order."""
    hasher = HashedTfidf(spec.bits, np.ones(1 << spec.bits, np.float32))
    index = {label: i for i, label in enumerate(spec.labels)}
    contexts = [c.context for c in cases]
    fields = [hashed_fields(c, spec.fields) for c in contexts]
    views = [[[("text", view_text(c, name))] for c in contexts] for name in spec.word_views]
    return Sample(
        cases=tuple(cases),
        dense=dense_matrix(items, spec.blocks),
        views=tuple(dense_matrix(items, [name]) for name in spec.views),
        terms=tuple(tuple(hasher.columns(f)) for f in fields),
        view_terms=tuple(tuple(tuple(hasher.columns(f)) for f in view) for view in views),
        truth=np.array([index[c.label] for c in cases], np.int64),
        second=np.array([index.get(c.second or "", -1) for c in cases], np.int64),
        weight=np.array([c.weight for c in cases], np.float64),
    )


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights [w, c] and bias [c] of one part."""

    weights: Matrix
    bias: Vector


@dataclass(frozen=True, slots=True)
class Parts:
    """The fitted parts of a head, not yet weighed; `sparse` is None without fields.

    `first` [d, c] are the dense weights of the first block, `origin` [c] what they give for
    the mean passage: a view counts by how it differs from that.
    """

    dense: Linear
    first: Matrix
    origin: Vector
    sparse: Linear | None
    tfidf: HashedTfidf

    def logits(self, data: Sample) -> FloatArray:
        """Each part's logits: [parts, n, c]."""
        found = [data.dense @ self.dense.weights + self.dense.bias]
        for view in data.views:
            known = np.any(view, axis=1, keepdims=True)
            found.append(view @ self.first - known * self.origin)
        if self.sparse is not None:
            found.append(self._words(data.terms, self.sparse) + self.sparse.bias)
            found += [self._words(terms, self.sparse) for terms in data.view_terms]
        if data.relation is not None:
            found.append(data.relation)
        return np.stack(found).astype(np.float64)

    def _words(self, terms: Terms, sparse: Linear) -> Matrix:
        return np.asarray(hashed_matrix(self.tfidf, terms) @ sparse.weights, np.float32)


def fit_parts(spec: HeadSpec, data: Sample, lone: Sample | None = None) -> Parts:
    """Fit on `data` and on `lone`, the cases without their context."""
    both = data if lone is None else data + lone
    dense = _fit_dense(spec, both.dense, *_targets(both))
    width = data.views[0].shape[1] if data.views else 0
    first = dense.weights[:width]
    origin = (data.dense[:, :width].mean(axis=0) @ first).astype(np.float32)
    tfidf = HashedTfidf(spec.bits, inverse_frequencies(data.terms, spec.bits))
    sparse = None
    if spec.fields:
        sparse = _fit_sparse(spec, hashed_matrix(tfidf, both.terms), *_targets(both))
    return Parts(dense, first, origin, sparse, tfidf)


# A second theme is half as right as the first: it is learnt from with that share.
SECOND_SHARE = 1 / 3


def _targets(data: Sample) -> tuple[Rows, FloatArray, Rows]:
    """Labels, weights and the case each belongs to; a case with two labels gives two."""
    both = np.flatnonzero(data.second >= 0)
    share = np.where(data.second >= 0, 1 - SECOND_SHARE, 1.0)
    rows = np.concatenate([np.arange(len(data.truth)), both])
    truth = np.concatenate([data.truth, data.second[both]])
    weight = np.concatenate([data.weight * share, data.weight[both] * SECOND_SHARE])
    return truth, weight, rows


def _fit_dense(
    spec: HeadSpec, dense: Matrix, truth: Rows, weight: FloatArray, rows: Rows
) -> Linear:
    centre = dense.mean(axis=0)
    spread = dense.std(axis=0) + 1e-6
    scaled = ((dense - centre) / spread)[rows]
    model = _regression(spec.dense_c, scaled, truth, weight, spec.labels)
    weights = model.weights / spread[:, None]
    return Linear(weights.astype(np.float32), (model.bias - centre @ weights).astype(np.float32))


def _fit_sparse(
    spec: HeadSpec, matrix: csr_matrix, truth: Rows, weight: FloatArray, rows: Rows
) -> Linear:
    """Fit on the columns that enough passages have; the others get weight 0."""
    used = np.flatnonzero(np.diff(matrix.tocsc().indptr) >= FEWEST_PASSAGES)
    model = _regression(spec.sparse_c, matrix[rows][:, used], truth, weight, spec.labels)
    weights = np.zeros((1 << spec.bits, len(spec.labels)), np.float32)
    weights[used] = model.weights
    return Linear(weights, model.bias)


def _regression(
    strength: float,
    features: Any,  # noqa: ANN401 - dense or sparse, scikit-learn takes both
    truth: Rows,
    weight: FloatArray,
    labels: Sequence[str],
) -> Linear:
    """Multinomial logistic regression; a label not seen gets a logit far below the rest."""
    model = LogisticRegression(C=strength, max_iter=ITERATIONS, tol=TOLERANCE)
    model.fit(features, truth, sample_weight=weight)
    weights = np.zeros((features.shape[1], len(labels)), np.float32)
    bias = np.full(len(labels), -8.0, np.float32)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients = np.concatenate([-coefficients, coefficients]) / 2
        intercepts = np.concatenate([-intercepts, intercepts]) / 2
    weights[:, model.classes_] = coefficients.T
    bias[model.classes_] = intercepts
    return Linear(weights, bias)


def inverse_frequencies(terms: Sequence[Sequence[int]], bits: int) -> Vector:
    """Smoothed inverse document frequency of every column: float32 [2**bits]."""
    counts = np.zeros(1 << bits)
    for columns in terms:
        counts[np.unique(np.array(columns, np.int64))] += 1
    return (np.log((1 + len(terms)) / (1 + counts)) + 1).astype(np.float32)


def hashed_matrix(tfidf: HashedTfidf, terms: Sequence[Sequence[int]]) -> csr_matrix:
    """TF-IDF rows of hashed terms as one sparse matrix [n, 2**bits]."""
    rows: list[Sparse] = [tfidf.weigh(columns) for columns in terms]
    ends = np.cumsum([0] + [len(r.columns) for r in rows])
    values = np.concatenate([r.values for r in rows]) if rows else np.zeros(0)
    columns = np.concatenate([r.columns for r in rows]) if rows else np.zeros(0)
    return csr_matrix((values, columns, ends), shape=(len(rows), 1 << tfidf.bits))
