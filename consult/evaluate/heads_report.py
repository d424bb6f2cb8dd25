"""What the theme and stance heads are worth: out of round, beside baselines, part by part."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from consult.evaluate.cases import Case
from consult.evaluate.crossval import hold_out, samples
from consult.evaluate.designs import CERTAIN, SPECS, baselines
from consult.evaluate.gold import gold_cases
from consult.evaluate.metrics import (
    Metric,
    Outcome,
    accuracy,
    calibration_error,
    certain_for_most,
    confusion,
    describe,
    either_accuracy,
    f1_by_label,
    macro_f1,
    rate,
)
from consult.evaluate.mistakes import mistakes
from consult.evaluate.training import Workshop
from consult.inference.manifest import load_models

# Parts with fewer cases than this are not shown: their numbers would say nothing.
FEWEST = 30

METRICS: dict[str, dict[str, Metric]] = {
    "theme": {
        "accuracy": accuracy,
        "first_or_second": either_accuracy,
        "macro_f1": macro_f1,
        "calibration_error": calibration_error,
    },
    "stance": {
        "accuracy": accuracy,
        "macro_f1": macro_f1,
        "against_found": rate("against", "against"),
        "against_called_favor": rate("against", "favor"),
        "favor_called_against": rate("favor", "against"),
        "calibration_error": calibration_error,
    },
}


def head_report(shop: Workshop, name: str) -> dict[str, Any]:
    """All figures of one head; every one but `gold_sample` is of rounds not trained on."""
    spec, cases, metrics = shop.spec(name), shop.cases(name), METRICS[name]
    data = samples(spec, cases, shop.encoder, shop.judged(spec))
    shop.encoder.save()
    held = hold_out(spec, data)
    whole = held.outcome()
    return {
        "design": {k: v for k, v in asdict(spec).items() if k not in ("name", "labels")},
        "in_response": describe(whole, metrics),
        "alone": describe(held.outcome("alone"), metrics),
        "worded": describe(held.outcome("worded"), metrics),
        "certain": _certain(whole, certain_for_most(whole, [c.hand for c in cases], CERTAIN)),
        "baselines": _baselines(shop, name, whole),
        "f1_by_label": {k: round(v, 4) for k, v in f1_by_label(whole).items()},
        "by_round_type": _by(whole, cases, lambda c: c.round_type, metrics),
        "by_sender": _by(whole, cases, lambda c: c.context.respondent_kind.value, metrics),
        "by_direction": _by(whole, cases, _direction, metrics),
        "confusion": confusion(whole),
        "mistakes": mistakes(whole, cases),
        "gold_sample": _gold(shop, name, metrics),
    }


def _direction(case: Case) -> str:
    return case.context.direction_name


def _certain(outcome: Outcome, threshold: float) -> dict[str, float]:
    """What a review threshold lets through: the share shown as certain, and how right it is."""
    shown = outcome.take(np.flatnonzero(outcome.probabilities.max(axis=1) >= threshold))
    return {
        "from": round(threshold, 4),
        "n": len(shown),
        "share": round(float(shown.weights.sum() / outcome.weights.sum()), 4),
        "right": round(either_accuracy(shown), 4) if len(shown) else 0.0,
    }


def _baselines(shop: Workshop, name: str, shipped: Outcome) -> dict[str, Any]:
    cases, metrics = shop.cases(name), METRICS[name]
    common = int(np.bincount(shipped.truth).argmax())
    always = np.zeros_like(shipped.probabilities)
    always[:, common] = 1.0
    majority = Outcome(shipped.labels, always, shipped.truth, shipped.second, shipped.groups)
    report: dict[str, Any] = {"majority": describe(majority, metrics)}
    for plain, spec in baselines(SPECS[name]).items():
        held = hold_out(spec, samples(spec, cases, shop.encoder))
        report[plain] = describe(held.outcome(), metrics)
    return report


def _by(
    whole: Outcome,
    cases: Sequence[Case],
    part: Callable[[Case], str],
    metrics: dict[str, Metric],
) -> dict[str, Any]:
    parts = np.array([part(c) for c in cases])
    rows = {str(p): np.flatnonzero(parts == p) for p in np.unique(parts)}
    return {p: describe(whole.take(r), metrics) for p, r in rows.items() if len(r) >= FEWEST}


def _gold(shop: Workshop, name: str, metrics: dict[str, Metric]) -> dict[str, Any] | None:
    """The shipped head on the gold sample beside the project; None where there is none."""
    cases = gold_cases(name)
    if not cases:
        return None
    models = load_models(shop.models)
    judge = models.theme if name == "theme" else models.stance
    found = np.stack(judge.probabilities([c.context for c in cases]))
    labels = judge.head.card.labels
    truth = np.array([labels.index(c.label) for c in cases], np.int64)
    second = np.array([labels.index(c.second) if c.second else -1 for c in cases], np.int64)
    result = Outcome(labels, found, truth, second, tuple(c.response for c in cases))
    return {
        "head": judge.head.card.revision,
        **describe(result, metrics),
        "certain": _certain(result, judge.head.card.review_below),
    }
