"""What a reader hands on: the text of one response, cut into blocks, with nothing lost."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from consult.domain.errors import ReadError


class Span(NamedTuple):
    """Half-open stretch of a document's text, in code points."""

    start: int
    end: int

    def slice(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """The part a block plays in the layout of a document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    QUOTED = "quoted"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text with one place in the layout.

    `level` is the heading level (1 is outermost) or the depth of a list item (1 is
    outermost); 0 elsewhere. `page` is 1-based, None where the format has no pages.
    """

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    page: int | None = None

    @property
    def span(self) -> Span:
        """Where the block stands in the document's text."""
        return Span(self.start, self.end)


class RemovalKind(StrEnum):
    """Why a reader took characters out of what is shown."""

    WORD_LEFTOVER = "word_leftover"
    SOFT_HYPHEN = "soft_hyphen"
    LINE_HYPHENATION = "line_hyphenation"
    RUNNING_HEADER = "running_header"
    RUNNING_FOOTER = "running_footer"
    MARKUP = "markup"
    CONTROL_CHARACTER = "control_character"
    DELETED_TEXT = "deleted_text"
    HIDDEN_TEXT = "hidden_text"
    PLACEHOLDER = "placeholder"
    OCR_SLIP = "ocr_slip"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Removal:
    """Characters that stood in the source and are not in the text, and where they stood.

    `at` is the offset in the document's text where `text` was taken out. Equal removals
    of one kind may be joined: `count` says how many there were, `at` where the first stood.
    """

    kind: RemovalKind
    text: str
    at: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the source itself says about the response, word for word; all of it optional.

    `respondent` and `organisation` are what a portal was told; `mail_from` is the sender of the
    mail that the response came in ("Hanne Lund <hl@…>"), who may only be the one who sends it.
    """

    respondent: str | None = None
    organisation: str | None = None
    date: str | None = None
    subject: str | None = None
    given: tuple[str, ...] = ()
    mail_from: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one response.

    Every non-blank character of `text` lies in exactly one block; blocks are in reading
    order and do not overlap. `name` is unique in a run: the file's name, or a table row's id.
    `skip_reason` is one Danish sentence where the source holds no text to analyse. `confirm`
    is one where a person has to look at what the reader made of the source ("delt i 5 svar").
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...] = ()
    warnings: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    skip_reason: str | None = None
    confirm: str | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside another: a member of an archive, an attachment of a mail.

    `name` is its path inside, with "/" between folders and nothing that leads out.
    `metadata` is what the outer file says of its sender. It is read on its own, unless
    `skipped` (a Danish sentence) or `error` says why not; then `data` is empty.
    """

    name: str
    data: bytes = b""
    metadata: Metadata = field(default_factory=Metadata)
    skipped: str | None = None
    error: ReadError | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: responses of its own, and files that are read after it.

    `enclosures` may be made one at a time, so that an archive is never in memory as a whole;
    they can be walked through once.
    """

    documents: tuple[Document, ...] = ()
    enclosures: Iterable[Enclosure] = ()
