"""Codes with figures among their letters ("B27-DR-04", "7.E.03"), and what people leave out."""

import re
from collections import Counter
from collections.abc import Iterator

from consult.domain.findings import Reference
from consult.language.codes import Numbering, is_long, is_named, normal_form, runs

_MARK = r"[ ]?[-‐‑–_./]?[ ]?"
_WHOLE = 3  # runs of a code that has no part to leave out


class LongCodes:
    """Finds the long codes of a catalogue, whole or without the part they all begin with."""

    def __init__(self, numbering: Numbering) -> None:
        """Compiles one pattern of all spellings; it matches nothing where no code is long."""
        spellings = {number: tuple(_spellings(number)) for number in numbering.numbers}
        # What two proposals share names neither.
        times = Counter(_form(parts) for each in spellings.values() for parts in each)
        self._numbers = {
            _form(parts): number
            for number, each in spellings.items()
            for parts in each
            if times[_form(parts)] == 1
        }
        bodies = [_body(parts) for each in spellings.values() for parts in each]
        self._pattern = re.compile(
            rf"(?<![\w.-])(?i:{'|'.join(bodies)})(?!\w|[-.]\d)"
            rf"|(?<![\w.-])(?i:{'|'.join(bodies)})(?=[A-ZÆØÅÉ][a-zæøåé])"
            if bodies
            else r"(?!)"
        )

    def find(self, text: str) -> Iterator[Reference]:
        """The long codes in `text`, in order."""
        for match in self._pattern.finditer(text):
            number = self._numbers.get(normal_form(match[0]))
            if number is not None:
                yield Reference(*match.span(), "long_code", (number,))


def _spellings(number: str) -> Iterator[tuple[str, ...]]:
    """The runs of a long code, and those of its tail; of a name the runs behind the word."""
    parts = runs(number)
    if is_named(number):
        parts = parts[1:]
    if not is_long("-".join(parts)):
        return
    yield parts
    if not is_named(number) and len(parts) > _WHOLE:
        yield parts[-2:]


def _form(parts: tuple[str, ...]) -> str:
    return normal_form("-".join(parts))


def _body(parts: tuple[str, ...]) -> str:
    bodies = [f"0*{p.lstrip('0') or '0'}" if p.isdigit() else re.escape(p) for p in parts]
    return _MARK.join(bodies)
