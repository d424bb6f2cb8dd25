from hypothesis import given
from hypothesis import strategies as st

from consult.inference.encoder import CachedEncoder, Encoder
from consult.inference.onnx_encoder import windows


def test_a_text_is_encoded_once_and_gives_the_same_vector(tiny: Encoder) -> None:
    cached = CachedEncoder(tiny)
    first = cached.encode(["en skole", "en vej", "en skole"])
    again = cached.encode(["en vej", "en skole"])
    assert tiny.calls == ["en skole", "en vej"]
    assert first[1].tobytes() == again[0].tobytes()
    assert first[0].tobytes() == first[2].tobytes() == again[1].tobytes()


def test_meaning_and_tone_do_not_change_places(tiny: Encoder) -> None:
    both = CachedEncoder(tiny).encode_both(["en skole"])
    assert (both.meaning == -both.tone).all()
    assert (both.meaning == tiny.encode(["en skole"])).all()


def test_the_oldest_text_is_forgotten_first(tiny: Encoder) -> None:
    cached = CachedEncoder(tiny, capacity=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cached.encode([text])
    assert tiny.calls == ["a", "b", "c", "b"]


def test_more_texts_than_the_memory_holds_are_all_encoded(tiny: Encoder) -> None:
    rows = CachedEncoder(tiny, capacity=1).encode(["a", "b", "c"])
    assert (rows == tiny.encode(["a", "b", "c"])).all()


def test_no_texts_give_no_rows(tiny: Encoder) -> None:
    assert CachedEncoder(tiny).encode([]).shape == (0, 16)


@given(st.lists(st.integers()), st.integers(1, 50))
def test_windows_lose_nothing_and_are_nearly_equal(tokens: list[int], size: int) -> None:
    found = windows(tokens, size)
    assert [t for window in found for t in window] == tokens
    lengths = [len(w) for w in found]
    assert max(lengths) <= size
    assert max(lengths) - min(lengths) <= 1
