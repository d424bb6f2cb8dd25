from pathlib import Path

import pytest
import yaml

from consult.domain.documents import BlockKind
from consult.domain.findings import LinkMethod, PassageKind, Stance
from consult.domain.proposals import Direction
from consult.evaluate.cases import alone, stance_cases, theme_cases
from consult.evaluate.corpus import CorpusError, corpus_hash, load_corpus
from consult.evaluate.validate import check_corpus

ROUND = """
id: by-budget
subject: Budget 2027
municipality: By
type: budget
proposals:
  - {number: "006", title: Lukning af hallen, text: Hallen lukkes., direction: cut,
     amounts: {"2027": "-100"}}
  - {number: "7", title: Flere busser, direction: investment}
"""
RESPONSES = """
- id: by-budget-001
  voice: kort
  respondent: {name: Ada, kind: citizen}
  channel: mail
  passages:
    - {kind: greeting, text: Kære byråd}
    - {kind: heading, text: Forslag 006, about: [{proposal: "006", via: reference}]}
    - text: Luk ikke hallen!
      theme: kultur_fritid
      theme2: trafik_vej
      about: [{proposal: "006", via: heading, stance: against, sure: high, words: Luk ikke}]
    - text: Busserne er gode.
      join: space
      theme: trafik_vej
      about: [{proposal: "7", via: title, stance: favor, sure: low}]
    - text: "Vi mener også:"
      theme: andet
      about: [{proposal: "-", stance: neutral, sure: medium}]
    - text: "- at det går hurtigt"
      join: line
      theme: andet
      about: [{proposal: "-", stance: neutral, sure: medium}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "by-budget"
    place.mkdir()
    (place / "round.yaml").write_text(ROUND, encoding="utf-8")
    (place / "responses-01.yaml").write_text(RESPONSES, encoding="utf-8")
    return tmp_path


def test_a_round_is_read_with_offsets_and_labels(folder: Path) -> None:
    (round_,) = load_corpus(folder)
    (response,) = round_.responses
    assert round_.catalogue.numbers == ("006", "7")
    assert round_.catalogue.proposals[0].amounts == {"2027": -100.0}
    assert [p.span.slice(response.text) for p in response.passages] == [
        p.text for p in response.passages
    ]
    assert "Luk ikke hallen! Busserne er gode.\n\nVi mener også:\n- at" in response.text
    label = response.passages[2].about[0]
    assert (label.via, label.stance, label.words) == (
        LinkMethod.HEADING,
        Stance.AGAINST,
        "Luk ikke",
    )
    assert response.passages[4].about[0].proposal is None


def test_a_document_has_every_character_in_one_block(folder: Path) -> None:
    document = load_corpus(folder)[0].responses[0].document
    shown = "".join(b.span.slice(document.text) for b in document.blocks)
    assert "".join(shown.split()) == "".join(document.text.split())
    assert [b.kind for b in document.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
    ]


def test_cases_carry_what_governs_the_passage(folder: Path) -> None:
    stances = stance_cases(load_corpus(folder))
    hall, bus, intro, item = stances
    assert hall.context.direction is Direction.CUT
    assert hall.context.headings == ("Forslag 006",)
    assert (bus.context.previous, bus.context.next) == ("Luk ikke hallen!", "Vi mener også:")
    assert bus.context.proposal_title == "Flere busser"
    assert intro.context.proposal_title == ""
    assert item.context.lead_in == "Vi mener også:"
    assert [s.label for s in stances] == ["against", "favor", "neutral", "neutral"]
    assert hall.weight > bus.weight


def test_alone_keeps_the_passage_the_subject_and_perhaps_the_proposal(folder: Path) -> None:
    hall = stance_cases(load_corpus(folder))[0]
    kept = alone(hall, target=True).context
    assert (kept.text, kept.proposal_number, kept.document) == ("Luk ikke hallen!", "006", ())
    assert alone(hall, target=False).context.target == "Budget 2027"


def test_second_themes_and_wordy_links_are_kept(folder: Path) -> None:
    rounds = load_corpus(folder)
    assert theme_cases(rounds)[0].second == "trafik_vej"


def test_a_sound_corpus_has_no_problems(folder: Path) -> None:
    assert check_corpus(folder) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("theme: kultur_fritid", "theme: kultur", "unknown theme 'kultur'"),
        ("words: Luk ikke", "words: Luk nu", "not verbatim"),
        ('proposal: "7"', 'proposal: "8"', "'8' is not in the catalogue"),
        ("via: title", "via: telepati", "lacks a known via"),
        ("stance: favor", "stance: for", "unknown stance 'for'"),
        ("sure: low", "sure: maybe", "unknown sure 'maybe'"),
        ("join: space", "join: tab", "unknown join 'tab'"),
        ("kind: citizen", "kind: troll", "unknown respondent"),
        ("channel: mail", "channel: due", "unknown channel 'due'"),
        ("kind: greeting", "kind: hello", "unknown kind 'hello'"),
        ("voice: kort", "stemme: kort", "unknown keys ['stemme']"),
    ],
)
def test_each_mistake_is_named(folder: Path, before: str, after: str, message: str) -> None:
    path = folder / "by-budget" / "responses-01.yaml"
    assert before in RESPONSES
    path.write_text(RESPONSES.replace(before, after, 1), encoding="utf-8")
    problems = check_corpus(folder)
    assert any(message in p and "by-budget" in p for p in problems)


def test_broken_yaml_is_named(folder: Path) -> None:
    path = folder / "by-budget" / "responses-01.yaml"
    path.write_text("- id: [", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"responses-01\.yaml"):
        load_corpus(folder)
    assert any("responses-01.yaml" in p for p in check_corpus(folder))


def test_the_hash_follows_the_files(folder: Path) -> None:
    before = corpus_hash(folder)
    assert corpus_hash(folder) == before
    with (folder / "by-budget" / "round.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert corpus_hash(folder) != before


def test_kinds_of_the_format_are_those_of_the_domain() -> None:
    assert "body" in frozenset(PassageKind)
    assert yaml.safe_load(ROUND)["type"] == "budget"


SUBJECTS = """
round: [Budget for byen, Hvad kommunen vil spare, Høring om næste år]
proposals:
  "006": [Hallen skal lukke, Et forslag om idræt]
  "7": [Der skal køre flere busser, Et forslag om trafik]
"""


@pytest.fixture
def worded(folder: Path) -> Path:
    (folder / "by-budget" / "subjects.yaml").write_text(SUBJECTS, encoding="utf-8")
    return folder


def test_sound_wordings_have_no_problems(worded: Path) -> None:
    assert check_corpus(worded) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"7": [', '"8": [', "'8' is not in the catalogue"),
        ('"7": [', '"8": [', "'7' needs 2 wordings"),
        (", Et forslag om idræt", "", "'006' needs 2 wordings"),
        (", Høring om næste år", "", "the round needs 3 wordings"),
        ("Et forslag om trafik", "Et  Forslag om idræt", "'et forslag om idræt' stands 2 times"),
        ("Hallen skal lukke", "Lukning af hallen", "'lukning af hallen' stands 2 times"),
        ("Budget for byen", "budget 2027", "'budget 2027' stands 2 times"),
        ("Budget for byen", "''", "a wording is empty"),
        ("round:", "whole:", "must have exactly the keys"),
    ],
)
def test_each_mistake_in_wordings_is_named(
    worded: Path, before: str, after: str, message: str
) -> None:
    assert before in SUBJECTS
    path = worded / "by-budget" / "subjects.yaml"
    path.write_text(SUBJECTS.replace(before, after, 1), encoding="utf-8")
    problems = check_corpus(worded)
    assert any(message in p and "by-budget/subjects.yaml" in p for p in problems)


def test_a_comma_outside_quotes_does_not_cut_a_name(folder: Path) -> None:
    path = folder / "by-budget" / "responses-01.yaml"
    path.write_text(RESPONSES.replace("name: Ada", "name: Vej, Park og By"), encoding="utf-8")
    assert any("respondent: unknown keys ['Park og By']" in p for p in check_corpus(folder))


def test_an_opposite_of_nothing_is_named(folder: Path) -> None:
    path = folder / "by-budget" / "opposites.yaml"
    path.write_text('"7": [{text: Færre busser, direction: cut}]', encoding="utf-8")
    assert check_corpus(folder) == []
    path.write_text('"9": [{text: Færre busser, direction: cut}]', encoding="utf-8")
    assert any("'9' is not in the catalogue" in p for p in check_corpus(folder))
