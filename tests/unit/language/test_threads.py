"""What threads share gives each of them what it would give it alone."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.domain.proposals import Catalogue, Proposal
from consult.language.references import ReferenceFinder
from consult.language.words import snowball

WORDS = [
    f"{front}{back}"
    for front in ("skole", "biblioteks", "børnehave", "omsorgs", "vej")
    for back in ("lukningen", "erne", "tilbuddene", "betjeningens", "s", "forslagets")
]
TEXTS = [f"Ad punkt {n}: Vi er imod. BU-0{n} og forslag {n + 1}-{n + 3} ligeså." for n in range(6)]


@pytest.fixture
def eager_switching() -> Iterator[None]:
    """Threads take turns after nearly every instruction."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("eager_switching")
def test_stems_are_the_same_in_many_threads() -> None:
    alone = [snowball(word) for word in WORDS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(snowball, WORDS * 100))
    assert together == alone * 100


@pytest.mark.usefixtures("eager_switching")
def test_references_are_the_same_in_many_threads() -> None:
    catalogue = Catalogue(tuple(Proposal(f"BU-0{n}", f"Forslag {n}") for n in range(1, 9)))
    finder = ReferenceFinder(catalogue)
    alone = [finder.find(text) for text in TEXTS]
    assert any(alone)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(finder.find, TEXTS * 50))
    assert together == alone * 50
