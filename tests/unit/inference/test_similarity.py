"""Chances from a model made by hand; what the shipped one gives is measured, not tested."""

import numpy as np
import pytest

from consult.domain.proposals import Catalogue, Proposal
from consult.inference.encoder import Encoder
from consult.inference.hashing import HashedTfidf
from consult.inference.pairs import Around, Reading, lead, others
from consult.inference.similarity import (
    Commonness,
    ProposalIndex,
    SimilarityModel,
    Space,
    Sum,
    WordTable,
)
from consult.inference.surroundings import context_columns

CATALOGUE = Catalogue(
    (
        Proposal("7", "Lukning af svømmehallen", "Svømmehallen i byen lukkes fra nytår."),
        Proposal("8", "Færre busser", "Buslinje til landsbyen nedlægges."),
        Proposal("9", "Klippekort til ældre", "Ordningen afskaffes."),
    )
)
#: The clues that the columns are made of; none of them is found here.
CLUES = (
    *("title_rare_all", "text_rare_all", "title_all", "text_all", "title_rare", "text_rare"),
    *("text", "title_definite", "name", "number", "cover", "only"),
)
TFIDF = HashedTfidf(12, np.ones(1 << 12, np.float32))
NO_STEMS = Commonness(np.zeros(0, np.uint32), np.zeros(0, np.uint16), 1)


def summed(weights: dict[str, float], bias: float) -> Sum:
    return Sum(tuple(weights), np.array([*weights.values()], np.float32), bias)


@pytest.fixture
def model() -> SimilarityModel:
    return SimilarityModel(
        revision="1",
        space=Space(np.zeros(16, np.float32), np.eye(16, dtype=np.float32), TFIDF),
        commonness=NO_STEMS,
        nothing=np.zeros(16, np.float32),
        nothing_bias=0.0,
        alone=summed({"words": 12.0}, -3.0),
        within=summed({"own_logit": 1.0, "previous": 3.0}, -1.0),
        title_from=0.5,
        link_from=0.6,
    )


def reading(passages: int, proposals: int = 3) -> Reading:
    """What is known of passages that stand one after the other and name nothing."""
    none = np.zeros((passages, proposals), np.bool_)
    return Reading(
        clues=np.zeros((passages, proposals, len(CLUES)), np.float32),
        names=CLUES,
        mention=np.zeros((passages, proposals), np.float32),
        length=np.ones(passages, np.int64),
        here=none,
        governed=none,
        carried=none,
        given=np.zeros(proposals, np.bool_),
        document=np.zeros(proposals, np.bool_),
        unresolved=np.zeros(passages, np.bool_),
        around=tuple(Around(True, i, (), None) for i in range(passages)),
    )


def test_the_proposal_spoken_of_comes_first(tiny: Encoder, model: SimilarityModel) -> None:
    index = ProposalIndex(tiny, model, CATALOGUE)
    chances = index.chances(reading(1), ["Svømmehallen i byen betyder meget"])
    assert chances.shape == (1, 3)
    assert chances[0].argmax() == 0


def test_the_passage_before_is_heard(tiny: Encoder, model: SimilarityModel) -> None:
    index = ProposalIndex(tiny, model, CATALOGUE)
    alone = index.chances(reading(1), ["Tak for kaffe"])[0]
    after = index.chances(reading(2), ["Svømmehallen i byen lukkes fra nytår.", "Tak for kaffe"])[1]
    assert after[0] > alone[0]
    assert after[1] == pytest.approx(alone[1], abs=0.05)


def test_an_empty_catalogue_and_an_empty_response(tiny: Encoder, model: SimilarityModel) -> None:
    assert ProposalIndex(tiny, model, Catalogue()).chances(reading(1, 0), ["x"]).shape == (1, 0)
    assert ProposalIndex(tiny, model, CATALOGUE).chances(reading(0), []).shape == (0, 3)


def test_a_table_of_words_gives_what_rows_give() -> None:
    texts = ["Svømmehallen lukkes", "Færre busser", "", "og hallen"]
    table = WordTable([TFIDF.row([("text", text)]) for text in texts])
    for text in (*texts, "bussen og hallen", "æøå"):
        row = TFIDF.row([("text", text)])
        expected = [row.dot(TFIDF.row([("text", other)])) for other in texts]
        np.testing.assert_allclose(table.likeness(row), expected, atol=1e-6)


def test_lead_and_others() -> None:
    values = np.array([[3, 5, 4], [2, 2, 1]], np.float32)
    assert others(values).tolist() == [[5, 4, 5], [2, 2, 2]]
    assert lead(values).tolist() == [[-2, 1, -1], [0, 0, -1]]
    assert lead(np.array([[3]], np.float32)).tolist() == [[3]]


def test_commonness_is_by_round() -> None:
    from zlib import crc32

    known = Commonness(np.array([crc32(b"by")], np.uint32), np.array([9], np.uint16), 9)
    assert known("by") == 1
    assert known("ukendt") == 0


def columns(read: Reading, chances: list[list[float]]) -> dict[str, list[list[float]]]:
    """The columns of surroundings for given chances, by name."""
    given = np.array(chances, np.float32)
    own = np.eye(len(chances), dtype=np.float32)
    said = context_columns(read, given, own, np.zeros(len(chances), np.float32))
    return {name: column.round(3).tolist() for name, column in said.items()}


def test_what_stands_around_a_passage() -> None:
    said = columns(reading(3, 2), [[0.9, 0.1], [0.2, 0.3], [0.4, 0.8]])
    assert said["previous"] == pytest.approx(np.array([[0, 0], [0.9, 0.1], [0.2, 0.3]]))
    assert said["second"] == pytest.approx(np.array([[0, 0], [0, 0], [0.9, 0.1]]))
    assert said["next"] == pytest.approx(np.array([[0.2, 0.3], [0.4, 0.8], [0, 0]]))
    assert said["later"] == pytest.approx(np.array([[0.4, 0.8], [0, 0], [0, 0]]))
    assert said["elsewhere"] == pytest.approx(np.array([[0.4, 0.8], [0.9, 0.8], [0.9, 0.3]]))
    assert said["before"] == pytest.approx(np.array([[0, 0], [0.9, 0.1], [0.9, 0.3]]))
    assert said["only_subject"] == [[0, 1], [0, 0], [1, 0]]
