"""What portals, mail programs and letterheads print around a response, and who it names."""

from consult.domain.documents import Block, BlockKind, Document
from consult.domain.findings import Passage, PassageKind
from consult.domain.people import Respondent
from consult.language.passages import segment
from consult.language.respondents import find_respondent

PORTAL = """Høringssvar vedrørende Fremtidens haller

Oprettet: 2. maj 2027
Svarnummer:
1009

Indsendt af

kirsten lundbæk

Virksomhed / organisation

{house}

Postnr.

4000

By

Lundby N

Høringssvar

Hallen på Lindevej er byens eneste med springgrav, og den skal have lov at stå.

Få nyt om høringer

Abonnér"""
TICKET = """Gå til hovedindhold

Sparekatalog for Kultur

BEVAR HALLEN

Kommunen begår en fejl, hvis hallen lukkes. Her mødes alle.
Download høringssvar som pdf

Afsender

Navn

Bo-Erik LindHolm

Indsendt

09/11/2027 00:18

Sagsnummer

HS184

Informationer

Startdato
Svarfrist
Type
Indkaldelse af ideer og forslag
Område
Hele kommunen
Hørings-id

H21

Kontakt

Har du spørgsmål?

Så kontakt:
Alma Juhl
Byplanlægger

Mail: aj@by.example

Telefonnummer: 12 34 56 78"""
MAIL = """Jytte Krogh Holm
Fra:
Sendt:
Til:
Emne:
Ole Lind <ol@rad.example>
22. januar 2027 10:42
Plan og Miljø
Høring om stien
Til Teknik- og Miljøudvalget
Vi har ingen bemærkninger til forslaget om en sti langs åen.
Med venlig hilsen
Ole Lind"""
LETTER = """Hanne Tved
Lindevej 21 st.
4000 Lundby
www.tved.example

Indsigelse mod planen

Planen giver skygge i alle haver på den nordlige side af vejen, og det hele året."""


def document(text: str) -> Document:
    return Document("svar.txt", text, (Block(0, len(text), BlockKind.PARAGRAPH),))


def kept(text: str) -> list[str]:
    """All that is not frame, signature or greeting."""
    frame = (PassageKind.BOILERPLATE, PassageKind.SIGNATURE, PassageKind.GREETING)
    return [p.span.slice(text) for p in segment(document(text)) if p.kind not in frame]


def sender(text: str) -> Respondent:
    passages: tuple[Passage, ...] = segment(document(text))
    return find_respondent(document(text), passages)


def test_labels_and_values_on_lines_of_their_own_are_no_passages() -> None:
    text = PORTAL.format(house="Lundby Boldklub")
    assert kept(text) == [
        "Høringssvar vedrørende Fremtidens haller",
        "Hallen på Lindevej er byens eneste med springgrav, og den skal have lov at stå.",
    ]


def test_a_form_names_the_sender_however_the_name_is_written() -> None:
    assert sender(PORTAL.format(house="Lundby Boldklub")).name == "Lundby Boldklub"
    assert sender(PORTAL.format(house="-")).name == "kirsten lundbæk"


def test_a_form_may_ask_for_the_name_of_the_sender() -> None:
    frame = "Navn på afsender: Forældreforeningen Broen\nSvaret gælder: Hele området\n\n"
    assert (
        sender(f"{frame}Vi bor her alle, og vi vil blive boende.").name
        == "Forældreforeningen Broen"
    )


def test_the_end_of_a_saved_page_is_no_passage_and_not_the_sender() -> None:
    assert kept(TICKET) == [
        "Sparekatalog for Kultur",
        "BEVAR HALLEN",
        "Kommunen begår en fejl, hvis hallen lukkes. Her mødes alle.",
    ]
    assert sender(TICKET).name == "Bo-Erik LindHolm"


def test_the_head_of_a_printed_mail_is_no_passage() -> None:
    assert kept(MAIL) == ["Vi har ingen bemærkninger til forslaget om en sti langs åen."]


def test_a_letterhead_is_no_passage() -> None:
    assert kept(LETTER)[0] == "Indsigelse mod planen"
    assert len(kept(LETTER)) == 2
    assert sender(LETTER).name == "Hanne Tved"
    assert sender(LETTER.replace("Hanne Tved", "Teknisk Forvaltning")).name is None


def test_words_that_are_labels_elsewhere_stay_the_writers_own() -> None:
    text = "By\n\nVi bor i byen og bliver her, så længe der er skole.\n\nOmråde\n\nHer er stille."
    assert "By" in kept(text)
    assert "Område" in kept(text)


def test_those_who_sign_a_petition_are_no_opinions() -> None:
    text = (
        "Vi er imod lukningen af hallen.\n\nNavn\tAdresse\tUnderskrift\n"
        "Birthe Lindegaard\tSønderkær 2\tBirthe L.\nOle Toft\tNørrekær 4\tO. Toft\n"
    )
    passages = segment(Document("svar.txt", text, (Block(0, len(text), BlockKind.PARAGRAPH),)))
    kinds = [p.kind for p in passages]
    assert kinds[:2] == [PassageKind.BODY, PassageKind.BOILERPLATE]
    assert set(kinds[2:]) == {PassageKind.SIGNATURE}
