"""Ties between passages and proposals, from whole small responses."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from consult.domain.documents import Metadata
from consult.domain.findings import Analysis, LinkMethod
from consult.domain.people import Respondent
from consult.domain.proposals import Catalogue, Proposal
from consult.readers import read
from consult.rules.loader import load_rules
from consult.stages.case import Case
from consult.stages.cut import cut
from consult.stages.link import link, link_scores
from consult.stages.refer import refer

CATALOGUE = Catalogue(
    (
        Proposal("79", "Ophør af relationel koordinering"),
        Proposal("82", "Bortfald af Lindekær Bibliotek"),
    )
)
RULES = {rule.id: rule for rule in load_rules("link_scores").rules}
METHOD = {
    "heading_beside": "heading",
    "carried_title": "carried",
    "given_beside": "given",
    "whole_response": "similarity",
    "whole_response_last": "similarity",
}


class NoMeaning:
    """A catalogue index for tests of the other methods: it never finds a likeness."""

    def link(self, _text: str) -> None:
        return None


@dataclass(frozen=True)
class WordsOnly(Case):
    """A case without models."""

    @property
    def similarity(self) -> NoMeaning:  # type: ignore[override]
        return NoMeaning()


CASE = WordsOnly(CATALOGUE, "Budget 2027", None)  # type: ignore[arg-type]


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
