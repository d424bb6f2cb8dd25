import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.inference.hashing import HashedTfidf, terms

TFIDF = HashedTfidf(10, np.linspace(1, 3, 1 << 10).astype(np.float32))


@given(st.text(min_size=0, max_size=200))
def test_a_row_has_length_one_or_is_empty(text: str) -> None:
    row = TFIDF.row([("text", text)])
    assert (np.diff(row.columns) > 0).all()
    length = float(np.sum(row.values**2))
    assert length == pytest.approx(1, abs=1e-4) or not len(row.columns)


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_at_most_one(first: str, second: str) -> None:
    a, b = TFIDF.row([("t", first)]), TFIDF.row([("t", second)])
    assert a.dot(b) == pytest.approx(b.dot(a))
    assert -1e-4 <= a.dot(b) <= 1 + 1e-4


def test_fields_keep_their_words_apart() -> None:
    tfidf = HashedTfidf(20, np.ones(1 << 20, np.float32))
    assert tfidf.row([("a", "skole")]).dot(tfidf.row([("b", "skole")])) == 0


def test_all_figures_are_one_sign() -> None:
    assert list(terms("79 mio.")) == list(terms("82 mio."))


def test_compounds_share_n_grams() -> None:
    words = HashedTfidf(20, np.ones(1 << 20, np.float32))
    school = words.row([("t", "skolebestyrelsen")])
    assert school.dot(words.row([("t", "skolebørn")])) > school.dot(words.row([("t", "vejtrafik")]))


def test_the_hash_does_not_depend_on_the_process() -> None:
    assert TFIDF.columns([("text", "ja")]) == [277, 245, 857, 913]
