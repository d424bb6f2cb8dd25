"""Respondents: each place where a sender says who it is, and the evidence for it."""

import pytest

from consult.domain.documents import Block, BlockKind, Document, Metadata
from consult.domain.people import Respondent, RespondentKind
from consult.language.passages import segment
from consult.language.respondents import find_respondent, kind_of
from consult.rules.loader import Rule, load_rules


def found(text: str, name: str = "svar.txt", metadata: Metadata | None = None) -> Respondent:
    blocks = (Block(0, len(text), BlockKind.PARAGRAPH),)
    document = Document(name, text, blocks, metadata=metadata or Metadata())
    return find_respondent(document, segment(document))


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Høringssvar fra Ældrerådet\n\nRådet er imod.", "council", "Ældrerådet"),
        ("Ældrerådets høringssvar\n\nRådet er imod.", "council", "Ældrerådet"),
        ("Det er dyrt.\n\nPå vegne af FOA Havnby\nLone Holm", "union", "FOA Havnby"),
        ("Vi er imod.\n\nVenlig hilsen\nSkolebestyrelsen på Lind Skole", "board", None),
        ("Vi i MED-udvalget på Lind Skole er imod.", "med_committee", None),
        ("Virksomhed: Holm VVS ApS\nEmne: 20\n\nDet er dyrt.", "business", "Holm VVS ApS"),
        ("Vesterbro Lokaludvalg har drøftet sagen.", "local_council", None),
        ("Det er godt.\n\nMed venlig hilsen\nGrundejerforeningen Strandengen", "association", None),
        ("Det er noteret.\n\nVenlig hilsen\nTrafikselskabet Vestbus", "authority", None),
        ("Det er dyrt.\n\nVenlig hilsen\nOle Holm, kredsformand", "union", None),
        ("Det er dyrt.\n\nVenlig hilsen\nJens Holm, fhv. direktør", "citizen", None),
        ("Jeg er imod forslaget.\n\nVenlig hilsen\nMaja Krogh", "citizen", "Maja Krogh"),
        ("Jeg er imod.\n\nLind, den 5. maj 2027\nMaja Krogh", "citizen", "Maja Krogh"),
        (
            "Høringssvar fra Hvam Forsamlingshus\n\nKøkkenet er nyt.\n\nVenlig hilsen\n"
            "Knud Lybæk, kasserer",
            "association",
            "Hvam Forsamlingshus",
        ),
        (
            "Høringssvar fra Knud Lybæk\n\nKøkkenet er nyt.\n\nVenlig hilsen\nKnud Lybæk, kasserer",
            "association",
            "Knud Lybæk, kasserer",
        ),
        ("Svarer som: Borger\n\nDet er dyrt.", "citizen", None),
        ("Ingen bemærkninger.", "unknown", None),
    ],
)
def test_where_senders_say_who_they_are(text: str, kind: str, name: str | None) -> None:
    respondent = found(text)
    assert respondent.kind == kind
    if name:
        assert respondent.name == name
    words = [span.slice(text) for span in respondent.evidence]
    assert all(words)
    if name:
        assert any(name in w for w in words)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("HØRINGSSVAR FRA LOKAL-MED I DAGPLEJEN", "LOKAL-MED I DAGPLEJEN"),
        (
            "Høringssvar fra skolebestyrelsen ved Lindekær Skole",
            "Skolebestyrelsen ved Lindekær Skole",
        ),
        ("Høringssvar, som er fra bestyrelsen i Mølleklubben", "Bestyrelsen i Mølleklubben"),
    ],
)
def test_the_first_line_tells_however_it_is_written(line: str, name: str) -> None:
    assert found(f"{line}\n\nDet er en dårlig idé at skære her, for det rammer mange.").name == name


@pytest.mark.parametrize("heading", ["Øvrige bemærkninger til budgettet", "De øvrige kommentarer"])
def test_a_heading_over_remarks_of_a_kind_names_nobody(heading: str) -> None:
    assert found(f"Det er en god idé at spare.\n\n{heading}\n\nFristen er kort.").name is None


def test_the_columns_of_a_table_come_first() -> None:
    metadata = Metadata(respondent="Lone Holm", organisation="BUPL Vest")
    respondent = found("Jeg er imod.\n\nVenlig hilsen\nLone Holm", metadata=metadata)
    assert (respondent.name, respondent.kind) == ("BUPL Vest", RespondentKind.UNION)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jens Hansen, Skovvej 12, 4573 Højby", "Jens Hansen"),
        ("Jens Hansen, formand for ingenting", "Jens Hansen"),
        ("Lise og Jens Hansen (naboer)", "Lise og Jens Hansen"),
        ("Kurt, Ritta Bo og Lise, Skovvej 3", "Kurt, Ritta Bo og Lise"),
        ("Mette, Skovvej 12", "Mette Sørensen"),
    ],
)
def test_an_address_behind_a_name_is_no_part_of_it(line: str, name: str) -> None:
    metadata = Metadata(mail_from="Mette Sørensen <mette@gmail.com>")
    respondent = found(f"Jeg er imod.\n\nVenlig hilsen\n{line}", metadata=metadata)
    assert (respondent.kind, respondent.name) == (RespondentKind.CITIZEN, name)


def test_a_form_may_be_told_the_surname_first_or_an_address() -> None:
    for told, name in (("Hansen, Jens", "Hansen, Jens"), ("Jens Bo, Skovvej 1", "Jens Bo")):
        assert found("Jeg er imod.", metadata=Metadata(respondent=told)).name == name


def test_an_empty_column_says_nothing() -> None:
    respondent = found("Jeg er imod.", metadata=Metadata(respondent="Lone Holm", organisation="-"))
    assert (respondent.name, respondent.kind) == ("Lone Holm", RespondentKind.CITIZEN)


@pytest.mark.parametrize(
    ("organisation", "person", "kind", "name"),
    [
        ("Realdania", None, "unknown", "Realdania"),
        ("Plejehjemmet Egebo", "Lone Holm", "unknown", "Plejehjemmet Egebo"),
        ("Fonden Mariehjemmene", None, "association", "Fonden Mariehjemmene"),
        ("Egebo Friskole", "Lone Holm", "association", "Egebo Friskole"),
        ("Venstre i Højby", "Ole Bo", "association", "Venstre i Højby"),
        ("Lone Holm", "Lone Holm", "citizen", "Lone Holm"),
        ("Privat", "Lone Holm", "citizen", "Lone Holm"),
        ("Nabo til skolen", "Lone Holm", "citizen", "Lone Holm"),
        ("ikke relevant", "Lone Holm", "citizen", "Lone Holm"),
    ],
)
def test_what_a_column_of_organisations_holds_is_no_person(
    organisation: str, person: str | None, kind: str, name: str
) -> None:
    told = Metadata(respondent=person, organisation=organisation)
    respondent = found("Jeg er imod forslaget.", metadata=told)
    assert (respondent.kind, respondent.name) == (kind, name)


def test_what_a_form_prints_as_the_organisation_is_no_person() -> None:
    respondent = found("Navn: Lone Holm\nOrganisation: Realdania\n\nJeg er imod forslaget.")
    assert (respondent.kind, respondent.name) == (RespondentKind.UNKNOWN, "Realdania")


def test_the_letter_may_tell_the_kind_of_an_organisation_that_a_column_names() -> None:
    text = "Vi driver campingpladsen ved fjorden.\n\nVenlig hilsen\nLone Holm"
    respondent = found(text, metadata=Metadata(respondent="Lone Holm", organisation="Skovly"))
    assert (respondent.kind, respondent.name) == (RespondentKind.BUSINESS, "Skovly")


def test_the_name_of_the_file_is_the_last_resort() -> None:
    assert found("Forslaget er dyrt.", "svar_ældrerådet.pdf").kind is RespondentKind.COUNCIL


def test_an_organisation_spoken_of_is_not_the_sender() -> None:
    text = "Ældrerådet har holdt møde om hallen. Jeg var med og er imod.\n\nHilsen Maja Krogh"
    assert found(text).kind is RespondentKind.CITIZEN


def test_a_line_of_a_letterhead_is_a_name_up_to_its_address() -> None:
    text = (
        "Vi er imod lukningen af hallen.\n\nVenlig hilsen\n"
        "Højrup Idrætsforening · Stadionvej 3 · 9997 Højrup · Tlf. 12 34 56 78\n"
        "v/ Rikke Dam, Jonas Friis, Amal Warsame, Mette Lund, Ole Toft og Trine Bek\n"
    )
    assert found(text).name == "Højrup Idrætsforening"


def test_who_presents_themselves_is_named_up_to_what_they_say() -> None:
    text = "vi er 12 unge fra friluftsklubben og vi syns det er MEGA nederen at i vil lukke os."
    assert found(text).name in (None, "12 unge fra friluftsklubben")


ORGANISATIONS = [rule for rule in load_rules("organisations").rules if "kind" not in rule.data]


@pytest.mark.parametrize("rule", ORGANISATIONS, ids=lambda rule: rule.id)
def test_the_examples_have_the_kind_of_their_rule(rule: Rule) -> None:
    assert {e.text: kind_of(e.text) for e in rule.match} == {e.text: rule.id for e in rule.match}
    # What follows a rule is another kind's, or at least not that rule's.
    assert [text for text in rule.no_match if kind_of(text) == rule.id] == []
