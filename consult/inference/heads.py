"""Calibrated linear heads over dense and hashed features: a matrix product and a softmax.

Trained by `consult.evaluate.training`; standardisation, the weighing of dense against
hashed features and the calibration are folded into the weights, so that what is loaded is
all there is: `weights.npz` (arrays only, no pickle) and `card.json`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from consult.domain.documents import Span
from consult.domain.findings import Stance, StanceFinding, ThemeScore
from consult.inference.encoder import Encoder, Matrix, Vector
from consult.inference.evidence import pieces
from consult.inference.features import (
    PassageContext,
    Placed,
    Vectors,
    context_vectors,
    dense_row,
    place,
)
from consult.inference.hashing import HashedTfidf
from consult.inference.relation import RelationModel

# A response has one document and as many proposals and headings as it speaks of.
REMEMBERED_VIEWS = 256


@dataclass(frozen=True, slots=True)
class HeadCard:
    """`card.json`: what the weights mean and how they are to be used.

    `blocks` and `fields` name the dense and hashed features. `words` says how far the hashed
    weights are trusted: on the passage itself ("fields"), and on texts around it; `relation`
    how far the relation model's logits are (0: not at all).
    `review_below`: a score under it is queued for a person (chosen so that what is above was
    right at least 90 % of the time on rounds not trained on). `floor`: further labels are
    shown from this score on.
    """

    name: str
    revision: str
    encoder: str
    labels: tuple[str, ...]
    blocks: tuple[str, ...]
    fields: tuple[str, ...]
    words: dict[str, float]
    relation: float
    bits: int
    review_below: float
    floor: float

    @staticmethod
    def read(path: Path) -> "HeadCard":
        """Read `card.json`; further keys (results, training data) are for people."""
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values: dict[str, Any] = {name: raw[name] for name in HeadCard.__slots__}
        for name in ("labels", "blocks", "fields"):
            values[name] = tuple(values[name])
        return HeadCard(**values)


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Logits = dense @ `dense` + hashed @ `sparse` + `bias`; shapes [w, c], [2**bits, c], [c]."""

    card: HeadCard
    dense: Matrix
    sparse: Matrix
    bias: Vector
    tfidf: HashedTfidf
    memory: dict[str, Vector] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def read(folder: Path) -> "LinearHead":
        """Read `card.json` and `weights.npz` from a folder."""
        card = HeadCard.read(folder / "card.json")
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            return LinearHead(
                card,
                arrays["dense"].astype(np.float32),
                arrays["sparse"].astype(np.float32),
                arrays["bias"].astype(np.float32),
                HashedTfidf(card.bits, arrays["idf"].astype(np.float32)),
            )

    def probabilities(self, item: Placed, related: Vector | None = None) -> Vector:
        """The calibrated distribution over `card.labels`: float32 [c].

        `related` [c] are the relation model's logits, None where the card trusts none.
        """
        total = self.dense_logits(item) + self.sparse_logits(item.context)
        if related is not None:
            total += np.float32(self.card.relation) * related
        return self.softmax(total)

    def dense_logits(self, item: Placed) -> Vector:
        """The part of the logits that meaning and context give, bias included."""
        row = dense_row(item, self.card.blocks)
        # einsum sums in one fixed order; BLAS changes its order with shape and threads.
        return np.asarray(np.einsum("d,dc->c", row, self.dense) + self.bias, np.float32)

    def sparse_logits(self, context: PassageContext) -> Vector:
        """The part of the logits that the very words give."""
        total = np.zeros_like(self.bias)
        for name, trust in self.card.words.items():
            if name == "fields":
                found = self._words(hashed_fields(context, self.card.fields))
            else:
                found = self._view(view_text(context, name))
            total += np.float32(trust) * found
        return total

    def _view(self, text: str) -> Vector:
        """What the words of a view give; remembered, as all passages of a response ask for it."""
        if text not in self.memory:
            if len(self.memory) >= REMEMBERED_VIEWS:
                self.memory.clear()
            self.memory[text] = self._words([("text", text)])
        return self.memory[text]

    def _words(self, fields: Sequence[tuple[str, str]]) -> Vector:
        row = self.tfidf.row(fields)
        found = np.einsum("k,kc->c", row.values, self.sparse[row.columns])
        return np.asarray(found, np.float32)

    @staticmethod
    def softmax(logits: Vector) -> Vector:
        """Probabilities that sum to 1."""
        powers = np.exp(logits - logits.max())
        return np.asarray(powers / powers.sum(), np.float32)


def hashed_fields(context: PassageContext, names: Sequence[str]) -> list[tuple[str, str]]:
    """The passage's words, as they are (`text`) or apart by direction (`by_direction`)."""
    texts = {
        "text": ("text", context.text),
        "by_direction": (f"text/{context.direction_name}", context.text),
    }
    return [texts[name] for name in names]


def view_text(context: PassageContext, name: str) -> str:
    """The words of a view: `target` (the proposal's), `governing` or `document`."""
    texts = {
        "target": context.target if context.proposal_title else "",
        "governing": context.governing,
        "document": "\n".join(context.document),
    }
    return texts[name]


class Judge:
    """A head with what it needs to read contexts."""

    def __init__(
        self, head: LinearHead, encoder: Encoder, relation: RelationModel | None = None
    ) -> None:
        """`encoder` and `relation` are those the head was trained on.

        Raises ValueError where the head weighs in a relation model and there is none.
        """
        if head.card.relation and relation is None:
            raise ValueError(f"{head.card.name} needs the relation model")
        self.head = head
        self._encoder = encoder
        self._relation = relation if head.card.relation else None

    def probabilities(self, contexts: Sequence[PassageContext]) -> list[Vector]:
        """Per context the calibrated distribution over the head's labels: float32 [c]."""
        vectors = context_vectors(self._encoder, contexts)
        return [
            self.head.probabilities(place(c, vectors), self._related(c, vectors)) for c in contexts
        ]

    def _related(self, context: PassageContext, vectors: Vectors) -> Vector | None:
        if self._relation is None:
            return None
        return self._relation.logits(context, vectors, self.head.card.labels)


class ThemeHead(Judge):
    """The themes of passages."""

    def predict(self, contexts: Sequence[PassageContext]) -> list[tuple[ThemeScore, ...]]:
        """Per context: the dominant theme, then the others from the card's floor on."""
        rows = self.probabilities(contexts)
        return [self.scores(row, self.head.card.labels) for row in rows]

    def needs_review(self, scores: Sequence[ThemeScore]) -> bool:
        """Whether the dominant theme is too uncertain to show as certain."""
        return not scores or scores[0].score < self.head.card.review_below

    def scores(self, row: Vector, labels: Sequence[str]) -> tuple[ThemeScore, ...]:
        """A distribution [c] over `labels` as themes, the dominant one first."""
        order = sorted(range(len(row)), key=lambda i: (-float(row[i]), i))
        kept = order[:1] + [i for i in order[1:] if row[i] >= self.head.card.floor]
        return tuple(ThemeScore(labels[i], float(row[i])) for i in kept)


class StanceHead(Judge):
    """The stance of passages on proposals."""

    def predict(self, contexts: Sequence[PassageContext]) -> list[StanceFinding]:
        """Per context: stance, calibrated distribution, and the sentence that carries it.

        `proposal` is the context's `proposal_number`; evidence spans are offsets in its
        `text`, none for a neutral passage.
        """
        rows = self.probabilities(contexts)
        return [self._finding(c, row) for c, row in zip(contexts, rows, strict=True)]

    @property
    def threshold(self) -> float:
        """The score below which a stance is too uncertain to show as certain."""
        return self.head.card.review_below

    def needs_review(self, finding: StanceFinding) -> bool:
        """Whether the stance is too uncertain to show as certain."""
        return finding.score < self.threshold

    def _finding(self, context: PassageContext, row: Vector) -> StanceFinding:
        best = int(np.argmax(row))
        labels = [Stance(label) for label in self.head.card.labels]
        return StanceFinding(
            proposal=context.proposal_number,
            label=labels[best],
            score=float(row[best]),
            probabilities={s: float(v) for s, v in zip(labels, row, strict=True)},
            evidence=self._evidence(context, best),
            model=f"{self.head.card.name}@{self.head.card.revision}",
        )

    def _evidence(self, context: PassageContext, label: int) -> tuple[Span, ...]:
        if self.head.card.labels[label] == Stance.NEUTRAL.value:
            return ()
        spans = pieces(context.text)
        scores = [self._piece_score(context, span, label) for span in spans]
        return (spans[int(np.argmax(scores))],)

    def _piece_score(self, context: PassageContext, span: Span, label: int) -> float:
        """How likely the label would be from the very words of this sentence.

        Encoding each sentence would find the labelled words a little more often (.66 of
        passages with several sentences against .63; at random .47), for twice the time.
        """
        said = replace(context, text=span.slice(context.text))
        return float(self.head.softmax(self.head.sparse_logits(said) + self.head.bias)[label])
