from itertools import pairwise

import numpy as np
import pytest

from consult.domain.proposals import Catalogue, Proposal
from consult.inference.encoder import Encoder
from consult.inference.hashing import HashedTfidf
from consult.inference.similarity import FEATURES, ProposalIndex, SimilarityModel

CATALOGUE = Catalogue(
    (
        Proposal("7", "Lukning af svømmehallen", "Svømmehallen i byen lukkes fra nytår."),
        Proposal("8", "Færre busser", "Buslinje til landsbyen nedlægges."),
        Proposal("9", "Klippekort til ældre", "Ordningen afskaffes."),
    )
)


@pytest.fixture
def model() -> SimilarityModel:
    weights = np.array([3, 3, 6, 6, 3, 3, 0], np.float32)
    tfidf = HashedTfidf(14, np.ones(1 << 14, np.float32))
    return SimilarityModel("1", weights, -4.0, np.zeros(16, np.float32), tfidf, 0.6)


def test_the_proposal_spoken_of_comes_first(tiny: Encoder, model: SimilarityModel) -> None:
    ranked = ProposalIndex(tiny, model, CATALOGUE).rank("Svømmehallen i byen betyder meget")
    assert ranked[0].proposal.number == "7"
    assert len(ranked) == 3
    assert all(a.score >= b.score for a, b in pairwise(ranked))


def test_what_resembles_nothing_is_not_linked(tiny: Encoder, model: SimilarityModel) -> None:
    index = ProposalIndex(tiny, model, CATALOGUE)
    assert index.link("Svømmehallen i byen lukkes fra nytår.").proposal.number == "7"
    assert index.link("Tak for kaffe") is None


def test_an_empty_catalogue_links_nothing(tiny: Encoder, model: SimilarityModel) -> None:
    index = ProposalIndex(tiny, model, Catalogue())
    assert index.rank("noget") == []
    assert index.link("noget") is None


def test_features_are_as_named(tiny: Encoder, model: SimilarityModel) -> None:
    found = ProposalIndex(tiny, model, CATALOGUE).features("Svømmehallen lukkes")
    assert found.shape == (3, len(FEATURES))
    lead = found[:, FEATURES.index("words_lead")]
    assert (lead > 0).sum() == 1
    assert np.argmax(lead) == 0


def test_a_lone_proposal_is_not_ahead_of_anyone(tiny: Encoder, model: SimilarityModel) -> None:
    lone = ProposalIndex(tiny, model, Catalogue(CATALOGUE.proposals[:1]))
    row = lone.features("Svømmehallen lukkes")[0]
    assert row[FEATURES.index("words_lead")] == row[FEATURES.index("words")]
