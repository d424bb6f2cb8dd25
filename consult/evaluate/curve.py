"""The learning curve: what heads are worth on unseen hands, by how many hands taught them.

If the line still rises at its right end, more hands would help; more texts by the same hands
would not show here.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from consult.evaluate.cases import Case
from consult.evaluate.crossval import (
    MOST_FOLDS,
    WAYS,
    HeldOut,
    Samples,
    folds,
    samples,
    train_parts,
)
from consult.evaluate.designs import SPECS
from consult.evaluate.linear import HeadSpec, Rows
from consult.evaluate.metrics import Metric, Outcome, accuracy, describe, macro_f1
from consult.evaluate.training import Workshop

# Doubling, so that equal steps on a logarithmic axis can be compared.
SHARES = (1 / 8, 1 / 4, 1 / 2, 1.0)
SEED = 20260101
METRICS: dict[str, Metric] = {"accuracy": accuracy, "macro_f1": macro_f1}


def curve_report(shop: Workshop) -> dict[str, Any]:
    """The curves of both heads, by name."""
    return {name: head_curve(shop, name) for name in SPECS}


def head_curve(shop: Workshop, name: str, most_folds: int = MOST_FOLDS) -> list[dict[str, Any]]:
    """One row a share of the hands outside the held-out fold, the smallest share first."""
    # The relation model is not trained anew for every share: without it.
    spec, cases = replace(SPECS[name], relation=False), shop.cases(name)
    data = samples(spec, cases, shop.encoder)
    shop.encoder.save()
    return curve(spec, data, most_folds)


def curve(spec: HeadSpec, data: Samples, most_folds: int = MOST_FOLDS) -> list[dict[str, Any]]:
    """Train and measure at every share; what is held out is the same at all of them."""
    held = tuple(folds([c.hand for c in data.whole.cases], most_folds))
    return [_row(spec, data, held, share) for share in SHARES]


def hand_order(cases: Sequence[Case], held: Rows, fold: int) -> list[str]:
    """The hands that are not held out, in an order of their own for each fold.

    Seeded: a smaller share is always the beginning of a larger one.
    """
    away = {cases[i].hand for i in held}
    names = sorted({c.hand for c in cases} - away)
    order = np.random.default_rng([SEED, fold]).permutation(len(names))
    return [names[i] for i in order]


def taught(cases: Sequence[Case], hands: Sequence[str], share: float) -> Rows:
    """The rows of the first `share` of `hands`, at least one hand's."""
    chosen = set(hands[: max(1, round(share * len(hands)))])
    return np.flatnonzero([c.hand in chosen for c in cases])


def _row(spec: HeadSpec, data: Samples, held: tuple[Rows, ...], share: float) -> dict[str, Any]:
    """Calibration learns from the other folds' predictions, as it does in `consult evaluate`."""
    cases = data.whole.cases
    shape = (spec.parts, len(cases), len(spec.labels))
    logits = {view: np.zeros(shape) for view in WAYS}
    learnt = []
    for number, rows in enumerate(held):
        chosen = taught(cases, hand_order(cases, rows, number), share)
        learnt.append(chosen)
        fitted = train_parts(spec, data, chosen)
        for view, sample in data.ways.items():
            logits[view][:, rows] = fitted.logits(sample.take(rows))
    found = HeldOut(spec, data, held, logits)
    return {
        "share": share,
        "hands": _mean([len({cases[i].hand for i in rows}) for rows in learnt]),
        "cases": _mean([len(rows) for rows in learnt]),
        "in_response": _described(found.outcome(), cases),
        "alone": _described(found.outcome("alone"), cases),
    }


def _described(found: Outcome, cases: Sequence[Case]) -> dict[str, Any]:
    """Intervals draw whole hands: it is a new hand that the curve speaks of."""
    report: dict[str, Any] = describe(replace(found, groups=tuple(c.hand for c in cases)), METRICS)
    return {"n": report.pop("n"), "held_out_hands": report.pop("responses"), **report}


def _mean(values: Sequence[int]) -> float:
    return round(float(np.mean(values)), 1)
