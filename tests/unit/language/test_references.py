"""Finding references: forms, spans, resolution, and what only looks like one."""

import pytest

from consult.domain.documents import Span
from consult.domain.proposals import Catalogue, Proposal
from consult.language.codes import Numbering, normal_form
from consult.language.references import ReferenceFinder


def catalogue(*numbers: str, **titles: str) -> Catalogue:
    plain = [Proposal(n, f"Titel {i}") for i, n in enumerate(numbers)]
    titled = [Proposal(n.lstrip("n"), title) for n, title in titles.items()]
    return Catalogue((*plain, *titled))


BUDGET = ReferenceFinder(
    catalogue(
        *("79", "80", "82", "84", "87", "12", "14", "15", "16", "5", "006"),
        *("BU-01", "BU-02", "BU-03", "BU-05", "AHLI-01", "AHLI-02", "AHLI-21", "SI/UD03"),
        *("KU24", "VBAF 13", "Lokalplan 148", "Kommuneplantillæg 12"),
    )
)


def found(text: str, finder: ReferenceFinder = BUDGET) -> list[str]:
    return [n for r in finder.find(text) for n in (*r.resolved, *(f"!{u}" for u in r.unresolved))]


@pytest.mark.parametrize(
    "text",
    ["BU-02", "BU‑2", "BU–02", "BU 02", "bu2", "BU_02", "BU.02", "bu-02", "Bu 2", "BU nr. 02"],
)
def test_a_code_is_found_in_any_spelling(text: str) -> None:
    assert found(f"Vi mener, at {text} bør udgå.") == ["BU-02"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("SI/UD03Øget brug af teknologi", ["SI/UD03"]),
        ("siud03", ["SI/UD03"]),
        ("SI-UD 03", ["SI/UD03"]),
        ("vbaf13", ["VBAF 13"]),
        ("AHLI - 01 til 21", ["AHLI-01", "AHLI-02", "AHLI-21"]),
        ("BU-02 til 04", ["BU-02", "BU-03", "!BU-04"]),
        ("BU-01, 03 og 05 rammer skævt", ["BU-01", "BU-03", "BU-05"]),
        ("bu01-bu03", ["BU-01", "BU-02", "BU-03"]),
        ("BU-02/BU-03", ["BU-02", "BU-03"]),
        ("BU-01 og 3 andre forslag", ["BU-01"]),
        ("lokalplan nr. 148", ["Lokalplan 148"]),
        ("Lokalplanforslaget 148", ["Lokalplan 148"]),
        ("LP 148 og tillæg nr. 12", ["Lokalplan 148", "Kommuneplantillæg 12"]),
        ("BU-03 10. klasse", ["BU-03"]),
    ],
)
def test_codes_ranges_and_names(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize(
    ("text", "words", "resolved", "unresolved"),
    [
        ("Se punkterne 79, 80 og 999.", "punkterne 79, 80 og 999", ("79", "80"), ("999",)),
        ("Jeg er imod pkt.82!", "pkt.82", ("82",), ()),
        ("forslag nr. 6", "forslag nr. 6", ("006",), ()),
        ("SI/UD03Øget brug", "SI/UD03", ("SI/UD03",), ()),
        ("punkt 12. Det er", "punkt 12", ("12",), ()),
        ("Nr. 87 i spareforslagene", "Nr. 87", ("87",), ()),
        ("om bu 99", "", (), ()),
        ("om BU-99", "BU-99", (), ("BU-99",)),
        ("punkt bu 99", "punkt bu 99", (), ("BU-99",)),
    ],
)
def test_the_span_covers_the_words_that_name(
    text: str, words: str, resolved: tuple[str, ...], unresolved: tuple[str, ...]
) -> None:
    references = BUDGET.find(text)
    assert [(r.span.slice(text), r.resolved, r.unresolved) for r in references] == (
        [(words, resolved, unresolved)] if words else []
    )


@pytest.mark.parametrize(
    "text",
    [
        "en 6-punktsplan", "§ 79, stk. 2, nr. 5", "79 mio. kr.", "79.000 kr.", "79 %", "79 år",
        "en 79-årig", "bus 79", "linje 12", "side 82", "s. 82", "bilag 5", "kl. 12", "d. 12.5.",
        "I4 borgere", "ca. 1/3 del", "E45", "0.-6. klasse", "5.b", "2. sal", "udvalgets pkt. 79",
        "Miljøudvalget, 30. november 2017, pkt. 79:", "punkt 5 på byrådsmødet", "sag nr. 79/12",
        "tlf. 79 80 82 84", "010179-1234", "8700 Horsens", "Skolegade 79", "kampen endte 5-12",
        "punkt for punkt", "på dette punkt", "lokalplan 112", "vores forslag 5", "rute 15",
        "79 borgere", "om 12 uger", "BU 2026", "forslag 2026",
    ],
)  # fmt: skip
def test_lookalikes_are_left_alone(text: str) -> None:
    assert found(f"Vi skriver om {text} i dag") == []


def test_a_number_that_counts_what_follows_ends_the_list() -> None:
    assert found("punkt 79 og 80 glade mennesker") == ["79"]
    assert found("punkt 79 og 80 bør udgå") == ["79", "80"]


def test_a_table_of_contents_names_nothing() -> None:
    assert found("Punkt 79 Titel .......\t12\nPunkt 80 Titel....... 13\nPunkt 82") == ["82"]


def test_a_list_of_own_points_is_not_the_catalogue() -> None:
    text = (
        "Vi har tre punkter: 1) støj\n2) lys\n3) trafik\n4) lugt\n5) skygge\nIgen punkt 5: skygge."
    )
    assert found(text) == []
    assert found("Igen punkt 5: skygge.") == ["5"]
    assert found(text + " Punkt 79 er værre.") == ["79"]


def test_a_number_at_the_beginning_of_a_line_needs_the_title() -> None:
    finder = ReferenceFinder(catalogue(n79="Ophør af relationel koordinering", n80="Klippekort"))
    assert found("79. Ophør af relationel koordinering", finder) == ["79"]
    assert found("- 80 Klippekortet er en hjælp", finder) == ["80"]
    assert found("79. Vi synes, det er dumt", finder) == []
    assert found("Klippekort (80) er vigtige", finder) == ["80"]
    assert found("Beboerne (80) er glade", finder) == []


def test_three_digits_of_the_catalogue_alone_in_a_line_are_a_heading() -> None:
    finder = ReferenceFinder(catalogue("201", "12"))
    assert found("201\nVi er imod.\n12\n999", finder) == ["201"]


def test_numbers_that_are_names_with_points() -> None:
    finder = ReferenceFinder(catalogue("Retningslinje 3.2", "Ramme 7.E.03"))
    text = "Vi støtter retningslinje 3.2 og Ramme 7.E.03 helt"
    assert found(text, finder) == ["Retningslinje 3.2", "Ramme 7.E.03"]


def test_a_heading_needs_less_of_the_title() -> None:
    finder = ReferenceFinder(
        catalogue(n7="Færre åbne værksteder i skoven", n8="Åbne haver og værksteder")
    )
    text = "7. De åbne dage"
    assert finder.find(text) == ()
    assert [r.resolved for r in finder.find(text, in_heading=True)] == [("7",)]


def test_letters() -> None:
    finder = ReferenceFinder(catalogue("A", "B", "C"))
    assert found("Forslag A og C", finder) == ["A", "C"]
    assert found("A, B og C) Skolerne", finder) == ["A", "B", "C"]
    assert found("Vi vælger B.", finder) == ["B"]
    assert found("Vi drøftede det med B. Jensen", finder) == []
    assert found("A er 78 og bor her", finder) == []
    assert found("Vitamin B og hepatitis C", finder) == []
    assert found("forslag D", finder) == ["!D"]


def test_the_exact_spelling_decides_between_equal_numbers() -> None:
    finder = ReferenceFinder(catalogue("6", "006"))
    assert found("punkt 6", finder) == ["6"]
    assert found("punkt 006", finder) == ["006"]
    assert found("punkt 06", finder) == ["!06"]


def test_without_a_catalogue_what_looks_like_a_reference_is_unresolved() -> None:
    empty = ReferenceFinder(Catalogue())
    assert found("Punkt 79 og forslag nr. 5", empty) == ["!79", "!5"]
    assert found("BU-02 koster 79 kr. på side 5", empty) == []


def test_an_agenda_as_catalogue_makes_its_items_ours() -> None:
    agenda = ReferenceFinder(catalogue(n1="Godkendelse af dagsorden", n4="Frikort"))
    assert found("punkt 4 på dagsordenen", agenda) == ["4"]
    assert found("punkt 5 på dagsordenen", BUDGET) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("BU-02", "bu 2"), ("006", "6"), ("SI/UD03", "siud3"), ("Punkt 79", "79"), ("5.1", "05.01")],
)
def test_normal_form_of_equal_numbers(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(("one", "other"), [("5.1", "51"), ("12a", "12"), ("BU-02", "BA-02")])
def test_normal_form_of_different_numbers(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


def test_ranges_keep_to_their_prefix_and_order() -> None:
    numbering = Numbering(catalogue("10", "9", "BU-10", "9a", "11"))
    assert numbering.between("9", "10") == ("9", "9a", "10")
    assert numbering.between("9", "BU-10") == ()


def test_spans_count_from_the_text_as_given() -> None:
    text = "Å\n\n  PUNKT\u00a079 og\tpunkt 80"
    assert [r.span for r in BUDGET.find(text)] == [Span(5, 13), Span(17, 25)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("79: Det rammer de svageste.", ["79"]),
        ("Til byrådet\n- 82) Sagsbehandlingen bliver langsommere", ["82"]),
        ("015 og 017\nDe store anlæg", ["015", "017"]),
        ("De store anlæg (015, 017)", ["015", "017"]),
    ],
)
def test_high_numbers_need_no_title(text: str, numbers: list[str]) -> None:
    catalogue = Catalogue(tuple(Proposal(n, f"Titel {n}") for n in ("79", "82", "015", "017")))
    found = ReferenceFinder(catalogue).find(text)
    assert [n for r in found for n in r.resolved] == numbers


@pytest.mark.parametrize(
    "text",
    ["Kl. 20:15 begynder mødet", "(015, 600)", "Vi er 79) og glade", "2027: Nye tal", "82 børn"],
)
def test_high_numbers_that_mean_something_else(text: str) -> None:
    catalogue = Catalogue(tuple(Proposal(n, f"Titel {n}") for n in ("79", "82", "015", "017")))
    assert not ReferenceFinder(catalogue).find(text)
