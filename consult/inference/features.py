"""What a head sees of a passage: its own meaning, its relation to the proposal, its context.

A head's card names the blocks it was trained with; `BLOCKS` is all that can be named.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consult.domain.documents import Span
from consult.domain.people import RespondentKind
from consult.domain.proposals import Direction
from consult.inference.encoder import Encoder, Matrix, Vector

DIRECTIONS = tuple(Direction)
KINDS = tuple(RespondentKind)

# The direction in words, put before a proposal's title where the encoder reads it.
DIRECTION_WORDS: Mapping[Direction, str] = {
    Direction.CUT: "Besparelse",
    Direction.INVESTMENT: "Investering",
    Direction.REORGANISATION: "Omlægning",
    Direction.REVERSAL: "Tilbageførsel af en tidligere besparelse",
    Direction.OTHER: "Forslag",
    Direction.UNKNOWN: "Forslag",
}


@dataclass(frozen=True, slots=True)
class PassageContext:
    """A passage with all that governs it; everything but `text` may be empty.

    `previous` and `next` are the neighbouring judged passages; `headings` the governing
    ones, outermost first; `lead_in` the words that introduce the list the passage is in.
    The proposal is the one the stance is towards: leave number, title and text empty for
    the consultation as a whole, whose `subject` then takes its place. `document` holds the
    judged passages of the response in reading order, `position` the passage's place there.
    `sentences` are spans within `text`, used to point at evidence; without them a simple
    rule finds some.
    """

    text: str
    previous: str = ""
    next: str = ""
    headings: tuple[str, ...] = ()
    lead_in: str = ""
    proposal_number: str | None = None
    proposal_title: str = ""
    proposal_text: str = ""
    direction: Direction = Direction.UNKNOWN
    subject: str = ""
    respondent_kind: RespondentKind = RespondentKind.UNKNOWN
    document: tuple[str, ...] = ()
    position: int = 0
    sentences: tuple[Span, ...] = ()

    @property
    def target(self) -> str:
        """What the stance is towards, in words: the proposal, else the consultation."""
        if not self.proposal_title:
            return self.subject
        title = f"{DIRECTION_WORDS[self.direction]}: {self.proposal_title}"
        return f"{title}. {self.proposal_text}" if self.proposal_text else title

    @property
    def governing(self) -> str:
        """The innermost heading and the lead-in, joined."""
        return "\n".join(filter(None, [*self.headings[-1:], self.lead_in]))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that is encoded for this context."""
        named = (self.text, self.previous, self.next, self.target, self.governing, self.subject)
        return tuple(t for t in (*named, *self.document) if t)


@dataclass(frozen=True, slots=True)
class Encoded:
    """The vectors of one context, each [d]; zeros where a text is empty."""

    context: PassageContext
    passage: Vector
    target: Vector
    subject: Vector
    previous: Vector
    next: Vector
    governing: Vector
    document: Vector


Vectors = Mapping[str, Vector]


def encode_texts(encoder: Encoder, contexts: Sequence[PassageContext]) -> dict[str, Vector]:
    """The vector of each text that the contexts need, every text encoded once."""
    texts = list(dict.fromkeys(t for c in contexts for t in c.texts))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    vectors[""] = np.zeros(encoder.dimension, np.float32)
    return vectors


def place(context: PassageContext, vectors: Vectors, passage: str | None = None) -> Encoded:
    """Gather a context's vectors; `passage` stands in for its text where given."""
    return Encoded(
        context=context,
        passage=vectors[context.text if passage is None else passage],
        target=vectors[context.target],
        subject=vectors[context.subject],
        previous=vectors[context.previous],
        next=vectors[context.next],
        governing=vectors[context.governing],
        document=_mean([vectors[t] for t in context.document], vectors[""]),
    )


def _mean(rows: Sequence[Vector], empty: Vector) -> Vector:
    if not rows:
        return empty
    mean = np.sum(np.stack(rows), axis=0) / np.float32(len(rows))
    return np.asarray(mean, np.float32)


def _one_hot(index: int, size: int) -> Vector:
    row = np.zeros(size, np.float32)
    row[index] = 1.0
    return row


def _direction(item: Encoded) -> Vector:
    known = bool(item.context.proposal_title)
    index = DIRECTIONS.index(item.context.direction) if known else len(DIRECTIONS)
    return _one_hot(index, len(DIRECTIONS) + 1)


def _position(item: Encoded) -> Vector:
    count = len(item.context.document)
    last = max(1, count - 1)
    text = item.context.text
    values = [
        item.context.position / last,
        float(item.context.position == 0 and count > 0),
        float(item.context.position == count - 1 and count > 0),
        np.log1p(count) / 4,
        np.log1p(len(text)) / 8,
        float("?" in text),
        float("!" in text),
        float(bool(item.context.headings)),
        float(bool(item.context.lead_in)),
    ]
    return np.array(values, np.float32)


# name -> a context's slice of the feature vector; d is the encoder's dimension (384).
BLOCKS: Mapping[str, Callable[[Encoded], Vector]] = {
    "passage": lambda e: e.passage,
    "target": lambda e: e.target,
    "product": lambda e: e.passage * e.target * np.float32(20),
    "difference": lambda e: np.abs(e.passage - e.target),
    "subject": lambda e: e.subject,
    "previous": lambda e: e.previous,
    "next": lambda e: e.next,
    "document": lambda e: e.document,
    "governing": lambda e: e.governing,
    "direction": _direction,
    "passage_by_direction": lambda e: np.outer(_direction(e), e.passage).ravel(),
    "kind": lambda e: _one_hot(KINDS.index(e.context.respondent_kind), len(KINDS)),
    "position": _position,
}


def dense_row(item: Encoded, blocks: Sequence[str]) -> Vector:
    """The named blocks of one context, joined: float32 [width]."""
    return np.concatenate([BLOCKS[name](item) for name in blocks]).astype(np.float32)


def dense_matrix(items: Sequence[Encoded], blocks: Sequence[str]) -> Matrix:
    """One `dense_row` per context: float32 [n, width]."""
    return np.stack([dense_row(item, blocks) for item in items])
