"""The vocabulary of RTF that is understood, and what a group of it may set."""

from dataclasses import dataclass, field
from enum import Enum, auto

from consult.readers.rtf_flow import Flow
from consult.readers.styled import Look

# Notes in notes deeper than this are read as one with the outer.
MAX_FLOWS = 8
_MAX_CHOICE = 500
# A longer name of a comment's writer is none.
MAX_NAME = 100
# A choice of a form field that says that none was made.
_NO_CHOICE = 25
CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"lbr": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ",
    b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
SYMBOLS = {
    b"~": "\u00a0", b"-": "\u00ad", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t",
}  # fmt: skip


class Mode(Enum):
    """What becomes of the text in a group; QUIET drops it but heeds the groups inside."""

    READ = auto()
    QUIET = auto()
    SKIP = auto()
    FONTS = auto()
    STYLES = auto()
    LABEL = auto()
    WRITER = auto()
    FORM = auto()
    CHOICE = auto()


# Destinations that open no running text of their own.
MODES = {
    **dict.fromkeys((b"fldinst", b"shpinst", b"do", b"sp", b"sn", b"sv"), Mode.QUIET),
    **dict.fromkeys(
        (b"colortbl", b"info", b"listtable", b"listoverridetable", b"filetbl", b"revtbl", b"pict",
         b"nonshppict", b"shprslt", b"nonesttables", b"xe", b"tc", b"tcn", b"rxe", b"txe",
         b"bkmkstart", b"bkmkend", b"atnid",  b"atnref", b"atndate", b"atntime",
         b"atnparent", b"atrfstart", b"atrfend", b"ftnsep", b"ftnsepc", b"ftncn", b"aftnsep",
         b"aftnsepc", b"aftncn", b"template", b"objdata", b"objclass", b"objname", b"pn",
         b"pntxta", b"pntxtb", b"themedata", b"datafield", b"latentstyles", b"generator"),
        Mode.SKIP,
    ),
    b"fonttbl": Mode.FONTS,
    b"stylesheet": Mode.STYLES,
    b"listtext": Mode.LABEL,
    b"pntext": Mode.LABEL,
    b"atnauthor": Mode.WRITER,
    b"formfield": Mode.FORM,
    b"ffl": Mode.CHOICE,
}  # fmt: skip
HEADERS = frozenset({b"header", b"headerl", b"headerr", b"headerf"})
FOOTERS = frozenset({b"footer", b"footerl", b"footerr", b"footerf"})
FLOWS = frozenset({b"footnote", b"annotation", b"shptxt", b"dptxbxtext"}) | HEADERS | FOOTERS
# Groups that a reader may pass over, and that this one does not.
STARRED = frozenset(
    {b"annotation", b"atnauthor", b"shpinst", b"do", b"dptxbxtext", b"shppict", b"nesttableprops",
     b"formfield", b"ffl", b"fldinst", b"pn", b"objdata"}
)  # fmt: skip


@dataclass(slots=True)
class State:
    """What a group inherits and may change; `opened` is the destination that it opened."""

    flow: Flow
    mode: Mode = Mode.READ
    opened: bytes = b""
    skip_after: int = 1
    font: int = 0
    default_font: int = 0
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    in_object: bool = False
    heading: int = 0
    item: int = 0
    depth: int = 0
    flows: int = 0

    def inner(self) -> "State":
        """What a group inside this one begins with; `copy.copy` takes five times as long."""
        return State(
            self.flow, self.mode, b"", self.skip_after, self.font, self.default_font, self.bold,
            self.hidden, self.deleted, self.in_object, self.heading, self.item, self.depth,
            self.flows,
        )  # fmt: skip

    @property
    def look(self) -> Look:
        """What the paragraph is by its properties."""
        return Look(self.heading, self.item)


FORM_WORDS = frozenset({b"fftype", b"ffres", b"ffdefres"})


@dataclass(slots=True)
class Form:
    """A field of a form under way: its type, the choice made or else the one it came with."""

    type: int = 0
    result: int = _NO_CHOICE
    default: int = 0
    choices: list[str] = field(default_factory=list)

    def extend_choice(self, text: str) -> None:
        """Add `text` to the last choice; none that a person reads is longer than the limit."""
        if self.choices and len(self.choices[-1]) < _MAX_CHOICE:
            self.choices[-1] += text

    def define(self, word: bytes, number: int) -> None:
        """Take in one control word of the field."""
        if word == b"fftype":
            self.type = number
        elif word == b"ffres":
            self.result = number
        elif word == b"ffdefres":
            self.default = number

    @property
    def shown(self) -> str:
        """What the eye sees of it; a text field shows its result by itself."""
        chosen = self.default if self.result == _NO_CHOICE else self.result
        if self.type == 1:
            return "☒" if chosen == 1 else "☐"
        return self.choices[chosen] if self.type == 2 and 0 <= chosen < len(self.choices) else ""
