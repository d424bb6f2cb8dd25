"""How fast the store fills, and how fast pages answer, on a large made-up round.

    python benchmarks/store.py [--responses N] [--passages N] [--url URL] [--out FILE]

Without --url an SQLite file in a temporary folder is used. Prints one JSON object: seconds of
wall time, for a page the median and the slowest of several, and the median CPU time, which is
what counts where others use the machine as well (`load`: how many wanted each core meanwhile).
"""

import argparse
import json
import os
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

from consult.domain.access import local
from consult.domain.documents import Block, BlockKind, Document
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
from consult.domain.people import Respondent, RespondentKind
from consult.domain.proposals import Catalogue, Proposal
from consult.readers.discover import Source
from consult.run.reading import Reading
from consult.services import (
    analysing,
    arrivals,
    browsing,
    fronts,
    intake,
    organisations,
    rounds,
    searching,
    themes,
)
from consult.services.browsing import PassageFilter, ResponseFilter
from consult.services.desk import Desk
from consult.services.searching import SearchFilter
from consult.store.database import Store

#: A round that is answered by many speaks to many proposals.
PROPOSALS = 100
#: Words of a passage (median of 487 labelled ones, shared/domain.md).
WORDS = 26
#: Citizens for each sender of every kind: a large round is mostly theirs.
CITIZENS = 50
#: Share of passages that name no proposal.
UNPLACED = 0.4
REPEATS = 7
THEMES = ("skole", "aeldre", "dagtilbud", "sundhed", "trafik_vej", "kultur_fritid", "andet")
VERSION = "benchmark"


class Writer:
    """Writes responses in words that are as unevenly used as those of a language."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  (no secret)
        syllables = ["sko", "le", "bør", "ne", "æld", "re", "vej", "kom", "mu", "plads", "tid"]
        self._words = [
            "".join(self._random.choices(syllables, k=2 + i % 4)) + f"{'abcdefgh'[i % 8]}"
            for i in range(20_000)
        ]
        self._weights = [1 / (i + 3) for i in range(len(self._words))]

    def text(self, passages: int) -> str:
        """So many lines of words."""
        return "\n".join(self._line() for _ in range(passages))

    def _line(self) -> str:
        n = max(4, round(self._random.gauss(WORDS, 8)))
        return " ".join(self._random.choices(self._words, self._weights, k=n))


def readings(responses: int, passages: int) -> Iterator[Reading]:
    """Made-up responses with so many passages in all."""
    writer = Writer(1)
    for i in range(responses):
        n = passages // responses + (i < passages % responses)
        name, text = f"svar-{i:05}.docx", writer.text(n)
        document = Document(name, text, (Block(0, len(text), BlockKind.PARAGRAPH),))
        source = Source(Path("/indbakke") / name, name)
        yield Reading(source, (document,), sha256=f"{i:064x}", size=len(text))


def analyse(document: Document) -> Analysis:
    """Made-up findings, a passage for each line."""
    chance = random.Random(document.name)  # noqa: S311
    kind = chance.choice([RespondentKind.CITIZEN] * CITIZENS + list(RespondentKind))
    findings, start = [], 0
    for i, line in enumerate(document.text.split("\n")):
        findings.append(_found(i, start, start + len(line), chance))
        start += len(line) + 1
    return Analysis(document, Respondent(f"Afsender {document.name}", kind), tuple(findings))


def _found(index: int, start: int, end: int, chance: random.Random) -> PassageFindings:
    number = None if chance.random() < UNPLACED else str(1 + int(PROPOSALS * chance.random() ** 2))
    parts = [chance.random() ** 3 for _ in Stance]
    distribution = {s: p / sum(parts) for s, p in zip(Stance, parts, strict=True)}
    label = max(distribution, key=lambda s: distribution[s])
    links = (ItemLink(number, LinkMethod.REFERENCE, 0.9),) if number is not None else ()
    return PassageFindings(
        Passage(index, start, end, PassageKind.BODY, index),
        links=links,
        themes=(ThemeScore(chance.choice(THEMES), 0.8), ThemeScore("personale", 0.1)),
        stances=(StanceFinding(number, label, distribution[label], distribution),),
    )


def fill(desk: Desk, responses: int, passages: int) -> tuple[str, dict[str, float]]:
    """A round of that size; its slug, and how long each step took."""
    proposals = (
        Proposal(str(n), f"Forslag {n}", "En tekst. " * 80, "Udvalget") for n in range(1, 101)
    )
    slug = rounds.create(desk, "Måling", "", Catalogue(tuple(proposals))).slug
    made: list[tuple[int, Analysis]] = []

    def make_up() -> None:
        made.extend((key, analyse(d)) for key, d in analysing.pending(desk, slug, VERSION))

    def save() -> None:
        for key, analysis in made:
            analysing.save(desk, key, analysis, VERSION)

    steps: dict[str, Callable[[], object]] = {
        "take_in": lambda: intake.take_in(desk, slug, readings(responses, passages)),
        "make_up_findings": make_up,
        "save": save,
        "overview_while_results_are_not_kept": lambda: browsing.overview(desk, slug),
        "refresh": lambda: analysing.refresh(desk, slug),
    }
    return slug, {name: round(_once(step), 2) for name, step in steps.items()}


def pages(desk: Desk, slug: str, responses: int) -> dict[str, Callable[[], object]]:
    """What is measured, by name; the middle of long lists included."""
    ids = [r.id for r in browsing.list_responses(desk, slug, limit=3, offset=responses // 2).items]
    words = browsing.response_page(desk, slug, ids[0]).document.text.split()
    common, rare = words[0], max(words, key=len)
    theme = PassageFilter(theme="skole", stance=Stance.AGAINST)
    sender = organisations.organisations(desk, slug, limit=1).items[0].line.sender
    return {
        "overview": lambda: browsing.overview(desk, slug),
        "proposal_1": lambda: browsing.proposal_page(desk, slug, "1"),
        "proposal_50": lambda: browsing.proposal_page(desk, slug, "50"),
        "uden_punkt": lambda: browsing.proposal_page(desk, slug, None),
        "uden_punkt_filtered": lambda: browsing.proposal_passages(desk, slug, None, theme),
        "uden_punkt_deep": lambda: browsing.proposal_passages(desk, slug, None, offset=10_000),
        "response": lambda: browsing.response_page(desk, slug, ids[1]),
        "responses": lambda: browsing.list_responses(desk, slug),
        "responses_filtered": lambda: browsing.list_responses(
            desk, slug, ResponseFilter(proposal="1", stance=Stance.AGAINST, respondent="4")
        ),
        "sources": lambda: browsing.list_sources(desk, slug, limit=50),
        "search_one_common": lambda: searching.search(desk, slug, common),
        "search_three": lambda: searching.search(desk, slug, " ".join(words[:3])),
        "search_phrase": lambda: searching.search(desk, slug, f'"{words[3]} {words[4]}"'),
        "search_rare_filtered": lambda: searching.search(
            desk, slug, rare, SearchFilter(stance=Stance.AGAINST)
        ),
        "theme_map": lambda: themes.theme_map(desk, slug),
        "theme_page": lambda: themes.theme_page(desk, slug, "skole"),
        "organisations": lambda: organisations.organisations(desk, slug),
        "organisation": lambda: organisations.organisation(desk, slug, sender),
        "arrivals": lambda: arrivals.arrivals(desk, slug),
        "fronts": lambda: fronts.fronts(desk),
        "search_committee_unsure": lambda: searching.search(
            desk, slug, common, SearchFilter(committee="Udvalget", unsure=False)
        ),
        "search_blank_theme": lambda: searching.search(desk, slug, "", SearchFilter(theme="skole")),
    }


def measure(url: str, responses: int, passages: int) -> dict[str, object]:
    """All numbers for one database."""
    store = Store.open(url)
    store.upgrade()
    desk = Desk(store, local())
    slug, filling = fill(desk, responses, passages)
    answers = {}
    for name, page in pages(desk, slug, responses).items():
        answers[name] = _answer(page)
    load = os.getloadavg()[1] / (os.cpu_count() or 1)
    whole = _once(lambda: browsing.summaries(desk, slug))
    store.close()
    return {
        "database": url.split(":", maxsplit=1)[0],
        "responses": responses,
        "passages": passages,
        "load": round(load, 1),
        "filling_s": filling,
        "pages_s": answers,
        "summaries_s": round(whole, 2),
    }


def _answer(page: Callable[[], object]) -> dict[str, float]:
    walls, cpu = [], []
    for _ in range(REPEATS):
        start = process_time()
        walls.append(_once(page))
        cpu.append(process_time() - start)
    numbers = {
        "median": statistics.median(walls),
        "slowest": max(walls),
        "cpu": statistics.median(cpu),
    }
    return {name: round(s, 4) for name, s in numbers.items()}


def _once(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=5_000)
    parser.add_argument("--passages", type=int, default=40_000)
    parser.add_argument("--url", help="SQLAlchemy URL of an empty database")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.sqlite3"
        url = asked.url or f"sqlite:///{file}"
        result = measure(url, asked.responses, asked.passages)
        if file.exists():
            result["megabytes"] = round(file.stat().st_size / 1e6)
    text = json.dumps(result, indent=1)
    print(text)
    if asked.out is not None:
        asked.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
