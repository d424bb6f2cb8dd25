"""What writers declare stands over what a judge makes of their words."""

from dataclasses import replace

import pytest

from consult.domain.documents import Span
from consult.domain.findings import (
    ItemLink,
    LinkMethod,
    Passage,
    PassageFindings,
    PassageKind,
    Reference,
    Stance,
    StanceFinding,
)
from consult.domain.people import RespondentKind
from consult.domain.proposals import Direction
from consult.inference.features import PassageContext
from consult.language.declared import beside as factors
from consult.language.declared import trust
from consult.stages.declare import outspoken

UNSURE = {Stance.AGAINST: 0.3, Stance.FAVOR: 0.4, Stance.CONDITIONAL: 0.1, Stance.NEUTRAL: 0.2}


def answer(proposal: str | None = "7") -> StanceFinding:
    return StanceFinding(proposal, Stance.FAVOR, 0.4, UNSURE, (Span(0, 3),), "m")


def found(*links: tuple[str, LinkMethod]) -> PassageFindings:
    passage = Passage(0, 0, 10, PassageKind.BODY, 0)
    first = (Span(0, 10),)
    return PassageFindings(passage, links=tuple(ItemLink(p, m, 0.9, first) for p, m in links))


def context(text: str, **more: object) -> PassageContext:
    return PassageContext(text, proposal_title="Lukning af Lindehallen", **more)  # type: ignore[arg-type]


LINKED = found(("7", LinkMethod.TITLE))


def test_a_declaration_turns_the_answer_and_shows_its_words() -> None:
    (said,) = outspoken([(answer(), LINKED, context("Vi er imod forslaget."))])
    assert (said.label, said.score) == (Stance.AGAINST, trust("declared"))
    assert sum(said.probabilities.values()) == pytest.approx(1.0)
    assert said.evidence == (Span(0, 10),)


def test_what_declares_nothing_is_left_to_the_judge() -> None:
    first = answer()
    assert outspoken([(first, LINKED, context("Hallen er fra 1974."))]) == [first]


def test_against_a_reversal_may_mean_the_opposite() -> None:
    first = answer()
    towards = context("Vi er imod lukningen.", direction=Direction.REVERSAL)
    assert outspoken([(first, LINKED, towards)]) == [first]


def test_of_several_proposals_only_those_named_here_are_meant() -> None:
    both = found(("7", LinkMethod.TITLE), ("8", LinkMethod.HEADING))
    here = context("Vi er imod lukningen af Lindehallen.")
    named, above = outspoken([(answer("7"), both, here), (answer("8"), both, here)])
    assert named.label is Stance.AGAINST
    assert above.label is Stance.FAVOR


def test_of_several_named_only_those_in_its_sentence_are_meant() -> None:
    text = "Nej til at lukke biblioteket. Cykelstien er på høje tid."
    links = tuple(
        ItemLink(number, LinkMethod.TITLE, 0.9, (Span(at, at + 9),))
        for number, at in (("7", text.index("biblio")), ("8", text.index("Cykel")))
    )
    both = PassageFindings(Passage(0, 0, len(text), PassageKind.BODY, 0), links=links)
    here = context(text)
    library, path = outspoken([(answer("7"), both, here), (answer("8"), both, here)])
    assert library.label is Stance.AGAINST
    assert path.label is Stance.FAVOR
    assert path.score < trust("declared")


def test_what_a_council_thinks_is_told_by_a_citizen_and_said_by_the_council() -> None:
    text = "Ældrerådet er imod forslaget."
    for kind, turned in ((RespondentKind.CITIZEN, False), (RespondentKind.COUNCIL, True)):
        (said,) = outspoken([(answer(), LINKED, context(text, respondent_kind=kind))])
        assert (said.label is Stance.AGAINST) == turned


def test_a_column_that_says_for_is_for() -> None:
    row = "7 Lukning af Lindehallen\tFor\tNaturlig afgang er nænsom. Det må dog ikke trække ud."
    link = ItemLink("7", LinkMethod.REFERENCE, 0.9, (Span(0, 1),))
    table = PassageFindings(Passage(0, 0, len(row), PassageKind.TABLE, 0), links=(link,))
    (said,) = outspoken([(replace(answer(), label=Stance.AGAINST), table, context(row))])
    assert (said.label, said.score) == (Stance.FAVOR, trust("declared"))
    assert said.evidence[0].slice(row) == "For"


def test_a_list_item_that_only_names_a_proposal_takes_the_stance_of_its_lead_in() -> None:
    lead = "Vi er særligt bekymrede for følgende forslag:"
    bare = context("7. Lukning af Lindehallen", lead_in=lead)
    own = context("7. Lukning af Lindehallen, hvor børnene har sprunget i tredive år", lead_in=lead)
    first, second = outspoken([(answer(), LINKED, bare), (answer(), LINKED, own)])
    assert (first.label, first.score) == (Stance.AGAINST, trust("announced"))
    assert second.label is not Stance.AGAINST or second.score < trust("announced")


def test_beside_a_declaration_the_opposite_becomes_less_likely() -> None:
    plain, beside, other = outspoken(
        [
            (answer(), LINKED, context("Vi er imod forslaget.")),
            (answer(), LINKED, context("Tre bænke står der endnu.")),
            (answer("9"), found(("9", LinkMethod.TITLE)), context("Tre bænke står der endnu.")),
        ]
    )
    assert plain.label is Stance.AGAINST
    assert beside.label is Stance.AGAINST
    left = {s: value * factors(Stance.AGAINST).get(s, 1.0) for s, value in UNSURE.items()}
    assert beside.score == pytest.approx(0.3 / sum(left.values()))
    assert other.label is Stance.FAVOR


def test_who_declares_both_ways_has_no_side() -> None:
    said = outspoken(
        [
            (answer(), LINKED, context("Vi er imod forslaget.")),
            (answer(), LINKED, context("Vi støtter forslaget.")),
            (answer(), LINKED, context("Tre bænke står der endnu.")),
        ]
    )
    assert said[2].probabilities == UNSURE


def test_a_condition_on_one_number_is_none_on_the_other() -> None:
    text = "Vi fraråder TM-04 og støtter TM-11, hvis stien får ledelinjer."
    spans = {"7": Span(12, 17), "8": Span(29, 34)}
    assert [s.slice(text) for s in spans.values()] == ["TM-04", "TM-11"]
    links = tuple(ItemLink(p, LinkMethod.REFERENCE, 0.9, (s,)) for p, s in spans.items())
    references = tuple(Reference(*s, "coded", (p,)) for p, s in spans.items())
    passage = Passage(0, 0, len(text), PassageKind.BODY, 0)
    both = PassageFindings(passage, links=links, references=references)
    against, left = outspoken([(answer(p), both, context(text)) for p in spans])
    assert against.label is Stance.AGAINST
    assert left.label is answer().label, "left to the judge"
