"""The relation model: a passage and what it speaks of, read together.

The shipped encoder reads every text on its own up to the layer of the tone; from there a
copy of its upper layers, trained for it, reads the tokens of the proposal, the heading and
the passage side by side, so that what is said can turn the sign of how it is said. The lower
half is shared with all else and read once a text (PreTTR, MacAvaney et al. 2020).
"""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from consult.inference.encoder import CachedEncoder, Matrix, States, Vector
from consult.inference.features import DIRECTIONS, KINDS, PassageContext, Vectors
from consult.inference.onnx_encoder import session, windows

# What a token belongs to; the row of `segments` that is added to it.
PASSAGE, TARGET, GOVERNING, DOCUMENT, PREVIOUS, NEXT, SUBJECT, SENDER = range(8)
# Tokens that are read: a title with its first lines, a heading. A longer passage is read in
# windows; of the target and the heading the opening says what they are.
PASSAGE_TOKENS, TARGET_TOKENS, GOVERNING_TOKENS = 192, 48, 24
# As long as the mean state of a text is (5.2 on the corpus); tones have length 1.
TONE_LENGTH = np.float32(5.2)
# Two 32-bit rows a context: what a long response asks for twice, for themes and for stances.
REMEMBERED = 8192


class Tokens(NamedTuple):
    """One window to be read: `rows` [n, d] float32, and the segment of each [n]."""

    rows: Matrix
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RelationCard:
    """`card.json`: whose states the layers read, and what each logit means (a stance, a theme)."""

    revision: str
    encoder: str
    labels: tuple[str, ...]

    @staticmethod
    def read(path: Path) -> "RelationCard":
        """Read `card.json`; further keys (results, training data) are for people."""
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return RelationCard(raw["revision"], raw["encoder"], tuple(raw["labels"]))


def assemble(
    context: PassageContext, states: Mapping[str, States], vectors: Vectors
) -> Iterator[Tokens]:
    """What is read for a context, one window of the passage after the other.

    `states` holds those of the passage, the target and the governing words. Everything
    around comes before the passage: sender, then one token each for response, neighbours
    and subject (their tones), then the tokens of target and governing words.
    """
    around = _around(context, vectors)
    for name, text, most in (
        (TARGET, context.target, TARGET_TOKENS),
        (GOVERNING, context.governing, GOVERNING_TOKENS),
    ):
        if text:
            around.append((name, states[text][:most].astype(np.float32)))
    passage = states[context.text]
    for window in windows(range(len(passage)), PASSAGE_TOKENS):
        own = passage[window[0] : window[-1] + 1].astype(np.float32)
        parts = [*around, (PASSAGE, own)]
        segments = tuple(name for name, rows in parts for _ in range(len(rows)))
        yield Tokens(np.concatenate([rows for _, rows in parts]), segments)


def _around(context: PassageContext, vectors: Vectors) -> list[tuple[int, Matrix]]:
    tone = vectors.tone
    parts = [(SENDER, np.zeros((1, len(tone[""])), np.float32))]
    if context.document:
        parts.append((DOCUMENT, vectors.mean(context.document)[1][None]))
    subject = context.subject if context.proposal_title else ""
    for name, text in ((PREVIOUS, context.previous), (NEXT, context.next), (SUBJECT, subject)):
        if text:
            parts.append((name, tone[text][None]))
    return [(name, rows * TONE_LENGTH) for name, rows in parts]


@dataclass(frozen=True, slots=True)
class RelationModel:
    """Judges contexts; may be shared by threads.

    `arrays` are what is learnt beside the layers: `segments` [8, d], `directions` and
    `kinds` (added to the target's and the sender's tokens), `weights` [3 d, 21], `bias` [21].
    """

    card: RelationCard
    arrays: dict[str, Matrix]
    layers: Any
    encoder: CachedEncoder
    _memory: OrderedDict[PassageContext, Vector] = field(default_factory=OrderedDict)
    _lock: Any = field(default_factory=Lock)

    @staticmethod
    def read(folder: Path, encoder: CachedEncoder) -> "RelationModel":
        """Read `layers.onnx`, `weights.npz` and `card.json` from a folder."""
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in stored.files}
        layers = session((folder / "layers.onnx").read_bytes())
        return RelationModel(RelationCard.read(folder / "card.json"), arrays, layers, encoder)

    def logits(self, context: PassageContext, vectors: Vectors, labels: Sequence[str]) -> Vector:
        """The logits of some stances or themes; `vectors` are `context_vectors` of the context."""
        found = self._known(context, vectors)
        return found[[self.card.labels.index(label) for label in labels]]

    def _known(self, context: PassageContext, vectors: Vectors) -> Vector:
        # Where it stands in its response is not read: words that come again are read once.
        key = replace(context, position=0)
        with self._lock:
            known = self._memory.get(key)
        if known is None:
            known = self._judge(context, vectors)
            with self._lock:
                self._memory[key] = known
                if len(self._memory) > REMEMBERED:
                    self._memory.popitem(last=False)
        return known

    def _judge(self, context: PassageContext, vectors: Vectors) -> Vector:
        texts = [t for t in (context.text, context.target, context.governing) if t]
        states = dict(zip(texts, self.encoder.states(texts), strict=True))
        total, length = np.zeros(len(self.arrays["bias"]), np.float32), 0
        for tokens in assemble(context, states, vectors):
            own = tokens.segments.count(PASSAGE)
            total += self._window(tokens, context) * np.float32(own)
            length += own
        return np.asarray(total / np.float32(length), np.float32)

    def _window(self, tokens: Tokens, context: PassageContext) -> Vector:
        rows = tokens.rows + marks(self.arrays, tokens.segments, context)
        last: Matrix = self.layers.run(None, {"states": rows[None]})[0][0]
        own, target = _mean_of(last, tokens, PASSAGE), _mean_of(last, tokens, TARGET)
        read = np.concatenate([own, target, last[0]])
        found = np.einsum("d,dc->c", read, self.arrays["weights"]) + self.arrays["bias"]
        return np.asarray(found, np.float32)


def marks(arrays: dict[str, Matrix], segments: Sequence[int], context: PassageContext) -> Matrix:
    """What is added to the tokens [n, d]: their segment; to some direction or sender kind."""
    index = np.array(segments)
    added = arrays["segments"][index]
    sender = index == SENDER
    added[sender | (index == TARGET)] += arrays["directions"][
        DIRECTIONS.index(context.direction_name)
    ]
    added[sender] += arrays["kinds"][KINDS.index(context.respondent_kind)]
    return np.asarray(added, np.float32)


def _mean_of(last: Matrix, tokens: Tokens, segment: int) -> Vector:
    chosen = last[np.array(tokens.segments) == segment]
    if not len(chosen):
        return np.zeros(last.shape[1], np.float32)
    return np.asarray(chosen.sum(axis=0) / np.float32(len(chosen)), np.float32)
