"""What users may be called, and what is typed as names are kept."""

import re
from collections.abc import Set as AbstractSet
from unicodedata import combining, normalize

from consult.domain.errors import AccountError

#: Letters of names on the command line, and of mail addresses; short enough for a table.
_NAME = re.compile(r"[a-z0-9æøåäöüé][a-z0-9æøåäöüé._@+-]{1,63}")
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
#: Characters of the name that is shown.
_DISPLAY = 100
#: Characters of a typed name that are looked at; longer than any name.
_LOOKED_AT = 200


def name_of(typed: str) -> str:
    """The name as it is kept: small letters, one code point for å, no blanks around it.

    What no database can hold becomes a question mark, which no name has.
    """
    return normalize("NFC", storable(typed[:_LOOKED_AT]).strip().casefold())


def storable(text: str) -> str:
    """The text without NUL and half letters."""
    return text.encode(errors="replace").decode().replace("\0", "?")


def one_line(text: str) -> str:
    """The text as every database can hold it, all blanks in it single ones."""
    return " ".join(storable(text).split())


def plain_letters(text: str, between: str) -> str:
    """The text in a-z and 0-9 alone, `between` for each run of anything else; it may be empty.

    Danish letters are written as they commonly are in addresses; other marks are dropped.
    """
    spelt = normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(c for c in spelt if not combining(c))
    return re.sub(r"[^a-z0-9]+", between, kept).strip(between)


def new_name(typed: str) -> str:
    """A name that may be given to a new user.

    Raises:
        AccountError: it may not.
    """
    name = name_of(typed)
    if _NAME.fullmatch(name) is None:
        raise AccountError(
            f"»{typed[:80]}« kan ikke være et brugernavn – brug 2 til 64 bogstaver, tal og . _ - + "
            "uden mellemrum, fx anna.holm."
        )
    return name


def shown(display: str, name: str) -> str:
    """The name that others see: on one line, without what turns text round."""
    kept = "".join(c if c.isprintable() else " " for c in normalize("NFC", display))
    return " ".join(kept.split())[:_DISPLAY] or name


def free_name(wanted: str, taken: AbstractSet[str]) -> str:
    """A name like the wanted one, with a number after it where that one is taken."""
    kept = re.sub(r"[^a-z0-9æøåäöüé._@+-]+", "-", name_of(wanted)).strip("-._@+")[:56]
    stem = kept if len(kept) > 1 else "bruger"
    candidate, n = stem, 1
    while candidate in taken:
        n += 1
        candidate = f"{stem}-{n}"
    return candidate
