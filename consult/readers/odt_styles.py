"""What an OpenDocument file's styles say: heading, bold, hidden, a new page before or after."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.readers.styled import named_level

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Deepest chain of styles based on styles; a longer one goes in a circle.
_MAX_CHAIN = 12
SHEETS = (f"{OFFICE}styles", f"{OFFICE}automatic-styles")


@dataclass(frozen=True, slots=True)
class _Style:
    """One style; None means that its parent decides."""

    parent: str | None
    name: str
    bold: bool | None
    hidden: bool | None
    before: bool | None
    after: bool | None


@dataclass(slots=True)
class Styles:
    """The styles that one member of the package sees: its own automatic ones and the shared."""

    _styles: dict[tuple[str, str], _Style] = field(default_factory=dict)

    @classmethod
    def of(cls, *roots: _Element | None) -> "Styles":
        """The styles under `roots`; a later root's win."""
        styles = cls()
        for root in roots:
            for sheet in root.iterchildren(*SHEETS) if root is not None else ():
                for element in sheet.iterchildren(f"{STYLE}style"):
                    family = element.get(f"{STYLE}family", "")
                    styles._styles[family, element.get(f"{STYLE}name", "")] = _style(element)
        return styles

    def heading(self, name: str | None) -> int:
        """The heading level that the name of a paragraph style or of its parents says."""
        return next(
            (level for s in self._chain("paragraph", name) if (level := named_level(s.name))), 0
        )

    def bold(self, family: str, name: str | None) -> bool | None:
        """Whether text in the style is bold; None where it does not say."""
        return next((s.bold for s in self._chain(family, name) if s.bold is not None), None)

    def hidden(self, family: str, name: str | None) -> bool:
        """Whether text in the style is not shown."""
        return next((s.hidden for s in self._chain(family, name) if s.hidden is not None), False)

    def page_before(self, family: str, name: str | None) -> bool:
        """Whether what has the style begins a page."""
        return next((s.before for s in self._chain(family, name) if s.before is not None), False)

    def page_after(self, family: str, name: str | None) -> bool:
        """Whether what has the style ends a page."""
        return next((s.after for s in self._chain(family, name) if s.after is not None), False)

    def _chain(self, family: str, name: str | None) -> Iterator[_Style]:
        """The style and those it is based on, nearest first."""
        for _ in range(_MAX_CHAIN):
            style = self._styles.get((family, name or ""))
            if style is None:
                return
            yield style
            name = style.parent


def _style(element: _Element) -> _Style:
    """The style as the element says it; 600 to 900 are bold too."""
    weight = _property(element, f"{FO}font-weight")
    before = _property(element, f"{FO}break-before")
    after = _property(element, f"{FO}break-after")
    display = _property(element, f"{TEXT}display")
    master = element.get(f"{STYLE}master-page-name")
    return _Style(
        parent=element.get(f"{STYLE}parent-style-name"),
        name=(element.get(f"{STYLE}display-name") or element.get(f"{STYLE}name") or "").replace(
            "_20_", " "
        ),
        bold=None if weight is None else weight in ("bold", "600", "700", "800", "900"),
        hidden=None if display is None else display == "none",
        before=True if master else None if before is None else before == "page",
        after=None if after is None else after == "page",
    )


def _property(element: _Element, name: str) -> str | None:
    """An attribute of any of the style's `…-properties`."""
    values = (child.get(name) for child in element if isinstance(child.tag, str))
    return next((value for value in values if value is not None), None)
