"""How far words name proposals, on a small invented catalogue."""

import pytest

from consult.domain.proposals import Catalogue, Proposal
from consult.language.name_words import CLUES, Clues, NameWords

CATALOGUE = Catalogue(
    (
        Proposal("1", "Lukning af Møllebroen", "Broen på 40 meter spærres; 2,6 stillinger spares."),
        Proposal("2", "Sammenlægning af biblioteker", "Filialen i Pakhuset lukkes for 194.000 kr."),
        Proposal("3", "Seniorjobvejledere genansættes", "Møllen i byen får en ny filial."),
    )
)
COMMON = {"byen": 1.0}
WORDS = NameWords(CATALOGUE, lambda stem: COMMON.get(stem, 0.0))


def clue(name: str, text: str) -> list[float]:
    """One clue for each proposal."""
    return WORDS.read(text).values[:, CLUES.index(name)].round(3).tolist()


@pytest.mark.parametrize(
    ("name", "text", "proposal"),
    [
        ("exact", "Møllebroen skal bestå", 0),
        ("title_rare_all", "møllebroens venner", 0),
        ("slip", "Mølebroen skal bestå", 0),
        ("title_rare", "lad Mølle broen være", 0),
        ("part", "Bibliotekssagen er trist", 1),
        ("text_rare", "Pakhuset er rart", 1),
        ("number", "de 2,6 stillinger", 0),
        ("number", "194.000 er mange penge", 1),
        ("pair", "noget med stillinger spares væk", 0),
        ("part", "Min seniorvejleder hjalp mig", 2),
    ],
)
def test_the_proposal_meant_gets_most(name: str, text: str, proposal: int) -> None:
    found = clue(name, text)
    assert found[proposal] == max(found) > 0
    assert sorted(found)[-2] < found[proposal]


def test_a_word_of_two_proposals_is_shared() -> None:
    alone, shared = clue("text", "Pakhuset")[1], clue("text", "Filialen")
    assert alone == 1
    assert shared[1] == shared[2] == 0.5


def test_a_word_that_all_hearings_use_says_little() -> None:
    assert clue("text", "byen")[2] > 0
    assert clue("text_rare", "byen") == [0, 0, 0]


@pytest.mark.parametrize("text", ["", "og det er der", "Tak for kaffe", "?!"])
def test_other_words_say_nothing(text: str) -> None:
    assert not WORDS.read(text).values.any()


def test_evidence_is_the_telling_words() -> None:
    text = "I byen har vi Møllebroen, og filialen på 194.000."
    found: Clues = WORDS.read(text)
    assert [s.slice(text) for s in found.evidence(0)] == ["Møllebroen"]
    assert "194.000" in [s.slice(text) for s in found.evidence(1)]
    assert WORDS.read("Tak").evidence(0) == ()


def test_a_word_of_many_pages_has_no_parts() -> None:
    assert not WORDS.read("x" * 400_000).values.any()


def test_an_empty_catalogue_has_no_clues() -> None:
    assert NameWords(Catalogue(), lambda _: 0.0).read("Møllebroen 2,6").values.shape == (
        0,
        len(CLUES),
    )
