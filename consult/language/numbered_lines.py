"""Lines that begin with a number: a proposal's heading, or a point of the writer's own."""

import re
from collections import Counter
from collections.abc import Iterator

from consult.domain.findings import Reference
from consult.domain.proposals import Catalogue
from consult.language.codes import Numbering
from consult.language.words import common_stems, content_stems, shared

_LINE = re.compile(
    r"^[ \t]*(?:[•·*\-–][ \t]*)?(?P<number>\d{1,4}[a-z]?|[A-ZÆØÅ](?=[.):]))"
    r"[ \t]*[.):|\-–]?[ \t]+(?P<rest>\S.*)$",
    re.MULTILINE,
)
_BRACKETED = re.compile(r"\((?P<number>\d{1,4}[a-z]?)\)")
_BARE = re.compile(r"^[ \t]*(?P<number>\d{3,4})[ \t]*[.:)]?[ \t]*$", re.MULTILINE)
# Too high to be a point of the writer's own, or written as catalogues write numbers ("015").
_HIGH = r"(?:0\d{1,3}|[2-9]\d|\d{3,4})"
_COLON = re.compile(rf"^[ \t]*(?:[•·*\-–][ \t]*)?(?P<number>{_HIGH})[:)][ \t]+\S", re.MULTILINE)
_LONG = r"(?:0\d{1,3}|\d{3,4})"
_LIST = re.compile(
    rf"(?:(?<=\()|^[ \t]*)(?P<list>{_LONG}(?:(?:,|/|[ ]og|[ ]&)[ ]?{_LONG})+)"
    r"(?=\)|[ \t]*[:.]?[ \t]*$)",
    re.MULTILINE,
)
_NUMBER = re.compile(r"\d+")
_BEFORE = re.compile(r"[^\n.!?()]*$")
_POINT = re.compile(r"(?:^[ \t]*(?:[•·*\-–][ \t]*)?\(?(\d{1,2})[.):])|(?<=\s)\(?(\d{1,2})\)", re.M)
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

    def find(self, text: str, *, in_heading: bool) -> Iterator[Reference]:
        """References at the beginning of lines, and in brackets behind words of the title.

        The rest of the line must resemble the proposal's title.

        Two fifths of its words must be there, and two unless it has but one, or one that no
        other title has; in a heading any one is enough.
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
        yield from self._high(text)
        for found in _BRACKETED.finditer(text):
            number = self._numbering.resolve(found["number"])
            if number and self._follows_title(number, text[: found.start()]):
                yield Reference(*found.span("number"), "bracketed", (number,))

    def _high(self, text: str) -> Iterator[Reference]:
        """Numbers that need no title beside them: "69: ..." at a line's beginning, "015 og 017"."""
        for line in _COLON.finditer(text):
            number = self._numbering.resolve(line["number"])
            if number:
                yield Reference(*line.span("number"), "high_line", (number,))
        for found in _LIST.finditer(text):
            numbers = [self._numbering.resolve(n) for n in _NUMBER.findall(found["list"])]
            known = tuple(n for n in numbers if n is not None)
            if len(known) == len(numbers):  # else they count something
                yield Reference(*found.span("list"), "high_list", known)

    def own_numbers(self, text: str) -> frozenset[str]:
        """The numbers from 1 upwards with which the writer counts points of their own.

        Empty where the points are headed by the catalogue's titles, or there is only one.
        """
        own: list[str] = []
        for point in _POINT.finditer(text):
            if (point[1] or point[2]) == str(len(own) + 1):
                own.append(point[1] or point[2])
        titled = {r.resolved[0] for r in self.find(text, in_heading=True)}
        few = len(own) < 2
        return frozenset() if few or titled.intersection(own) else frozenset(own)

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
