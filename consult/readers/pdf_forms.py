"""What people put on the pages of a PDF: fields they filled, comments they stuck on."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from consult.readers.pdf_glyphs import Box, Frame
from consult.readers.pdf_lines import PdfLine

# A page has no more; the rest is an attack on our time.
_MOST_ANNOTATIONS = 5_000
# Bytes of one value; the limit on the whole text is lower.
_LONGEST = 80_000_000
_STEP = 1.15
_BUTTONS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_TEXTS = (
    pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
    pdfium_c.FPDF_FORMFIELD_COMBOBOX,
    pdfium_c.FPDF_FORMFIELD_LISTBOX,
)
_COMMENTS = frozenset(
    (
        pdfium_c.FPDF_ANNOT_TEXT, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_LINE,
        pdfium_c.FPDF_ANNOT_SQUARE, pdfium_c.FPDF_ANNOT_CIRCLE, pdfium_c.FPDF_ANNOT_POLYGON,
        pdfium_c.FPDF_ANNOT_POLYLINE, pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_CARET,
        pdfium_c.FPDF_ANNOT_INK,
    )
)  # fmt: skip
# Some programs put the words that are marked in the comment.
_MARKINGS = frozenset(
    (
        pdfium_c.FPDF_ANNOT_HIGHLIGHT, pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_SQUIGGLY, pdfium_c.FPDF_ANNOT_STRIKEOUT,
    )
)  # fmt: skip

Annotation: TypeAlias = pdfium_c.FPDF_ANNOTATION
Form: TypeAlias = pdfium_c.FPDF_FORMHANDLE | None


@dataclass(slots=True)
class Added:
    """Filled fields as pieces in their places, and comments in the order of the file."""

    fields: list[PdfLine] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    launches: bool = False


def added_to(page: PdfPage, forms: Form, number: int, frame: Frame, lines: list[PdfLine]) -> Added:
    """What was put on page `number`; `forms` is pdfium's handle on the form, None without one.

    `lines` is the text of the page, held as `frame` says.
    """
    added = Added()
    said = ""
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), _MOST_ANNOTATIONS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            hidden = pdfium_c.FPDFAnnot_GetFlags(annotation) & pdfium_c.FPDF_ANNOT_FLAG_HIDDEN
            if kind == pdfium_c.FPDF_ANNOT_WIDGET and forms and not hidden:
                added.fields += _field(annotation, forms, number, frame, lines)
            elif kind in _COMMENTS or kind in _MARKINGS:
                comment = _string(annotation, b"Contents").strip()
                said = said or _squeezed(" ".join(line.text for line in lines))
                if comment and not (kind in _MARKINGS and _squeezed(comment) in said):
                    added.comments.append(comment)
            elif kind == pdfium_c.FPDF_ANNOT_LINK:
                added.launches |= _launches(annotation)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return added


def _field(
    annotation: Annotation, forms: Form, number: int, frame: Frame, lines: list[PdfLine]
) -> Iterator[PdfLine]:
    """The field's value as pieces, one a line; a box as ☒ or ☐."""
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(forms, annotation)
    if kind in _BUTTONS:
        value = "☒" if pdfium_c.FPDFAnnot_IsChecked(forms, annotation) else "☐"
    elif kind in _TEXTS:
        value = _wide(lambda *to: pdfium_c.FPDFAnnot_GetFormFieldValue(forms, annotation, *to))
    else:
        return
    left, bottom, right, top = frame.upright(_rect(annotation))
    size = _size(annotation, forms, lines)
    rows = [" ".join(row.split()) for row in value.splitlines()]
    rows = [row for row in rows if row]
    # One line stands in the middle of its field, more begin at its top.
    y = top - size if len(rows) > 1 else (top + bottom) / 2 - 0.35 * size
    for i, row in enumerate(rows):
        yield PdfLine(
            text=row,
            page=number,
            left=left,
            right=right if kind in _TEXTS else min(right, left + size),
            y=y - i * _STEP * size,
            size=size,
            is_bold=False,
            is_cut=False,
            cells=((left, right, row),),
            turn=frame.turn,
        )


def _size(annotation: Annotation, forms: Form, lines: list[PdfLine]) -> float:
    """The size of the text around the field: a value is no heading, whatever its size."""
    if lines:
        sizes = sorted(line.size for line in lines)
        return sizes[len(sizes) // 2]
    told = ctypes.c_float()
    pdfium_c.FPDFAnnot_GetFontSize(forms, annotation, ctypes.byref(told))
    return told.value if 4 < told.value < 30 else 10.0


def _rect(annotation: Annotation) -> Box:
    rect = pdfium_c.FS_RECTF()
    pdfium_c.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
    return rect.left, rect.bottom, rect.right, rect.top


def _launches(annotation: Annotation) -> bool:
    link = pdfium_c.FPDFAnnot_GetLink(annotation)
    action = pdfium_c.FPDFLink_GetAction(link) if link else None
    return bool(action) and pdfium_c.FPDFAction_GetType(action) == pdfium_c.PDFACTION_LAUNCH


def _string(annotation: Annotation, key: bytes) -> str:
    return _wide(lambda *to: pdfium_c.FPDFAnnot_GetStringValue(annotation, key, *to))


def _wide(ask: Callable[[ctypes.Array[ctypes.c_ushort] | None, int], int]) -> str:
    """The UTF-16 text that `ask(buffer, its length)` writes; it returns the length in bytes."""
    length = min(ask(None, 0), _LONGEST)
    if length <= 2:
        return ""
    buffer = (pdfium_c.FPDF_WCHAR * (length // 2 + 1))()
    ask(buffer, length)
    return (
        bytes(buffer)[: length - 2]
        .decode("utf-16-le", errors="ignore")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()
