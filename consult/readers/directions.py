"""What a proposal does to its service: read from the catalogue's words, or inferred."""

import re
from collections.abc import Mapping
from functools import cache

from consult.domain.proposals import Direction
from consult.rules import load_rules

# Characters of a proposal's text that are looked at; what it does is said first.
OPENING = 400


def read_direction(words: str) -> Direction:
    """The direction that a column or a line "Retning: …" names; UNKNOWN where it names none."""
    return _first("column", words) or Direction.UNKNOWN


def infer_direction(
    title: str,
    text: str,
    amounts: Mapping[str, float],
    lean: Direction | None = None,
    *,
    signed: bool = False,
) -> Direction:
    """The direction that title, opening of the text and amounts suggest, in that order.

    Amounts decide only by their sign, and only where words do not: catalogues write a
    saving as a negative amount, but some write it as a positive one. `lean` is what the
    catalogue as a whole says ("Sparekatalog"), which goes before the sign. `signed` says that
    the catalogue writes savings and expenses with different signs: then an expense is no cut
    because its title alone sounds like one ("Afvikling af pukkel").
    """
    opening = text[:OPENING]
    if _first("text", opening) is Direction.REVERSAL:
        return Direction.REVERSAL
    titled, told = _first("title", title), _first("text", opening)
    if signed and titled is Direction.CUT is not told and by_sign(amounts) is Direction.INVESTMENT:
        titled = Direction.INVESTMENT
    return titled or told or lean or by_sign(amounts)


def agreement(title: str, amounts: Mapping[str, float]) -> int:
    """1 where title and sign say the same of a proposal, -1 where the contrary, 0 otherwise."""
    pair = {_first("title", title), by_sign(amounts)}
    if pair == {Direction.CUT, Direction.INVESTMENT}:
        return -1
    return int(pair in ({Direction.CUT}, {Direction.INVESTMENT}))


def by_sign(amounts: Mapping[str, float]) -> Direction:
    """Negative: a cut, positive: an investment; mixed or none: unknown."""
    values = [value for value in amounts.values() if value]
    if values and all(value < 0 for value in values):
        return Direction.CUT
    if values and all(value > 0 for value in values):
        return Direction.INVESTMENT
    return Direction.UNKNOWN


def _first(where: str, words: str) -> Direction | None:
    """The direction of the rule that matches first in `words`; a reversal wins over all."""
    found = [
        (match.start(), order, direction)
        for order, (direction, pattern) in enumerate(_patterns(where))
        if (match := pattern.search(words))
    ]
    if any(direction is Direction.REVERSAL for *_, direction in found):
        return Direction.REVERSAL
    return min(found)[2] if found else None


@cache
def _patterns(where: str) -> tuple[tuple[Direction, re.Pattern[str]], ...]:
    return tuple(
        (Direction(rule.data["direction"]), re.compile(rule.data["pattern"], re.IGNORECASE))
        for rule in load_rules("directions").rules
        if rule.data["where"] == where
    )
