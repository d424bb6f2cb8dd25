"""Reads a list of proposal numbers from tokens: "79, 80 og 82", "BU-02 til 04", "12 og 14-16"."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from consult.language.codes import Numbering, normal_form
from consult.language.nlp import Tokens

_NUMBER = re.compile(r"(\d{1,4}[a-zA-Z]?)\.?$")
# In a code what people glue to it may follow: "BU-04-besparelsen", "BU-02's".
_CODE_NUMBER = re.compile(r"(\d{1,4}[a-zA-Z]?)(?:\.|-[a-zæøå]+|['’]s)?$")
_MARKED = re.compile(r"-(\d{1,4}[a-zA-Z]?)\.?$")
_POINTED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,2})\.?$")
_COMMAS = re.compile(r"\d{1,4}(?:,\d{1,4})+\.?$")
_CAPITALS = re.compile(r"[A-ZÆØÅ]{1,6}$")
_LETTER = re.compile(r"[A-ZÆØÅa-zæøå]$")
_YEAR = re.compile(r"(19|20)\d\d$")
_CODE_MARKS = frozenset("-_./")
_NUMBER_WORDS = frozenset({"nr", "nr.", "nummer"})
_AND = frozenset({"og", "samt", "eller", "&", "+", ",", ";"})
_ENDS_LIST = frozenset({"og", "samt", "eller", ","})
_LONGEST = 60  # numbers; a longer list is a table of figures


@dataclass(frozen=True, slots=True)
class Written:
    """A number as written: its text without inner blanks, its tokens, and where it ends.

    `prefix` are its letters as written ("BU"), "" for a plain number.
    """

    text: str
    prefix: str
    first: int
    last: int
    end: int
    joiner: str = ""


@dataclass(frozen=True, slots=True)
class NumberList:
    """What a list names. `resolved` and `unresolved` in the order named; `end` in characters."""

    resolved: tuple[str, ...]
    unresolved: tuple[str, ...]
    end: int
    after: int


class NumberReader:
    """Reads number lists in one text."""

    def __init__(
        self,
        tokens: Tokens,
        numbering: Numbering,
        barred: Collection[int],
        after_list: Collection[str],
    ) -> None:
        """`barred` are tokens that are no proposal numbers whatever stands before them.

        `after_list` are words that may follow the last of several numbers; another word in
        lower case there says that the number counts something.
        """
        self._tokens = tokens
        self._words = tokens.words
        self._numbering = numbering
        self._barred = barred
        self._after_list = after_list

    def read(self, start: int, *, strict: bool, stem: str = "") -> NumberList | None:
        """The list that begins at token `start`, or None; `stem` stands before each number.

        `strict` (after a lead word in the singular) keeps a later number out of the list
        where it could count what follows, or is unknown and only a comma joins it.
        """
        first = self._number(start, "", stem)
        if first is None or self._is_other(first, stem):
            return None
        items = [first]
        while len(items) < _LONGEST and (item := self._next(items[-1], strict, stem)) is not None:
            items.append(item)
        return self._resolve(items, stem)

    def follows(self, listed: NumberList) -> str:
        """The word behind a list, "" at the end of the text."""
        return self._words[listed.after] if listed.after < len(self._words) else ""

    def _over_break(self, i: int) -> int:
        return i + 1 if i < len(self._words) and self._words[i] == "\n" else i

    def _next(self, before: Written, strict: bool, stem: str) -> Written | None:
        joiner, i = self._joiner(before.last + 1)
        if not joiner:
            return None
        item = self._number(i, joiner, stem) or self._inheriting(i, joiner, before)
        if item is None or self._is_other(item, stem):
            return None
        known = self._numbering.resolve(self._full(item, before.prefix, stem)) is not None
        if not known and (joiner == "/" or (strict and joiner == ",")):
            return None
        plain = not item.prefix and item.text.isdigit()
        if plain and (strict or before.prefix) and joiner in _ENDS_LIST and self._counts(item):
            return None
        return item

    def _joiner(self, i: int) -> tuple[str, int]:
        """What joins a number to the next, in plain form ("-" for ranges), and what follows."""
        words = [w.lower() for w in self._words[i : i + 3]] + ["", "", ""]
        if words[0] == ")":  # "q) r) og s)"
            joiner, following = self._joiner(i + 1)
            following = following or i + 1
            bracketed = self._words[following + 1 : following + 2] == (")",)
            return (joiner or ",", following) if bracketed else ("", i)
        if words[0] in ("-", "til", "to", "t.o.m.", "tom"):
            return "-", self._over_nr(i + (3 if words[:3] == ["til", "og", "med"] else 1))
        if words[0] == "/":
            return "/", i + 1
        if words[0] not in _AND:
            return "", 0
        both = words[0] == "," and words[1] in _AND
        return words[1] if both else words[0], self._over_nr(i + 1 + both)

    def _over_nr(self, i: int) -> int:
        i = self._over_break(i)
        named = i < len(self._words) and self._words[i].lower() in ("nr", "nr.", "pkt", "pkt.")
        return i + 1 if named else i

    def _number(self, i: int, joiner: str, stem: str = "") -> Written | None:
        if i >= len(self._words) or i in self._barred:
            return None
        word, start = self._words[i], self._tokens.starts[i]
        if match := _NUMBER.match(word) or self._grouped(word):
            return Written(match[1], "", i, i, start + len(match[1]), joiner)
        return self._letter(i, joiner, stem) or self._code(i, joiner)

    def _grouped(self, word: str) -> re.Match[str] | None:
        """A number with points ("5.1") or several with commas ("79,80"), if they are known."""
        if self._numbering.has_points and (match := _POINTED.match(word)):
            return match
        if _COMMAS.match(word):
            parts = word.rstrip(".").split(",")
            if all(self._numbering.resolve(part) for part in parts):
                return re.match(r"(.*?)\.?$", word)
        return None

    def _letter(self, i: int, joiner: str, stem: str) -> Written | None:
        """A single letter, where the catalogue has such numbers; "I" before a verb is a word."""
        word = self._words[i].rstrip(".")
        lettered = self._numbering.has_letters or (stem and word.isupper())
        if not (lettered and _LETTER.match(word)) or (word.islower() and not self._small(word)):
            return None
        following = self._words[i + 1] if i + 1 < len(self._words) else ""
        word_like = word in "IÅiå" and self._words[i] == word
        if following[:1].isdigit() or (word_like and following[:1].islower()):
            return None
        return Written(word, "", i, i, self._tokens.starts[i] + 1, joiner)

    def _small(self, letter: str) -> bool:
        return self._numbering.has_small and self._numbering.resolve(letter) is not None

    def _code(self, i: int, joiner: str) -> Written | None:
        """Letters and digits, with or without a mark between: of a known prefix, or capitals."""
        letters, marks, j = "", "", i
        while j < len(self._words) and j - i < 7 and not self._words[j][0].isdigit():
            word = self._words[j]
            if word in _CODE_MARKS or (letters and word in _NUMBER_WORDS):
                marks = word
            elif word.isalpha() and (not letters or marks):
                letters, marks = letters + ("/" if letters else "") + word, ""
            else:
                return None
            j += 1
        if not letters or j >= len(self._words) or j in self._barred:
            return None
        digits = _CODE_NUMBER.match(self._words[j])
        known = letters.replace("/", "").casefold() in self._numbering.prefixes
        if digits is None or not (known or _CAPITALS.match(letters)):
            return None
        if not known and not self._tokens.glued(j):
            return None
        return Written(
            letters + digits[1], letters, i, j, self._tokens.starts[j] + len(digits[1]), joiner
        )

    def _inheriting(self, i: int, joiner: str, before: Written) -> Written | None:
        """The rest of "BU-02 til - 04" or "BU-02 og -04": a mark before the digits."""
        if before.prefix and i + 1 < len(self._words) and self._words[i] in _CODE_MARKS:
            return self._number(i + 1, joiner)
        rest = _MARKED.match(self._words[i]) if before.prefix and i < len(self._words) else None
        if rest is None or i in self._barred:
            return None
        return Written(rest[1], "", i, i, self._tokens.starts[i] + rest.end(1), joiner)

    def _is_other(self, item: Written, stem: str) -> bool:
        """Whether the number is a year, or runs on into something longer (a date, a case)."""
        if self._numbering.resolve(stem + item.text) is not None:
            return self._runs_on(item)
        return bool(_YEAR.match(item.text[len(item.prefix) :])) or self._runs_on(item)

    def _runs_on(self, item: Written) -> bool:
        j = item.last + 1
        if j >= len(self._words) or (item.prefix and not self._tokens.glued(j)):
            return False
        ended = self._words[item.last].endswith(".") and "." in self._words[j][:-1]
        return (self._words[j][0].isdigit() and not ended) or self._words[j] in ("%", "§")

    def _counts(self, item: Written) -> bool:
        """Whether a word in lower case follows that no list of proposals is followed by."""
        j = item.last + 1
        following = self._words[j] if j < len(self._words) else ""
        return following.isalpha() and following.islower() and following not in self._after_list

    def _full(self, item: Written, prefix: str, stem: str) -> str:
        """The number with the prefix it takes over from the number before it, or the stem."""
        if stem:
            return stem + item.text
        return item.text if item.prefix or not prefix or item.text.isalpha() else prefix + item.text

    def _resolve(self, items: list[Written], stem: str) -> NumberList:
        found: list[tuple[str, bool]] = []
        prefix, previous = "", ""
        for item in items:
            full = self._full(item, prefix, stem)
            prefix = item.prefix or prefix
            if item.joiner == "-" and previous and normal_form(previous) != normal_form(full):
                found.extend((n, True) for n in self._numbering.between(previous, full))
            found.extend(self._spelt(full))
            previous = full
        resolved = dict.fromkeys(n for n, known in found if known)
        unresolved = dict.fromkeys(n for n, known in found if not known)
        last = items[-1]
        return NumberList(tuple(resolved), tuple(unresolved), last.end, last.last + 1)

    def _spelt(self, full: str) -> Iterator[tuple[str, bool]]:
        for part in full.split(","):
            number = self._numbering.resolve(part)
            yield (number, True) if number else (self._numbering.spell(part), False)
