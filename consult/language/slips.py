"""Slips of the pen and of text recognition in references: put right before they are read."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from consult.language.codes import Numbering
from consult.rules.loader import load_rules

_FIGURES = str.maketrans("OoIl|", "00111")
_MIXED = r"(?=[OoIl|]*\d)(?=\d*[OoIl|])[\dOoIl|]{1,4}"
_NUMBER = re.compile(rf"(?<![^\W_])(?<![\d.,]){_MIXED}(?![^\W_])")
_CUT = re.compile(r"[^\W\d_]+(?:(?:-\n|\u00ad+)[^\W\d_]+)+")
_SHORTEST = 4  # letters; a shorter word is one slip away from too many others


def joined(text: str) -> str:
    """`text` with lead words whole that a line's end or a soft hyphen cuts in two.

    What is taken out is made up for by blanks behind the word, so that offsets hold.
    """
    return _CUT.sub(_whole, text) if "-\n" in text or "\u00ad" in text else text


def _whole(match: re.Match[str]) -> str:
    word = re.sub(r"-\n|\u00ad", "", match[0])
    if not word.casefold().endswith(_lead_words()):
        return match[0]
    return word.ljust(len(match[0]))


class Figures:
    """Reads O, I and l as figures where that gives a number of the catalogue."""

    def __init__(self, numbering: Numbering) -> None:
        """Builds one pattern of all codes' letters."""
        self._numbering = numbering
        stems = sorted({re.escape(p.stem.strip(" -_./")) for p in numbering.prefixes.values()})
        letters = "|".join(stems)
        self._code = re.compile(
            rf"(?<![^\W_])(?i:{letters})[-‐‑–_./ ]?(?P<slip>{_MIXED})(?![^\W_])"
            if letters
            else r"(?!)"
        )

    def mended(self, text: str) -> str:
        """`text` with such slips put right, character for character, so that offsets hold."""
        if not re.search(r"\d", text):
            return text
        swaps = [m.span() for m in _NUMBER.finditer(text) if self._known(m[0])]
        swaps += [
            m.span("slip")
            for m in self._code.finditer(text)
            if self._known(text[m.start() : m.start("slip")], m["slip"])
        ]
        return _swapped(text, swaps) if swaps else text

    def _known(self, *parts: str) -> bool:
        meant = "".join(parts[:-1]) + _read(parts[-1])
        return self._numbering.resolve(meant) is not None or meant in self._numbering.tails


def _read(slip: str) -> str:
    return slip.translate(_FIGURES)


def _swapped(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + _read(text[start:end]) + text[end:]
    return text


@lru_cache(maxsize=20_000)
def lead_word(word: str) -> str:
    """The lead word of references that `word` is a slip of, else `word` itself.

    One letter too many, missing, wrong or two exchanged ("pukt", "forlsag", "budgetforlag").
    """
    lowered = word.casefold()
    if len(lowered) < _SHORTEST or not lowered.isalpha() or lowered in _real_words():
        return word
    for front in _fronts():
        rest = lowered.removeprefix(front)
        if len(rest) < _SHORTEST or (rest == lowered and front):
            continue
        for meant in _lead_words():
            if rest != meant and OSA.distance(rest, meant, score_cutoff=1) <= 1:
                return front + meant
    return word


@cache
def _lead_words() -> tuple[str, ...]:
    return tuple(load_rules("references").data["misspelt"])


@cache
def _real_words() -> frozenset[str]:
    return frozenset([*_lead_words(), *load_rules("references").data["not_misspelt"]])


@cache
def _fronts() -> tuple[str, ...]:
    return ("", *load_rules("references").data["compound_fronts"])
