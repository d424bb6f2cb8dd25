"""Senders that no organisation's name in the text tells, and where each was found."""

import pytest

from consult.domain.documents import Block, BlockKind, Document, Metadata
from consult.domain.people import Respondent, RespondentKind, SenderSource
from consult.language.passages import segment
from consult.language.respondents import find_respondent
from consult.language.senders import is_private, mail_names
from consult.language.wordlists import matches
from consult.rules.loader import Rule, load_rules


def found(text: str, metadata: Metadata | None = None, name: str = "svar.txt") -> Respondent:
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(at, at + len(paragraph), BlockKind.PARAGRAPH))
        at += len(paragraph) + 2
    document = Document(name, text, tuple(blocks), metadata=metadata or Metadata())
    return find_respondent(document, segment(document))


def by_mail(text: str, sender: str) -> Respondent:
    return found(text, Metadata(mail_from=sender))


@pytest.mark.parametrize(
    ("sender", "text", "kind", "name"),
    [
        ("Hanne Lund <hl@foa-havnby.example>", "Vi er imod punkt 3.", "union", "FOA HAVNBY"),
        ("Ældrerådet <post@havnby.example>", "Vi er imod.", "council", "Ældrerådet"),
        ("post@aeldreraadet.example", "Vi er imod.", "council", "ÆLDRERÅDET"),
        ("Bo Holm <bo@gmail.com>", "Forslaget er dyrt.", "citizen", "Bo Holm"),
        ("Bo Holm <bo@havnby.example>", "Jeg er imod.", "citizen", "Bo Holm"),
        ("Bo Holm <bo@havnby.example>", "Forslaget er dyrt.", "unknown", "Bo Holm"),
        ("bo@gmail.com", "Forslaget er dyrt.", "citizen", None),
        ("", "Forslaget er dyrt.", "unknown", None),
    ],
)
def test_a_mail_names_the_sender_where_the_text_does_not(
    sender: str, text: str, kind: str, name: str | None
) -> None:
    respondent = by_mail(text, sender)
    assert (respondent.kind, respondent.name) == (kind, name)
    assert respondent.evidence == ()
    if name is not None:
        assert respondent.source is SenderSource.MAIL


@pytest.mark.parametrize(
    ("sender", "text", "name"),
    [
        ("Lise Kragh <lise@gmail.com>", "Jeg er imod.\n\nMvh Lise", "Lise Kragh"),
        ("Bo Kragh <bo@gmail.com>", "Jeg er imod.\n\nMvh Lise", "Lise"),
        ("Lise Kragh <l@gmail.com>", "Jeg er imod.\n\nMvh Lise Kragh Dam", "Lise Kragh Dam"),
        (
            "Danmarks Lærerforening, kreds 99 <099@dlf.example>",
            "Vi er imod.\n\nVenlig hilsen\nAnders Bro\nKredsformand",
            "Danmarks Lærerforening, kreds 99",
        ),
    ],
)
def test_a_mails_name_goes_on_where_the_signature_is_short(
    sender: str, text: str, name: str
) -> None:
    assert by_mail(text, sender).name == name


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (
            "Nyt høringssvar modtaget\n\nNavn: Tom Rask Modtaget: 12-09-2026\n\nJeg er imod.",
            "citizen",
            "Tom Rask",
        ),
        ("Afsender: Ældrerådet Modtaget: 12-09-2026\n\nVi er imod.", "council", "Ældrerådet"),
    ],
)
def test_labels_on_one_line_and_what_is_no_owner(text: str, kind: str, name: str) -> None:
    respondent = found(text)
    assert (respondent.kind, respondent.name) == (kind, name)


def test_a_form_that_a_portal_sends_as_a_table() -> None:
    rows = ("Høring\tBudget 2027", "Navn\tTom Rask", "Organisation\tNørreby Roforening")
    text = "\n\n".join(("Nyt høringssvar", *rows, "Høringssvar\tVi er imod forslaget."))
    blocks, at = [], 0
    for line in text.split("\n\n"):
        kind = BlockKind.TABLE if "\t" in line else BlockKind.HEADING
        blocks.append(Block(at, at + len(line), kind))
        at += len(line) + 2
    document = Document("svar.eml", text, tuple(blocks))
    respondent = find_respondent(document, segment(document))
    assert (respondent.kind, respondent.name) == ("association", "Nørreby Roforening")


def test_a_secretarys_mail_with_the_councils_letter_is_the_councils() -> None:
    mail = "Hanne Lund <hl@havnby.example>"
    letter = "Handicaprådets høringssvar\n\nRådet er imod.\n\nVenlig hilsen\nPer Bak, formand"
    respondent = by_mail(letter, mail)
    assert (respondent.kind, respondent.name) == (RespondentKind.COUNCIL, "Handicaprådet")
    assert respondent.source is SenderSource.HEADING
    assert by_mail("Det er dyrt.\n\nHilsen\nPer Bak", mail).name == "Per Bak"


def test_a_private_address_does_not_make_a_council_a_citizen() -> None:
    respondent = by_mail("Vi er imod.\n\nPå Ældrerådets vegne\nPer Bak", "Per <per@mail.dk>")
    assert respondent.kind is RespondentKind.COUNCIL


@pytest.mark.parametrize(
    ("closing", "kind", "name"),
    [
        ("På vegne af FOA Havnby\nLone Holm", "union", "FOA Havnby"),
        ("P.v.a. Grundejerforeningen Lind\nLone Holm", "association", "Grundejerforeningen Lind"),
        ("p.v.a Handicaprådet\nLone Holm", "council", "Handicaprådet"),
        ("For bestyrelsen i Lind Børnehave\nLone Holm", "board", None),
        ("På Ældrerådets vegne\nLone Holm", "council", "Ældrerådet"),
        ("På Ældrerådets og egne vegne\nLone Holm", "council", None),
        ("Ældrerådet v/ formand Lone Holm", "council", "Ældrerådet"),
        ("Hjelmdrup Boldklub v/Lone Holm", "association", "Hjelmdrup Boldklub"),
        ("Handicaprådet ved formand Lone Holm", "council", "Handicaprådet"),
    ],
)
def test_whoever_signs_for_another_is_not_the_sender(
    closing: str, kind: str, name: str | None
) -> None:
    text = f"Forslaget er dyrt.\n\nMed venlig hilsen\n{closing}"
    respondent = found(text)
    assert respondent.kind == kind
    assert respondent.source in (SenderSource.BEHALF, SenderSource.SIGNATURE)
    if name is not None:
        assert respondent.name == name
    assert all(span.slice(text) in closing for span in respondent.evidence)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Høringssvar fra Ældrerådet\n\nRådet er imod.", SenderSource.HEADING),
        ("Virksomhed: Holm VVS ApS\nEmne: 20\n\nDet er dyrt.", SenderSource.PORTAL),
        ("Det er dyrt.\n\nVenlig hilsen\nBUPL Vest", SenderSource.SIGNATURE),
        ("Ældrerådet har drøftet sagen og er imod.", SenderSource.OPENING),
        ("På vegne af Lind ApS, der driver et hjem, skal jeg svare.", SenderSource.BEHALF),
        ("Jeg er imod.\n\nHilsen\nMaja Krogh", SenderSource.SIGNATURE),
    ],
)
def test_the_place_is_told_with_its_words(text: str, source: SenderSource) -> None:
    respondent = found(text)
    assert respondent.source is source
    assert respondent.evidence
    assert any((respondent.name or "") in span.slice(text) for span in respondent.evidence)


def test_a_letterhead_names_the_sender_and_not_whom_it_is_sent_to() -> None:
    letter = "Havnby Handicapråd\nStrandvej 2\n\nForslaget er for dyrt for os alle."
    head = letter.index("\n\n")
    blocks = (
        Block(0, head, BlockKind.BOILERPLATE),
        Block(head + 2, len(letter), BlockKind.PARAGRAPH),
    )
    document = Document("svar.docx", letter, blocks)
    respondent = find_respondent(document, segment(document))
    assert [span.slice(letter) for span in respondent.evidence] == ["Havnby Handicapråd"]
    assert (respondent.kind, respondent.source) == (
        RespondentKind.COUNCIL,
        SenderSource.LETTERHEAD,
    )
    addressed = "Havnby Kommune\nTeknik og Miljø\n\nForslaget er for dyrt for alle på vejen."
    assert found(addressed).kind is not RespondentKind.AUTHORITY


def test_a_column_that_the_text_repeats_has_its_place() -> None:
    text = "Navn: Maja Krogh\nPostnr.: 4000\n\nJeg er imod."
    respondent = found(text, Metadata(respondent="Maja Krogh"))
    assert [span.slice(text) for span in respondent.evidence] == ["Maja Krogh"]
    assert respondent.source is SenderSource.PORTAL


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vi driver campingpladsen ved fjorden.\n\nHilsen\nMaja og Bo Krogh", "business"),
        ("Det er dyrt.\n\nHilsen\nMaja Krogh\nCVR-nr. 12 34 56 78", "business"),
        ("Det er dyrt.\n\nHilsen\nGrundejerforeningen Lind\nCVR 12345678", "association"),
        ("Det er dyrt.\n\nHilsen\nBo Holm, butiksejer", "business"),
        ("Det er dyrt.\n\nHilsen\nLind Transport A/S", "business"),
        ("Jeg handler i butikken hver dag.\n\nHilsen\nMaja Krogh", "citizen"),
        ("Vi købte huset i 2024, og nu kommer vejen.", "citizen"),
        ("Vi er elever på skolen.\n\nElevrådet på Lind Skole", "council"),
        ("Det er dyrt.\n\nHilsen\nLind Menighedsråd", "board"),
        ("Det er dyrt.\n\nHilsen\nErhvervsrådet i Lind", "association"),
    ],
)
def test_kinds_that_no_name_tells(text: str, kind: str) -> None:
    assert found(text).kind == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Skolebestyrelsen på Vestskovskolen\n\nVi er imod.\n\nVenlig hilsen\nSkolebestyrelsen",
            "Skolebestyrelsen på Vestskovskolen",
        ),
        (
            "Skolebestyrelsen ved Østerskolen har behandlet forslaget.\n\nVi er imod.\n\n"
            "Venlig hilsen\nSkolebestyrelsen",
            "Skolebestyrelsen ved Østerskolen",
        ),
        (
            "Fra: Lone Bo\nEmne: Høringssvar fra skolebestyrelsen på Højby Skole\n\nVi er imod.\n\n"
            "Venlig hilsen\nSkolebestyrelsen",
            "Skolebestyrelsen på Højby Skole",
        ),
        ("Vi er imod.\n\nVenlig hilsen\nSkolebestyrelsen", "Skolebestyrelsen"),
        (
            "Ældrerådet i Lind Kommune er imod.\n\nVenlig hilsen\nÆldrerådet",
            "Ældrerådet",
        ),
        (
            "Lokalrådet i møde den 3. Maj.\n\nVi er imod.\n\nVenlig hilsen\nLokalrådet",
            "Lokalrådet",
        ),
    ],
)
def test_an_office_that_every_house_has_is_named_with_its_house(text: str, name: str) -> None:
    respondent = found(text)
    assert respondent.name == name
    said = [span.slice(text).casefold() for span in respondent.evidence]
    assert any(name.casefold() in words for words in said)


def test_a_mails_subject_tells_whose_board_it_is() -> None:
    told = Metadata(subject="Svar fra forældrebestyrelsen i Solsikken", mail_from="lone@bo.example")
    respondent = found("Vi er imod.\n\nVenlig hilsen\nForældrebestyrelsen", told)
    assert respondent.name == "Forældrebestyrelsen i Solsikken"


def test_names_in_an_address_come_in_order_of_trust() -> None:
    names = list(mail_names("Hanne Lund <hl@dlf-lind.example>"))
    assert names == ["Hanne Lund", "DLF LIND", "Dlf Lind"]
    assert list(mail_names("Bo <bo@hotmail.com>")) == ["Bo"]
    assert list(mail_names("ikke en adresse, slet ikke")) == []
    assert is_private("Bo <BO@GMAIL.COM>")


@pytest.mark.parametrize("rule", load_rules("senders").rules, ids=lambda rule: rule.id)
def test_the_examples_of_each_rule(rule: Rule) -> None:
    assert [e.text for e in rule.match if not matches("senders", rule.id, e.text)] == []
    assert [text for text in rule.no_match if matches("senders", rule.id, text)] == []
