"""Names in Word's XML, and how its properties say yes, no, a word or a number."""

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VML = "{urn:schemas-microsoft-com:vml}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
# All elements whose own text is words of the document.
TEXTS = (f"{W}t", f"{W}delText", f"{A}t", f"{MATH}t")


def words_in(element: _Element) -> str:
    """All words under `element`, also deleted ones."""
    return "".join(node.text or "" for node in element.iter(*TEXTS))


def integer(text: str | None) -> int | None:
    """The whole number from 0 that `text` is; None where it is none, or a silly one."""
    plain = text is not None and text.isascii() and text.isdigit() and len(text) < 7
    return int(text) if text is not None and plain else None


def is_on(properties: _Element | None, tag: str) -> bool:
    """Whether a yes-or-no property such as bold is set."""
    element = properties.find(f"{W}{tag}") if properties is not None else None
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def value(parent: _Element | None, tag: str) -> str | None:
    """What the property `tag` of `parent` is set to; None where it is not set."""
    element = parent.find(f"{W}{tag}") if parent is not None else None
    return element.get(f"{W}val") if element is not None else None
