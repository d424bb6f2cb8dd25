"""Predictions for cases of rounds that were not trained on, and what follows from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from consult.evaluate.cases import Case, alone, seed_cases
from consult.evaluate.linear import (
    Calibration,
    FloatArray,
    HeadSpec,
    Parts,
    Rows,
    Sample,
    calibrate,
    fit_parts,
    sample,
)
from consult.evaluate.metrics import Outcome
from consult.inference.encoder import Encoder
from consult.inference.features import context_vectors, place

# All rounds of one hand are held out together; more folds would only cost time.
MOST_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Samples:
    """The same cases in their whole response and alone, row by row; seeds are always learnt."""

    whole: Sample
    alone: Sample
    seeds: Sample | None = None


def samples(spec: HeadSpec, cases: Sequence[Case], encoder: Encoder) -> Samples:
    """Compute the features of both versions, and of the seeds where the spec wants any."""
    return Samples(
        _encoded(spec, cases, encoder),
        _encoded(spec, [alone(c, target=spec.lone_target) for c in cases], encoder),
        _encoded(spec, seed_cases(spec.name), encoder) if spec.seeds else None,
    )


def _encoded(spec: HeadSpec, cases: Sequence[Case], encoder: Encoder) -> Sample:
    contexts = [c.context for c in cases]
    vectors = context_vectors(encoder, contexts)
    return sample(spec, cases, [place(c, vectors) for c in contexts])


def folds(names: Sequence[str], most: int = MOST_FOLDS) -> list[Rows]:
    """Rows held out together: all that one name covers (a hand), dealt out in order."""
    groups = sorted(set(names))
    count = min(most, len(groups))
    fold_of = {name: i % count for i, name in enumerate(groups)}
    chosen = np.array([fold_of[name] for name in names])
    return [np.flatnonzero(chosen == i) for i in range(count)]


def train_parts(spec: HeadSpec, data: Samples, rows: Rows) -> Parts:
    """Fit on some rows, each in its response and (at the spec's weight) alone."""
    whole = data.whole.take(rows)
    if data.seeds is not None:
        whole = whole + data.seeds * spec.seeds
    lone = data.alone.take(rows) * spec.alone if spec.alone else None
    return fit_parts(spec, whole, lone)


@dataclass(frozen=True)
class HeldOut:
    """Out-of-round logits [parts, n, c] of every case, in its response and alone."""

    spec: HeadSpec
    data: Samples
    held: tuple[Rows, ...]
    whole: FloatArray
    alone: FloatArray

    def calibration(self) -> Calibration:
        """Fitted to all out-of-round predictions: what the shipped head carries."""
        return self._calibrate(np.arange(len(self.data.whole.truth)))

    def outcome(self, *, in_context: bool = True) -> Outcome:
        """Predictions calibrated on the other folds only."""
        logits = self.whole if in_context else self.alone
        result = np.zeros(logits.shape[1:])
        for rows in self.held:
            others = np.setdiff1d(np.arange(logits.shape[1]), rows)
            result[rows] = self._calibrate(others).apply(logits[:, rows])
        return outcome(self.spec.labels, self.data.whole, result)

    def _calibrate(self, rows: Rows) -> Calibration:
        both = np.concatenate([self.whole[:, rows], self.alone[:, rows]], axis=1)
        truth = self.data.whole.truth[rows]
        return calibrate(both, np.concatenate([truth, truth]))


def hold_out(
    spec: HeadSpec,
    data: Samples,
    by: Callable[[Case], str] = lambda case: case.hand,
) -> HeldOut:
    """Train once per fold and predict what was held out; `by` names what is held out whole."""
    held = tuple(folds([by(c) for c in data.whole.cases]))
    count = len(data.whole.truth)
    whole = np.zeros((spec.parts, count, len(spec.labels)))
    single = np.zeros_like(whole)
    for rows in held:
        fitted = train_parts(spec, data, np.setdiff1d(np.arange(count), rows))
        whole[:, rows] = fitted.logits(data.whole.take(rows))
        single[:, rows] = fitted.logits(data.alone.take(rows))
    return HeldOut(spec, data, held, whole, single)


def outcome(labels: tuple[str, ...], data: Sample, probabilities: FloatArray) -> Outcome:
    """Probabilities [n, c] held against the labels of `data`."""
    return Outcome(
        labels,
        probabilities.astype(np.float32),
        data.truth,
        data.second,
        tuple(c.response for c in data.cases),
    )
