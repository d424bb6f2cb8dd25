"""Word (.docx) -> one Document, read from the XML itself.

python-docx drops tracked insertions and text boxes without a word (shared evidence), so
the parts of the archive are walked here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml.etree import _Element

from consult.domain.documents import Document, Removal
from consult.domain.errors import ReadError
from consult.readers.building import Builder, Part
from consult.readers.docx_asides import Asides
from consult.readers.docx_body import Walker
from consult.readers.docx_margins import Margins
from consult.readers.docx_parts import Parts
from consult.readers.docx_styles import Styles
from consult.readers.docx_xml import W
from consult.readers.package import Package
from consult.readers.source import SourceFile

_DAMAGED = "Filen er beskadiget; noget af teksten kan mangle."


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the file; ReadError where it is damaged or holds no word."""
    package = Package(source)
    parts = Parts.of(package)
    body = _body(parts, source)
    walker = Walker(
        Styles.of(parts),
        rendered=_has(body, "lastRenderedPageBreak"),
        moved=_has(body, "moveTo"),
    )
    asides = Asides(parts, walker)
    text = [*asides.placed(walker.walk(body))]
    text = text if walker.breaks else [_without_page(part) for part in text]
    text += asides.unplaced()
    margins = Margins(parts, walker, body)
    builder = Builder(source.name)
    builder.extend(_filled((*margins.read("header"), *text, *margins.read("footer"))))
    warnings = [*asides.warnings(), *parts.warnings(body), *([_DAMAGED] if package.damaged else ())]
    document = builder.document(warnings=warnings)
    if not document.text.strip():
        raise ReadError(
            source.name,
            "dokumentet har ingen tekst, måske kun billeder",
            "bed afsenderen om teksten; billeder læses ikke endnu",
        )
    return (document,)


def _body(parts: Parts, source: SourceFile) -> _Element:
    root = parts.package.xml(parts.main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ReadError(
            source.name, "Word-dokumentet har intet indhold", "åbn og gem det igen i Word"
        )
    return body


def _has(body: _Element, tag: str) -> bool:
    return next(body.iter(f"{W}{tag}"), None) is not None


def _without_page(part: Part) -> Part:
    """No page break anywhere: Word has not said where pages end, so no page is claimed."""
    return Part(part.text, part.kind, part.level, None, part.gap, part.removals)


def _filled(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with words; what was taken out of an empty one goes with the next."""
    waiting: list[Removal] = []
    for part in parts:
        if not part.text.strip():
            waiting += (replace(removal, at=0) for removal in part.removals)
        elif waiting:
            yield replace(part, removals=(*waiting, *part.removals))
            waiting = []
        else:
            yield part
    if waiting:
        yield Part("", removals=tuple(waiting))
