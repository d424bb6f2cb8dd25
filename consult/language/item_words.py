"""What a catalogue calls its items ("Spor 1", "Tema 2"), as lead words of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.language.codes import Numbering
from consult.language.nlp import Tokens, empty_matcher
from consult.language.patterns import name_regex

_SHORTENED = 5  # letters that must stand of "Fokusomr."


@dataclass(frozen=True, slots=True)
class ItemLead:
    """A lead word in tokens `first` to `last` (excluded), before the numbers or behind one.

    `stem` is what the catalogue's numbers begin with ("spor"), "" where they are bare.
    """

    first: int
    last: int
    stem: str
    number_first: bool = False


class ItemWords:
    """Finds the catalogue's own word for its items."""

    def __init__(self, numbering: Numbering) -> None:
        """Compiles the words in their bendings and shortened with a full stop."""
        self._stems = {
            word: word if any(n.casefold().startswith(word) for n in numbering.numbers) else ""
            for word in sorted(numbering.item_words)
        }
        self._matcher = empty_matcher()
        nr = {"LOWER": {"IN": ["nr", "nr.", "nummer"]}, "OP": "?"}
        dot = {"ORTH": ".", "OP": "?"}
        for word in self._stems:
            named = {"LOWER": {"REGEX": _regex(word)}}
            self._matcher.add(f"before:{word}", [[named, dict(dot), nr, dict(dot)]])
            self._matcher.add(f"behind:{word}", [[{"TEXT": {"REGEX": r"^\d{1,3}\.$"}}, named]])

    def own(self, word: str) -> bool:
        """Whether a word is the catalogue's own for its items."""
        return any(word.lower().startswith(own) for own in self._stems)

    def leads(self, tokens: Tokens) -> Iterator[ItemLead]:
        """The lead words in the text, the longest first."""
        if not self._stems:
            return
        strings = tokens.doc.vocab.strings
        for key, first, last in sorted(self._matcher(tokens.doc), key=lambda m: (m[1], -m[2])):
            side, word = strings[key].split(":")
            yield ItemLead(first, last, self._stems[word], side == "behind")


def _regex(word: str) -> str:
    shortened = "|".join(word[:end] + r"\.?" for end in range(_SHORTENED, len(word)))
    return f"{name_regex(word)}|^({shortened})$" if shortened else name_regex(word)
