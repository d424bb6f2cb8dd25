"""The committees that catalogues name, in full and as people shorten them."""

import re

COMMITTEE = (
    r"(?:[Uu]dvalget for [A-ZÆØÅ][\wæøåÆØÅ]*(?:(?:,| og|-) ?[\wæøåÆØÅ]+)*"
    r"|(?:[A-ZÆØÅ][a-zæøå]+(?:-|,)? (?:og )?){0,5}[A-ZÆØÅ][a-zæøå]*"
    r"(?:udvalget|udvalg|byrådet|kommunalbestyrelsen)|Byrådet|Kommunalbestyrelsen)"
)
_COMMITTEE = re.compile(rf"{COMMITTEE}(?!\w)")
# A heading or a row that is a committee or another body, whatever else it says.
_BODY = re.compile(
    r"\w*(?:udvalg|bestyrelse|nævn|byråd|råd)(?:et)?\b|^udvalget for ", re.IGNORECASE
)
_SHORT = re.compile(r"[A-ZÆØÅ]{1,6}")
_LETTERS = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"udvalg(?:et)?\b", re.IGNORECASE)
_SMALL_WORDS = frozenset({"for", "og", "af", "samt", "det", "den", "stående"})
# Longest name of a part of the catalogue that is written before a number as it stands.
_LONGEST = 14


def committee_in(words: str) -> str | None:
    """The committee that is named in a heading ("Børneudvalget – forslag"), None for none."""
    found = _COMMITTEE.search(words)
    return found[0] if found else None


def is_body(words: str) -> bool:
    """Whether a row or heading is the name of a committee or another body."""
    return bool(_BODY.search(words))


def shortened(section: str) -> str:
    """The section as people shorten it: "Børne- og Ungdomsudvalget" is "BUU", "Skole" stays."""
    plain = " ".join(section.split()).strip(" :.–-")
    if _SHORT.fullmatch(plain):
        return plain
    if _ENDING.search(plain):
        words = _LETTERS.findall(_ENDING.sub(" ", plain))
        return "".join(w[0].upper() for w in words if w.lower() not in _SMALL_WORDS) + "U"
    words = [word for word in _LETTERS.findall(plain) if word.lower() not in _SMALL_WORDS]
    return plain if len(plain) <= _LONGEST else (words or [plain])[0]
