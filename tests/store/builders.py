"""Rounds, readings and analyses for tests; the analyser is hand-written and knows six words."""

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from consult.domain.documents import Block, BlockKind, Document, Metadata, Span
from consult.domain.errors import ReadError
from consult.domain.findings import (
    Analysis,
    ItemLink,
    LinkMethod,
    Passage,
    PassageFindings,
    PassageKind,
    Reference,
    Stance,
    StanceFinding,
    ThemeScore,
)
from consult.domain.people import Respondent, RespondentKind, SenderSource
from consult.domain.proposals import Catalogue, Direction, Proposal

CATALOGUE = Catalogue(
    (
        Proposal(
            "79",
            "Færre timer i SFO",
            "Åbningstiden skæres.",
            "Børneudvalget",
            "23/118",
            Direction.CUT,
            {"2027": -1.5, "2028": -3.0},
        ),
        Proposal("BU-02", "Ny børnehave", direction=Direction.INVESTMENT),
        Proposal("82", "Integration samles"),
    )
)
VERSION = "v1"
KINDS = {"foa": RespondentKind.UNION, "ældrerådet": RespondentKind.COUNCIL}
STANCES = {
    "imod": Stance.AGAINST,
    "støtter": Stance.FAVOR,
    "hvis": Stance.CONDITIONAL,
}
THEMES = {"skole": "skole", "ældre": "aeldre", "integration": "integration"}


@dataclass(frozen=True, slots=True)
class FakeSource:
    path: Path
    name: str

    @property
    def place(self) -> Path:
        return self.path


@dataclass(frozen=True, slots=True)
class FakeReading:
    """The shape of `consult.run.reading.Reading`."""

    source: FakeSource
    documents: tuple[Document, ...] = ()
    empty: tuple[Document, ...] = ()
    error: ReadError | None = None
    skipped: str | None = None
    sha256: str = ""
    size: int = 0
    enclosed: int = 0


def document(name: str, text: str, respondent: str | None = None) -> Document:
    """A document of one block for each line."""
    blocks = tuple(
        Block(m.start(), m.end(), BlockKind.PARAGRAPH) for m in re.finditer(r"[^\n]+", text)
    )
    return Document(name, text, blocks, metadata=Metadata(respondent=respondent))


def reading(name: str, *texts: str) -> FakeReading:
    """A file of one text, or a table of several whose rows are called 1, 2, …"""
    rows = {f"{name}#{i}": text for i, text in enumerate(texts, 1)}
    if len(texts) == 1:
        rows = {name: texts[0]}
    return table(name, rows)


def table(name: str, rows: dict[str, str]) -> FakeReading:
    """A file with the texts by the name of their row."""
    documents = tuple(document(row, text) for row, text in rows.items())
    content = repr(rows).encode()
    return FakeReading(
        FakeSource(Path("/indbakke") / name, name),
        documents,
        sha256=sha256(content).hexdigest(),
        size=len(content),
    )


def archive(name: str, *members: FakeReading, version: str = "") -> list[FakeReading]:
    """An archive of those files, as they come: itself, then each by its way in."""
    content = repr((version, [m.sha256 for m in members])).encode()
    outer = FakeReading(
        FakeSource(Path("/indbakke") / name, name),
        sha256=sha256(content).hexdigest(),
        size=len(content),
        enclosed=len(members),
    )
    inside = (f"{name}/{m.source.name}" for m in members)
    return [
        outer,
        *(
            replace(m, source=FakeSource(Path("/indbakke") / way, way))
            for m, way in zip(members, inside, strict=True)
        ),
    ]


def broken(name: str) -> FakeReading:
    """A file that cannot be read."""
    error = ReadError(name, "filen er tom", "send den igen")
    return FakeReading(FakeSource(Path(name), name), error=error, sha256="0" * 64)


def skipped(name: str) -> FakeReading:
    """A file of a kind that is not read."""
    return FakeReading(FakeSource(Path(name), name), skipped="filtypen læses ikke")


def analyse(document: Document) -> Analysis:
    """Findings for `document`: its first line is the sender, each other line a passage."""
    lines = list(re.finditer(r"[^\n]+", document.text))
    first = lines[0].group() if lines else ""
    name = first.removeprefix("Fra: ") if first.startswith("Fra: ") else None
    respondent = Respondent(
        name,
        KINDS.get((name or "").strip().casefold(), RespondentKind.CITIZEN),
        (Span(5, len(first)),) if name else (),
        SenderSource.PORTAL if name else SenderSource.NONE,
    )
    findings = tuple(_findings(i, m.start(), m.group()) for i, m in enumerate(lines))
    return Analysis(document, respondent, findings)


def _findings(index: int, start: int, text: str) -> PassageFindings:
    if text.startswith("Fra: "):
        passage = Passage(index, start, start + len(text), PassageKind.BOILERPLATE, index)
        return PassageFindings(passage)
    passage = Passage(index, start, start + len(text), PassageKind.BODY, index, (), None, 1)
    references = tuple(_references(start, text))
    links = tuple(
        ItemLink(n, LinkMethod.REFERENCE, 0.98, (r.span,), r.rule)
        for r in references
        for n in r.resolved
    )
    label, score, evidence = _stance(start, text)
    distribution = dict.fromkeys(Stance, (1 - score) / 3) | {label: score}
    stances = tuple(
        StanceFinding(n, label, score, distribution, evidence, "hand")
        for n in ([link.proposal for link in links] or [None])
    )
    themes = tuple(ThemeScore(t, 0.7) for word, t in THEMES.items() if word in text.casefold())
    unresolved = any(r.unresolved for r in references)
    review = score < 0.5 or unresolved
    return PassageFindings(
        passage, references, links, themes or (ThemeScore("andet", 0.4),), stances, review
    )


def _references(start: int, text: str) -> list[Reference]:
    found = []
    for m in re.finditer(r"[Pp]unkt ([\w-]+)", text):
        number = m.group(1)
        known = number in CATALOGUE.numbers
        resolved, unresolved = ((number,), ()) if known else ((), (number,))
        found.append(Reference(start + m.start(), start + m.end(), "punkt", resolved, unresolved))
    return found


def _stance(start: int, text: str) -> tuple[Stance, float, tuple[Span, ...]]:
    """A longer text is surer, so that no two scores are alike by chance."""
    score = round(0.4 + (len(text) % 50) / 100, 4)
    for word, label in STANCES.items():
        at = text.find(word)
        if at >= 0:
            return label, score, (Span(start + at, start + at + len(word)),)
    return Stance.NEUTRAL, score, ()
