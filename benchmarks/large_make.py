"""A large made-up round: letters put together from the corpus's passages, judged by its labels.

    python benchmarks/large_make.py FILE [--responses N] [--passages N]

Everything goes in through the services and a worker, so that the file is what taking in and
analysing leave behind. The judgement is a stand-in: it looks the passage up among the labels, and
makes up how sure it is. One letter in ten says what another one says, one in ten is signed with a
telephone number, one in a hundred is to be confirmed. The same numbers give the same round.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from consult.domain.access import local
from consult.domain.documents import Block, BlockKind, Document, Span
from consult.domain.findings import (
    Analysis,
    ItemLink,
    LinkMethod,
    Passage,
    PassageFindings,
    PassageKind,
    Stance,
    StanceFinding,
    ThemeScore,
)
from consult.domain.people import Respondent, RespondentKind, SenderSource
from consult.domain.proposals import Catalogue, Proposal
from consult.evaluate.corpus import LabelledPassage, Round, load_corpus
from consult.readers.discover import Source
from consult.readers.limits import Limits
from consult.run.reading import Reading
from consult.services import analysing, intake, rounds, uploads
from consult.services.desk import Desk
from consult.services.working import Worker
from consult.services.workshop import Judge, Workshop
from consult.store.database import Store
from consult.store.kept import KeptFiles

NAME, SLUG = "Stor måling", "stor-maaling"
VERSION = "large-round"
PROPOSALS = 120
#: Scores below this are marked for a person, as by the shipped stance head.
REVIEW_BELOW = 0.7664
#: Of ten senders, how many are private persons: a large round is mostly theirs.
CITIZENS = 8
#: Letters of which every tenth is, and texts that these share.
ALIKE, TEXTS = 10, 5
SIGNED = "Med venlig hilsen, ring gerne på 20 30 40 50"
CONFIRM = "Filen er delt i flere svar – se, om delingen er rigtig."


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled passage on one line; `about` are numbers of the large catalogue."""

    text: str
    theme: str
    second: str | None
    about: tuple[tuple[str | None, LinkMethod, Stance], ...]


class Material:
    """The corpus made ready: a catalogue of many proposals, passages, senders' names."""

    def __init__(self, corpus: Sequence[Round]) -> None:
        proposals: list[Proposal] = []
        numbers: dict[tuple[str, str], str] = {}
        for found in corpus:
            for p in found.catalogue:
                if len(proposals) < PROPOSALS:
                    number = f"{len(proposals) + 1:03}"
                    numbers[found.id, p.number] = number
                    proposals.append(replace(p, number=number))
        self.catalogue = Catalogue(tuple(proposals))
        self.pieces = tuple(
            _piece(found.id, passage, numbers)
            for found in corpus
            for response in found.responses
            for passage in response.passages
            if passage.kind is PassageKind.BODY and passage.theme
        )
        self.by_text = {piece.text: piece for piece in self.pieces}
        self.senders = {
            kind: sorted(
                {
                    r.respondent
                    for c in corpus
                    for r in c.responses
                    if r.kind is kind
                    if r.respondent
                }
            )
            for kind in RespondentKind
        }


def _piece(round_id: str, found: LabelledPassage, numbers: Mapping[tuple[str, str], str]) -> Piece:
    about = tuple(
        (
            numbers.get((round_id, a.proposal)) if a.proposal else None,
            a.via or LinkMethod.SIMILARITY,
            a.stance or Stance.NEUTRAL,
        )
        for a in found.about
    )
    text = " ".join(found.text.split())
    return Piece(text, found.theme or "andet", found.theme2, about or _NOTHING)


_NOTHING = ((None, LinkMethod.SIMILARITY, Stance.NEUTRAL),)


def readings(material: Material, responses: int, passages: int) -> Iterator[Reading]:
    """So many letters with so many passages in all, each a line."""
    chance = random.Random(20_27)  # noqa: S311  (no secret)
    for i in range(responses):
        n = passages // responses + (i < passages % responses)
        known = random.Random(i // ALIKE % TEXTS)  # noqa: S311
        drawn = known if i % ALIKE == 3 else chance
        lines = [piece.text for piece in drawn.sample(material.pieces, n)]
        lines += [SIGNED] if i % 10 == 7 else []
        name, text = f"svar-{i + 1:05}.docx", "\n".join(lines)
        content = text.encode()
        confirm = CONFIRM if i % 100 == 50 else None
        document = Document(name, text, tuple(_blocks(text)), confirm=confirm)
        digest = sha256(name.encode() + content).hexdigest()
        source = Source(Path("/indbakke") / name, name)
        yield Reading(source, (document,), sha256=digest, size=len(content))


def _blocks(text: str) -> Iterator[Block]:
    start = 0
    for line in text.split("\n"):
        yield Block(start, start + len(line), BlockKind.PARAGRAPH)
        start += len(line) + 1


class Labels:
    """Finds in a letter what the labels say of its lines."""

    def __init__(self, material: Material) -> None:
        self._material = material

    def __call__(self, document: Document) -> Analysis:
        """All that is found in it."""
        chance = random.Random(document.name)  # noqa: S311
        found = tuple(
            self._found(i, block, document.text, chance) for i, block in enumerate(document.blocks)
        )
        return Analysis(document, self._sender(chance), found)

    def _sender(self, chance: random.Random) -> Respondent:
        kind = RespondentKind.CITIZEN
        if chance.randrange(10) >= CITIZENS:
            kind = chance.choice([k for k in RespondentKind if self._material.senders[k]])
        names = self._material.senders[kind]
        name = f"{chance.choice(names)} {chance.randrange(400)}" if names else None
        return Respondent(name, kind, (), SenderSource.SIGNATURE)

    def _found(self, index: int, block: Block, text: str, chance: random.Random) -> PassageFindings:
        piece = self._material.by_text.get(block.span.slice(text))
        if piece is None:
            return PassageFindings(
                Passage(index, block.start, block.end, PassageKind.SIGNATURE, index)
            )
        words = Span(block.start, min(block.end, block.start + 20))
        links = tuple(
            ItemLink(number, via, round(chance.uniform(0.5, 1), 4), (words,), "benchmark")
            for number, via, _ in piece.about
            if number is not None
        )
        stances = {n: _stance(n, label, words, chance) for n, _, label in piece.about}
        themes = [ThemeScore(piece.theme, round(chance.uniform(0.3, 1), 4))]
        themes += [ThemeScore(piece.second, 0.2)] if piece.second else []
        kept = {link.proposal: link for link in links}
        return PassageFindings(
            Passage(index, block.start, block.end, PassageKind.BODY, index, page=1 + index // 6),
            links=tuple(kept.values()),
            themes=tuple(themes),
            stances=tuple(stances.values()),
            review=any(s.score < REVIEW_BELOW for s in stances.values()),
        )


def _stance(number: str | None, label: Stance, words: Span, chance: random.Random) -> StanceFinding:
    score = round(chance.uniform(0.4, 1), 4)
    spread = dict.fromkeys(Stance, (1 - score) / 3) | {label: score}
    return StanceFinding(number, label, score, spread, (words,), "benchmark")


def make(store: Store, responses: int, passages: int) -> str:
    """The round in that store, taken in, analysed and added up; its slug."""
    desk, material = Desk(store, local()), Material(load_corpus())
    slug = rounds.create(desk, NAME, "Kommunens budget", material.catalogue).slug
    intake.take_in(desk, slug, readings(material, responses, passages))
    analyse(desk, store, slug, Labels(material), VERSION)
    return slug


def analyse(desk: Desk, store: Store, slug: str, labels: Labels, version: str) -> None:
    """Put all that lacks findings of that version in line, and work it off."""
    uploads.run_again(desk, slug, version)
    limits = Limits()
    kept = KeptFiles(Path("nowhere"), limits.file_bytes)
    shop = Workshop(store, kept, limits, _read, lambda _slug: Judge(version, labels))
    worker = Worker(shop, "benchmark")
    while worker.step():
        pass
    analysing.refresh(desk, slug)


def _read(_source: Source, _folder: Path) -> NoReturn:
    raise AssertionError("nothing is to be read")


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--responses", type=int, default=5_000)
    parser.add_argument("--passages", type=int, default=40_000)
    asked = parser.parse_args()
    if asked.file.exists():
        sys.exit(f"{asked.file} is there already")
    store = Store.open(f"sqlite:///{asked.file.resolve()}")
    store.upgrade()
    print(make(store, asked.responses, asked.passages))
    store.close()


if __name__ == "__main__":
    main()
