"""What must hold of every document and text, whatever the bytes were."""

from consult.domain.documents import Document
from consult.language.normalise import clean
from consult.language.passages import segment
from consult.language.references import ReferenceFinder


class BrokenError(AssertionError):
    """Something that must always hold does not."""


def check_document(document: Document) -> None:
    """Blocks and passages: in order, inside the text, each non-blank character in one."""
    text = document.text
    _check_cover(text, [(b.start, b.end) for b in document.blocks], "block")
    passages = segment(document)
    _check_cover(text, [(p.start, p.end) for p in passages], "passage")
    _require(passages == segment(document), "passages differ the second time")
    for removal in document.removals:
        _require(0 <= removal.at <= len(text), f"{removal} lies outside the text")
    _require("\0" not in text and "\u202e" not in text, "an invisible character is left")


def check_clean(text: str) -> None:
    """Cleaning takes nothing out in silence, and finds nothing more to take the second time."""
    cleaned = clean(text)
    _require(cleaned == clean(text), "cleaning differs the second time")
    for removal in cleaned.removals:
        _require(0 <= removal.at <= len(cleaned.text), f"{removal} lies outside the text")
    _require("\0" not in cleaned.text, "an invisible character is left")


def check_references(finder: ReferenceFinder, text: str) -> None:
    """References lie inside the text, in order, without overlap."""
    found = finder.find(text)
    _require(found == finder.find(text), "references differ the second time")
    last = 0
    for reference in found:
        _require(last <= reference.start < reference.end <= len(text), f"{reference} lies outside")
        last = reference.end


def _check_cover(text: str, spans: list[tuple[int, int]], what: str) -> None:
    last = 0
    for start, end in spans:
        _require(last <= start < end <= len(text), f"{what} {start}:{end} overlaps or lies outside")
        _require(not text[last:start].strip(), f"text before {what} {start} is in none")
        last = end
    _require(not text[last:].strip(), f"text after the last {what} is in none")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenError(otherwise)
