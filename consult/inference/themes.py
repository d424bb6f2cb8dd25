"""The themes of passages by a taxonomy: the head's, less the retired, with those added."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consult.domain.findings import ThemeScore
from consult.domain.taxonomy import Taxonomy, Theme
from consult.inference.added_themes import AddedThemes
from consult.inference.encoder import Matrix, Vector
from consult.inference.features import PassageContext, context_vectors
from consult.inference.manifest import Models


class ThemeJudge:
    """The theme head, as a taxonomy has it; equal to the head where nothing was changed."""

    def __init__(self, models: Models, taxonomy: Taxonomy) -> None:
        """Encodes the examples of added themes; a head's label unknown to the taxonomy is used."""
        self._head = models.theme
        self._encoder = models.encoder
        card = models.theme.head.card
        self._labels = (*card.labels, *(theme.id for theme in taxonomy.added))
        self._in_use = np.array([label not in taxonomy.retired for label in card.labels])
        self._added = None
        if taxonomy.added:
            known = [t for t in map(taxonomy.get, card.labels) if t is not None]
            space = models.similarity.space
            self._added = AddedThemes(models.encoder, space, known, taxonomy.added)

    def predict(self, contexts: Sequence[PassageContext]) -> list[tuple[ThemeScore, ...]]:
        """Per context: the dominant theme, then the others from the head's floor on."""
        if not contexts or (self._added is None and self._in_use.all()):
            return self._head.predict(contexts)
        rows = np.stack(self._head.probabilities(contexts))
        judged = self.judged(contexts, without(rows, self._in_use))
        return [self._head.scores(row, self._labels) for row in judged]

    def judged(self, contexts: Sequence[PassageContext], rows: Matrix) -> Matrix:
        """The head's probabilities [n, c], made to sum to 1 with the added themes': [n, c + a]."""
        if self._added is None:
            return rows
        vectors = context_vectors(self._encoder, contexts)
        return beside(rows, self._added.chances(contexts, vectors, rows))


def without(rows: Matrix, in_use: NDArray[np.bool_]) -> Matrix:
    """Probabilities [n, c] with those not in use at 0 and the others summing to 1."""
    kept = np.where(in_use, rows, np.float32(0))
    return np.asarray(kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-12), np.float32)


def beside(rows: Matrix, chances: Matrix) -> Matrix:
    """Probabilities [n, c] and, for each added theme alone, its chance [n, a], as one: [n, c + a].

    The odds of each against all that is not added stay what they were.
    """
    odds = chances / np.maximum(1 - chances, 1e-6)
    total: Vector = 1 + odds.sum(axis=1, keepdims=True)
    return np.asarray(np.concatenate([rows / total, odds / total], axis=1), np.float32)


def tried(
    models: Models,
    taxonomy: Taxonomy,
    theme: Theme,
    contexts: Sequence[PassageContext],
    found: Sequence[tuple[ThemeScore, ...]],
) -> list[float]:
    """How likely passages would be of a theme that is not yet added; `found` is what they have.

    What the head held of the themes that were not kept is spread evenly over those in use.
    """
    if not contexts:
        return []
    labels = models.theme.head.card.labels
    in_use = np.array([label not in taxonomy.retired for label in labels])
    rows = np.stack([_row(scores, labels) for scores in found])
    rest = np.maximum(1 - rows.sum(axis=1, keepdims=True), 0) / in_use.sum()
    rows = without(rows + rest.astype(np.float32), in_use)
    known = [t for t in map(taxonomy.get, labels) if t is not None]
    added = AddedThemes(models.encoder, models.similarity.space, known, (theme,))
    vectors = context_vectors(models.encoder, contexts)
    chances = added.chances(contexts, vectors, rows)
    return [float(p) for p in beside(rows, chances)[:, -1]]


def _row(scores: Sequence[ThemeScore], labels: Sequence[str]) -> Vector:
    held = {score.theme: score.score for score in scores}
    return np.array([held.get(label, 0.0) for label in labels], np.float32)
