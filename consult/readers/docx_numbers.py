"""The numbers that Word writes before paragraphs by itself: "1.", "2.1", "a)", "Punkt 3".

They stand in no paragraph; `word/numbering.xml` says how they look and what they count.
"""

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.readers.docx_xml import W, integer, is_on, value

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Word itself counts no further than this.
_HIGHEST = 32_767
_NO_TEXT = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts and looks; `restart` is the level (from 1) that starts it anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list of the document: its levels and how far each has counted (None: not begun)."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(slots=True)
class _Number:
    """What a paragraph's number id stands for: a list, levels it changes and where it restarts."""

    list: _List
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbers:
    """Counts all numbered paragraphs of a document, in its order."""

    _numbers: dict[str, _Number] = field(default_factory=dict)

    @classmethod
    def of(cls, root: _Element | None) -> "Numbers":
        """The numbering part of a document; nothing is numbered where it has none."""
        return cls() if root is None else cls(_numbers(root))

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level that belongs to a paragraph style; None where none is named."""
        known = self._numbers.get(number)
        levels = (known.list.levels | known.levels) if known else {}
        return next((depth for depth, level in levels.items() if level.style == style), None)

    def next(self, number: str, depth: int) -> str:
        """Count one more paragraph, and give its number as it is shown; "" for a bullet."""
        known = self._numbers.get(number)
        if known is None or not 0 <= depth < LEVELS:
            return ""
        self._count(known, depth)
        level = _level(known, depth)
        if level.form in _NO_TEXT and not _PLACE.search(level.text):
            return ""
        label = _PLACE.sub(lambda place: _shown(known, int(place[1]) - 1, level), level.text)
        # Where Word sets no space (`suff`) an indent parts the number from the words.
        return f"{label.rstrip()} " if label.strip() else ""

    def _count(self, known: _Number, depth: int) -> None:
        counts = known.list.counts
        last = counts[depth]
        if depth in known.starts:
            counts[depth] = known.starts.pop(depth)
        elif last is None:
            counts[depth] = _level(known, depth).start
        else:
            counts[depth] = min(last + 1, _HIGHEST)
        for above in range(depth):
            if counts[above] is None:
                counts[above] = known.starts.pop(above, _level(known, above).start)
        for below in range(depth + 1, LEVELS):
            restart = _level(known, below).restart
            if restart is None or 0 < depth + 1 <= restart:
                counts[below] = None


def _level(known: _Number, depth: int) -> _Level:
    return known.levels.get(depth) or known.list.levels.get(depth) or _Level()


def _shown(known: _Number, depth: int, shown_in: _Level) -> str:
    """The count of one level, as its own form writes it; in a legal number all are digits."""
    level = _level(known, depth)
    count = known.list.counts[depth]
    return written(level.start if count is None else count, "" if shown_in.legal else level.form)


def written(count: int, form: str) -> str:
    """`count` in one of Word's forms; digits where the form is not known."""
    if form.endswith("Letter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 30)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 0 < count < 4000:
        return _roman(count).upper() if form.startswith("upper") else _roman(count)
    if form == "decimalZero":
        return f"{count:02}"
    if form == "ordinal":
        return f"{count}."
    return "" if form in _NO_TEXT else str(count)


def _roman(count: int) -> str:
    digits = ""
    for worth, digit in _ROMAN:
        digits += digit * (count // worth)
        count %= worth
    return digits


def _numbers(root: _Element) -> dict[str, _Number]:
    lists: dict[str, _List] = {}
    links: dict[str, str] = {}
    by_style: dict[str, str] = {}
    for element in root.iterfind(f"{W}abstractNum"):
        key = element.get(f"{W}abstractNumId") or ""
        lists[key] = _List(_levels(element))
        if (link := value(element, "numStyleLink")) is not None:
            links[key] = link
        if (style := value(element, "styleLink")) is not None:
            by_style[style] = key
    found: dict[str, _Number] = {}
    for element in root.iterfind(f"{W}num"):
        key = value(element, "abstractNumId") or ""
        key = by_style.get(links.get(key, ""), key)
        if key in lists:
            found[element.get(f"{W}numId") or ""] = _number(element, lists[key])
    return found


def _number(element: _Element, its_list: _List) -> _Number:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in element.iterfind(f"{W}lvlOverride"):
        levels |= _levels(override)
        start = integer(value(override, "startOverride"))
        depth = integer(override.get(f"{W}ilvl"))
        if start is not None and depth is not None:
            starts[depth] = start
    return _Number(its_list, levels, starts)


def _levels(parent: _Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in parent.iterfind(f"{W}lvl"):
        depth = integer(element.get(f"{W}ilvl"))
        if depth is not None and depth < LEVELS:
            start = integer(value(element, "start"))
            found[depth] = _Level(
                start=1 if start is None else start,
                form=value(element, "numFmt") or "decimal",
                text=value(element, "lvlText") or "",
                restart=integer(value(element, "lvlRestart")),
                legal=is_on(element, "isLgl"),
                style=value(element, "pStyle"),
            )
    return found
