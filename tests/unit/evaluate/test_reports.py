"""Reports on a corpus of three passages whose figures can be counted by hand."""

import pytest

from consult.domain.documents import Span
from consult.domain.findings import LinkMethod, PassageKind, Stance
from consult.domain.people import RespondentKind
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.evaluate.corpus import About, LabelledPassage, LabelledResponse, Round
from consult.evaluate.language_report import (
    Counts,
    reference_report,
    respondent_report,
    segmentation_report,
)
from consult.evaluate.tasks import TaskError, run_evaluation, run_training
from consult.inference.manifest import DEFAULT_FOLDER

TEXTS = ("Vi er imod forslag 79.", "Punkt 82 er godt.", "Det koster 79 mio. kr.")


def about(number: str) -> About:
    return About(number, LinkMethod.REFERENCE, Stance.AGAINST, "high", None)


@pytest.fixture
def rounds() -> list[Round]:
    labels = ((about("79"),), (about("82"), about("79")), ())
    passages, text = [], ""
    for own, label in zip(TEXTS, labels, strict=True):
        text += "\n\n" if text else ""
        span = Span(len(text), len(text) + len(own))
        text += own
        passages.append(LabelledPassage(span, own, PassageKind.BODY, "blank", "skole", None, label))
    response = LabelledResponse(
        "r-1", text, "Bo", RespondentKind.CITIZEN, "mail", (), tuple(passages)
    )
    proposals = (
        Proposal("79", "Ophør af koordinering", direction=Direction.CUT),
        Proposal("82", "Flere busser", direction=Direction.INVESTMENT),
    )
    return [Round("r", "Budget", "By", "budget", Catalogue(proposals), (response,))]


def test_a_number_not_found_and_a_false_one_are_told_apart(rounds: list[Round]) -> None:
    report = reference_report(rounds)
    assert report == {"n": 3, "precision": 1.0, "recall": 0.6667, "f1": 0.8}


def test_ratios_are_of_the_counts() -> None:
    assert Counts(3, 1, 2).report == {"n": 5, "precision": 0.75, "recall": 0.6, "f1": 0.6667}
    assert Counts(0, 0, 0).report == {"n": 0, "precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_paragraphs_are_cut_where_they_begin(rounds: list[Round]) -> None:
    report = segmentation_report(rounds)
    assert report["starts"]["n"] == 3
    assert report["starts"]["recall"] == 1.0
    assert report["kind_of_characters"] == 1.0


def test_senders_are_counted_once_a_response(rounds: list[Round]) -> None:
    assert respondent_report(rounds)["n"] == 1


def test_an_unknown_task_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TaskError, match="themes, stance"):
        run_evaluation("stances", None)
    with pytest.raises(TaskError, match="theme, stance, similarity, names, all"):
        run_training("encoder")


def test_every_model_has_a_card_that_quotes_its_facts() -> None:
    for name in ("encoder", "theme", "stance", "similarity", "ner"):
        card = (DEFAULT_FOLDER / name / "card.md").read_text(encoding="utf-8")
        assert card.startswith(f"# {name}")
        assert "## Limits" in card
