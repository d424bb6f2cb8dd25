"""How catalogues differ: long codes, words of their own, letters, bare numbers; and slips."""

import pytest

from consult.domain.documents import Span
from consult.domain.proposals import Catalogue, Proposal
from consult.language.codes import Numbering
from consult.language.references import ReferenceFinder
from consult.language.slips import Figures, joined, lead_word


def finder(**titles: str) -> ReferenceFinder:
    return ReferenceFinder(catalogue(titles))


def catalogue(titles: dict[str, str]) -> Catalogue:
    return Catalogue(tuple(Proposal(number, title) for number, title in titles.items()))


LONG = ReferenceFinder(
    catalogue(
        {
            "B27-DR-01": "Færre stabe",
            "B27-DR-04": "Rengøring",
            "B27-AN-05": "Digital skole",
            "Ramme 7.E.03": "Erhverv ved bækken",
        }
    )
)
TRACKS = ReferenceFinder(catalogue({f"Spor {n}": f"Titel {n}" for n in range(1, 6)}))
THEMES = ReferenceFinder(catalogue({str(n): f"Tema {n} - Titel {n}" for n in range(1, 6)}))
AREAS = ReferenceFinder(catalogue({f"Delområde {n}": f"Titel {n}" for n in "BCD"}))
PLANS = ReferenceFinder(catalogue({f"Lokalplan {n}": f"Titel {n}" for n in (402, 403)}))
SMALL = ReferenceFinder(catalogue({n: f"Ordning {n}" for n in "abcgikoq"}))
CAPITAL = ReferenceFinder(catalogue({n: f"Ordning {n}" for n in "ABCDEF"}))
HUNDREDS = ReferenceFinder(catalogue({str(n): f"Ordning {n}" for n in range(101, 120)}))
ZEROED = ReferenceFinder(catalogue({f"{n:03}": f"Ordning {n}" for n in range(1, 20)}))
TENS = ReferenceFinder(catalogue({str(n): f"Ordning {n}" for n in range(1, 30)}))
SINGLE = ReferenceFinder(catalogue({f"S-0{n}": f"Ordning {n}" for n in range(1, 6)}))


@pytest.mark.parametrize(
    ("finder", "text", "numbers"),
    [
        (LONG, "Ad B27-DR-04", ["B27-DR-04"]),
        (LONG, "B27DR04Rengøring og b27 dr 1", ["B27-DR-04", "B27-DR-01"]),
        (LONG, "Digital skole (AN-05)", ["B27-AN-05"]),
        (LONG, "Inden for 7.E.03 ligger gravhøje", ["Ramme 7.E.03"]),
        (LONG, "Bogen kom i 27-05 og B27-XX-04", []),
        (TRACKS, "om spor 1, 3 og 4 i strategien", ["Spor 1", "Spor 3", "Spor 4"]),
        (TRACKS, "toget fra perron 4", []),
        (THEMES, "Tema1 grunde", ["1"]),
        (THEMES, "Til tema 2 og 3 kan vi sige", ["2", "3"]),
        (THEMES, "Landsbyerne (3. tema)", ["3"]),
        (THEMES, "3. sal og 2 temaer", []),
        (AREAS, "delområde C og D", ["Delområde C", "Delområde D"]),
        (AREAS, "Vi kender delområdeB", ["Delområde B"]),
        (AREAS, "vitamin C og D", []),
        (AREAS, "• D: En promenade\n• C: Sejlklubben", ["Delområde D", "Delområde C"]),
        (PLANS, "403: Gågaden\n402: Lade", ["Lokalplan 403", "Lokalplan 402"]),
        (PLANS, "Om Lokalplan 4O3", ["Lokalplan 403"]),
        (SMALL, "Litra k", ["k"]),
        (SMALL, "Punkt q er fint, forslag i kommunen er ikke", ["q"]),
        (SMALL, "forslag i. Kunstgræs", ["i"]),
        (SMALL, "Vedr. a) b) og c) i oplægget", ["a", "b", "c"]),
        (SMALL, "k) Vejene\no) Parken", ["k", "o"]),
        (SMALL, "a) en dør\nb) en lås", []),
        (CAPITAL, "Skulle F vedtages, og langs A, samt B's pris", ["F", "A", "B"]),
        (CAPITAL, "D. Byen vokser\nF. Bussen kører", ["D", "F"]),
        (CAPITAL, "Hepatitis B og C, og kørekort til A og B", []),
        (SINGLE, "S1. Vi bygger. S 04 og (S5)", ["S-01", "S-04", "S-05"]),
        (SINGLE, "se s. 4 og side 5", []),
        (HUNDREDS, "Båden (110) og både 101, 102 og 103.", ["110", "101", "102", "103"]),
        (HUNDREDS, "- 113, da mange går", ["113"]),
        (HUNDREDS, "mellem 101 og 110, og ring 112.", []),
        (HUNDREDS, "Vi skriver om 100. klasse, om 110 børn og om 112. klasse", []),
        (ZEROED, "Leder og råd er ikke enige om 002, og i 008 står mere.", ["002", "008"]),
        (ZEROED, "tlf. 002 004 006, den 01-002", []),
        (TENS, "8) Varer\n3) Billetter\n17) Andet", ["8", "3", "17"]),
        (TENS, "1) Varer\n2) Billetter\n3) Andet", []),
        (TENS, "Ad 1: Jeres svar\nAd 2: Vores svar", []),
        (TENS, "Mine forslag:\nForslag 1: Skat\nForslag 2: Salg", []),
    ],
)
def test_catalogues_of_all_kinds(finder: ReferenceFinder, text: str, numbers: list[str]) -> None:
    assert [n for r in finder.find(text) for n in r.resolved] == numbers


def test_points_that_count_up_are_the_catalogues_where_its_titles_head_them() -> None:
    found = finder(**{"1": "Klippekort", "2": "Havnens kran", "3": "Bibliotek"})
    text = "1) Klippekort er godt\n2) Havnens kran er dyr\n3) Det andet er dumt"
    assert [r.resolved[0] for r in found.find(text)] == ["1", "2", "3"]
    text = "1) Vi er sure\n2) Havnens kran er dyr\n3) Slut"
    assert [r.resolved[0] for r in found.find(text)] == ["2"]


def test_parts_within_a_proposal_are_no_items() -> None:
    own = Proposal("3", "Handicappolitik", text="Udkast med fem temaer.")
    assert ReferenceFinder(Catalogue((own,))).find("Tema 3 er vigtigt") == ()
    assert finder(**{"3": "Handicappolitik"}).find("Tema 3 er vigtigt") != ()


@pytest.mark.parametrize(
    ("text", "heading"), [("116Ordning", False), ("Ordningen (116)", True), ("116 tandlæge", True)]
)
def test_headings_name_numbers_without_a_word(text: str, heading: bool) -> None:
    assert [r.resolved for r in HUNDREDS.find(text, in_heading=heading)] == [("116",)]
    assert HUNDREDS.find("116 tandlæger") == ()


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("pukt", "punkt"),
        ("Puntk", "punkt"),
        ("forlsag", "forslag"),
        ("budgetforlag", "budgetforslag"),
        ("forlag", "forlag"),
        ("Punkter", "Punkter"),
        ("besvarelse", "besvarelse"),
        ("foredrag", "foredrag"),
        ("Punkt", "Punkt"),
        ("og", "og"),
    ],
)
def test_one_slip_in_a_lead_word_is_forgiven(word: str, meant: str) -> None:
    assert lead_word(word) == meant


def test_figures_are_mended_where_the_catalogue_has_the_number() -> None:
    figures = Figures(Numbering(catalogue({"BU-02": "a", "12": "b", "80": "c", "T03": "d"})))
    assert figures.mended("BU-O2, punkt I2, 8O og TO3") == "BU-02, punkt 12, 80 og T03"
    assert figures.mended("l9 og CO2, 2l mælk, BU-O9") == "l9 og CO2, 2l mælk, BU-O9"


def test_a_lead_word_cut_in_two_keeps_its_place() -> None:
    text = "om for-\nslag 12 og pu\u00adnkt 14"
    assert len(joined(text)) == len(text)
    assert [r.span for r in TENS.find(text)] == [Span(3, 15), Span(19, 28)]
    assert joined("skole-\ngård, for\u00adår") == "skole-\ngård, for\u00adår"
