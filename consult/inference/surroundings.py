"""What the response around a passage says of the proposals: columns beside those of `pairs.py`.

Data flows one way: numbers first, then what each passage says by itself, then this.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consult.inference.encoder import Matrix
from consult.inference.pairs import (
    Columns,
    Reading,
    certain,
    clearly_named,
    lead,
    logit,
    others,
)

_SMOOTH = np.float32(0.05)  # of the response's probability: keeps shares of little apart from much


def context_columns(
    reading: Reading, chances: Matrix, own: Matrix, nothing: NDArray[np.float32]
) -> Columns:
    """What surrounds each passage.

    `chances` [n, p] is what the passages say by themselves, `own` [n, d] their vectors.
    """
    held = certain(chances, reading.sure)
    columns: Columns = {
        "own": chances,
        "own_lead": lead(chances),
        "own_logit": logit(chances),
        "own_other": others(chances),
        **_neighbours(reading, held, own),
        **_governing(reading, held),
        **_response(reading, held),
    }
    return columns | _together(reading, columns, nothing[:, None])


def _neighbours(reading: Reading, held: Matrix, own: Matrix) -> Columns:
    """The two judged passages before and after, and those before in the paragraph."""
    judged = [row for row, around in enumerate(reading.around) if around.judged]
    before = np.searchsorted(judged, np.arange(len(held)))
    after = np.searchsorted(judged, np.arange(len(held)), side="right")
    rows = [-1, *judged, -1, -1]  # the place of the last one before; -1 for none
    last = np.array([rows[i] for i in before])
    second = np.array([rows[i - 1] if i else -1 for i in before])
    following = np.array([rows[i + 1] for i in after])
    later = np.array([rows[i + 2] if rows[i + 1] >= 0 else -1 for i in after])
    previous = _rows(held, last)
    alike = np.sum(own * _rows(own, last), axis=1, keepdims=True)
    return {
        "previous": previous,
        "previous_other": others(previous),
        "second": _rows(held, second),
        "next": _rows(held, following),
        "later": _rows(held, later),
        "like_previous": alike,
        "previous*like": previous * alike,
        "paragraph": _paragraph(reading, held),
    }


def _rows(values: Matrix, chosen: NDArray[np.int64]) -> Matrix:
    """The chosen rows; zeros for -1."""
    return np.asarray(values[chosen] * (chosen >= 0)[:, None], np.float32)


def _paragraph(reading: Reading, held: Matrix) -> Matrix:
    found = np.zeros_like(held)
    best = np.zeros(held.shape[1], np.float32)
    current = -1
    for row, around in enumerate(reading.around):
        if around.paragraph != current:
            current, best = around.paragraph, np.zeros_like(best)
        found[row] = best
        if around.judged:
            best = np.maximum(best, held[row])
    return found


def _governing(reading: Reading, held: Matrix) -> Columns:
    heading, lead_in = np.zeros_like(held), np.zeros_like(held)
    for row, around in enumerate(reading.around):
        if around.governed_by:
            heading[row] = held[list(around.governed_by)].max(axis=0)
        if around.lead_in is not None:
            lead_in[row] = held[around.lead_in]
    return {"heading_says": heading, "heading_other": others(heading), "lead_in": lead_in}


def _response(reading: Reading, held: Matrix) -> Columns:
    """What the other passages of the response say together."""
    count = len(held)
    judged = np.array([a.judged for a in reading.around])[:, None]
    elsewhere, mean = np.zeros_like(held), np.zeros_like(held)
    if count > 1:
        top = np.partition(held, -2, axis=0)[-2:]
        is_best = np.arange(count)[:, None] == np.argmax(held, axis=0)
        elsewhere = np.where(is_best, top[0], top[1])
        mean = (held.sum(axis=0) - held) / np.float32(count - 1)
    before = np.zeros_like(held)
    before[1:] = np.maximum.accumulate(held, axis=0)[:-1]
    named = clearly_named(elsewhere)
    number = named.sum(axis=1, keepdims=True)
    headings = held[~judged[:, 0]]
    by_heading = headings.max(axis=0, initial=0.0) * judged
    return {
        "before": before,
        "elsewhere": elsewhere,
        "elsewhere_lead": lead(elsewhere),
        "elsewhere_other": others(elsewhere),
        "mean": mean,
        "mean_lead": lead(mean),
        "share": mean / (mean.sum(axis=1, keepdims=True) + _SMOOTH),
        "only_subject": named * (number == 1),
        "subjects": np.log1p(number),
        "some_heading": by_heading,
        "first": (np.arange(count) == 0).astype(np.float32)[:, None],
        "last": (np.arange(count) == count - 1).astype(np.float32)[:, None],
    }


def _together(reading: Reading, of: Columns, nothing: NDArray[np.float32]) -> Columns:
    """What says more, or less, beside something else."""
    title, common = reading.clue("title_rare_all"), reading.clue("title_all")
    products: Sequence[tuple[str, str, Matrix]] = (
        *((name, "nothing", nothing) for name in ("share", "elsewhere", "previous")),
        *((name, "nothing", nothing) for name in ("heading_says", "only_subject")),
        *((name, "title", title) for name in ("previous_other", "heading_other", "elsewhere")),
        ("elsewhere", "title_all", common),
        ("elsewhere", "text_all", reading.clue("text_all")),
    )
    return {f"{name}*{other}": of[name] * value for name, other, value in products}
