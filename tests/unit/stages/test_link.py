"""Ties between passages and proposals, from whole small responses."""

from pathlib import Path

import numpy as np
import pytest

from consult.domain.documents import Metadata
from consult.domain.findings import Analysis, LinkMethod
from consult.domain.people import Respondent
from consult.domain.proposals import Catalogue, Proposal
from consult.evaluate.pairs import LinkModels
from consult.inference.hashing import HashedTfidf
from consult.inference.similarity import Commonness, SimilarityModel, Space, Sum
from consult.readers import read
from consult.rules.loader import load_rules
from consult.stages.case import Case
from consult.stages.cut import cut
from consult.stages.link import link, link_scores, names_the_round
from consult.stages.refer import refer
from tests.unit.conftest import TinyEncoder

CATALOGUE = Catalogue(
    (
        Proposal("79", "Ophør af relationel koordinering"),
        Proposal("82", "Bortfald af Lindekær Bibliotek"),
    )
)
RULES = {rule.id: rule for rule in load_rules("link_scores").rules}
METHOD = {"heading_beside": "heading", "given_beside": "given"}
#: Weights by hand: words count, and what the heading, the paragraph or the response says.
WITHIN = {"mention": 8.0, "heading_says": 6.0, "paragraph": 6.0, "only_subject": 5.0}
MODEL = SimilarityModel(
    revision="by hand",
    space=Space(
        np.zeros(16, np.float32),
        np.eye(16, dtype=np.float32),
        HashedTfidf(10, np.ones(1 << 10, np.float32)),
    ),
    commonness=Commonness(np.zeros(0, np.uint32), np.zeros(0, np.uint16), 1),
    nothing=np.zeros(16, np.float32),
    nothing_bias=0.0,
    alone=Sum(("mention",), np.array([8], np.float32), -4.0),
    within=Sum(tuple(WITHIN), np.array([*WITHIN.values()], np.float32), -4.0),
    title_from=0.5,
    link_from=0.6,
)
CASE = Case(CATALOGUE, "Budget 2027", LinkModels(TinyEncoder(), MODEL))  # type: ignore[arg-type]


def linked(text: str, folder: Path, given: tuple[str, ...] = ()) -> Analysis:
    """The links of a text that is read from a real file."""
    path = folder / "svar.txt"
    path.write_text(text, encoding="utf-8")
    (document,) = read(path)
    if given:
        from dataclasses import replace

        document = replace(document, metadata=Metadata(given=given))
    analysis = Analysis(document, Respondent(), ())
    for stage in (cut, refer, link):
        analysis = stage(analysis, CASE)
    return analysis


def ways(analysis: Analysis, proposal: str) -> set[tuple[str, float]]:
    """How the judged passages are tied to the proposal: method and score."""
    return {
        (k.method.value, k.score)
        for f in analysis.findings
        if f.passage.kind.is_judged
        for k in f.links
        if k.proposal == proposal
    }


EXAMPLES = [
    (rule.id, example, wanted)
    for rule in RULES.values()
    for example, wanted in [
        *((e.text, True) for e in rule.match),
        *((e, False) for e in rule.no_match),
    ]
]


@pytest.mark.parametrize(("rule", "text", "wanted"), EXAMPLES)
def test_each_way_is_found_where_its_examples_say(
    rule: str, text: str, wanted: bool, tmp_path: Path
) -> None:
    given = ("79",) if rule.startswith("given") and wanted else ()
    found = ways(linked(text, tmp_path, given), "79")
    method, score = METHOD.get(rule, rule), link_scores()[rule]
    assert ((method, score) in found) is wanted, found


def test_headings_listed_together_govern_jointly(tmp_path: Path) -> None:
    text = "Punkt 79\nPunkt 82\nDet rammer de svageste borgere, og det er vi kede af."
    (body,) = [f for f in linked(text, tmp_path).findings if f.passage.kind.is_judged]
    assert {k.proposal for k in body.links} == {"79", "82"}


def test_the_next_heading_ends_the_rule_of_the_first(tmp_path: Path) -> None:
    text = (
        "Punkt 79\nDet rammer de svageste borgere, og det er vi kede af.\n\n"
        "Punkt 82\nBørnene skal have et sted at læse om eftermiddagen."
    )
    bodies = [f for f in linked(text, tmp_path).findings if f.passage.kind.is_judged]
    assert [[k.proposal for k in f.links] for f in bodies] == [["79"], ["82"]]


def test_the_unknown_is_reported_and_not_guessed(tmp_path: Path) -> None:
    analysis = linked("Vi kender ikke punkt 999, men vi er imod det.", tmp_path)
    (found,) = [f for f in analysis.findings if f.passage.kind.is_judged]
    assert found.unresolved == ("999",)
    assert not found.links


def test_what_the_portal_attached_may_be_unknown(tmp_path: Path) -> None:
    analysis = linked("Det kan vi ikke støtte.", tmp_path, ("512",))
    (found,) = [f for f in analysis.findings if f.passage.kind.is_judged]
    assert found.unresolved == ("512",)


def test_evidence_is_where_the_words_stand(tmp_path: Path) -> None:
    analysis = linked("Kære byråd\n\nPunkt 79\nDet rammer de svageste borgere.", tmp_path)
    body = next(f for f in analysis.findings if f.passage.kind.is_judged)
    (tie,) = body.links
    assert tie.method is LinkMethod.HEADING
    assert [s.slice(analysis.document.text) for s in tie.evidence] == ["Punkt 79"]


def test_a_number_says_more_than_the_title_beside_it(tmp_path: Path) -> None:
    analysis = linked("Vi er imod punkt 79, ophør af relationel koordinering.", tmp_path)
    (found,) = [f for f in analysis.findings if f.passage.kind.is_judged]
    assert [(k.proposal, k.method) for k in found.links] == [("79", LinkMethod.REFERENCE)]


def test_words_name_a_proposal_and_are_its_evidence(tmp_path: Path) -> None:
    analysis = linked("Vi vil beholde Lindekær Bibliotek i byen.", tmp_path)
    (tie,) = analysis.findings[-1].links
    assert (tie.proposal, tie.method) == ("82", LinkMethod.TITLE)
    assert [s.slice(analysis.document.text) for s in tie.evidence] == ["Lindekær Bibliotek"]


def test_a_heading_in_words_governs_what_is_likely_to_speak_of_it(tmp_path: Path) -> None:
    analysis = linked(
        "Vi er glade for vores by.\n\nLindekær Bibliotek\nBørnene skal have et sted at læse.",
        tmp_path,
    )
    body = analysis.findings[-1]
    (tie,) = body.links
    assert (tie.proposal, tie.method) == ("82", LinkMethod.HEADING)
    assert [s.slice(analysis.document.text) for s in tie.evidence] == ["Lindekær Bibliotek"]


def test_the_only_subject_of_a_response_is_what_the_rest_speaks_of(tmp_path: Path) -> None:
    text = "Lindekær Bibliotek skal blive.\n\nBørnene skal have et sted at være."
    last = linked(text, tmp_path).findings[-1]
    (tie,) = last.links
    assert (tie.proposal, tie.method) == ("82", LinkMethod.SIMILARITY)
    assert tie.evidence == (last.passage.span,)


def test_without_a_catalogue_nothing_is_tied(tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_text("Lindekær Bibliotek skal blive.", encoding="utf-8")
    (document,) = read(path)
    case = Case(Catalogue(), "", LinkModels(TinyEncoder(), MODEL))  # type: ignore[arg-type]
    analysis = link(cut(Analysis(document, Respondent(), ()), case), case)
    assert not any(f.links for f in analysis.findings)


def test_long_responses_are_read_in_stretches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.stages.chances.STRETCH", 2)
    text = "\n\n".join(["Lindekær Bibliotek skal blive."] * 5)
    found = [f.links[0].proposal for f in linked(text, tmp_path).findings]
    assert found == ["82"] * 5


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Sparekatalog for Kultur og Borgerservice", True),
        ("Høringssvar vedrørende sparekatalog for kultur", True),
        ("Kultur og teater", False),
        ("Høringssvar", False),
        ("", False),
    ],
)
def test_a_line_that_only_names_the_consultation_names_no_proposal(line: str, told: bool) -> None:
    assert names_the_round(line, "Sparekatalog for Kultur og Borgerservice, 2027") is told


def test_a_word_that_ends_a_row_and_a_number_that_begins_the_next(tmp_path: Path) -> None:
    number = CASE.catalogue.numbers[0]
    text = f"Nr.\tBemærkning\tÆndringsforslag\n{number}\tKan ikke accepteres.\tBehold det\n"
    analysis = linked(text, tmp_path)
    rows = [f for f in analysis.findings if f.passage.kind.is_judged]
    named = [[r.resolved for r in f.references] for f in rows]
    assert named == [[], [(number,)]]
    (reference,) = rows[1].references
    assert reference.start >= rows[1].passage.start


def test_what_holds_the_number_has_the_reference_and_not_the_words_before_it(
    tmp_path: Path,
) -> None:
    text = "Vi er imod disse punkter:\n79\nog resten er fint."
    found = [
        [(k.proposal, k.method, k.evidence[0].slice(text)) for k in f.links]
        for f in linked(text, tmp_path).findings
    ]
    assert found[1] == [("79", LinkMethod.REFERENCE, "79")]
    assert all(method is not LinkMethod.REFERENCE for _, method, _ in found[0])


def test_a_list_of_numbers_over_two_passages_is_parted(tmp_path: Path) -> None:
    text = "Vi er imod punkterne 79 og\n82\tTandpleje"
    found = [
        [(k.proposal, k.method) for k in f.links if k.method is LinkMethod.REFERENCE]
        for f in linked(text, tmp_path).findings
    ]
    assert found == [[("79", LinkMethod.REFERENCE)], [("82", LinkMethod.REFERENCE)]]


def test_an_answer_on_a_line_of_its_own_ends_the_heading_above(tmp_path: Path) -> None:
    text = (
        "Punkt 79\n\nDet rammer de svageste borgere, og det er vi kede af.\n\n"
        "Punkt 82: Vi bifalder forslaget!\n\nKlubben står til rådighed for uddybning.\n"
    )
    bodies = [f for f in linked(text, tmp_path).findings if f.passage.kind.is_judged]
    assert [[k.proposal for k in f.links] for f in bodies] == [["79"], ["82"], []]


def test_what_is_said_of_the_rest_is_said_of_none(tmp_path: Path) -> None:
    text = "Punkt 79\n\nDet rammer de svageste.\n\nØvrige forslag: Ingen bemærkninger.\n"
    bodies = [f for f in linked(text, tmp_path).findings if f.passage.kind.is_judged]
    headed = [any(k.method is LinkMethod.HEADING for k in f.links) for f in bodies]
    assert headed == [True, False]


def test_the_senders_own_name_above_the_letter_is_no_link(tmp_path: Path) -> None:
    text = (
        "Støtteforeningen for Lindekær Bibliotek\n\n"
        "Vi holder til i et hus med mange rum og mødes hver torsdag aften.\n"
    )
    analysis = linked(text, tmp_path)
    assert analysis.respondent.name == "Støtteforeningen for Lindekær Bibliotek"
    assert not analysis.findings[0].links


def test_a_table_headed_by_numbers_names_the_proposals_of_its_rows(tmp_path: Path) -> None:
    text = "Nr.\tHoldning\tBegrundelse\n79\tImod\tDet rammer skævt.\n82\tFor\tHuset er tomt.\n"
    rows = [f for f in linked(text, tmp_path).findings if f.passage.kind.is_judged]
    assert [[k.proposal for k in f.links] for f in rows] == [["79"], ["82"]]
