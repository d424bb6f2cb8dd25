"""Fitting and measuring links on a tiny corpus of three hands."""

from pathlib import Path

import numpy as np
import pytest

from consult.domain.findings import LinkMethod, PassageKind
from consult.evaluate.corpus import Round, load_corpus
from consult.evaluate.labelled import labelled_analysis
from consult.evaluate.links import (
    HIGHEST_THRESHOLD,
    Spread,
    Thresholds,
    fit,
    held_out_scores,
    read_rounds,
    smallest,
    thresholds,
)
from consult.evaluate.links_report import links_report, ties
from consult.evaluate.pairs import Pairs, link_case
from consult.inference.encoder import Encoder, Matrix
from consult.inference.similarity import SimilarityModel
from consult.language.words import stem
from tests.unit.conftest import TinyEncoder
from tests.unit.evaluate.tiny_corpus import write_corpus

Fitting = tuple[SimilarityModel, list[Pairs], list[Matrix]]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Round, ...]:
    return load_corpus(write_corpus(tmp_path_factory.mktemp("corpus")))


@pytest.fixture(scope="module")
def fitting(rounds: tuple[Round, ...]) -> Fitting:
    blank, data = read_rounds(rounds, TinyEncoder())
    return blank, data, held_out_scores(data, blank)


def test_a_label_is_likelier_than_its_neighbours(fitting: Fitting) -> None:
    _, data, scores = fitting
    assert len(data) == len(scores) == 24
    best = [s.argmax(axis=1) == p.truth.argmax(axis=1) for p, s in zip(data, scores, strict=True)]
    assert np.mean(best) > 0.9


def test_the_report_holds_links_against_labels(fitting: Fitting) -> None:
    _, data, scores = fitting
    report = links_report(data, scores)
    assert report["recall_by_label"]["title"]["n"] == 36
    assert report["recall_by_label"]["similarity"]["n"] == 36
    assert report["all"]["precision"] > 0.8


def test_ties_are_links_beside_labels(fitting: Fitting) -> None:
    pairs = next(p for p in fitting[1] if not p.reading.sure.any())
    limits = Thresholds(0.5, 0.5)
    right = list(ties(pairs, pairs.truth.astype(np.float32), limits))
    assert [bool(t.method) for t in right] == [bool(t.via) for t in right] == [True] * 3
    wrong = list(ties(pairs, (~pairs.truth).astype(np.float32), limits))
    assert not any(t.method and t.via for t in wrong)
    assert sum(bool(t.via) for t in wrong) == 3
    assert any(t.method for t in wrong)


def test_the_same_data_give_the_same_weights(fitting: Fitting) -> None:
    blank, data, _ = fitting
    one, other = fit(data, blank), fit(data, blank)
    assert one.within.weights.tobytes() == other.within.weights.tobytes()
    assert one.within.names[: len(one.alone.names)] == one.alone.names


def test_the_threshold_is_the_smallest_that_is_right_often_enough() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5], np.float32)
    truth = np.array([True, True, False, True, False])
    assert smallest(scores, truth, 0.75) == pytest.approx(0.6)
    assert smallest(scores, truth, 0.9) == pytest.approx(0.8)
    assert smallest(scores, ~truth, 0.9) == HIGHEST_THRESHOLD
    assert smallest(np.full(5, 0.4, np.float32), truth, 0.9) == HIGHEST_THRESHOLD  # all or none
    assert smallest(scores[:0], truth[:0], 0.9) == HIGHEST_THRESHOLD


def test_thresholds_leave_out_what_numbers_tie(fitting: Fitting) -> None:
    _, data, scores = fitting
    limits = thresholds(data, scores)
    assert 0 < limits.title <= 1
    assert 0 < limits.meaning <= 1


def test_a_word_is_common_by_the_rounds_of_other_hands(rounds: tuple[Round, ...]) -> None:
    spread = Spread(rounds)
    everywhere, here = stem("støtter"), stem("Nordby")
    assert spread.commonness()(everywhere) == 1
    assert spread.commonness()(here) == 0  # one round alone
    assert spread.commonness(rounds[0].writer)(everywhere) == 1
    assert spread.commonness(rounds[0].writer).rounds == len(rounds) - 1


def test_labelled_passages_keep_their_cut_and_what_governs_them(
    tmp_path: Path, tiny: Encoder
) -> None:
    folder = tmp_path / "by"
    folder.mkdir()
    (folder / "round.yaml").write_text(
        "id: by\nsubject: x\nmunicipality: y\ntype: budget\n"
        'proposals: [{number: "1", title: Hallen, text: x, direction: cut}]\n',
        encoding="utf-8",
    )
    (folder / "responses-01.yaml").write_text(
        "- id: by-001\n  voice: a\n  respondent: {name: A, kind: citizen}\n  channel: mail\n"
        "  passages:\n"
        "    - text: Vi takker for materialet og svarer her.\n"
        "    - {kind: heading, text: Punkt 1}\n"
        "    - {text: Det er vi kede af., join: line}\n"
        "    - {text: Meget endda., join: space}\n",
        encoding="utf-8",
    )
    (round_,) = load_corpus(tmp_path)
    blank, data = read_rounds((round_,), tiny)
    analysis = labelled_analysis(round_.responses[0], link_case(round_, tiny, blank))
    passages = [f.passage for f in analysis.findings]
    assert [p.kind for p in passages].count(PassageKind.HEADING) == 1
    assert [p.governed_by for p in passages] == [(), (), (1,), (1,)]
    assert passages[2].paragraph == passages[3].paragraph != passages[1].paragraph
    assert data[0].reading.governed[:, 0].tolist() == [False, False, True, True]
    assert {m.value for m in LinkMethod} >= set(data[0].via.ravel().tolist()) - {""}
