"""Predictions for cases of rounds that were not trained on, and what follows from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from consult.evaluate.calibration import Calibration, calibrate, mixed
from consult.evaluate.cases import Case, alone, seed_cases, worded
from consult.evaluate.held_logits import HeldLogits
from consult.evaluate.linear import FloatArray, HeadSpec, Parts, Rows, Sample, fit_parts, sample
from consult.evaluate.metrics import Outcome
from consult.inference.encoder import Encoder
from consult.inference.features import context_vectors, place

# All rounds of one hand are held out together; more folds would only cost time.
MOST_FOLDS = 5


# How a case may come: in its whole response; alone with the subject of its round; alone with
# a sentence that says what is proposed.
WAYS = ("whole", "alone", "worded")


@dataclass(frozen=True, slots=True)
class Samples:
    """The same cases in each of `WAYS`, row by row; seeds are always learnt."""

    whole: Sample
    alone: Sample
    worded: Sample
    seeds: Sample | None = None

    @property
    def ways(self) -> dict[str, Sample]:
        """The samples by the way the cases come."""
        return {"whole": self.whole, "alone": self.alone, "worded": self.worded}


def samples(
    spec: HeadSpec, cases: Sequence[Case], encoder: Encoder, judged: HeldLogits | None = None
) -> Samples:
    """Compute the features of all versions, and of the seeds where the spec wants any.

    `judged` holds what the relation model, where the spec wants it, says of unseen cases.
    """
    versions = {
        "whole": cases,
        "alone": [alone(c, target=spec.lone_target) for c in cases],
        "worded": [worded(c) for c in cases],
    }
    found = {view: _encoded(spec, seen, encoder) for view, seen in versions.items()}
    if spec.relation:
        if judged is None:
            raise ValueError(f"{spec.name} wants the relation model's logits")
        found = {
            view: replace(s, relation=judged.logits(spec.labels, view, cases))
            for view, s in found.items()
        }
    seeds = _encoded(spec, seed_cases(spec.name), encoder) if spec.seeds else None
    return Samples(**found, seeds=seeds)


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
    """Fit on some rows, each in its response and (at the spec's weight) alone, in both ways."""
    whole = data.whole.take(rows)
    if data.seeds is not None:
        whole = whole + data.seeds * spec.seeds
    lone = data.alone.take(rows) + data.worded.take(rows) if spec.alone else None
    return fit_parts(spec, whole, lone * (spec.alone / 2) if lone is not None else None)


@dataclass(frozen=True)
class HeldOut:
    """Out-of-round logits [parts, n, c] of every case, by the way it comes."""

    spec: HeadSpec
    data: Samples
    held: tuple[Rows, ...]
    logits: Mapping[str, FloatArray]

    def calibration(self) -> Calibration:
        """Fitted to all out-of-round predictions: what the shipped head carries."""
        return self._calibrate(np.arange(len(self.data.whole.truth)))

    def outcome(self, view: str = "whole") -> Outcome:
        """Predictions calibrated on the other folds only."""
        logits = self.logits[view]
        result = np.zeros(logits.shape[1:])
        for rows in self.held:
            others = np.setdiff1d(np.arange(logits.shape[1]), rows)
            result[rows] = self._calibrate(others).apply(logits[:, rows])
        return outcome(self.spec, self.data.whole, result)

    def _calibrate(self, rows: Rows) -> Calibration:
        every = np.concatenate([self.logits[way][:, rows] for way in WAYS], axis=1)
        truth = np.tile(self.data.whole.truth[rows], len(WAYS))
        return calibrate(every, truth, mixed(self.spec.mix, self.spec.labels, truth))


def hold_out(
    spec: HeadSpec,
    data: Samples,
    by: Callable[[Case], str] = lambda case: case.hand,
) -> HeldOut:
    """Train once per fold and predict what was held out; `by` names what is held out whole."""
    held = tuple(folds([by(c) for c in data.whole.cases]))
    count = len(data.whole.truth)
    logits = {view: np.zeros((spec.parts, count, len(spec.labels))) for view in WAYS}
    for rows in held:
        fitted = train_parts(spec, data, np.setdiff1d(np.arange(count), rows))
        for view, sample_ in data.ways.items():
            logits[view][:, rows] = fitted.logits(sample_.take(rows))
    return HeldOut(spec, data, held, logits)


def outcome(spec: HeadSpec, data: Sample, probabilities: FloatArray) -> Outcome:
    """Probabilities [n, c] held against the labels of `data`, in the mix of real responses."""
    return Outcome(
        spec.labels,
        probabilities.astype(np.float32),
        data.truth,
        data.second,
        tuple(c.response for c in data.cases),
        mixed(spec.mix, spec.labels, data.truth),
    )
