"""Turns the logits of a head's parts into probabilities, by predictions made out of round.

Vector scaling (Guo et al. 2017): one trust for each part, one shift for each label.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from consult.evaluate.linear import FloatArray, Rows
from consult.inference.encoder import Matrix

# Pull of the calibration towards "trust both parts as they are", in cases.
CALIBRATION_PULL = 5.0


def mixed(mix: Mapping[str, float], labels: Sequence[str], truth: Rows) -> FloatArray:
    """How much each case counts for its label to be as frequent as in `mix`; ones without it."""
    if not mix:
        return np.ones(len(truth))
    wanted = np.array([mix[label] for label in labels]) / sum(mix.values())
    found = np.bincount(truth, minlength=len(labels)) / len(truth)
    return np.asarray((wanted / np.maximum(found, 1e-9))[truth], np.float64)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logits = sum of `trust[i]` * part i, plus `shift` [c]."""

    trust: FloatArray
    shift: FloatArray

    def apply(self, logits: FloatArray) -> Matrix:
        """Probabilities [n, c] from the parts' logits [parts, n, c]."""
        joined = np.einsum("p,pnc->nc", self.trust, logits) + self.shift
        return _softmax(joined).astype(np.float32)


def calibrate(logits: FloatArray, truth: Rows, weight: FloatArray | None = None) -> Calibration:
    """Fit trust and shift to out-of-round logits [parts, n, c] by their likelihood.

    `weight` [n] is how much each case counts.
    """
    counts = np.ones(len(truth)) if weight is None else weight
    parts, count, classes = logits.shape
    start = np.concatenate([np.full(parts, 1 / parts), np.zeros(classes)])

    def loss(values: FloatArray) -> tuple[float, FloatArray]:
        joined = np.einsum("p,pnc->nc", values[:parts], logits) + values[parts:]
        found = _softmax(joined)
        error = found.copy()
        error[np.arange(count), truth] -= 1
        error *= counts[:, None]
        pull = CALIBRATION_PULL * (values - start)
        slope = np.concatenate([np.einsum("nc,pnc->p", error, logits), error.sum(axis=0)])
        likelihood = -counts @ np.log(found[np.arange(count), truth] + 1e-12)
        return float(likelihood + 0.5 * pull @ (values - start)), slope + pull

    best = minimize(loss, start, jac=True, method="L-BFGS-B")
    return Calibration(best.x[:parts], best.x[parts:])


def _softmax(logits: FloatArray) -> FloatArray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float64)
