"""The form of persons' names, and the name alone of a line that says more."""

import re

from consult.language.clues import Clue

PERSON = re.compile(
    r"/?[A-ZÆØÅ][\w'’.-]*(?: (?:og|&|de|von|van|[A-ZÆØÅ][\w'’.-]*)){0,5}(?=$|,| \(| v/|\d)"
)
# 'Kurt, Ritta Bo og de andre'.
_ONE = r"[A-ZÆØÅ][\w'’.-]*(?: [A-ZÆØÅ][\w'’.-]*){0,3}"
_MANY = re.compile(rf"{_ONE}(?:, {_ONE}){{1,8}},? og (?:{_ONE}|de (?:andre|øvrige)(?: \d+)?)")
# A person's name as people type it into a form.
FIELD_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,5}")
# What parts a name from its address on one line of a letterhead: "Idrætsforeningen · Engvej 3".
_BESIDE = re.compile(r"(?<=\S) +[·|•] +(?=\S)")
_CLOSING_WORDS = re.compile(
    r"^(?:(?:med |de )?(?:\w+ ){0,2}\w*hils(?:en|ner)(?: fra)?|m\.?v\.?h\.?|vh|kh|dbh|venligst"
    r"|v\.?/|v\.|ved)[,.]?\s*",
    re.IGNORECASE,
)


def signed_name(clue: Clue) -> str:
    """The name of persons alone: an address or a trade on the same line is no part of it."""
    name = bare(clue.text)
    # A form may be told "Hansen, Jens".
    if clue.field:
        return without_address(clue)
    found = _persons(name)
    return found[0].strip(" ,/") if found else name


def without_address(clue: Clue) -> str:
    """The name up to a comma where a number behind it tells an address or a telephone."""
    name = bare(clue.text)
    found = _persons(name)
    numbered = found is not None and any(letter.isdigit() for letter in name[found.end() :])
    return found[0].strip(" ,/") if found and numbered else name


def _persons(name: str) -> re.Match[str] | None:
    """The names that a line begins with, of several persons or of one."""
    return _MANY.match(name) or PERSON.match(name)


def beside(line: str) -> list[str]:
    """What stands on one line of a letterhead, parted by dots or bars: a name, then its address."""
    return [bare(part) for part in _BESIDE.split(line.strip())]


def bare(name: str) -> str:
    """The name without the closing words before it."""
    return _CLOSING_WORDS.sub("", name.strip()).strip(" ,.·/-–*_")
