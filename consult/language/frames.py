"""What stands around a letter: a portal's labels and values, mail headers, addresses above it."""

import re
from collections.abc import Sequence

from consult.domain.findings import PassageKind
from consult.language.line_roles import (
    SIGNATURE_WORDS,
    is_boilerplate,
    is_name,
    is_one,
    is_salutation,
    is_text_label,
)
from consult.language.units import Unit

# A salutation, an address or a date line stands this near the top, in units.
TOP_UNITS = 12
# This many header lines together make a mail's header.
HEADER_LINES = 3
# The value after a portal's label is short, in words.
_VALUE_WORDS = 8
_CELL = re.compile(r"[\t|]")
_MAIL_LABEL = ("boilerplate", "mail_label")


def mark_boilerplate(units: Sequence[Unit], kinds: list[PassageKind]) -> None:
    """Portal labels with their values, and lines that are metadata by shape.

    Some labels are also words of a letter: they are labels where the frame stands just above.
    """
    value_due = framed = contact = False
    for i, unit in enumerate(units):
        if kinds[i] not in (PassageKind.BODY, PassageKind.HEADING, PassageKind.TABLE):
            value_due = framed = contact = False
            continue
        begins_text = is_text_label(unit.text)
        contact = contact and not begins_text and len(unit.text.split()) <= SIGNATURE_WORDS
        below = framed and is_one(unit.text, "boilerplate", "frame_label")
        label = below or is_one(unit.text, "boilerplate", "label")
        value = (value_due or _below_portal_line(units, i)) and _is_value(unit.text)
        if value or label or contact or begins_text or is_boilerplate(unit.text):
            kinds[i] = PassageKind.BOILERPLATE
        framed = (value or label) and not begins_text
        # Whom to ask stands at the end of a page, in short lines of any kind.
        contact = contact or (below and unit.text.lower().startswith("kontakt"))
        value_due = label


def _below_portal_line(units: Sequence[Unit], i: int) -> bool:
    """Whether the line goes on a block of portal metadata, before any blank line."""
    return (
        i > 0
        and not units[i].fresh
        and is_one(units[i - 1].text, "boilerplate", "portal_line")
        and not is_salutation(units[i].text)
    )


#: What stands above the columns of a petition.
_SIGNED = frozenset(
    {"navn", "adresse", "underskrift", "by", "telefon", "tlf", "e-mail", "mail", "dato", "postnr"}
    | {"nr", "alder", "klasse"}
)


def mark_table_heads(units: Sequence[Unit], kinds: list[PassageKind]) -> None:
    """First rows of tables that only name the columns."""
    for i, unit in enumerate(units[:-1]):
        first = i == 0 or units[i - 1].kind is not PassageKind.TABLE
        if not first or kinds[i] is not PassageKind.TABLE or kinds[i + 1] is not PassageKind.TABLE:
            continue
        cells = [cell.strip() for cell in _CELL.split(unit.text) if cell.strip()]
        if {"navn"} < {cell.lower().rstrip(".:") for cell in cells} <= _SIGNED:
            kinds[i] = PassageKind.BOILERPLATE
            _mark_signed_rows(units, kinds, i + 1)
        elif len(cells) > 1 and all(is_one(cell, "boilerplate", "column_name") for cell in cells):
            kinds[i] = PassageKind.BOILERPLATE


def _mark_signed_rows(units: Sequence[Unit], kinds: list[PassageKind], start: int) -> None:
    """The rows of a petition: who has signed, which is no opinion and not to be quoted."""
    for k in range(start, len(units)):
        if kinds[k] is not PassageKind.TABLE:
            return
        kinds[k] = PassageKind.SIGNATURE


def mark_mail_form(units: Sequence[Unit], kinds: list[PassageKind]) -> None:
    """The labels of a printed mail that stand together, and as many values below them."""
    labels = [i for i, u in enumerate(units[:TOP_UNITS]) if is_one(u.text, *_MAIL_LABEL)]
    if len(labels) < HEADER_LINES or labels[-1] - labels[0] + 1 != len(labels):
        return
    end = labels[-1] + 1
    while end < min(len(units), labels[-1] + 1 + len(labels)) and _is_mail_value(units[end]):
        end += 1
    # Mail programs print whose mailbox it was above the labels.
    begin = 0 if labels[0] == 1 and is_name(units[0].text) else labels[0]
    for i in range(begin, end):
        kinds[i] = PassageKind.BOILERPLATE


def _is_mail_value(unit: Unit) -> bool:
    short = len(unit.text.split()) <= 2 * SIGNATURE_WORDS
    return short and not unit.text.endswith((".", "!", "?")) and not is_salutation(unit.text)


def mark_letterhead(units: Sequence[Unit], kinds: list[PassageKind]) -> None:
    """The lines of an address above the letter, and the name that it begins with."""
    for i, unit in enumerate(units[:TOP_UNITS]):
        if kinds[i] is PassageKind.BODY and len(unit.text.split()) > SIGNATURE_WORDS:
            return
        if kinds[i] not in (PassageKind.BODY, PassageKind.HEADING):
            continue
        lines = [line.strip() for line in unit.text.split("\n")]
        if all(is_one(line, "boilerplate", "letterhead_line", "byline") for line in lines):
            kinds[i] = PassageKind.BOILERPLATE
            if i == 1 and kinds[0] is not PassageKind.GREETING and is_name(units[0].text):
                kinds[0] = PassageKind.BOILERPLATE


def _is_value(line: str) -> bool:
    """Whether a line could be what a portal prints after a label."""
    return len(line.split()) <= _VALUE_WORDS and line[-1] not in ".!?:"
