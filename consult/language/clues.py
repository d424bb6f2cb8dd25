"""Where senders say who they are: forms, headings, signatures, openings, letterheads, mails."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import PurePath

from consult.domain.documents import Document, Span
from consult.domain.findings import Passage, PassageKind
from consult.domain.people import SenderSource
from consult.language.lines import physical_lines
from consult.language.senders import mail_names
from consult.language.wordlists import matches, pattern

# Self-presentation stands in the first passages of the writer's own words.
_OPENING_PASSAGES = 3
# Endings of file names that readers take; what remains of the name may name the sender.
_SEPARATORS = re.compile(r"[_\-.\s]+")
_EMPTY = re.compile(
    r"(?:nej|ingen(?: organisation)?|[-–—]+|n/?a|x|0|anonym|\.|ikke (?:oplyst|relevant))?$",
    re.IGNORECASE,
)

_LABELLED = re.compile(
    r"(?:^|[·|] *)(?P<label>virksomhed(?: ?/ ?organisation)?|organisation"
    r"|institution ?/ ?forening|firma|afsender(?:type)?|(?:vælg )?type|du er"
    r"|(?:jeg |du )?svarer som|udtaler sig som|(?:dit )?navn(?: på (?:afsender|indsender)\w*)?"
    r"|indsendt af)"
    r"[ \t]*(?::[ \t]*\s|\s)\s*"
    r"(?P<name>(?!(?:navn|indsendt|post\s?nr|telefon|e-?mail|adresse|organisation)\b)[^\n·|]{2,80}?)"
    r"(?=\s+\w+: |\s*(?:[\n·|]|$))",
    re.IGNORECASE | re.MULTILINE,
)
# Under these labels stands the name of whoever answers, however it is written.
_NAME_LABELS = ("navn", "dit navn", "indsendt af", "afsender")
_HOUSE_LABELS = re.compile(r"virksomhed|organisation|institution|firma")
# What a portal offers to choose among, and labels that follow a label without a value.
_NO_NAME = re.compile(
    r"(?:/ ?)?(?:forening, organisation.*|organisation|virksomhed|råd og nævn|myndighed|med-udvalg"
    r"|navn|indsendt(?: af)?|post\s?nr\.?|telefon|e-?mail|adresse|institution/forening|dato"
    r"|indkaldelse af .*|sagsnummer)\s*:?$|.*:$|.*\d{4}",
    re.IGNORECASE,
)
_ON_BEHALF = re.compile(r",? (?:på |p\.?)v(?:egne af|\.?a\.?)$", re.IGNORECASE)
# Rows of a form that a portal sends as a mail: "Organisation<tab>Nørreby Roklub".
_ROWS = tuple(
    re.compile(rf"^(?:{key})\s*:?\t(?P<name>[^\t\n]{{2,80}})$", re.IGNORECASE)
    for key in ("virksomhed|organisation|forening|firma", "(?:dit |fulde )?(?:navn|afsender)")
)
# What a heading says of an answer and not of who gives it: "Nyt høringssvar modtaget".
_NO_OWNER = re.compile(
    r"\b(?:ny[te]|et|mit|vores|vort|dit|jeres|fælles|samlet|øvrige|generelle|afsluttende|indledende"
    r"|supplerende|yderligere|andre|nogle|ingen|få|konkrete|særlige|specifikke|enkelte|overordnede"
    r"|tekniske|faglige|praktiske|uddybende|foreløbige|korte|følgende)$",
    re.IGNORECASE,
)
_STOP_WORD = (
    r"(?:til|vedr\.?|vedrørende|om|på høring|ang\.?|angående|den|d\.|på møde|behandlet"
    r"|i forbindelse)"
)
_FROM = re.compile(
    r"\b(?i:fra|afgivet af|v/)\s+(?P<name>[^\n–:·]{2,80}?)"
    rf"(?=\s+{_STOP_WORD}\b|,\s*{_STOP_WORD}\b|[–:·\n]|$)"
)
# The first line of a letter that says whose it is, also where nothing marks it as a heading.
_TITLED = re.compile(
    r"\W*(?:\w*svar|bemærkninger|udtalelse|indsigelse|kommentarer)\b[^\n.]{0,40}?\bfra\b[^\n.?!]+$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?P<name>[A-ZÆØÅ][\wæøåÆØÅ .&-]{1,60}?)['’]?s?['’]?\s+"
    r"(?:(?:indsendte|fremsendte|samlede|fælles|eget|skriftlige)\s+)?"
    r"(?:høringssvar|svar|bemærkninger|udtalelse|kommentarer|indsigelse|høringsbrev)\b"
)
# A heading with these is about something, not from somebody.
_ABOUT = re.compile(
    r"\b(?:vedr\w*\.?|ang\w*\.?|om|til|mod|af|på|nedlæggelse|lukning|forslag|punkt)\b",
    re.IGNORECASE,
)
_BEHALF = re.compile(
    r"(?:(?:for og )?på vegne af|\bp\.? ?v\.? ?a\b\.?|formand(?:en)? for|medlem af|^(?:for|f\.)"
    r"|næstformand (?:i|for)|bemyndigelse (?:fra|af)|fuldmagt fra)\s+"
    r"(?P<name>[^\n,]{2,70})"
    r"|på (?P<owner>[^\n]{3,60}?)['’]?s?['’]?(?: og egne)? vegne",
    re.IGNORECASE | re.MULTILINE,
)
# 'Ældrerådet v/ formand Jens Bak': whom the words before it name is the sender.
_BY = re.compile(
    r"^(?P<name>[^\n,/]{2,60}?),?(?: v\.?/ ?| v\. ?| ved (?=formand|næstformand|\w*leder))",
    re.MULTILINE,
)
_VERB = (
    r"(?:har|ønsker|takker|mener|vil|kan|er|støtter|finder|noterer|kvitterer|tager|afgiver|skal|bakker"
    r"|anbefaler|opfordrer|hilser|driver|repræsenterer|fremsender|indsender|drøftede|behandlede|bemærker"
    r"|organiserer|samler|glæder|ser|siger|foreslår|undrer|forstår|bor|modtog|udtaler|læser|dækker"
    r"|består|holdt|omfatter|udgøres|råder|forsyner|udlejer|lejer|beskæftiger|administrerer|varetager"
    r"|blev|skriver|mødes|peger|vurderer|konstaterer|fraråder|protesterer|advarer|håber)"
)
_PRESENTED = (
    re.compile(
        r"\b(?:[Vv]i|[Uu]ndertegnede|[Jj]eg)(?: skriver)?(?: er valgt)?"
        r" (?:i|fra|på vegne af|som|er)\s+(?P<name>[^\n.;!?,]{3,70}?)"
        r"(?= (?:og|men) (?:vi|jeg|synes|har|er|vil|kan)\b| (?:der|som|hvor) |[\n.;!?,]|$)"
    ),
    re.compile(rf"^(?P<name>[A-ZÆØÅ][^\n.;!?,]{{1,60}}?)(?:\s+{_VERB}|, (?:stiftet|der|som))\b"),
    # 'Derfor ser FOA det som bekymrende', 'Skolebestyrelsen afgiver hermed'
    re.compile(rf"\b{_VERB} (?P<name>[A-ZÆØÅ]{{2,5}}) (?:det|sig|derfor|ikke|at)\b"),
    re.compile(
        r"(?P<name>\b[A-ZÆØÅ]\w*(?:bestyrelsen|rådet|udvalget|kredsen|foreningen)) "
        r"(?:indgiver|afgiver|fremsender|indsender|skal) hermed\b"
    ),
)
# 'På vegne af Lindehuset ApS, der …', 'skal jeg hermed på klubbens vegne …'
_SPEAKING_FOR = re.compile(
    r"(?:^|\b(?:jeg|vi|undertegnede)\b[^\n.]{0,40} )[Pp]å vegne af (?P<name>[^\n,.]{2,70}?)"
    r"(?=,| (?:vil|skal|ønsker|har|takker|fremsender|indsender|afgiver|kan|må|sender)\b)"
    r"|\b(?:hermed|jeg|vi) (?:\w+ )?på (?P<owner>[^\n.,]{3,60}?)['’]?s?['’]? vegne\b"
)
_ADDRESSEE = re.compile(r"\b(?:kommune|til|att\.?|byråd\w*|kommunalbestyrelse\w*)\b", re.IGNORECASE)
_HOUSE = re.compile(
    r"(?:forvaltning|udvalg|råd|afdeling|center|styrelse|ministeri|skole|kontor)\w*\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS = (".", "!", "?", ":")
# Lines of a letterhead are short, in words, and stand in the first lines.
_LETTERHEAD_WORDS, _LETTERHEAD_LINES = 8, 8


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that may tell the sender, and where they stand (None: outside the text).

    `sure` says that the place itself names the sender; elsewhere only an organisation counts.
    `field` says that a form asked for the name: it is one however it is written. `house` says
    that it asked for the organisation: what stands there is no person.
    """

    text: str
    source: SenderSource
    span: Span | None = None
    sure: bool = True
    field: bool = False
    house: bool = False


def clues(document: Document, passages: Sequence[Passage]) -> Iterator[Clue]:
    """All clues, the most trustworthy first."""
    yield from _from_metadata(document, passages)
    yield from _from_labels(document.text, passages)
    yield from _from_headings(document.text, passages)
    yield from _from_signature(document.text, passages)
    yield from _from_opening(document.text, passages)
    yield from _from_letterhead(document.text, passages)
    stem = _SEPARATORS.sub(" ", PurePath(document.name).stem).lstrip("0123456789 ")
    yield Clue(stem, SenderSource.FILE_NAME, sure=False)
    for name in mail_names(document.metadata.mail_from or ""):
        yield Clue(name, SenderSource.MAIL, sure=False)


def _named(match: re.Match[str], offset: int, source: SenderSource, *, sure: bool = True) -> Clue:
    """The clue in the one group of `match` that took part."""
    group = next(name for name, value in match.groupdict().items() if value)
    start, end = match.span(group)
    return Clue(match.group(group), source, Span(offset + start, offset + end), sure)


def _from_metadata(document: Document, passages: Sequence[Passage]) -> Iterator[Clue]:
    """What a form or a column was told, with its place where the text says it too."""
    frame = list(_of_kind(passages, PassageKind.BOILERPLATE, PassageKind.HEADING))
    told = ((document.metadata.organisation, False), (document.metadata.respondent, True))
    for given, field in told:
        name = (given or "").strip()
        if not name or _EMPTY.fullmatch(name):
            continue
        at = ((p, document.text.find(name, p.start, p.end)) for p in frame)
        passage, start = next(((p, i) for p, i in at if i >= 0), (None, 0))
        heading = passage is not None and passage.kind is PassageKind.HEADING
        source = SenderSource.HEADING if heading else SenderSource.PORTAL
        span = Span(start, start + len(name)) if passage else None
        yield Clue(name, source, span, field=field, house=not field)


def _of_kind(passages: Sequence[Passage], *kinds: PassageKind) -> Iterator[Passage]:
    return (p for p in passages if p.kind in kinds)


def _from_labels(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """What a portal prints: 'Virksomhed: ...', 'Svarer som: Borger', a label over its value."""
    for start, end in _frames(passages):
        for match in _LABELLED.finditer(text, start, end):
            found, label = match["name"].strip(), match["label"].lower()
            name = _ON_BEHALF.sub("", found)
            if _NO_NAME.match(name) or _EMPTY.fullmatch(name):
                continue
            begin = match.start("name")
            span = Span(begin, begin + len(name))
            field, house = label in _NAME_LABELS, bool(_HOUSE_LABELS.match(label))
            yield Clue(name, SenderSource.PORTAL, span, field=field, house=house)
    for passage in _of_kind(passages[:_LETTERHEAD_LINES], PassageKind.BOILERPLATE):
        byline = pattern("boilerplate", "byline").match(passage.span.slice(text))
        if byline:
            yield _named(byline, passage.start, SenderSource.HEADING)
    for row in _ROWS:
        for passage in _of_kind(passages, PassageKind.TABLE):
            cells = row.match(passage.span.slice(text).split("\n")[0])
            if cells and not _EMPTY.fullmatch(cells["name"].strip()):
                yield _named(cells, passage.start, SenderSource.PORTAL)


def _frames(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Where metadata stands together: a label and its value may be passages of their own."""
    for framed, group in groupby(passages, lambda p: p.kind is PassageKind.BOILERPLATE):
        if framed:
            stretch = list(group)
            yield stretch[0].start, stretch[-1].end


def _from_headings(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """'Høringssvar fra Ældrerådet', 'Ældrerådets høringssvar'."""
    yield from _from_titles(text, passages)
    for passage in _of_kind(passages, PassageKind.HEADING):
        if passage.governed_by or passage.index > _OPENING_PASSAGES * 2:
            continue
        heading = passage.span.slice(text)
        for form in (_FROM, _OWNED):
            for match in form.finditer(heading):
                if not _NO_OWNER.search(match["name"]):
                    yield _named(match, passage.start, SenderSource.HEADING)
        if passage.index < _OPENING_PASSAGES and not _ABOUT.search(heading):
            yield Clue(heading, SenderSource.HEADING, passage.span, sure=False)


def _from_titles(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """'Høringssvar fra Ældrerådet' as the first line of what was taken for the letter's body."""
    for passage in _of_kind(passages[:_OPENING_PASSAGES], PassageKind.BODY):
        line = next(iter(physical_lines(text, passage.start, passage.end)), None)
        if line is not None and _TITLED.match(line.slice(text)):
            for match in _FROM.finditer(line.slice(text)):
                yield _named(match, line.start, SenderSource.HEADING)


def _from_signature(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """'På vegne af FOA Havnby', then each line under the letter."""
    signed = list(_of_kind(passages, PassageKind.SIGNATURE))
    for passage in signed:
        for form in (_BEHALF, _BY):
            for match in form.finditer(passage.span.slice(text)):
                yield _named(match, passage.start, SenderSource.BEHALF)
    for passage in signed:
        for line in physical_lines(text, passage.start, passage.end):
            yield Clue(line.slice(text), SenderSource.SIGNATURE, line)


def _from_opening(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """'Vi i MED-udvalget på ...', 'FOA ønsker at ...' in the first and last own words."""
    body = list(_of_kind(passages, PassageKind.BODY))
    for passage in (*body[:_OPENING_PASSAGES], *body[_OPENING_PASSAGES:][-1:]):
        words = passage.span.slice(text)
        for match in _SPEAKING_FOR.finditer(words):
            yield _named(match, passage.start, SenderSource.BEHALF)
        for form in _PRESENTED:
            for match in form.finditer(words):
                yield _named(match, passage.start, SenderSource.OPENING, sure=False)


def _from_letterhead(text: str, passages: Sequence[Passage]) -> Iterator[Clue]:
    """Names in page headers and in the lines above the letter."""
    for passage in _of_kind(passages, PassageKind.BOILERPLATE):
        for line in physical_lines(text, passage.start, passage.end):
            words = line.slice(text)
            if not matches("boilerplate", "label", words):
                yield Clue(words, SenderSource.LETTERHEAD, line, sure=False)
    writer = _above_an_address(text, passages)
    if writer is not None:
        yield Clue(writer.slice(text), SenderSource.LETTERHEAD, writer)
    for passage in passages[:_LETTERHEAD_LINES]:
        words = passage.span.slice(text)
        sentence = words[-1:] in _SENTENCE_ENDS or len(words.split()) > _LETTERHEAD_WORDS
        if passage.kind is PassageKind.BODY and sentence:
            return
        # The municipality above a letter is whom it is sent to.
        if passage.kind is PassageKind.BODY and not _ADDRESSEE.search(words):
            yield Clue(words, SenderSource.LETTERHEAD, passage.span, sure=False)


def _above_an_address(text: str, passages: Sequence[Passage]) -> Span | None:
    """The first line of a letter where it is a name of two words or more over an address."""
    if not passages or passages[0].kind is not PassageKind.BOILERPLATE:
        return None
    lines = list(islice(physical_lines(text, 0, passages[min(1, len(passages) - 1)].end), 2))
    if len(lines) < 2 or not matches("boilerplate", "letterhead_line", lines[1].slice(text)):
        return None
    name = lines[0].slice(text)
    house = _HOUSE.search(name) or _ADDRESSEE.search(name)
    return lines[0] if " " in name and not house else None
