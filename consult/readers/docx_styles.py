"""What Word's styles and numbering say about a paragraph: heading level, list depth."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element

from consult.readers.docx_numbers import Numbers
from consult.readers.docx_parts import Parts
from consult.readers.docx_xml import W, integer, is_on, value

_CONTENTS_NAME = re.compile(r"(?:toc|indholdsfortegnelse)\s*[1-9]", re.IGNORECASE)
_HEADING_NAME = re.compile(r"(?:heading|overskrift)\s*([1-9])", re.IGNORECASE)
_TITLE_NAMES = {"title": 1, "titel": 1, "subtitle": 2, "undertitel": 2}
# Deepest chain of styles based on styles; a longer one goes in a circle.
_MAX_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """What a paragraph is by its style: a heading's level, a list item's depth, or neither.

    `number` is the id and depth by which Word numbers it, whatever it is; `contents` says that
    it is an entry of a table of contents.
    """

    heading: int = 0
    item: int = 0
    number: tuple[str, int] | None = None
    contents: bool = False


class _Numbering(NamedTuple):
    """A numbering setting; None is not said, number "0" turns it off."""

    number: str | None = None
    depth: int | None = None

    def over(self, other: "_Numbering") -> "_Numbering":
        """This setting, and `other` where it says nothing."""
        number = other.number if self.number is None else self.number
        return _Numbering(number, other.depth if self.depth is None else self.depth)


@dataclass(frozen=True, slots=True)
class _Style:
    key: str
    name: str
    based_on: str | None
    heading: int
    numbering: _Numbering
    is_bold: bool
    is_hidden: bool


@dataclass(slots=True)
class Styles:
    """The paragraph and character styles of a document, and how it numbers."""

    numbers: Numbers
    _styles: dict[str, _Style] = field(default_factory=dict)
    _default: str | None = None

    @classmethod
    def of(cls, parts: Parts) -> "Styles":
        """The styles and numbers of a document; none where it has no such parts."""
        styles = cls(Numbers.of(parts.xml("numbering")))
        root = parts.xml("styles")
        for element in root.iterfind(f"{W}style") if root is not None else ():
            key = element.get(f"{W}styleId") or ""
            styles._styles[key] = _style(key, element)
            default = element.get(f"{W}default") in ("1", "true")
            if default and element.get(f"{W}type") == "paragraph":
                styles._default = key
        return styles

    def layout(self, properties: _Element | None) -> Layout:
        """What the paragraph with these properties is; its own settings win over its style's."""
        own = _outline(properties)
        numbering = _numbering(properties)
        chain = self._chain(properties)
        for style in chain:
            own = own if own is not None else style.heading or None
            numbering = numbering.over(style.numbering)
        contents = any(_CONTENTS_NAME.fullmatch(style.name) for style in chain)
        heading = own if own is not None and 0 < own <= 9 else 0
        if numbering.number == "0" or numbering == _Numbering():
            return Layout(heading, contents=contents)
        number = numbering.number or ""
        depth = self._depth(numbering, chain)
        return Layout(heading, 0 if heading else depth + 1, (number, depth), contents)

    def _depth(self, numbering: _Numbering, chain: list[_Style]) -> int:
        """How deep in its list a paragraph lies, from 0; styles may be tied to a level."""
        if numbering.depth is None and chain:
            tied = self.numbers.level_of_style(numbering.number or "", chain[0].key)
            return tied or 0
        return numbering.depth or 0

    def is_bold(self, properties: _Element | None) -> bool:
        """Whether the paragraph's style is bold."""
        return any(style.is_bold for style in self._chain(properties))

    def is_hidden(self, properties: _Element | None) -> bool:
        """Whether the style of a paragraph or a run hides its words."""
        return any(style.is_hidden for style in self._chain(properties))

    def _chain(self, properties: _Element | None) -> list[_Style]:
        """The paragraph's style and those it is based on, nearest first."""
        chain: list[_Style] = []
        key = value(properties, "pStyle") or value(properties, "rStyle") or self._default
        while key in self._styles and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[key])
            key = chain[-1].based_on
        return chain


def _style(key: str, element: _Element) -> _Style:
    name = value(element, "name") or ""
    properties = element.find(f"{W}pPr")
    named = _HEADING_NAME.match(name)
    level = int(named.group(1)) if named else _TITLE_NAMES.get(name.casefold(), 0)
    return _Style(
        key=key,
        name=name,
        based_on=value(element, "basedOn"),
        heading=level or _outline(properties) or 0,
        numbering=_numbering(properties),
        is_bold=is_on(element.find(f"{W}rPr"), "b"),
        is_hidden=is_on(element.find(f"{W}rPr"), "vanish"),
    )


def _outline(properties: _Element | None) -> int | None:
    """The outline level from 1; None where it is not set, 10 for body text."""
    level = integer(value(properties, "outlineLvl"))
    return None if level is None else level + 1


def _numbering(properties: _Element | None) -> _Numbering:
    """The paragraph's own numbering; an id without a depth is the outermost level."""
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    return _Numbering(value(numbering, "numId"), integer(value(numbering, "ilvl")))
