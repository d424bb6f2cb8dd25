"""Lines that look like the start of a response, and the fields that stand below them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice

from consult.domain.documents import Block, BlockKind, Document
from consult.language.wordlists import matches, pattern

#: Characters below a start in which its fields stand.
FIELDS = 500
# A line stands this far in at most, in characters.
_INDENT = 40
# Lines of a mail's header.
_HEADER = 5
# What follows the sender's name in a heading: "Høringssvar fra FOA vedr. budget 2027".
_TAIL = re.compile(r"\s+(?:til|vedr\.?|vedrørende|om|ang\.?|angående|den|d\.)\s.*$|[,;:–(].*$")


@dataclass(frozen=True, slots=True)
class Start:
    """Where a response begins, and what its first lines say; `end` is where its line ends.

    `top` says that a page begins there, `ended` that a letter or a rule ends right above.
    """

    at: int
    end: int
    name: str | None = None
    number: int | None = None
    of: int | None = None
    organisation: str | None = None
    date: str | None = None
    subject: str | None = None
    recipient: str | None = None
    top: bool = False
    ended: bool = False

    @property
    def key(self) -> str:
        """What tells it from other starts: its number, else its sender's name."""
        return str(self.number) if self.number is not None else plain(self.name or "")

    @property
    def topic(self) -> str:
        """The subject without what mail programs put before it."""
        return plain(pattern("bundle", "answers").sub("", self.subject or ""))

    def after(self, *, ended: bool) -> "Start":
        """The start with whether a letter ends above it."""
        return replace(self, ended=ended)


def plain(name: str) -> str:
    """The name as names are compared."""
    return " ".join(name.casefold().split())


def starts_of(document: Document, family: str, rules: Sequence[str], most: int) -> list[Start]:
    """All lines that the rules match outside tables, quotations and tables of contents.

    Gives up after `most` of them, with one more.
    """
    starts: list[Start] = []
    page: int | None = None
    for i, block in enumerate(document.blocks):
        turned, page = i > 0 and block.page != page, block.page
        for match in _matches(document.text, block, rules, most):
            start = _start(document.text, match, family)
            if start is not None:
                first = match.start("line") <= block.start
                starts.append(replace(start, top=turned and first))
        if len(starts) > most:
            return starts[: most + 1]
    return starts


def with_fields(text: str, starts: Sequence[Start], family: str) -> tuple[Start, ...]:
    """The starts with what the first lines of each response say of its sender."""
    ends = [*(s.at for s in starts[1:]), len(text)]
    return tuple(
        _with_fields(s, text[s.at : min(end, s.at + FIELDS)], family)
        for s, end in zip(starts, ends, strict=True)
    )


def _with_fields(start: Start, head: str, family: str) -> Start:
    if family == "mail":
        return replace(start, date=_field("date_field", head))
    return replace(
        start,
        name=start.name or _field("sender_field", head),
        organisation=_field("organisation_field", head),
        date=_field("date_field", head),
        subject=_field("subject_field", head),
    )


def _matches(text: str, block: Block, rules: Sequence[str], most: int) -> list[re.Match[str]]:
    """The matching lines of a block, in order; of each rule the first `most` and one more."""
    if block.kind in (BlockKind.TABLE, BlockKind.QUOTED):
        return []
    # The block begins behind its indent; a pattern begins with the line.
    line = text.rfind("\n", max(0, block.start - _INDENT), block.start) + 1
    begin = line or (block.start if block.start > _INDENT else 0)
    every = (_lines(name).finditer(text, begin, block.end) for name in rules)
    found = chain.from_iterable(islice(each, most + 1) for each in every)
    lines = (m for m in found if not matches("bundle", "leaders", m.group("line")))
    return sorted(lines, key=lambda m: m.start("line"))


@cache
def _lines(rule_id: str) -> re.Pattern[str]:
    """The rule's pattern with the group `line` around what it matches, without its indent."""
    rule = pattern("bundle", rule_id)
    body = rule.pattern.removeprefix("(?m)^[ \\t]*")
    return re.compile(rf"(?m)^[ \t]{{0,{_INDENT}}}(?P<line>{body})", rule.flags & re.IGNORECASE)


def _start(text: str, match: re.Match[str], family: str) -> Start | None:
    """The start at a matching line; None where it lacks what its family asks for."""
    groups = {"name": None, "number": None, "of": None} | match.groupdict()
    begin, end = match.span("line")
    name = groups["name"]
    if name and family in ("heading", "numbered"):
        name = _TAIL.sub("", name)
    start = Start(
        at=_with_fields_above(text, begin) if family == "portal" else begin,
        end=end,
        name=" ".join(name.split()) if name else None,
        number=int(groups["number"]) if groups["number"] else None,
        of=int(groups["of"]) if groups["of"] else None,
    )
    return _headed(start, text) if family == "mail" else start


def _headed(start: Start, text: str) -> Start | None:
    """The start of a mail with its header; None where there is none, or the mail is quoted."""
    below = [line for line in text[start.end : start.end + FIELDS].split("\n") if line.strip()]
    head = "\n".join(below[:_HEADER])
    recipient, subject = _field("recipient_field", head), _field("subject_field", head)
    above = text[max(0, start.at - FIELDS) : start.at].rstrip().rpartition("\n")[2]
    if not _field("date_field", head) or not (recipient or subject):
        return None
    if matches("boilerplate", "quote_header", above):
        return None
    return replace(start, recipient=recipient, subject=subject)


def _field(rule_id: str, head: str) -> str | None:
    """The value of a field in the first lines of a response."""
    found = pattern("bundle", rule_id).search(head)
    return found.group("value").strip() if found else None


def _with_fields_above(text: str, at: int) -> int:
    """Where the portal's fields begin that stand right above the name."""
    while True:
        low = max(0, at - FIELDS)
        above = text[low:at].rstrip()
        line = above.rpartition("\n")[2]
        if not line.strip() or not matches("bundle", "above", line):
            return at
        at = low + len(above) - len(line.lstrip())
