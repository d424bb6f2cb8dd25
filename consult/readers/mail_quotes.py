"""Tell a mail's own words from the mail that it answers or sends on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from consult.domain.documents import BlockKind, Removal, RemovalKind
from consult.language.senders import domain_of
from consult.language.wordlists import matches, pattern
from consult.readers.building import Part
from consult.readers.mail_notes import is_note
from consult.readers.marks import is_rule

_RULES = "mail_quotes"
# As many lines running are a header; a "Til:" that goes on over more lines may stand between.
_HEADER_LINES = 3
_WRAPPED_LINES = 3
_LONGEST_HEADER = 20
# A letter may begin "Til: …, Fra: …, Dato: …" too; a mail's header has a time or an address.
_STAMP = re.compile(r"\d[.:]\d\d\b|@")
# How an answer that stands below what it answers begins.
_GREETING = re.compile(r"\s*(?:hej|kære|hejsa|goddag)\b", re.IGNORECASE)
# A program breaks the line "Den … skrev …:" into as many.
_ATTRIBUTION_LINES = 3
# No line that begins a quotation is longer, in characters.
_LINE = 400


class Role(Enum):
    """What a line is in a mail."""

    OWN = auto()
    HEADER = auto()
    QUOTED = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a part; `part` is its place among the parts, `marked` that it shows as quoted."""

    text: str
    part: int
    marked: bool
    role: Role = Role.OWN
    #: Characters in front of the line that its mail program put there for every quoted line.
    stripped: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the line."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Told:
    """The parts of a mail with what is quoted marked, and what was found on the way.

    `own` are the writer's own words. `sender` is who wrote them, as the forwarded mail's own
    header says it; None where the mail was not only passed on.
    """

    parts: tuple[Part, ...]
    own: str
    sender: str | None = None


def tell_apart(parts: Sequence[Part], subject: str, house: str | None = None) -> Told:
    """The parts of a mail, cut where a quotation begins or ends.

    A mail that only passes another one on has that one's words as its own (decision 0034).
    `house` is the domain that the mail went within, from one office to another.
    """
    done: list[Line] = []
    rest, sender = _labelled(_lines(parts)), None
    while (header := _header(rest)) and _passes_on(rest, header, subject, house):
        printed = rest[header.start : header.stop]
        below = _labelled(_without_marks(rest[header.stop :]))
        if all(line.blank for line in below):
            break
        sender = _value("header_from", printed) or sender
        subject = _value("header_subject", printed) or ""
        done += (_as(line, Role.NOTE) for line in rest[: header.start])
        done += (_as(line, Role.HEADER) for line in printed)
        rest = below
    lines = [*done, *rest]
    own = "\n".join(line.text for line in lines if line.role is Role.OWN)
    return Told(tuple(_parts(lines, parts)), own.strip(), sender)


def _lines(parts: Sequence[Part]) -> list[Line]:
    return [
        Line(text, i, part.kind is BlockKind.QUOTED or text.lstrip().startswith(">"))
        for i, part in enumerate(parts)
        for text in part.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]


def _labelled(lines: Sequence[Line]) -> list[Line]:
    """The lines with their roles.

    What a line like "Den … skrev …:" opens is what is marked after it, and everything where
    nothing is; a header opens everything to the end.
    """
    out: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        opened = 0 if line.blank or line.marked else _opening(lines, at)
        if not opened:
            out.append(_as(line, Role.QUOTED if line.marked else Role.OWN))
            at += 1
            continue
        out += (_as(one, Role.HEADER) for one in lines[at : at + opened])
        at += opened
        following = next((one for one in lines[at:] if not one.blank), None)
        if following is None or not following.marked:
            own = any(one.role is Role.OWN and not one.blank for one in out)
            answer = len(lines) if own else _answer_below(lines, at)
            out += (_as(one, Role.QUOTED) for one in lines[at:answer])
            at = answer
    return out


def _answer_below(lines: Sequence[Line], at: int) -> int:
    """Where whoever wrote nothing above the other's mail answers below it: at the last greeting."""
    begun = range(at + 2, len(lines))
    greetings = [i for i in begun if lines[i - 1].blank and _GREETING.match(lines[i].text)]
    return greetings[-1] if greetings else len(lines)


def _opening(lines: Sequence[Line], at: int) -> int:
    """How many lines from `at` introduce another mail; 0 where none do."""
    if _is(lines[at].text, "separator") or is_rule(lines[at].text.strip()):
        below = _skip_blank(lines, at + 1)
        header = _printed_header(lines, below)
        if header:
            return below + header - at
        return 1 if _is(lines[at].text, "separator") else 0
    return _attribution(lines, at) or _printed_header(lines, at)


def _attribution(lines: Sequence[Line], at: int) -> int:
    """How many lines "Den … skrev …:" fills; 0 where it does not stand here."""
    for count in range(1, _ATTRIBUTION_LINES + 1):
        taken = lines[at : at + count]
        if any(line.blank for line in taken) or len(taken) < count:
            return 0
        if _is(" ".join(line.text.strip() for line in taken), "attribution"):
            return count
    return 0


def _printed_header(lines: Sequence[Line], at: int) -> int:
    """How many lines the header of another mail fills from `at`; 0 where it is none."""
    count = sender = 0
    end = reach = at
    while reach < min(len(lines), at + _LONGEST_HEADER) and reach - end <= _WRAPPED_LINES:
        text = lines[reach].text
        if _is(text, "header_line"):
            count += 1
            sender += _is(text, "header_from")
            end = reach + 1
        elif reach == at or (lines[reach].blank and _ends_header(lines, reach)):
            break
        reach += 1
    stamped = any(_STAMP.search(line.text[:_LINE]) for line in lines[at:end])
    return end - at if count >= _HEADER_LINES and sender and stamped else 0


def _ends_header(lines: Sequence[Line], blank: int) -> bool:
    """Whether a blank line ends a header: HTML leaves one between header lines too."""
    below = _skip_blank(lines, blank)
    return below >= len(lines) or not _is(lines[below].text, "header_line")


def _skip_blank(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and lines[at].blank:
        at += 1
    return at


def _header(lines: Sequence[Line]) -> range | None:
    """Where the first header stands that has no words of the writer's own below it."""
    start = next((i for i, line in enumerate(lines) if line.role is Role.HEADER), None)
    if start is None:
        return None
    stop = start
    while stop < len(lines) and lines[stop].role is Role.HEADER:
        stop += 1
    # Apple Mail and some others quote the header as well as the words of the mail.
    inside = _skip_blank(lines, stop)
    stop = inside + _printed_header(lines, inside) or stop
    if any(line.role is Role.OWN and not line.blank for line in lines[stop:]):
        return None
    return range(start, max(stop, start + 1))


def _passes_on(lines: Sequence[Line], header: range, subject: str, house: str | None) -> bool:
    """Whether the mail only sends another one on: nothing of its own but a note.

    What one office forwards to another is a note whatever it says, where the mail below came
    from outside: the staff do not answer their own consultation that way.
    """
    own = "\n".join(line.text for line in lines[: header.start] if line.role is Role.OWN)
    printed = [line.text for line in lines[header.start : header.stop]]
    forwarded = matches(_RULES, "forward_subject", subject) or any(
        _is(text, "forward_separator") and _is(text, "separator") for text in printed
    )
    if not own.strip() and not matches(_RULES, "reply_subject", subject):
        forwarded |= any(_is(text, "header_from") for text in printed)
    writer = _value("header_from", lines[header.start : header.stop])
    from_outside = house is not None and writer is not None and domain_of(writer) != house
    return forwarded and (from_outside or is_note(own, passed_on=True))


def _value(rule: str, lines: Iterable[Line]) -> str | None:
    """What stands after the label of the header line of that kind."""
    for line in lines:
        found = pattern(_RULES, rule).match(line.text[:_LINE])
        if found:
            return line.text[found.end() :].strip(" *\t") or None
    return None


def _without_marks(lines: Sequence[Line]) -> list[Line]:
    """The lines of a forwarded mail as they were before the program marked them as quoted."""
    words = [line for line in lines if not line.blank]
    if not all(line.marked for line in words):
        return [replace(line, role=Role.OWN) for line in lines]
    return [_unmarked(line) for line in lines]


def _unmarked(line: Line) -> Line:
    bare = line.text.lstrip()
    if not bare.startswith(">"):
        return replace(line, marked=False)
    bare = bare[1:].removeprefix(" ")
    return replace(line, text=bare, marked=bare.lstrip().startswith(">"), stripped=">")


def _as(line: Line, role: Role) -> Line:
    return replace(line, role=role)


def _is(text: str, rule: str) -> bool:
    return len(text) <= _LINE and matches(_RULES, rule, text)


_KINDS = {
    Role.HEADER: BlockKind.QUOTED,
    Role.QUOTED: BlockKind.QUOTED,
    Role.NOTE: BlockKind.BOILERPLATE,
}


def _parts(lines: Sequence[Line], parts: Sequence[Part]) -> Iterable[Part]:
    """The lines put together again: running ones of one part and one kind."""
    above = -1
    gap = 0
    for (number, kind), group in groupby(_filled(lines), key=lambda one: _place(one, parts)):
        taken = list(group)
        part, text = parts[number], "\n".join(line.text for line in taken)
        if not text.strip():
            continue
        marks = sum(bool(line.stripped) for line in taken)
        removals = (Removal(RemovalKind.MARKUP, ">", 0, marks),) if marks else ()
        yield replace(
            part,
            text=text.strip("\n"),
            kind=kind,
            level=part.level if kind is part.kind else 0,
            gap="\n" * gap if number == above else part.gap,
            removals=removals if number == above else part.removals + removals,
        )
        above, gap = number, 1 + len(text) - len(text.rstrip("\n"))


def _place(line: Line, parts: Sequence[Part]) -> tuple[int, BlockKind | None]:
    return line.part, _kind(line, parts)


def _kind(line: Line, parts: Sequence[Part]) -> BlockKind | None:
    kind = parts[line.part].kind
    if line.role is Role.OWN:
        return None if kind is BlockKind.QUOTED else kind
    return _KINDS[line.role]


def _filled(lines: Sequence[Line]) -> list[Line]:
    """The lines; a blank one is what the one above it is, so that it parts nothing."""
    out: list[Line] = []
    for line in lines:
        out.append(_as(line, out[-1].role) if line.blank and out else line)
    return out
