"""Who answers: name and kind, with the characters in the response that say so.

The words that tell kinds apart are in `consult/rules/organisations.yaml`.
"""

import re
from collections.abc import Sequence

from consult.domain.documents import Document
from consult.domain.findings import Passage
from consult.domain.people import Respondent, RespondentKind
from consult.language.clues import Clue, clues
from consult.language.wordlists import matches, words
from consult.rules.loader import load_rules

# A sender's name has at most this many words; longer lines are sentences.
_NAME_WORDS = 10
_PERSON = re.compile(
    r"/?(?-i:[A-ZÆØÅ])[\wæøåéüö'’.-]*(?: (?:og|&|de|von|van|[A-ZÆØÅ][\wæøåéüö'’.-]*)){0,5}(?=$|,| \(| v/|\d)"
)
_CLOSING_WORDS = re.compile(
    r"^(?:(?:med |de )?(?:[\wæøå]+ ){0,2}[\wæøå]*hils(?:en|ner)(?: fra)?|m\.?v\.?h\.?|vh|kh|dbh|venligst"
    r"|v\.?/|v\.|ved)[,.]?\s*",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\b(?:jeg|mig|min|mit|mine|vores (?:søn|datter|drenge?|piger?|børn|barn|have|hus|familie|nabo\w*)"
    r"|vi bor|som nabo\w*)\b",
    re.IGNORECASE,
)


def find_respondent(document: Document, passages: Sequence[Passage]) -> Respondent:
    """The sender of `document`; kind `unknown` and name None where nothing tells."""
    found = tuple(clues(document, passages))
    for clue in found:
        kind = kind_of(clue.text)
        if kind is not None and (clue.sure or kind is not RespondentKind.CITIZEN):
            return _respondent(clue, kind, found)
    person = _person(found)
    if person is not None or _speaks_as_person(document, passages):
        evidence = (person.span,) if person and person.span else ()
        return Respondent(_bare(person.text) if person else None, RespondentKind.CITIZEN, evidence)
    return Respondent()


def kind_of(name: str) -> RespondentKind | None:
    """The kind of sender that the words name; None where no rule knows them."""
    for rule in load_rules("organisations").rules:
        if matches("organisations", rule.id, name):
            return RespondentKind(rule.id)
    return None


def _respondent(clue: Clue, kind: RespondentKind, found: Sequence[Clue]) -> Respondent:
    """The sender that `clue` tells the kind of, with the name that fits best."""
    named: Clue | None = clue
    if kind is RespondentKind.CITIZEN:
        named = _person(c for c in found if c is not clue)
    evidence = tuple(c.span for c in (clue, named) if c is not None and c.span is not None)
    return Respondent(_bare(named.text) if named else None, kind, tuple(dict.fromkeys(evidence)))


def _person(found: Sequence[Clue]) -> Clue | None:
    """The first clue that is a person's name."""
    return next((c for c in found if c.sure and _is_person(_bare(c.text))), None)


def _is_person(name: str) -> bool:
    """Whether the words have the form of a person's name."""
    if not name or len(name.split()) > _NAME_WORDS or kind_of(name) is not None:
        return False
    first = name.split()[0].strip(".,")
    return _PERSON.match(name) is not None and first not in words("signatures", "not_a_name")


def _bare(name: str) -> str:
    """The name without the closing words before it."""
    return _CLOSING_WORDS.sub("", name.strip()).strip(" ,.·/-–")


def _speaks_as_person(document: Document, passages: Sequence[Passage]) -> bool:
    """Whether the writer says 'jeg' or speaks of home and family."""
    return any(
        _FIRST_PERSON.search(p.span.slice(document.text)) for p in passages if p.kind.is_judged
    )
