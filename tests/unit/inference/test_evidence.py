from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from consult.inference.evidence import MOST_PIECES, pieces


def texts(text: str) -> list[str]:
    return [s.slice(text) for s in pieces(text)]


def test_sentences_are_told_apart() -> None:
    assert texts("Vi er imod. Hvem skal hjælpe? Det er 5 mio. kr. for meget") == [
        "Vi er imod.",
        "Hvem skal hjælpe?",
        "Det er 5 mio. kr. for meget",
    ]


def test_many_sentences_are_bounded_and_the_rest_is_kept() -> None:
    text = " ".join(f"Sætning {i}." for i in range(30))
    found = pieces(text)
    assert len(found) == MOST_PIECES
    assert found[-1].end == len(text)


@given(st.text(min_size=1, max_size=300))
def test_pieces_lie_in_the_text_in_order_and_lose_nothing(text: str) -> None:
    found = pieces(text)
    covered = "".join(s.slice(text) for s in found)
    assert found
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join(covered.split()) == "".join(text.split())
