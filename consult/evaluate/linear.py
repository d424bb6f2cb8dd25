"""Fits calibrated linear heads: two logistic regressions, weighed and calibrated together.

One reads dense features (meaning and context), one hashed words. Their logits are weighed
and shifted (vector scaling) to be probabilities on predictions made out of round. All of it
folds into the three arrays of a `LinearHead`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from consult.evaluate.cases import Case
from consult.inference.encoder import Matrix, Vector
from consult.inference.features import Encoded, dense_matrix
from consult.inference.hashing import HashedTfidf, Sparse
from consult.inference.heads import hashed_fields

FloatArray = NDArray[np.float64]
Rows = NDArray[np.int64]

# A term seen in fewer passages than this teaches nothing that carries over.
FEWEST_PASSAGES = 2
# Pull of the calibration towards "trust both parts as they are", in cases.
CALIBRATION_PULL = 5.0
ITERATIONS = 400


@dataclass(frozen=True, slots=True)
class HeadSpec:
    """A design: which features a head reads, and how strongly it is held back.

    `dense_c` and `sparse_c` are inverse L2 strengths (larger is freer). `alone` is the
    weight of a second copy of each case without its context, so that a lone passage is
    judged well too.
    """

    name: str
    labels: tuple[str, ...]
    blocks: tuple[str, ...]
    fields: tuple[str, ...]
    dense_c: float = 0.003
    sparse_c: float = 5.0
    bits: int = 16
    alone: float = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """Cases ready to be learnt from: one row each, `weight` [n], `truth` and `second` [n]."""

    cases: tuple[Case, ...]
    dense: Matrix
    terms: tuple[tuple[int, ...], ...]
    truth: Rows
    second: Rows
    weight: FloatArray

    def take(self, rows: Rows) -> "Sample":
        """Some of the cases."""
        return Sample(
            tuple(self.cases[i] for i in rows),
            self.dense[rows],
            tuple(self.terms[i] for i in rows),
            self.truth[rows],
            self.second[rows],
            self.weight[rows],
        )


def sample(spec: HeadSpec, cases: Sequence[Case], items: Sequence[Encoded]) -> Sample:
    """Compute the features of `cases`; `items` are their encodings, in the same order."""
    hasher = HashedTfidf(spec.bits, np.ones(1 << spec.bits, np.float32))
    index = {label: i for i, label in enumerate(spec.labels)}
    terms = [hasher.columns(hashed_fields(c.context, spec.fields)) for c in cases]
    return Sample(
        cases=tuple(cases),
        dense=dense_matrix(items, spec.blocks),
        terms=tuple(tuple(t) for t in terms),
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
    """The two fitted parts of a head, not yet weighed; `sparse` is None without fields."""

    dense: Linear
    sparse: Linear | None
    tfidf: HashedTfidf

    def logits(self, data: Sample) -> FloatArray:
        """Each part's logits: [parts, n, c]."""
        found = [data.dense @ self.dense.weights + self.dense.bias]
        if self.sparse is not None:
            matrix = hashed_matrix(self.tfidf, data.terms)
            found.append(matrix @ self.sparse.weights + self.sparse.bias)
        return np.stack(found).astype(np.float64)


def fit_parts(spec: HeadSpec, data: Sample) -> Parts:
    """Fit both parts on `data`."""
    truth, weight, rows = _targets(data)
    dense = _fit_dense(spec, data.dense[rows], truth, weight)
    tfidf = HashedTfidf(spec.bits, inverse_frequencies(data.terms, spec.bits))
    if not spec.fields:
        return Parts(dense, None, tfidf)
    matrix = hashed_matrix(tfidf, data.terms)[rows]
    return Parts(dense, _fit_sparse(spec, matrix, truth, weight), tfidf)


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


def _fit_dense(spec: HeadSpec, dense: Matrix, truth: Rows, weight: FloatArray) -> Linear:
    centre = dense.mean(axis=0)
    spread = dense.std(axis=0) + 1e-6
    model = _regression(spec.dense_c, (dense - centre) / spread, truth, weight, spec)
    weights = model.weights / spread[:, None]
    return Linear(weights.astype(np.float32), (model.bias - centre @ weights).astype(np.float32))


def _fit_sparse(
    spec: HeadSpec, matrix: csr_matrix, truth: Rows, weight: FloatArray
) -> Linear:
    """Fit on the columns that enough passages have; the others get weight 0."""
    used = np.flatnonzero(np.diff(matrix.tocsc().indptr) >= FEWEST_PASSAGES)
    model = _regression(spec.sparse_c, matrix[:, used], truth, weight, spec)
    weights = np.zeros((1 << spec.bits, len(spec.labels)), np.float32)
    weights[used] = model.weights
    return Linear(weights, model.bias)


def _regression(
    strength: float,
    features: Any,  # noqa: ANN401 - dense or sparse, scikit-learn takes both
    truth: Rows,
    weight: FloatArray,
    spec: HeadSpec,
) -> Linear:
    """Multinomial logistic regression; a label not seen gets a logit far below the rest."""
    model = LogisticRegression(C=strength, max_iter=ITERATIONS, solver="lbfgs")
    model.fit(features, truth, sample_weight=weight)
    weights = np.zeros((features.shape[1], len(spec.labels)), np.float32)
    bias = np.full(len(spec.labels), -8.0, np.float32)
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


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logits = sum of `trust[i]` * part i, plus `shift` [c]."""

    trust: FloatArray
    shift: FloatArray

    def apply(self, logits: FloatArray) -> Matrix:
        """Probabilities [n, c] from the parts' logits [parts, n, c]."""
        joined = np.einsum("p,pnc->nc", self.trust, logits) + self.shift
        return _softmax(joined).astype(np.float32)


def calibrate(logits: FloatArray, truth: Rows) -> Calibration:
    """Fit trust and shift to out-of-round logits [parts, n, c] by their likelihood."""
    parts, count, classes = logits.shape
    start = np.concatenate([np.full(parts, 1 / parts), np.zeros(classes)])

    def loss(values: FloatArray) -> tuple[float, FloatArray]:
        joined = np.einsum("p,pnc->nc", values[:parts], logits) + values[parts:]
        found = _softmax(joined)
        error = found.copy()
        error[np.arange(count), truth] -= 1
        pull = CALIBRATION_PULL * (values - start)
        slope = np.concatenate([np.einsum("nc,pnc->p", error, logits), error.sum(axis=0)])
        likelihood = -np.log(found[np.arange(count), truth] + 1e-12).sum()
        return float(likelihood + 0.5 * pull @ (values - start)), slope + pull

    best = minimize(loss, start, jac=True, method="L-BFGS-B")
    return Calibration(best.x[:parts], best.x[parts:])


def _softmax(logits: FloatArray) -> FloatArray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
