"""Lines that begin with a number: a proposal's heading, or a point of the writer's own."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from consult.domain.findings import Reference
from consult.domain.proposals import Catalogue
from consult.language.codes import Numbering
from consult.language.words import common_stems, content_stems, shared

_LINE = re.compile(
    r"^[ \t]*(?:[•·*\-–][ \t]*)?"
    r"(?P<number>\d{1,4}[a-z]?|\d{1,3}(?:\.\d{1,3}){1,2}|[A-ZÆØÅa-zæøå](?=[.):]))"
    r"(?:[ \t]*[.):|\-–]?[ \t]+|(?=[A-ZÆØÅÉ][a-zæøåé]))(?P<rest>\S.*)$",
    re.MULTILINE,
)
_BRACKETED = re.compile(r"\((?P<number>\d{1,4}[a-z]?)\)")
_BARE = re.compile(r"^[ \t]*(?P<number>\d{3,4})[ \t]*[.:)]?[ \t]*$", re.MULTILINE)
# Too high to be a point of the writer's own, or written as catalogues write numbers ("015").
_HIGH = r"(?:0\d{1,3}|[2-9]\d|\d{3,4})"
_LONG = r"(?:0\d{1,3}|\d{3,4})"
_COLON = re.compile(
    rf"^[ \t]*(?:[•·*\-–][ \t]*)?(?P<number>{_HIGH}(?=[:)])|{_LONG}(?=[,.]))[:).,][ \t]+\S",
    re.MULTILINE,
)
_HEADED = re.compile(rf"^[ \t]*(?P<number>{_LONG})[ \t]+[^\W\d_]{{3,}}")
_MARKED = re.compile(
    r"^[ \t]*(?:[•·*\-–][ \t]*)?\(?(?P<number>\d{1,4}|[A-ZÆØÅa-zæøå])[.):](?=\s)", re.MULTILINE
)
_LIST = re.compile(
    rf"(?:(?<=\()|^[ \t]*)(?P<list>{_LONG}(?:(?:,|/|[ ]og|[ ]&)[ ]?{_LONG})+)"
    r"(?=\)|[ \t]*[:.]?[ \t]*$)",
    re.MULTILINE,
)
_NUMBER = re.compile(r"\d+")
# The head of a table whose first column holds the catalogue's numbers, and its rows.
_COLUMN = re.compile(
    r"^(?:nr\.?|nummer|punkt(?:[ -]?nr\.?)?|pkt\.?|forslag(?:s?[ -]?nr\.?| nr\.?)?)[ ]*\t[^\n]*\n"
    r"(?P<rows>(?:\n?[^\t\n]*\t[^\n]*(?:\n|$))+)",
    re.IGNORECASE | re.MULTILINE,
)
_CELL = re.compile(r"^[ ]*(?P<number>\d{1,4}[a-z]?)[ .]*(?=\t)", re.MULTILINE)
_BEFORE = re.compile(r"[^\n.!?()]*$")
_POINT = re.compile(
    r"(?:^[ \t]*(?:[•·*\-–][ \t]*)?\(?(\d{1,2})[.):])"
    r"|(?<=\s)(?<!\b[Aa]d\s)(?<!\b[Aa]d\.\s)(?<!kt\s)(?<!kt\.\s)(?<!lag\s)\(?(\d{1,2})\)",
    re.M,
)
_ANSWER = re.compile(
    r"^\W*ad\.?\s+(?P<number>\d{1,2})(?P<rest>\b.*)$", re.IGNORECASE | re.MULTILINE
)
_OWN_LIST = re.compile(
    r"\b(?:mine|vores|vore|egne|andre|alternative)\s+(?:\w+\s+)?(?:\w*forslag|punkter)"
    r"\s*:?[ \t]*\n",
    re.IGNORECASE,
)
_OWN_ITEM = re.compile(
    r"^[ \t]*(?:[•·*\-–][ \t]*)?(?:\w*forslag|punkt)\s+(?:nr\.?\s*)?(?P<number>\d{1,2})\b",
    re.IGNORECASE | re.MULTILINE,
)
_SEVERAL = 2  # lines; one may be anything
_SHARE = 3  # one line in so many headed by its title makes the marks the catalogue's
_BESIDE = 60  # characters beyond the title's own length in which its words may stand
_REACH = 80  # characters before a number in brackets
_OPENING = 150  # characters of a line in which a word that only one title has may stand
_PART = 0.4  # of the title's words: so many make a line a heading of that proposal


class NumberedLines:
    """Tells the catalogue's numbers at the beginning of lines from the writer's own."""

    def __init__(self, catalogue: Catalogue, numbering: Numbering) -> None:
        """Keeps the words of every title."""
        self._numbering = numbering
        self._titles = {p.number: (content_stems(p.title), len(p.title)) for p in catalogue}
        spread = Counter(s for stems, _ in self._titles.values() for s in set(stems))
        self._rare = {
            number: [s for s in stems if spread[s] == 1 and s not in common_stems()]
            for number, (stems, _) in self._titles.items()
        }

    def find(
        self, text: str, barred: Collection[int] = (), *, in_heading: bool
    ) -> Iterator[Reference]:
        """References at the beginning of lines, and in brackets behind words of the title.

        The rest of the line must resemble the proposal's title.

        Two fifths of its words must be there, and two unless it has but one, or one that no
        other title has; in a heading any one is enough. `barred` are places where a number
        names nothing.
        """
        for line in _LINE.finditer(text):
            number = self._numbering.resolve(line["number"])
            if number and self._resembles(number, line["rest"], in_heading=in_heading):
                yield Reference(*line.span("number"), "numbered_line", (number,))
        for bare in _BARE.finditer(text):
            # Three digits of the catalogue alone in a line are a heading; fewer may be a page.
            number = self._numbering.resolve(bare["number"])
            if number:
                yield Reference(*bare.span("number"), "bare_line", (number,))
        yield from self._column(text)
        yield from self._high(text)
        yield from self._points(text, barred)
        if in_heading and (headed := _HEADED.match(text)):
            number = self._numbering.resolve(headed["number"])
            if number and headed.start("number") not in barred:
                yield Reference(*headed.span("number"), "high_line", (number,))
        for found in _BRACKETED.finditer(text):
            number = self._numbering.resolve(found["number"])
            closing = in_heading and not text[found.end() :].strip(" .:")
            if number and (closing or self._follows_title(number, text[: found.start()])):
                yield Reference(*found.span("number"), "bracketed", (number,))

    def _column(self, text: str) -> Iterator[Reference]:
        """The first cells of a table whose head says that they are numbers of proposals."""
        for table in _COLUMN.finditer(text):
            for cell in _CELL.finditer(text, *table.span("rows")):
                number = self._numbering.resolve(cell["number"])
                if number:
                    yield Reference(*cell.span("number"), "numbered_line", (number,))

    def _high(self, text: str) -> Iterator[Reference]:
        """Numbers that need no title beside them: "69: ..." at a line's beginning, "015 og 017"."""
        for line in _COLON.finditer(text):
            number = self._mark(line["number"])
            if number:
                yield Reference(*line.span("number"), "high_line", (number,))
        for found in _LIST.finditer(text):
            numbers = [self._numbering.resolve(n) for n in _NUMBER.findall(found["list"])]
            known = tuple(n for n in numbers if n is not None)
            if len(known) == len(numbers):  # else they count something
                yield Reference(*found.span("list"), "high_list", known)

    def _points(self, text: str, barred: Collection[int]) -> Iterator[Reference]:
        """Marked lines ("8) ...", "k) ...") whose marks can only be the catalogue's.

        So they are where they do not count up from the first number or letter, or where as
        many as a third of them, and two at the least, are headed by their proposal's title.
        """
        points = [p for p in _MARKED.finditer(text) if p.start("number") not in barred]
        named = [self._mark(p["number"]) for p in points]
        if len(points) < _SEVERAL or None in named or len(set(named)) < len(named):
            return
        titled = sum(
            self._resembles(n, text[p.end() :].split("\n", 1)[0], in_heading=False)
            for n, p in zip(named, points, strict=True)
            if n is not None
        )
        if _counts_up([p["number"] for p in points]) and titled < max(
            _SEVERAL, len(points) / _SHARE
        ):
            return
        for number, point in zip(named, points, strict=True):
            if number is not None:
                yield Reference(*point.span("number"), "marked_line", (number,))

    def _mark(self, written: str) -> str | None:
        """The number that a mark at a line's beginning stands for; of a name its last part."""
        tails = self._numbering.tails
        return self._numbering.resolve(written) or tails.get(written.casefold())

    def own_numbers(self, text: str) -> frozenset[str]:
        """The numbers from 1 upwards with which the writer counts points of their own.

        Empty where the points are headed by the catalogue's titles, or there is only one.
        "Ad 1", "Ad 2" answer to such points where they are less than half of the catalogue.
        """
        own: list[str] = []
        for point in _POINT.finditer(text):
            if (point[1] or point[2]) == str(len(own) + 1):
                own.append(point[1] or point[2])
        titled = {r.resolved[0] for r in self.find(text, in_heading=True)}
        answered = [m["number"] for m in _ANSWER.finditer(text)]
        if _SEVERAL <= len(answered) < len(self._titles) / 2 and _counts_up(answered):
            own = max(own, answered, key=len)
            titled |= {m["number"] for m in _ANSWER.finditer(text) if self._is_titled(m)}
        few = len(own) < _SEVERAL
        return frozenset() if few or titled.intersection(own) else frozenset(own)

    def _is_titled(self, answer: re.Match[str]) -> bool:
        number = self._numbering.resolve(answer["number"])
        return number is not None and self._resembles(number, answer["rest"], in_heading=True)

    def own_list(self, text: str) -> frozenset[str]:
        """The numbers of proposals that the writer makes: "Mine forslag:", then "Forslag 1"."""
        opening = _OWN_LIST.search(text)
        named = [m["number"] for m in _OWN_ITEM.finditer(text, opening.end())] if opening else []
        return frozenset(named) if named and _counts_up(named) else frozenset()

    def _follows_title(self, number: str, text: str) -> bool:
        """Whether a word that only this title has stands shortly before, in one sentence."""
        before = _BEFORE.search(text[-_REACH:])
        return before is not None and shared(self._rare[number], content_stems(before[0])) > 0

    def _resembles(self, number: str, rest: str, *, in_heading: bool) -> bool:
        title, length = self._titles[number]
        there = shared(title, content_stems(rest[: length + _BESIDE]))
        if in_heading:
            return there > 0
        if shared(self._rare[number], content_stems(rest[:_OPENING])):
            return True
        return there >= max(min(2, len(set(title))), _PART * len(set(title)))


def _counts_up(marks: Sequence[str]) -> bool:
    """Whether marks are 1, 2, 3 or a, b, c: as anybody numbers points of their own."""
    if all(mark.isdigit() for mark in marks):
        return [int(mark) for mark in marks] == list(range(1, len(marks) + 1))
    first = ord(marks[0].upper())
    return first == ord("A") and [ord(m.upper()) for m in marks] == [
        first + i for i in range(len(marks))
    ]
