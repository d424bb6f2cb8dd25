"""What a head sees of a passage: its own meaning, its relation to the proposal, its context.

A head's card names the blocks it was trained with; `BLOCKS` is all that can be named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np

from consult.domain.people import RespondentKind
from consult.domain.proposals import Direction, Proposal
from consult.inference.encoder import Encoder, Matrix, Vector

DIRECTIONS = (*(d.value for d in Direction), "untied", "whole")
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
    the consultation as a whole, whose `subject` then takes its place; `direction` is the
    proposal's, else what the subject's words say. `untied` says that there
    is a catalogue, and the passage speaks of none of it: such passages are mostly neutral, as
    those of a consultation without a catalogue are not. `document` holds the
    judged passages of the response in reading order, `position` the passage's place there.
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
    untied: bool = False
    subject: str = ""
    respondent_kind: RespondentKind = RespondentKind.UNKNOWN
    document: tuple[str, ...] = ()
    position: int = 0

    @property
    def target(self) -> str:
        """What the stance is towards, in words: the proposal, else the consultation."""
        if not self.proposal_title:
            return self.subject
        title = f"{DIRECTION_WORDS[self.direction]}: {self.proposal_title}"
        return f"{title}. {self.proposal_text}" if self.proposal_text else title

    @property
    def direction_name(self) -> str:
        """What the target does, in a word.

        `untied` where a passage speaks of no proposal of the catalogue, `whole` where there is
        no catalogue and the subject does not say what is to be done.
        """
        if not self.proposal_title and self.untied:
            return "untied"
        if not self.proposal_title and self.direction is Direction.UNKNOWN:
            return "whole"
        return self.direction.value

    @property
    def governing(self) -> str:
        """The innermost heading and the lead-in, joined."""
        return "\n".join(filter(None, [*self.headings[-1:], self.lead_in]))

    def towards(self, proposal: Proposal | None, *, catalogue: bool) -> "PassageContext":
        """The context held against a proposal; None: against the consultation as a whole.

        `catalogue` says whether the consultation has proposals: a passage that names none of
        them is something else than one of a consultation that has none.
        """
        if proposal is None:
            return replace(self, untied=catalogue)
        return replace(
            self,
            proposal_number=proposal.number,
            proposal_title=proposal.title,
            proposal_text=proposal.text,
            direction=proposal.direction,
        )

    @property
    def own_texts(self) -> tuple[str, ...]:
        """Every text that is encoded for this context, beside those of its document."""
        named = (self.text, self.previous, self.next, self.target, self.governing, self.subject)
        return tuple(t for t in named if t)


@dataclass(frozen=True, slots=True)
class Placed:
    """The vectors of one context, each [d]; zeros where a text is empty or unknown.

    `target` is the proposal, zeros where the stance is towards the whole; `aim` is never
    empty: the proposal, else the subject. `tone` and its kin are [t].
    """

    context: PassageContext
    passage: Vector
    tone: Vector
    aim: Vector
    target: Vector
    subject: Vector
    previous: Vector
    next: Vector
    governing: Vector
    document: Vector
    tone_previous: Vector
    tone_next: Vector
    tone_document: Vector


@dataclass(frozen=True, slots=True)
class Vectors:
    """Meaning and tone of texts; the empty text has zeros.

    `means` remembers the average of each document, which all its passages ask for.
    """

    meaning: Mapping[str, Vector]
    tone: Mapping[str, Vector]
    means: dict[tuple[str, ...], tuple[Vector, Vector]] = field(default_factory=dict)

    def __or__(self, other: "Vectors") -> "Vectors":
        """Both together."""
        meaning, tone = {**self.meaning, **other.meaning}, {**self.tone, **other.tone}
        return Vectors(meaning, tone, self.means)

    def mean(self, document: tuple[str, ...]) -> tuple[Vector, Vector]:
        """The average meaning and tone of a document's passages; zeros where it has none."""
        if document not in self.means:
            self.means[document] = (
                _mean([self.meaning[t] for t in document], self.meaning[""]),
                _mean([self.tone[t] for t in document], self.tone[""]),
            )
        return self.means[document]


def encode_texts(encoder: Encoder, texts: Iterable[str]) -> Vectors:
    """The vectors of some texts, every text encoded once."""
    distinct = list(dict.fromkeys(t for t in texts if t))
    meaning, tone = encoder.encode_both(distinct)
    return Vectors(
        {**dict(zip(distinct, meaning, strict=True)), "": np.zeros(meaning.shape[1], np.float32)},
        {**dict(zip(distinct, tone, strict=True)), "": np.zeros(tone.shape[1], np.float32)},
    )


def context_vectors(encoder: Encoder, contexts: Sequence[PassageContext]) -> Vectors:
    """The vectors of all texts that the contexts need."""
    # The passages of one response share its document: looked at once, not once a passage.
    documents = dict.fromkeys(c.document for c in contexts)
    shared = (t for document in documents for t in document)
    return encode_texts(encoder, chain(shared, (t for c in contexts for t in c.own_texts)))


def place(context: PassageContext, vectors: Vectors) -> Placed:
    """Gather a context's vectors."""
    meaning, tone = vectors.meaning, vectors.tone
    document, tone_document = vectors.mean(context.document)
    return Placed(
        context=context,
        passage=meaning[context.text],
        tone=tone[context.text],
        aim=meaning[context.target],
        target=meaning[context.target if context.proposal_title else ""],
        subject=meaning[context.subject],
        previous=meaning[context.previous],
        next=meaning[context.next],
        governing=meaning[context.governing],
        document=document,
        tone_previous=tone[context.previous],
        tone_next=tone[context.next],
        tone_document=tone_document,
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


def _direction(item: Placed) -> Vector:
    return _one_hot(DIRECTIONS.index(item.context.direction_name), len(DIRECTIONS))


def _position(item: Placed) -> Vector:
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


def _known(item: Placed) -> Vector:
    """Which of `VIEWS` hold something: what is missing must not be taken for a meaning."""
    return np.array([float(np.any(BLOCKS[name](item))) for name in VIEWS], np.float32)


def _by_direction(item: Placed, vector: Vector) -> Vector:
    return np.outer(_direction(item), vector).ravel().astype(np.float32)


# name -> a context's slice of the feature vector; d is the encoder's dimension (384).
BLOCKS: Mapping[str, Callable[[Placed], Vector]] = {
    "passage": lambda p: p.passage,
    "tone": lambda p: p.tone,
    "target": lambda p: p.target,
    "aim": lambda p: p.aim,
    "product": lambda p: p.passage * p.aim,
    "difference": lambda p: np.abs(p.passage - p.aim),
    "subject": lambda p: p.subject,
    "previous": lambda p: p.previous,
    "next": lambda p: p.next,
    "document": lambda p: p.document,
    "governing": lambda p: p.governing,
    "tone_previous": lambda p: p.tone_previous,
    "tone_next": lambda p: p.tone_next,
    "tone_document": lambda p: p.tone_document,
    "direction": _direction,
    "passage_by_direction": lambda p: _by_direction(p, p.passage),
    "tone_by_direction": lambda p: _by_direction(p, p.tone),
    "kind": lambda p: _one_hot(KINDS.index(p.context.respondent_kind), len(KINDS)),
    "position": _position,
    "known": _known,
    "nothing": lambda _: np.zeros(1, np.float32),
}

# What surrounds a passage, in the space of its first block: the passage's own weights can be
# held against it too, so that context speaks without a weight of its own per dimension.
VIEWS = (
    "target",
    "subject",
    "governing",
    "previous",
    "next",
    "document",
    "tone_previous",
    "tone_next",
    "tone_document",
)


def dense_row(item: Placed, blocks: Sequence[str]) -> Vector:
    """The named blocks of one context, joined: float32 [width]."""
    return np.concatenate([BLOCKS[name](item) for name in blocks]).astype(np.float32)


def dense_matrix(items: Sequence[Placed], blocks: Sequence[str]) -> Matrix:
    """One `dense_row` per context: float32 [n, width]."""
    return np.stack([dense_row(item, blocks) for item in items])
