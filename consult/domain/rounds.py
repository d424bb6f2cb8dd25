"""What is said of a consultation beside its catalogue, and who of those invited has answered."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Details:
    """The period (first and last day), the journal number, and the invited parties by name."""

    starts: date | None = None
    ends: date | None = None
    journal_number: str = ""
    invited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invited party and the senders (as their responses name them) that it is taken for."""

    name: str
    senders: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether a response of theirs was found."""
        return bool(self.senders)


def answers(invited: Iterable[str], senders: Iterable[str]) -> tuple[Invitation, ...]:
    """Each invited party, in order, with those of the senders that it may be.

    A sender may be the party where all words of the party's name are words of the sender's
    ("FOA" and "FOA Havrebjerg"), or the other way where the sender has two words or more. It is
    a proposal to a person: the senders are shown beside the party, and who has none is too.
    """
    named = {sender: _words(sender) for sender in senders}
    return tuple(Invitation(name, _taken_for(_words(name), named)) for name in invited)


def _taken_for(party: frozenset[str], named: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    if not party:
        return ()
    return tuple(
        sender
        for sender, words in named.items()
        if party <= words or (words <= party and len(words) > 1)
    )


def parties(lines: str) -> tuple[str, ...]:
    """The names of a text with one a line, each once."""
    names = (" ".join(line.split()) for line in lines.splitlines())
    return tuple(dict.fromkeys(name for name in names if name))


#: Words that tell no party from another.
_SMALL = frozenset({"i", "på", "og", "for", "af", "ved", "til", "den", "det", "de", "kommune"})


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return frozenset(re.findall(r"\w+", plain)) - _SMALL
