"""Texts that nobody wrote: read and understood in a time that grows with their length only."""

import time

import pytest

from consult.domain.proposals import Catalogue, Proposal
from consult.language.nlp import blank_danish
from consult.language.passages import segment
from consult.language.references import ReferenceFinder
from consult.language.respondents import find_respondent
from consult.language.titles import TitleFinder
from consult.readers.building import Builder, Part

pytestmark = pytest.mark.slow

CATALOGUE = Catalogue(
    (Proposal("1", "Lukning af Skovvejens Skole"), Proposal("79", "Færre busser"))
)
# Each was quadratic once, in the room behind it, and took minutes at this length or a little more.
ONCE_SLOW = {
    "." * 200_000: "readers/marks.py: dotted leaders",
    "x" * 400_000: "language/title_index.py: the parts of a word",
    "Punkt 1 ...... 3\n" * 6_000: "language/patterns.py: lines of contents",
    "# a\n\n" * 25_000: "language/headings.py: which heading governs",
    "<p>a" * 60_000: "language/normalise.py: the line around a tag",
    "a\u00ad\u0301" * 30_000: "language/normalise.py: places after composing",
}
OTHERS = ("(", "\n", "punkt 1 ", "1.\n", "Vi er imod. ", "<!--", "&", "> ", "- a\n", "a\tb\n")
MOST_SECONDS = 12.0


@pytest.mark.parametrize(
    "text",
    [*ONCE_SLOW, *(piece * (40_000 // len(piece)) for piece in OTHERS)],
    ids=[*(why.split(":")[0] for why in ONCE_SLOW.values()), *map(repr, OTHERS)],
)
def test_time_grows_with_the_length_only(text: str) -> None:
    blank_danish()
    started = time.process_time()
    builder = Builder("svar.txt")
    builder.add(Part(text))
    document = builder.document()
    passages = segment(document)
    ReferenceFinder(CATALOGUE).find(document.text)
    TitleFinder(CATALOGUE).find(document.text)
    find_respondent(document, passages)
    assert time.process_time() - started < MOST_SECONDS
