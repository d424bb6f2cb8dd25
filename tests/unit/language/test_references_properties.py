"""Whatever the text: references lie inside it, in order, and are the same every time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.proposals import Catalogue, Proposal
from consult.language.references import ReferenceFinder
from consult.language.titles import TitleFinder

NUMBERS = (*map(str, range(1, 400)), "BU-02", "SI/UD03", "A", "Lokalplan 148")
CATALOGUE = Catalogue(tuple(Proposal(n, f"Ophør af ordning {n} i Tornby") for n in NUMBERS))
REFERENCES = ReferenceFinder(CATALOGUE)
TITLES = TitleFinder(CATALOGUE)

PIECES = [
    "Punkt", "pkt.", "forslag", "nr.", "ad", "79", "80", "BU-02", "SI/UD03", "og", ",", "-", "til",
    "§", "kr.", "mio.", "lokalplan", "148", "\n", "\n\n", ")", "(", ":", ".", "A", "I", "Vedr.",
    "ordning", "Tornby", "BU", "/", "bilag", "år", "klasse", "\u00ad", "‑",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.booleans())
def test_references_lie_inside_the_text_in_order_and_stay_the_same(
    text: str, heading: bool
) -> None:
    references = REFERENCES.find(text, in_heading=heading)
    assert references == REFERENCES.find(text, in_heading=heading)
    last = 0
    for reference in references:
        assert last <= reference.start < reference.end <= len(text)
        assert reference.resolved or reference.unresolved
        assert set(reference.resolved) <= set(NUMBERS)
        assert not set(reference.unresolved) & set(NUMBERS)
        assert reference.span.slice(text).strip() == reference.span.slice(text)
        last = reference.end


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_title_mentions_lie_inside_the_text_in_order(text: str) -> None:
    mentions = TITLES.find(text)
    assert mentions == TITLES.find(text)
    assert list(mentions) == sorted(mentions, key=lambda m: (m.span, -m.score, m.proposal))
    for mention in mentions:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert 0 < mention.score < 1


LOOKALIKES = [
    "§ {}", "{} mio. kr.", "{} %", "{} år", "en {}-årig", "bus {}", "linje {}", "side {}", "s. {}",
    "bilag {}", "tabel {}", "kl. {}", "{} borgere", "en {}-punktsplan", "lokalplan {}1000",
    "kapitel {}", "sag nr. {}", "svar {}", "udvalgets pkt. {}", "punkt {} på byrådsmødet",
    "vores punkt {}", "{}. klasse", "{}. september", "note {}", "Skolegade {}", "1/{} del",
    "{} gange", "motorvej E{}",
]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(LOOKALIKES), st.integers(1, 399))
def test_no_number_makes_a_lookalike_a_reference(shape: str, number: int) -> None:
    assert REFERENCES.find(f"Vi skriver om {shape.format(number)} igen") == ()


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["Punkt {}", "pkt. {}", "forslag nr. {}", "ad {})", "punkt {} bør udgå"]),
    st.integers(1, 399),
    st.integers(0, 2),
)
def test_every_number_is_found_behind_a_lead_word(shape: str, number: int, zeros: int) -> None:
    written = "0" * zeros + str(number)
    (reference,) = REFERENCES.find(shape.format(written[-4:]))
    assert reference.resolved == (str(number),)
