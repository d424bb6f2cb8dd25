"""Names that many senders share, with the house that makes them one sender's.

Every school has a 'Skolebestyrelsen'; the letter says elsewhere which school it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.domain.documents import Document, Span
from consult.domain.findings import Passage, PassageKind
from consult.domain.people import Respondent
from consult.language.lines import physical_lines
from consult.language.wordlists import matches

# The house is named in a title, in a mail's subject or where the letter begins.
_TITLES, _OPENINGS = 6, 3
# Characters of a line; further on it may speak of another's board.
_WITHIN = 100
_SUBJECT = re.compile(r"\W*(?:emne|subject|vedr\w*|høringssvar|svar|bemærkninger)\b", re.IGNORECASE)
_PLACE = (
    r"(?:på|ved|i|for|af|fra|til) (?!(?:vegne|møde|baggrund)\b)(?:[a-zæøå]+ ){0,2}"
    r"[A-ZÆØÅ][\w'’-]*(?: (?:(?:og|i|på|ved|&) )?(?:[A-ZÆØÅ][\w'’-]*|skole))*"
)


def with_house(
    respondent: Respondent, document: Document, passages: Sequence[Passage]
) -> Respondent:
    """The respondent; one who is called by an office alone, with the house that it belongs to."""
    office = (respondent.name or "").strip()
    if not matches("senders", "shared_office", office):
        return respondent
    longer = re.compile(rf"(?<!\w)(?i:{re.escape(office)}) {_PLACE}")
    for line in _places(document.text, passages):
        opens = longer.search(line.slice(document.text))
        if opens and opens.start() <= _WITHIN:
            span = Span(line.start + opens.start(), line.start + opens.end())
            evidence = tuple(dict.fromkeys((*respondent.evidence, span)))
            return replace(respondent, name=_capital(opens[0]), evidence=evidence)
    told = longer.search(document.metadata.subject or "")
    return replace(respondent, name=_capital(told[0])) if told else respondent


def _places(text: str, passages: Sequence[Passage]) -> Iterator[Span]:
    """Titles and subjects wherever they stand in the frame, then how the letter begins."""
    for passage in passages:
        if passage.kind is PassageKind.HEADING and passage.index < _TITLES:
            yield passage.span
        elif passage.kind is PassageKind.BOILERPLATE:
            lines = physical_lines(text, passage.start, passage.end)
            yield from (line for line in lines if _SUBJECT.match(line.slice(text)))
    own = [p for p in passages if p.kind is PassageKind.BODY]
    for passage in own[:_OPENINGS]:
        line = next(iter(physical_lines(text, passage.start, passage.end)), None)
        if line is not None:
            yield line


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
