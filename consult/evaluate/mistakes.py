"""Typical mistakes of a head on unseen hands, to be read by a person.

Twenty, dealt out to what is taken for what by how often it happens; within those drawn at random
(seeded), one of a response at most, so that they are the usual ones and not the oddest.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from consult.evaluate.cases import Case
from consult.evaluate.linear import Rows
from consult.evaluate.metrics import Outcome

COUNT = 20
SEED = 20260101
#: Characters of a passage that are shown; the corpus has the rest.
LONGEST = 400


def mistakes(found: Outcome, cases: Sequence[Case], count: int = COUNT) -> list[dict[str, Any]]:
    """`count` wrong predictions, those of the commonest confusion first."""
    said = found.probabilities.argmax(axis=1)
    wrong = np.flatnonzero(~found.right.astype(bool))
    drawn = np.random.default_rng(SEED).permutation(wrong)
    cells = [(int(found.truth[i]), int(said[i])) for i in drawn]
    rows = sorted(_dealt(drawn, cells, found.weights, cases, count), key=lambda r: (-r[0], r[1]))
    return [_row(found, cases[i], i, int(said[i])) for _, _, i in rows]


def _dealt(
    drawn: Rows,
    cells: Sequence[tuple[int, int]],
    weights: Sequence[float] | np.ndarray[Any, Any],
    cases: Sequence[Case],
    count: int,
) -> Iterator[tuple[float, tuple[int, int], int]]:
    """(how common its confusion is, the confusion, row) of those that are shown."""
    mass: dict[tuple[int, int], float] = {}
    for row, cell in zip(drawn, cells, strict=True):
        mass[cell] = mass.get(cell, 0.0) + float(weights[row])
    total = sum(mass.values())
    left = {cell: count * m / total for cell, m in mass.items()}
    met: set[str] = set()
    while left and count:
        cell = max(left, key=lambda c: (left[c], c))
        left[cell] -= 1
        fresh = (
            int(r)
            for r, c in zip(drawn, cells, strict=True)
            if c == cell and cases[r].response not in met
        )
        row = next(fresh, None)
        if row is None:
            del left[cell]
            continue
        count -= 1
        met.add(cases[row].response)
        yield mass[cell], cell, row


def _row(found: Outcome, case: Case, row: int, said: int) -> dict[str, Any]:
    text = case.context.text
    return {
        "label": case.label,
        "said": found.labels[said],
        "probability": round(float(found.probabilities[row, said]), 4),
        "direction": case.context.direction_name,
        "towards": case.context.target.split(". ")[0][:120],
        "text": text if len(text) <= LONGEST else f"{text[:LONGEST]} …",
        "response": case.response,
    }
