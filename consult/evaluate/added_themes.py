"""What a theme is worth that was added by examples alone: every theme taken for a new one in turn.

The theme is taken out of what the head may say; its examples are passages of other hands than
those judged. The rule that says how near is near enough is fitted on the other themes and the
other hands, so it has seen neither. The head's part is played by the relation model alone, of
which there are predictions for unseen hands without training anything anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from consult.evaluate.calibration import calibrate
from consult.evaluate.crossval import folds
from consult.evaluate.linear import FloatArray, Rows
from consult.evaluate.training import Workshop
from consult.inference.added_themes import COLUMNS, Surroundings, columns_of, surroundings
from consult.inference.encoder import Matrix
from consult.inference.features import context_vectors
from consult.inference.similarity import SimilarityModel, Space
from consult.inference.taxonomy import theme_ids, themes
from consult.inference.themes import beside, without

SIZES = (5, 10, 20)
SEED = 20261101
#: Every so many-th passage is fitted on: nine numbers need no more.
STRIDE = 6
#: Pull of the weights towards 0, in squared log-odds, and steps of Newton's method.
PULL, STEPS = 1.0, 12
#: Themes that say what no other theme is; nobody adds one like them.
REMAINDERS = ("andet",)
#: What a plainer rule would read, and the number of examples that it is compared at.
ALONE, PLAIN = [COLUMNS.index(name) for name in ("centre", "near", "rival", "held")], 10

#: What the rule reads of every passage, by the theme taken for new and the number of examples.
_Columns = dict[tuple[int, int], Matrix]


@dataclass(frozen=True)
class Bench:
    """Every judged passage of the corpus: where it lies, and what the head says of it unseen.

    `rows` [n, c] are probabilities, `truth` and `second` [n] indices of themes (-1 where there is
    none), `held` the rows of each fold, `known` [c, d] the middles of the shipped examples.
    """

    around: Surroundings
    rows: Matrix
    truth: Rows
    second: Rows
    held: tuple[Rows, ...]
    known: Matrix

    def examples(self, theme: int, fold: int, size: int) -> Matrix:
        """Passages of the theme by hands outside the fold; a smaller set begins a larger one."""
        pool = np.flatnonzero(self.truth == theme)
        pool = np.setdiff1d(pool, self.held[fold])
        order = np.random.default_rng([SEED, theme, fold]).permutation(len(pool))
        return self.around.passage[pool[order[:size]]]

    def columns(self, theme: int, size: int) -> Matrix:
        """What the rule reads of every passage where the theme is a new one: [n, columns]."""
        rows = self.others(theme)
        found = np.zeros((len(self.truth), len(COLUMNS)), np.float32)
        for fold, held in enumerate(self.held):
            near = _taken(self.around, held)
            found[held] = columns_of(near, self.known, rows[held], self.examples(theme, fold, size))
        return found

    def others(self, theme: int) -> Matrix:
        """The head's probabilities where it does not know the theme."""
        return without(self.rows, np.arange(self.rows.shape[1]) != theme)


def added_themes_report(shop: Workshop) -> dict[str, Any]:
    """Precision, recall and loss by number of examples, by theme, and the weights of the rule."""
    bench = _bench(shop)
    shop.encoder.save()
    names = theme_ids()
    columns = {
        (theme, size): bench.columns(theme, size) for theme in range(len(names)) for size in SIZES
    }
    chosen = [i for i, name in enumerate(names) if name not in REMAINDERS]
    lone = {key: found[:, ALONE] for key, found in columns.items() if key[1] == PLAIN}
    fitted = fit(*_lessons(bench, columns, SIZES, chosen, np.arange(len(bench.truth))))
    report: dict[str, Any] = {
        "head": "relation model alone, out of round",
        "left_out_of_the_means": list(REMAINDERS),
        "as_trained": _trained(bench, chosen),
        "weights": {n: round(float(w), 3) for n, w in zip(COLUMNS, fitted, strict=False)},
        "bias": round(float(fitted[-1]), 3),
    }
    plain = _by_theme(bench, lone, (PLAIN,), chosen)
    report["by_the_passage_alone"] = _mean([plain[PLAIN, theme] for theme in chosen])
    found = _by_theme(bench, columns, SIZES, chosen)
    for size in SIZES:
        rows = {name: found[size, theme] for theme, name in enumerate(names)}
        report[f"{size}_examples"] = _mean([rows[names[t]] for t in chosen]) | {"themes": rows}
    return report


def fit(columns: FloatArray, truth: FloatArray) -> FloatArray:
    """Logistic regression by Newton's method: the weights of the columns, then the bias."""
    wide = np.column_stack([columns, np.ones(len(columns))])
    weights = np.zeros(wide.shape[1])
    pull = PULL * np.eye(wide.shape[1])
    for _ in range(STEPS):
        found = 1 / (1 + np.exp(-np.clip(wide @ weights, -30, 30)))
        slope = wide.T @ (truth - found) - pull @ weights
        curve = (wide * (found * (1 - found))[:, None]).T @ wide + pull
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _by_theme(
    bench: Bench, columns: _Columns, sizes: Sequence[int], chosen: Sequence[int]
) -> dict[tuple[int, int], dict[str, float]]:
    """Every theme measured as a new one, by number of examples and theme."""
    found = {}
    for theme in range(bench.rows.shape[1]):
        rules = _rules(bench, columns, sizes, [t for t in chosen if t != theme])
        for size in sizes:
            found[size, theme] = _measured(bench, theme, columns[theme, size], rules)
    return found


def _bench(shop: Workshop) -> Bench:
    cases, names = shop.cases("theme"), theme_ids()
    spec = shop.spec("theme")
    judged = shop.judged(spec)
    if judged is None:
        raise ValueError("added themes are measured with the shipped encoder")
    contexts = [c.context for c in cases]
    space = SimilarityModel.read(shop.models / "similarity").space
    around = surroundings(contexts, context_vectors(shop.encoder, contexts), space)
    truth = np.array([names.index(c.label) for c in cases])
    second = np.array([-1 if c.second is None else names.index(c.second) for c in cases])
    held = tuple(folds([c.hand for c in cases]))
    logits = judged.logits(names, "whole", cases).astype(np.float64)[None]
    rows = np.zeros(logits.shape[1:], np.float32)
    for part in held:
        seen = np.setdiff1d(np.arange(len(truth)), part)
        rows[part] = calibrate(logits[:, seen], truth[seen]).apply(logits[:, part])
    return Bench(around, rows, truth, second, held, _known(shop, space))


def _known(shop: Workshop, space: Space) -> Matrix:
    placed = [space.centred(shop.encoder.encode(t.examples)) for t in themes()]
    middles = np.stack([p.mean(axis=0) for p in placed])
    return np.asarray(middles / np.linalg.norm(middles, axis=1, keepdims=True), np.float32)


def _taken(around: Surroundings, rows: Rows) -> Surroundings:
    return Surroundings(
        around.passage[rows], around.target[rows], around.governing[rows], around.document[rows]
    )


def _lessons(
    bench: Bench,
    columns: _Columns,
    sizes: Sequence[int],
    chosen: Sequence[int],
    rows: Rows,
) -> tuple[FloatArray, FloatArray]:
    """What the rule is fitted on: some themes as new ones, with every number of examples."""
    some = rows[::STRIDE]
    keys = [(theme, size) for theme in chosen for size in sizes]
    read = np.concatenate([columns[key][some] for key in keys]).astype(np.float64)
    truth = np.concatenate([bench.truth[some] == theme for theme, _ in keys])
    return read, truth.astype(np.float64)


def _rules(
    bench: Bench, columns: _Columns, sizes: Sequence[int], chosen: Sequence[int]
) -> list[FloatArray]:
    """For each fold the rule that has seen neither its hands nor a theme that is not chosen."""
    every = np.arange(len(bench.truth))
    return [
        fit(*_lessons(bench, columns, sizes, chosen, np.setdiff1d(every, held)))
        for held in bench.held
    ]


def _judged(bench: Bench, theme: int, columns: Matrix, rules: Sequence[FloatArray]) -> Matrix:
    """Probabilities [n, c + 1], the last of the new theme."""
    found = np.zeros(len(bench.truth))
    for held, fitted in zip(bench.held, rules, strict=True):
        logits = columns[held] @ fitted[:-1] + fitted[-1]
        found[held] = 1 / (1 + np.exp(-logits))
    return beside(bench.others(theme), found[:, None].astype(np.float32))


def _measured(
    bench: Bench, theme: int, columns: Matrix, rules: Sequence[FloatArray]
) -> dict[str, float]:
    judged = _judged(bench, theme, columns, rules)
    given = np.argmax(judged, axis=1) == judged.shape[1] - 1
    return _figures(bench, theme, given, judged[:, -1])


def _figures(bench: Bench, theme: int, given: Rows, chance: Matrix) -> dict[str, float]:
    """`lost_elsewhere`: how much the share of right answers on the other themes falls."""
    wanted = bench.truth == theme
    before = (np.argmax(bench.others(theme), axis=1) == bench.truth)[~wanted]
    right = int((given & wanted).sum())
    either = int((given & (wanted | (bench.second == theme))).sum())
    return {
        "passages": int(wanted.sum()),
        "given": int(given.sum()),
        "precision": _share(right, int(given.sum())),
        "precision_with_second": _share(either, int(given.sum())),
        "recall": _share(right, int(wanted.sum())),
        "mean_chance_over_share": round(float(chance.mean() / wanted.mean()), 3),
        "lost_elsewhere": round(float((before & given[~wanted]).sum() / len(before)), 4),
    }


def _trained(bench: Bench, chosen: Sequence[int]) -> dict[str, float]:
    """How well the same head finds a theme that it was trained on, on average."""
    first = np.argmax(bench.rows, axis=1)
    rows = []
    for theme in chosen:
        given, wanted = first == theme, bench.truth == theme
        right = int((given & wanted).sum())
        rows.append(
            {
                "precision": _share(right, int(given.sum())),
                "recall": _share(right, int(wanted.sum())),
            }
        )
    return _mean(rows)


def _mean(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of every share over themes, each theme weighing alike."""
    shares = [k for k in rows[0] if k not in ("passages", "given")]
    return {k: round(float(np.mean([row[k] for row in rows])), 4) for k in shares}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
