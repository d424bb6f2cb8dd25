"""Text as a cell of a spreadsheet may hold it: no formula, no character that is not allowed."""

import re
import unicodedata

#: What programs that show tables take for the beginning of a formula, or of a command (DDE).
FORMULA = frozenset("=+-@")
#: Characters that begin a cell with which some programs go on to what comes after them.
LEADS = frozenset("\t\r\n")
#: Put before a cell that would be a formula; the usual advice (OWASP, CSV injection).
HARMLESS = "'"
#: Longest text of a cell, in UTF-16 units, as Excel counts.
CELL = 32_767
#: What XML cannot hold at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Where the pictures of control characters begin: ␀ stands for U+0000.
_PICTURES = 0x2400
_CONTROLS = 0x20
_LOST = "\N{REPLACEMENT CHARACTER}"
#: How Excel writes a character by its number; a text that says so must not be read as one.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where it could be taken for a formula."""
    return f"{HARMLESS}{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a program could take the text for a formula.

    Also after what shows as nothing, and in the wide or small forms of the signs.
    """
    if text[:1] in LEADS:
        return True
    for char in text:
        if not _unseen(char):
            return unicodedata.normalize("NFKC", char)[:1] in FORMULA
    return False


def visible(text: str) -> str:
    """The text with each character that XML cannot hold replaced by one that can be seen."""
    return _FORBIDDEN.sub(lambda found: _picture(found.group()), text)


def escaped(text: str) -> str:
    """The text as Excel's own files write it, so that `_x0041_` is shown as just that."""
    return _ESCAPE.sub("_x005F_", text)


def pieces(text: str, longest: int = CELL) -> list[str]:
    """The text in pieces of at most so many UTF-16 units, no character cut in two."""
    if len(text) * 2 <= longest:
        return [text]
    found, start, units = [], 0, 0
    for at, char in enumerate(text):
        width = 2 if ord(char) > 0xFFFF else 1
        if units + width > longest:
            found.append(text[start:at])
            start, units = at, 0
        units += width
    return [*found, text[start:]]


def _unseen(char: str) -> bool:
    """Whether a character shows as nothing: blanks, control and format characters, marks."""
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Mn", "Zs")


def _picture(char: str) -> str:
    return chr(_PICTURES + ord(char)) if ord(char) < _CONTROLS else _LOST
