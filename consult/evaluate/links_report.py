"""What links by words and meaning are worth: every hand judged by a fit that has not seen it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consult.domain.findings import MACHINE_METHODS, LinkMethod
from consult.evaluate.crossval import folds
from consult.evaluate.links import (
    TITLE_PRECISION,
    Thresholds,
    smallest,
    thresholds,
)
from consult.evaluate.pairs import Pairs
from consult.inference.encoder import Matrix
from consult.stages.chances import likely_of
from consult.stages.link import tie

WORDY = (LinkMethod.TITLE, LinkMethod.SIMILARITY)
BINS = 10


@dataclass(frozen=True, slots=True)
class Tied:
    """One link, or label, of a passage: how it was found, and how the labeller found it.

    `method` or `via` is "" where the link, or the label, is missing; `bare` says that the
    passage has no label at all.
    """

    method: str
    via: str
    bare: bool


def links_report(data: Sequence[Pairs], scores: Sequence[Matrix]) -> dict[str, Any]:
    """Precision and recall of the links of whole responses, by method and by label.

    `scores` come from fits that have not seen the hand; the thresholds of each fold are chosen
    on the others.
    """
    tied = [t for pairs, s, limits in _folded(data, scores) for t in ties(pairs, s, limits)]
    return {
        **_by_method(tied),
        "recall_by_label": {m.value: _recall(tied, m) for m in MACHINE_METHODS},
        "at_one_threshold": _at_one_threshold(data, scores),
        "calibration_error": _calibration_error(data, scores),
        "baselines": _baselines(data),
    }


def links_summary(data: Sequence[Pairs], scores: Sequence[Matrix]) -> dict[str, Any]:
    """The same in short, for the card."""
    tied = [t for pairs, s, limits in _folded(data, scores) for t in ties(pairs, s, limits)]
    recall = {m.value: _recall(tied, m)["recall"] for m in WORDY}
    return {"out_of_hand": {**_by_method(tied), "recall_by_label": recall}}


def _by_method(tied: Sequence[Tied]) -> dict[str, Any]:
    wordy = [t for t in tied if t.method in WORDY]
    return {
        "all": _counts(tied),
        "wordy": _precision(wordy),
        **{m.value: _precision([t for t in tied if t.method == m]) for m in MACHINE_METHODS},
        "false_where_nothing_is_spoken_of": sum(t.bare for t in wordy),
    }


def _folded(
    data: Sequence[Pairs], scores: Sequence[Matrix]
) -> Iterator[tuple[Pairs, Matrix, Thresholds]]:
    for rows in folds([p.hand for p in data]):
        out = set(rows.tolist())
        rest = [i for i in range(len(data)) if i not in out]
        limits = thresholds([data[i] for i in rest], [scores[i] for i in rest])
        yield from ((data[i], scores[i], limits) for i in sorted(out))


def ties(pairs: Pairs, scores: Matrix, limits: Thresholds) -> Iterator[Tied]:
    """The links of a response beside its labels, passage by passage."""
    likely = dict(likely_of(pairs.read, scores, min(limits.title, limits.meaning)))
    analysis = tie(pairs.analysis, likely, limits.title, limits.meaning)
    for row, found in enumerate(pairs.read.found):
        if not pairs.counted[row]:
            continue
        links = {k.proposal: k.method.value for k in analysis.findings[found.passage.index].links}
        labels = {n: str(v) for n, v in zip(pairs.numbers, pairs.via[row], strict=True) if v}
        for number in sorted(links.keys() | labels.keys()):
            yield Tied(links.get(number, ""), labels.get(number, ""), not labels)


def _precision(tied: Sequence[Tied]) -> dict[str, float]:
    return {
        "links": len(tied),
        "precision": round(sum(bool(t.via) for t in tied) / max(1, len(tied)), 4),
    }


def _recall(tied: Sequence[Tied], label: LinkMethod) -> dict[str, float]:
    """How many labels of one kind were found, however they were."""
    of_kind = [t for t in tied if t.via == label]
    found = sum(bool(t.method) for t in of_kind)
    return {"n": len(of_kind), "recall": round(found / max(1, len(of_kind)), 4)}


def _counts(tied: Sequence[Tied]) -> dict[str, float]:
    count = Counter((bool(t.method), bool(t.via)) for t in tied)
    hits, false, missed = count[True, True], count[True, False], count[False, True]
    return {
        "links": hits + false,
        "precision": round(hits / max(1, hits + false), 4),
        "recall": round(hits / max(1, hits + missed), 4),
        "f1": round(2 * hits / max(1, 2 * hits + false + missed), 4),
    }


def _at_one_threshold(data: Sequence[Pairs], scores: Sequence[Matrix]) -> dict[str, float]:
    """What is found where all links that no number makes are right nine times of ten."""
    said, truth, via, sure, bare = (
        np.concatenate(c) for c in zip(*_flat(data, scores), strict=True)
    )
    limit = smallest(said[~sure], truth[~sure], TITLE_PRECISION)
    over = said >= limit
    links = over & ~sure
    found: dict[str, float] = {
        "from": round(limit, 4),
        "links": int(links.sum()),
        "precision": _share(truth[links]),
        "false_where_nothing_is_spoken_of": int((links & bare).sum()),
    }
    for label in ("title", "similarity"):
        found[f"recall_{label}"] = _share((over | sure)[via == label])
    return found


def _share(flags: NDArray[np.bool_]) -> float:
    """How many are true; 0 where there are none."""
    return round(float(flags.sum()) / max(1, len(flags)), 4)


def _flat(data: Sequence[Pairs], scores: Sequence[Matrix]) -> Iterator[tuple[NDArray[Any], ...]]:
    """Score, truth, label, tie by number, and passage without label, of all pairs that count."""
    for pairs, said in zip(data, scores, strict=True):
        counted = np.broadcast_to(pairs.counted[:, None], said.shape)
        bare = np.broadcast_to(~pairs.truth.any(axis=1, keepdims=True), said.shape)
        columns = (said, pairs.truth, pairs.via, pairs.reading.sure, bare)
        yield tuple(c[counted] for c in columns)


def _calibration_error(data: Sequence[Pairs], scores: Sequence[Matrix]) -> float:
    """How far the probabilities of links lie from the share that is right, by tenths."""
    said, truth, _, sure, _ = (np.concatenate(c) for c in zip(*_flat(data, scores), strict=True))
    said, truth = said[~sure & (said >= 1 / BINS)], truth[~sure & (said >= 1 / BINS)]
    tenth = np.minimum((said * BINS).astype(int), BINS - 1)
    gaps = [
        abs(float(said[tenth == i].mean() - truth[tenth == i].mean())) * int((tenth == i).sum())
        for i in range(BINS)
        if (tenth == i).any()
    ]
    return round(sum(gaps) / max(1, len(said)), 4)


def _baselines(data: Sequence[Pairs]) -> dict[str, float]:
    """How often one column alone puts a right proposal first, where one is spoken of."""
    found: Counter[str] = Counter()
    count = 0
    for pairs in data:
        rows = np.flatnonzero(pairs.counted & pairs.truth.any(axis=1))
        count += len(rows)
        for name in ("meaning", "fine", "words", "title_rare_all", "mention"):
            first = pairs.local[name][rows].argmax(axis=1)
            found[name] += int(pairs.truth[rows, first].sum())
    return {name: round(hits / max(1, count), 4) for name, hits in found.items()}
