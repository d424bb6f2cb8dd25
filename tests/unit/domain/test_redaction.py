"""Masks: as long as what they hide, at anchors that survive what changes around them."""

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.documents import Span
from consult.domain.redaction import (
    MASK,
    Anchor,
    anchored,
    hidden_by,
    located,
    mask,
    occurrences,
)

TEXT = st.text(st.sampled_from("ab 1-\n\r█æ😀é"), max_size=80)


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXT)
    pairs = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    return text, [Span(min(p), max(p)) for p in pairs]


@given(spans())
def test_a_mask_is_as_long_as_what_it_hides_and_leaves_the_rest(case: tuple[str, list]) -> None:
    text, hidden = case
    masked = mask(text, hidden)
    assert len(masked) == len(text)
    for i, (was, now) in enumerate(zip(text, masked, strict=True)):
        inside = any(s.start <= i < s.end for s in hidden)
        assert now == (MASK if inside and was not in "\n\r" else was)


@given(spans(), spans())
def test_masking_twice_is_masking_once(one: tuple[str, list], two: tuple[str, list]) -> None:
    text = one[0]
    assert mask(mask(text, one[1]), two[1]) == mask(text, [*one[1], *two[1]])
    assert mask(mask(text, one[1]), one[1]) == mask(text, one[1])


@given(spans())
def test_an_anchor_finds_its_own_words(case: tuple[str, list[Span]]) -> None:
    text, chosen = case
    for span in chosen:
        anchor = anchored(text, span)
        assert located(text, anchor) == span
        assert hidden_by(text, anchor) == (span,)


def test_an_anchor_moves_with_its_words() -> None:
    text = "Hej. Mit nummer er 010203-1234, og jeg bor her."
    anchor = anchored(text, Span(19, 30))
    moved = "Til byrådet.\n\n" + text
    assert located(moved, anchor) == Span(33, 44)


def test_among_changed_words_a_mask_hides_too_much_rather_than_too_little() -> None:
    anchor = anchored("nr. 010203-1234, ja", Span(4, 15))
    text = "010203-1234 og igen 010203 - 1234."
    assert located(text, anchor) is None
    assert hidden_by(text, anchor) == (Span(0, 11), Span(20, 33))
    assert hidden_by("intet her", anchor) == ()


def test_words_are_found_whole_in_any_case_over_any_blanks() -> None:
    text = "Anna Holm, ANNA\n  HOLM og Annas; Anna Holmgaard"
    assert [s.slice(text) for s in occurrences(text, " anna holm ")] == [
        "Anna Holm",
        "ANNA\n  HOLM",
    ]
    assert occurrences("a.b (x)", "(x)") == (Span(4, 7),)
    assert occurrences("hvad som helst", " \n") == ()


def test_ten_digits_are_found_however_they_are_joined() -> None:
    text = "010203-1234, 0102031234, 01.02.03 1234, 010203‑1234, 1010203-1234"
    found = [s.slice(text) for s in occurrences(text, "010203 1234")]
    assert found == ["010203-1234", "0102031234", "01.02.03 1234", "010203‑1234"]


def test_the_nearest_of_equal_places_is_meant() -> None:
    text = "x 12 y " * 30
    anchor = Anchor("12", "x ", " y", 72)
    assert located(text, anchor) == Span(72, 74)
