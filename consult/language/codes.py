"""When two ways of writing a proposal's number mean the same, and which numbers there are."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.domain.proposals import Catalogue

# "Punkt 79" and "Forslag nr. 5" as numbers of a catalogue mean 79 and 5.
_LEAD = re.compile(r"^(?:punkt|pkt|forslag|nr|sag)\b\.?\s*(?:nr\b\.?)?\s*", re.IGNORECASE)
_RUNS = re.compile(r"[^\W\d_]+|\d+")
# "Tema 3 - Flere boliger", "Delområde C".
_NAMED = re.compile(r"(?P<word>[^\W\d_]{3,})\s+(?P<tail>\d{1,3}|[A-ZÆØÅ])(?![\w.])")
_LAST_LETTER = re.compile(r"\b[A-ZÆØÅ]$")
_LONG_TAIL = 3  # figures
_SHORT_WORD = 4  # from here on letters are a word ("Lokalplan 148"), below a code ("AHLI-01")


def runs(number: str) -> tuple[str, ...]:
    """The runs of letters and of figures in a number, in lower case, its lead word left out."""
    return tuple(_RUNS.findall(_LEAD.sub("", number).casefold()))


def is_long(number: str) -> bool:
    """Whether figures stand among a code's letters, as in "B27-DR-04"."""
    parts = runs(number)
    letters = [i for i, part in enumerate(parts) if not part.isdigit()]
    return len(parts) > 2 and any(part.isdigit() for part in parts[: max(letters, default=0)])


def normal_form(number: str) -> str:
    """What is the same in all spellings of a number: case, separators and leading zeros aside.

    "BU-02", "bu 2" and "BU.002" give "bu2"; "006" gives "6"; "5.1" keeps its point.
    """
    form, previous = "", ""
    for run in runs(number):
        digits = run.isdigit()
        form += "." if digits and previous.isdigit() else ""
        form += (run.lstrip("0") or "0") if digits else run
        previous = run
    return form


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands among those with the same letters: comparable within `prefix`."""

    prefix: str
    order: tuple[tuple[int, ...], str]


def place(number: str) -> Place:
    """The letters before the digits, the digits as numbers, and the letter after them.

    A number that is a single letter has no prefix: "A" to "D" is a range.
    """
    parts = runs(number)
    if len(parts) == 1 and len(parts[0]) == 1 and not parts[0].isdigit():
        return Place("", ((), parts[0]))
    first_digits = next((i for i, run in enumerate(parts) if run.isdigit()), len(parts))
    tail = parts[first_digits:]
    digits = tuple(int(run) for run in tail if run.isdigit())
    letters = "".join(run for run in tail if not run.isdigit())
    return Place("".join(parts[:first_digits]), (digits, letters))


@dataclass(frozen=True, slots=True)
class Prefix:
    """The letters that codes of a catalogue begin with, and how the catalogue writes them.

    `parts` are the runs of letters in lower case ("SI/UD03": si, ud); `stem` is what stands
    before the digits ("SI/UD", "BU-").
    """

    parts: tuple[str, ...]
    stem: str

    @property
    def key(self) -> str:
        """The letters without separators."""
        return "".join(self.parts)


class Numbering:
    """The numbers of a catalogue, found by any of their spellings."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Indexes every number by its exact and its normal form."""
        self.numbers = catalogue.numbers
        self._exact = frozenset(self.numbers)
        self._by_form: dict[str, list[str]] = {}
        for number in self.numbers:
            self._by_form.setdefault(normal_form(number), []).append(number)
        self.prefixes = {p.key: p for p in reversed([*_prefixes(self.numbers)])}
        self.has_points = any("." in form for form in self._by_form)
        self.has_letters = any(len(form) == 1 and form.isalpha() for form in self._by_form)
        self.has_small = any(len(n) == 1 and n.islower() for n in self.numbers)
        self.has_capitals = self.has_letters and not self.has_small
        self.item_words = frozenset(_item_words(catalogue))
        self.tails = _tails(self.numbers)
        self.glued_names = dict(_glued_names(catalogue))
        self.has_letter_names = any(is_named(n) and _LAST_LETTER.search(n) for n in self.numbers)

    def resolve(self, written: str) -> str | None:
        """The catalogue's number for `written`; None where there is none, or more than one.

        Where the catalogue holds both "6" and "006" only the exact spelling resolves.
        """
        if written in self._exact:
            return written
        found = self._by_form.get(normal_form(written), [])
        return found[0] if len(found) == 1 else None

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """The catalogue's numbers from `first` to `last`, both included, in rising order."""
        low, high = place(first), place(last)
        if low.prefix != high.prefix:
            return ()
        inside = [
            (spot.order, number)
            for number in self.numbers
            if (spot := place(number)).prefix == low.prefix
            and low.order <= spot.order
            and (spot.order <= high.order or spot.order[0] == high.order[0] != ())
        ]
        return tuple(number for _, number in sorted(inside))

    def spell(self, written: str) -> str:
        """`written` in the catalogue's manner: "bu 99" is "BU-99" beside "BU-02"."""
        split = re.match(r"(\D*?)[\W_]*(\d.*)?$", written)
        if split is None or not split[1]:
            return written.strip()
        letters = "".join(_RUNS.findall(split[1].casefold()))
        known = self.prefixes.get(letters)
        return (known.stem if known else split[1].upper()) + (split[2] or "")


def _prefixes(numbers: Iterable[str]) -> Iterable[Prefix]:
    for number in numbers:
        match = re.match(r"(\D+)\d", _LEAD.sub("", number))
        parts = tuple(_RUNS.findall(match[1].casefold())) if match else ()
        if match and parts and not is_named(number) and not is_long(number):
            yield Prefix(parts, match[1])


def _item_words(catalogue: Catalogue) -> Iterable[str]:
    """What the catalogue calls its items: "spor" of "Spor 1", as numbers or before the titles."""
    called = Counter(
        named["word"].casefold()
        for proposal in catalogue
        for written in (proposal.number, proposal.title)
        if (named := _NAMED.match(written)) and _tail(named["tail"], proposal.number)
    )
    return (word for word, times in called.items() if times > 1)


def _tails(numbers: Iterable[str]) -> Mapping[str, str]:
    """Numbers that are names by their last part, where it says enough: "403", "C"."""
    last = [(runs(n)[-1], n) for n in numbers if is_named(n)]
    times = Counter(tail for tail, _ in last)
    return {
        tail: number
        for tail, number in last
        if times[tail] == 1 and (len(tail) >= _LONG_TAIL or _LAST_LETTER.search(number))
    }


def _glued_names(catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    """Words that begin with the number and the title ("0-alternativ"), and their numbers."""
    for proposal in catalogue:
        word = re.match(r"(\w+)-[^\W\d_]+", proposal.title)
        if word and word[1] == proposal.number:
            yield word[0].casefold(), proposal.number


def _tail(written: str, number: str) -> bool:
    return normal_form(number).endswith(normal_form(written))


def is_named(number: str) -> bool:
    """Whether a number is a name with a number or letter in it, as "Lokalplan 148" is."""
    letters = [run for run in _RUNS.findall(number) if not run.isdigit()]
    return any(len(run) >= _SHORT_WORD and not run.isupper() for run in letters)
