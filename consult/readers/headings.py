"""Which lines are headings. Conservative: a sentence taken for a heading loses its stance."""

import re
from dataclasses import dataclass

from consult.language.line_roles import is_answer
from consult.readers.marks import cell_breaks, item_mark

# Longest heading in characters and words; headings of 86 real responses stay below.
MAX_CHARACTERS = 90
MAX_WORDS = 10
# A heading that names a proposal brings the proposal's title, which may be long.
MAX_NUMBERED_WORDS = 18
NUMBERED_LEVEL = 2

_CODE = r"[A-ZÆØÅ]{1,6}(?:/[A-ZÆØÅ]{1,6})?[ \-–]{0,3}\d{1,3}[a-z]?(?!\w)"
_NUMBER = rf"(?:{_CODE}|\d{{1,3}}[a-z]?(?!\w))"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:,|og|til|samt|&|/|-|–)\s*{_NUMBER})*"
_KEY = (
    r"(?i:(?:(?:vedr\.?|vedrørende|ang\.?|angående|(?:kommentar(?:er)?|bemærkning(?:er)?"
    r"|høringssvar|svar)\s+(?:til|om|vedr\.?))\s+)?(?:punkt(?:erne|et)?|pkt\.?|sag|ad|tema|initiativ"
    r"|[a-zæøå]{0,16}(?:forslag(?:et|ene)?|ønske))(?:\s*(?:nr|nummer)\b\.?)?)"
)
_NAMED = re.compile(rf"{_KEY}\s*:?\s*{_NUMBERS}(?P<rest>.*)", re.DOTALL)
_CODED = re.compile(rf"(?:{_CODE}|0\d{{2}}(?!\w))(?P<rest>.*)", re.DOTALL)
_SEPARATED = re.compile(r"\s*[:.)–—-]\s*(?P<title>.*)", re.DOTALL)
_MARKDOWN = re.compile(r"(#{1,6})[ \t]+\S")
_OUTLINE = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?[ \t]+[A-ZÆØÅ]")
# Sections that minutes and agendas always name; each is a heading wherever it stands alone.
_SECTIONS = frozenset(
    {
        "resume", "resumé", "sagsresumé", "sagsresume", "indstilling", "beslutning", "baggrund",
        "sagsfremstilling", "økonomi", "bilag", "indholdsfortegnelse", "beslutningshistorik",
        "lovgrundlag", "høring", "bevillingsmæssige konsekvenser", "sundhedsmæssige konsekvenser",
        "økonomiske konsekvenser", "fraværende", "afbud", "indledning", "konklusion",
    }
)  # fmt: skip
_EMPHASIS = re.compile(r"(\*\*|__)(?P<inner>[^*_]+)\1:?")
_ENDS_SENTENCE = tuple(".!?,;…")
# A line that begins so is a sentence, a greeting, a closing or a contact line.
_NO_HEADING = re.compile(
    r"(?:jeg|vi|det|der|man|hvis|når|dette|disse|at|og|men|så|kære|hej|til|att\.?|med venlig|venlig"
    r"|mvh|m\.v\.h|dbh|de bedste|bedste|på vegne|p\.?v\.?|hilsen|hilsner|tak|fra|dato|tlf|telefon"
    r"|mobil|mail|e-mail|side|bilag \d|cvr|ean)\b",
    re.IGNORECASE,
)
# "Udvalg: Børneudvalget": a field and its value.
_FIELD = re.compile(r"\w[\w /-]{1,24}: ?\S")
# A line with a finite verb is a sentence whose full stop was forgotten.
_FINITE = re.compile(
    r"\b(?:er|var|bør|skal|kan|kunne|vil|ville|har|havde|bliver|blev|må|siger|mener|synes|ønsker"
    r"|giver|går|gør|får|foreslår|støtter|finder|håber|undrer|anbefaler)\b",
    re.IGNORECASE,
)
_DATE_OR_CONTACT = re.compile(
    r"@|https?:|www\.|(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november"
    r"|december)\s+\d{4}\s*$|\bd\.\s*\d|\bden\s+\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d\d ?\d\d ?\d\d"
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands next to a line: white space, the next line (None at the end), a number above."""

    gap_before: bool
    gap_after: bool
    following: str | None
    below_number: bool = False
    indented: bool = False


_RESPONSE = re.compile(
    r"(?:hørings)?svar\s+nr\.?\s*\d{1,4}\b|høringssvar\s+\d{1,4}\b"
    r"|(?:afsender|modtaget|organisation|navn)\s*:\s",
    re.IGNORECASE,
)


def heading_level(line: str, around: Around) -> int | None:
    """The level of the heading that `line` is; None where it is none."""
    markdown = _MARKDOWN.match(line)
    if markdown:
        return len(markdown.group(1))
    # In lower case in the middle of a paragraph it is a line broken before the reference.
    if heads_proposal(line) and (around.gap_before or not line[0].islower()):
        return NUMBERED_LEVEL
    level = NUMBERED_LEVEL + 1 if around.below_number else 1
    if line.rstrip(":").casefold() in _SECTIONS:
        return level
    if around.following is None or not _may_be_heading(line):
        return None
    outline = _OUTLINE.match(line)
    if outline:
        return outline.group(1).count(".") + 1 if _stands_alone(line, around) else None
    if item_mark(line):
        return None
    if _is_capitals(line) or _EMPHASIS.fullmatch(line) or _is_title(line, around):
        return level
    return None


def names_proposal(line: str) -> bool:
    """Whether the line is a proposal's number, alone or with its title: "Punkt 79", "BU-02 Bad"."""
    match = _NAMED.fullmatch(line) or _CODED.fullmatch(line)
    if not match or len(line) > 2 * MAX_CHARACTERS or (line[0].islower() and line[-1] == "."):
        return False
    rest = match["rest"].strip()
    separated = _SEPARATED.fullmatch(match["rest"])
    title = separated["title"].strip() if separated else rest
    if not title:
        return True
    if title.endswith(_ENDS_SENTENCE) or len(title.split()) > MAX_NUMBERED_WORDS:
        return False
    return bool(separated) or (title[0].isupper() and not _NO_HEADING.match(title))


def heads_proposal(line: str) -> bool:
    """Whether the line names a proposal and is its heading, not an answer: "BU-02: ja tak"."""
    return names_proposal(line) and not is_answer(line)


def names_response(line: str) -> bool:
    """Whether the line heads a response among others: "Høringssvar nr. 3", "Afsender: …"."""
    return _RESPONSE.match(line) is not None


def short_title(line: str) -> bool:
    """Whether a line that is set off (bold, larger) has the form of a title; it may be numbered."""
    return names_proposal(line) or (
        len(line) <= MAX_CHARACTERS
        and len(line.split()) <= MAX_NUMBERED_WORDS
        and not line.endswith(_ENDS_SENTENCE)
        and item_mark(line) not in ("bullet", "glued", "round")
        and any(c.isalpha() for c in line)
        and not _NO_HEADING.match(line)
        and not _FIELD.match(line)
    )


def _may_be_heading(line: str) -> bool:
    """Whether length, words and end allow a heading at all."""
    return (
        len(line) <= MAX_CHARACTERS
        and len(line.split()) <= MAX_WORDS
        and not line.endswith(_ENDS_SENTENCE)
        and not cell_breaks(line)
        and any(c.isalpha() for c in line)
        and not _NO_HEADING.match(line)
        and not _FIELD.match(line)
        and not _DATE_OR_CONTACT.search(line)
    )


def _is_capitals(line: str) -> bool:
    """Whether a line of some length is written in capitals only."""
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters)


def _stands_alone(line: str, around: Around) -> bool:
    """Whether white space sets the line off and running text, no list, comes below it."""
    below = around.following or ""
    return around.gap_before and not item_mark(below) and len(below) > len(line)


def _is_title(line: str, around: Around) -> bool:
    """Whether an unmarked line reads as the title of the text below it."""
    if not line[0].isupper() or around.indented or not _stands_alone(line, around):
        return False
    if _FINITE.search(line):
        return False
    if line.endswith(":") and (len(line.split()) > 4 or not around.gap_after):
        return False
    below = around.following or ""
    return below.endswith((".", "!", "?", ":")) or len(below) > MAX_CHARACTERS
