"""The numbers that OpenDocument writes before paragraphs by itself: "1.", "2.1", "a)"."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.readers.docx_numbers import written
from consult.readers.odt_styles import SHEETS, STYLE, TEXT, XML_ID

LEVELS = 10
# No style can be called so.
OUTLINE = "<outline>"
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
# No list counts further; a start value of a thousand digits is no number.
_HIGHEST = 99_999


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts and looks; `form` None is a bullet or no number."""

    form: str | None = None
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


@dataclass(slots=True)
class Counter:
    """How far one list has counted on each level (None: not begun)."""

    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(slots=True)
class Numbers:
    """The list styles of a document and its running lists; the outline's style is OUTLINE."""

    _styles: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _by_id: dict[str, Counter] = field(default_factory=dict)
    _latest: dict[str, Counter] = field(default_factory=dict)

    @classmethod
    def of(cls, *roots: _Element | None) -> "Numbers":
        """The list styles under `roots`; a later root's win."""
        numbers = cls()
        for root in roots:
            for sheet in root.iterchildren(*SHEETS) if root is not None else ():
                for element in sheet.iterchildren(f"{TEXT}list-style", f"{TEXT}outline-style"):
                    is_list = element.tag == f"{TEXT}list-style"
                    name = element.get(f"{STYLE}name", "") if is_list else OUTLINE
                    numbers._styles[name] = dict(_levels(element))
        numbers._latest[OUTLINE] = Counter()
        return numbers

    def counter(self, element: _Element, style: str) -> Counter:
        """The count that an outermost `text:list` begins or goes on with."""
        goes_on = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if goes_on is None and element.get(f"{TEXT}continue-numbering") == "true":
            goes_on = self._latest.get(style)
        counter = goes_on or Counter()
        self._latest[style] = counter
        if element.get(XML_ID):
            self._by_id[element.get(XML_ID, "")] = counter
        return counter

    def outline(self, heading: _Element, level: int) -> str:
        """The number of a heading that stands in no list; "" where headings have none."""
        if heading.get(f"{TEXT}is-list-header") == "true":
            return ""
        start = heading.get(f"{TEXT}start-value")
        return self.next(self._latest[OUTLINE], OUTLINE, level, start)

    def next(self, counter: Counter, style: str, depth: int, start: str | None = None) -> str:
        """Count one more item at `depth` (from 1); its number with a space, "" for a bullet."""
        levels, at = self._styles.get(style, {}), min(depth, LEVELS) - 1
        level, last = levels.get(at, _Level()), counter.counts[at]
        following = level.start if last is None else last + 1
        given = _integer(start)
        counter.counts[at] = min(following if given is None else given, _HIGHEST)
        counter.counts[at + 1 :] = [None] * (LEVELS - at - 1)
        if level.form is None:
            return ""
        places = range(max(0, at + 1 - level.shown), at + 1)
        shown = [_written(levels.get(p, _Level()), counter.counts[p]) for p in places]
        return f"{level.prefix}{'.'.join(filter(None, shown))}{level.suffix} ".lstrip()


def _written(level: _Level, count: int | None) -> str:
    return written(level.start if count is None else count, level.form) if level.form else ""


def _levels(element: _Element) -> Iterator[tuple[int, _Level]]:
    """The levels of a list style, from 0."""
    for child in element.iterchildren(
        f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"
    ):
        level = _integer(child.get(f"{TEXT}level")) or 1
        yield (
            level - 1,
            _Level(
                form=_FORMS.get(child.get(f"{STYLE}num-format", "")),
                prefix=child.get(f"{STYLE}num-prefix", ""),
                suffix=child.get(f"{STYLE}num-suffix", ""),
                start=_integer(child.get(f"{TEXT}start-value"), 1) or 0,
                shown=_integer(child.get(f"{TEXT}display-levels"), 1) or 1,
            ),
        )


def _integer(text: str | None, default: int | None = None) -> int | None:
    """A number of few digits; `default` where the attribute is missing or anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
