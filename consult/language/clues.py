"""Where senders say who they are: columns, portal lines, headings, signatures, opening words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from consult.domain.documents import Document, Span
from consult.domain.findings import Passage, PassageKind
from consult.language.lines import physical_lines

# Self-presentation stands in the first passages of the writer's own words.
_OPENING_PASSAGES = 3
# Endings of file names that readers take; what remains of the name may name the sender.
_SEPARATORS = re.compile(r"[_\-.\s]+")
_EMPTY = re.compile(r"(?:nej|ingen|-+|–|n/?a|anonym|\.|ikke oplyst)?$", re.IGNORECASE)

_LABELLED = re.compile(
    r"(?:^|[·|] *)(?:virksomhed|organisation|firma|afsender(?:type)?|(?:vælg )?type|du er"
    r"|(?:jeg |du )?svarer som|(?:dit )?navn)\s*:?\s+(?P<name>[^\n·|]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
_STOP_WORD = (
    r"(?:til|vedr\.?|vedrørende|om|på høring|ang\.?|angående|den|d\.|på møde|behandlet"
    r"|i forbindelse)"
)
_FROM = re.compile(
    r"\b(?:fra|afgivet af|v/)\s+(?P<name>[^\n–:·]{2,80}?)"
    rf"(?=\s+{_STOP_WORD}\b|,\s*{_STOP_WORD}\b|[–:·\n]|$)"
)
_OWNED = re.compile(
    r"(?P<name>[A-ZÆØÅ][\wæøåÆØÅ .&-]{1,60}?)['’]?s?['’]?\s+"
    r"(?:høringssvar|svar|bemærkninger|udtalelse|kommentarer|indsigelse|høringsbrev)\b"
)
# A heading with these is about something, not from somebody.
_ABOUT = re.compile(
    r"\b(?:vedr\w*\.?|ang\w*\.?|om|til|mod|af|på|nedlæggelse|lukning|forslag|punkt)\b",
    re.IGNORECASE,
)
_BEHALF = re.compile(
    r"(?:på vegne af|p\.?v\.?a\.?|formand(?:en)? for|medlem af|^for|næstformand (?:i|for))\s+"
    r"(?P<name>[^\n,]{2,70})"
    r"|på (?P<owner>[^\n]{3,60}?)['’]?s?['’]? vegne",
    re.IGNORECASE,
)
_VERB = (
    r"(?:har|ønsker|takker|mener|vil|kan|er|støtter|finder|noterer|kvitterer|tager|afgiver|skal|bakker"
    r"|anbefaler|opfordrer|hilser|driver|repræsenterer|fremsender|indsender|drøftede|behandlede|bemærker"
    r"|organiserer|samler|glæder|ser|siger|foreslår|undrer|forstår|bor|modtog|udtaler|læser)"
)
_PRESENTED = (
    re.compile(
        r"\b(?:[Vv]i|[Uu]ndertegnede|[Jj]eg)(?: skriver)?(?: er valgt)?"
        r" (?:i|fra|på vegne af|som|er)\s+(?P<name>[^\n.;!?,]{3,70})"
    ),
    re.compile(rf"^(?P<name>[A-ZÆØÅ][^\n.;!?,]{{1,60}}?)\s+{_VERB}\b"),
)


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that may tell the sender, and where they stand (None: outside the text).

    `sure` says that the place itself names the sender; elsewhere only an organisation counts.
    """

    text: str
    span: Span | None = None
    sure: bool = True


def clues(document: Document, passages: Sequence[Passage]) -> Iterator[Clue]:
    """All clues, the most trustworthy first."""
    for given in (document.metadata.organisation, document.metadata.respondent):
        if given and not _EMPTY.fullmatch(given.strip()):
            yield Clue(given.strip())
    yield from _from_labels(document.text, passages)
    yield from _from_headings(document.text, passages)
    yield from _from_signature(document.text, passages)
    yield from _from_opening(document.text, passages)
    yield from _from_letterhead(document.text, passages)
    stem = PurePath(document.name).stem
    yield Clue(_SEPARATORS.sub(" ", stem), sure=False)


def _named(match: re.Match[str], offset: int) -> Clue:
    """The clue in the one group of `match` that took part."""
    group = next(name for name, value in match.groupdict().items() if value)
    start, end = match.span(group)
    return Clue(match.group(group), Span(offset + start, offset + end))


def _of_kind(passages: Sequence[Passage], *kinds: PassageKind) -> Iterator[Passage]:
    return (p for p in passages if p.kind in kinds)


def _from_labels(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """What a portal prints: 'Virksomhed: ...', 'Svarer som: Borger'."""
    for passage in _of_kind(passages, PassageKind.BOILERPLATE):
        for match in _LABELLED.finditer(passage.span.slice(text)):
            yield _named(match, passage.start)


def _from_headings(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """'Høringssvar fra Ældrerådet', 'Ældrerådets høringssvar'."""
    for passage in _of_kind(passages, PassageKind.HEADING):
        if passage.governed_by or passage.index > _OPENING_PASSAGES * 2:
            continue
        heading = passage.span.slice(text)
        for pattern in (_FROM, _OWNED):
            for match in pattern.finditer(heading):
                yield _named(match, passage.start)
        if passage.index < _OPENING_PASSAGES and not _ABOUT.search(heading):
            yield Clue(heading, passage.span, sure=False)


def _from_signature(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """'På vegne af FOA Havnby', then each line under the letter."""
    signed = list(_of_kind(passages, PassageKind.SIGNATURE))
    for passage in signed:
        for match in _BEHALF.finditer(passage.span.slice(text)):
            yield _named(match, passage.start)
    for passage in signed:
        for line in physical_lines(text, passage.start, passage.end):
            yield Clue(line.slice(text), line)


def _from_opening(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """'Vi i MED-udvalget på ...', 'FOA ønsker at ...' in the first and last own words."""
    body = list(_of_kind(passages, PassageKind.BODY))
    for passage in (*body[:_OPENING_PASSAGES], *body[_OPENING_PASSAGES:][-1:]):
        for pattern in _PRESENTED:
            for match in pattern.finditer(passage.span.slice(text)):
                named = _named(match, passage.start)
                yield Clue(named.text, named.span, sure=False)


def _from_letterhead(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """Names in page headers and the lines above the letter."""
    for passage in _of_kind(passages, PassageKind.BOILERPLATE):
        yield Clue(passage.span.slice(text), passage.span, sure=False)
