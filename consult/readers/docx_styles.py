"""What Word's styles and numbering say about a paragraph: heading level, list depth."""

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.readers.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(r"(?:heading|overskrift)\s*([1-9])", re.IGNORECASE)
_TITLE_NAMES = {"title": 1, "titel": 1, "subtitle": 2, "undertitel": 2}
# Deepest chain of styles based on styles; a longer one goes in a circle.
_MAX_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """What a paragraph is by its style: a heading's level, a list item's depth, or neither."""

    heading: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    heading: int
    item: int
    is_numbered: bool
    is_bold: bool


@dataclass(slots=True)
class Styles:
    """The paragraph styles of a document."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _default: str | None = None

    @classmethod
    def of(cls, package: Package) -> "Styles":
        """The styles in `package`; none where it has no styles part."""
        styles = cls()
        root = package.xml("word/styles.xml")
        for element in root.iterfind(f"{W}style") if root is not None else ():
            if element.get(f"{W}type") != "paragraph":
                continue
            key = element.get(f"{W}styleId") or ""
            styles._styles[key] = _style(element)
            if element.get(f"{W}default") in ("1", "true"):
                styles._default = key
        return styles

    def layout(self, properties: _Element | None) -> Layout:
        """What the paragraph with these properties is; its own settings win over its style's."""
        own = _outline(properties)
        depth, numbered = _numbering(properties)
        for style in self._chain(properties):
            own = own if own is not None else style.heading or None
            if numbered is None and style.is_numbered:
                numbered, depth = True, style.item
        if own is not None and 0 < own <= 9:
            return Layout(heading=own)
        return Layout(item=depth + 1) if numbered else Layout()

    def is_bold(self, properties: _Element | None) -> bool:
        """Whether the paragraph's style is bold."""
        return any(style.is_bold for style in self._chain(properties))

    def _chain(self, properties: _Element | None) -> list[_Style]:
        """The paragraph's style and those it is based on, nearest first."""
        chain: list[_Style] = []
        key = _value(properties, "pStyle") or self._default
        while key in self._styles and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[key])
            key = chain[-1].based_on
        return chain


def _style(element: _Element) -> _Style:
    name = _value(element, "name") or ""
    properties = element.find(f"{W}pPr")
    named = _HEADING_NAME.match(name)
    level = int(named.group(1)) if named else _TITLE_NAMES.get(name.casefold(), 0)
    depth, numbered = _numbering(properties)
    return _Style(
        name=name,
        based_on=_value(element, "basedOn"),
        heading=level or _outline(properties) or 0,
        item=depth,
        is_numbered=bool(numbered),
        is_bold=is_on(element.find(f"{W}rPr"), "b"),
    )


def _outline(properties: _Element | None) -> int | None:
    """The outline level from 1; None where it is not set, 10 for body text."""
    value = _value(properties, "outlineLvl")
    return int(value) + 1 if value and value.isdigit() else None


def _numbering(properties: _Element | None) -> tuple[int, bool | None]:
    """Depth from 0 and whether the paragraph is numbered (None: not said; id 0 turns it off)."""
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is None:
        return 0, None
    number, level = _value(numbering, "numId"), _value(numbering, "ilvl")
    depth = int(level) if level and level.isdigit() else 0
    return depth, None if number is None and level is None else number != "0"


def is_on(properties: _Element | None, tag: str) -> bool:
    """Whether a yes-or-no property such as bold is set."""
    element = properties.find(f"{W}{tag}") if properties is not None else None
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _value(parent: _Element | None, tag: str) -> str | None:
    element = parent.find(f"{W}{tag}") if parent is not None else None
    return element.get(f"{W}val") if element is not None else None
