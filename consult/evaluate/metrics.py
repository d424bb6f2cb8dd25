"""How good predictions are, with intervals that draw whole responses, not passages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from consult.inference.encoder import Matrix

BINS = 10
RESAMPLES = 500
SEED = 20260101
# What is called certain must hold with so many of those who write.
MOST = 0.9

Metric = Callable[["Outcome"], float]


@dataclass(frozen=True)
class Outcome:
    """Predictions of n cases: `probabilities` [n, c] over `labels`, `truth` their indices.

    `second` is the index of a further right answer or -1; `groups` names the response of
    each case. `weight` is how often a case like it comes in real responses, for one here;
    every metric counts it.
    """

    labels: tuple[str, ...]
    probabilities: Matrix
    truth: NDArray[np.int64]
    second: NDArray[np.int64]
    groups: tuple[str, ...]
    weight: NDArray[np.float64] | None = None
    predicted: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """The prediction is the largest probability, the first label on ties."""
        winners = np.argmax(self.probabilities, axis=1).astype(np.int64)
        object.__setattr__(self, "predicted", winners)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Where the prediction is the first or the second label: a bool per case."""
        first, second = self.predicted == self.truth, self.predicted == self.second
        return np.asarray(first | second, np.bool_)

    def __len__(self) -> int:
        return len(self.truth)

    def take(self, rows: NDArray[np.int64]) -> "Outcome":
        """The outcome of some cases, repeated ones included."""
        return Outcome(
            self.labels,
            self.probabilities[rows],
            self.truth[rows],
            self.second[rows],
            tuple(self.groups[i] for i in rows) if self.groups else (),
            None if self.weight is None else self.weight[rows],
        )

    @property
    def weights(self) -> NDArray[np.float64]:
        """`weight`, or one for each case."""
        return np.ones(len(self)) if self.weight is None else self.weight


def accuracy(outcome: Outcome) -> float:
    """Share of cases whose first label is found."""
    return float(np.average(outcome.predicted == outcome.truth, weights=outcome.weights))


def either_accuracy(outcome: Outcome) -> float:
    """Share of cases where the prediction is the first or the second label."""
    return float(np.average(outcome.right, weights=outcome.weights))


def f1_by_label(outcome: Outcome) -> dict[str, float]:
    """F1 of each label that occurs in the truth or the predictions."""
    scores, weights = {}, outcome.weights
    for index, label in enumerate(outcome.labels):
        said, true = outcome.predicted == index, outcome.truth == index
        if said.any() or true.any():
            both, either = weights @ (said & true), weights @ said + weights @ true
            scores[label] = float(2 * both / either)
    return scores


def macro_f1(outcome: Outcome) -> float:
    """Mean F1 over the labels that occur in the truth."""
    present = {outcome.labels[i] for i in outcome.truth}
    return float(np.mean([v for k, v in f1_by_label(outcome).items() if k in present]))


def rate(truth: str, said: str) -> Metric:
    """The share of cases labelled `truth` that were called `said`; nan where there are none."""

    def measure(outcome: Outcome) -> float:
        rows = outcome.truth == outcome.labels.index(truth)
        if not rows.any():
            return float("nan")
        called = outcome.predicted[rows] == outcome.labels.index(said)
        return float(np.average(called, weights=outcome.weights[rows]))

    return measure


def calibration_error(outcome: Outcome) -> float:
    """Expected calibration error of the top label, in ten bins of equal width."""
    scores = outcome.probabilities.max(axis=1)
    gap = ((outcome.predicted == outcome.truth) - scores) * outcome.weights
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = [abs(float(np.sum(gap[bins == b]))) for b in np.unique(bins)]
    return float(sum(gaps) / max(1.0, float(np.sum(outcome.weights))))


def certain_from(outcome: Outcome, precision: float, cap: float = 0.95) -> float:
    """The smallest score from which on at least `precision` of the predictions were right.

    A second label is right too: what is shown as certain is then not wrong.
    At most `cap`: beyond it there are too few cases to say.
    """
    scores = outcome.probabilities.max(axis=1)
    order = np.argsort(-scores, kind="stable")
    weights = outcome.weights[order]
    share = np.cumsum(outcome.right[order] * weights) / np.cumsum(weights)
    good = np.flatnonzero(share >= precision)
    return float(min(cap, scores[order][good[-1]])) if len(good) else cap


def certain_for_most(outcome: Outcome, writers: Sequence[str], precision: float) -> float:
    """The score from which on `precision` were right with `MOST` of the writers, each by itself.

    `writers` names who wrote each case. Over all cases together the promise holds on average, and
    breaks with whoever writes unlike the others: in real responses, most people.
    """
    names = np.asarray(writers)
    each = [
        certain_from(outcome.take(np.flatnonzero(names == name)), precision)
        for name in np.unique(names)
    ]
    return float(np.quantile(each, MOST))


def interval(outcome: Outcome, metric: Metric) -> tuple[float, float]:
    """95 % bootstrap interval, whole responses drawn with replacement; fixed seed."""
    return _middle([metric(drawn) for drawn in _draws(outcome)])


def describe(outcome: Outcome, metrics: dict[str, Metric]) -> dict[str, object]:
    """Every metric with its interval, rounded to four digits."""
    report: dict[str, object] = {"n": len(outcome), "responses": len(set(outcome.groups))}
    draws = [{name: m(drawn) for name, m in metrics.items()} for drawn in _draws(outcome)]
    for name, metric in metrics.items():
        low, high = _middle([values[name] for values in draws])
        report[name] = {
            k: round(v, 4) for k, v in (("value", metric(outcome)), ("low", low), ("high", high))
        }
    return report


def _draws(outcome: Outcome) -> Iterator[Outcome]:
    """The outcome of as many responses as there are, drawn with replacement, again and again."""
    names, group = np.unique(outcome.groups, return_inverse=True)
    random, rows = np.random.default_rng(SEED), np.arange(len(outcome))
    plain = replace(outcome, groups=())
    for _ in range(RESAMPLES):
        times = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
        yield plain.take(np.repeat(rows, times[group]).astype(np.int64))


def _middle(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def confusion(outcome: Outcome) -> dict[str, dict[str, int]]:
    """How often each true label (outer) was called each label (inner); zeros left out."""
    table: dict[str, dict[str, int]] = {}
    pairs: Sequence[tuple[int, int]] = list(
        zip(outcome.truth.tolist(), outcome.predicted.tolist(), strict=True)
    )
    for true, said in sorted(pairs):
        row = table.setdefault(outcome.labels[true], {})
        row[outcome.labels[said]] = row.get(outcome.labels[said], 0) + 1
    return table
