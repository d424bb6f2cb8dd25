"""The shared tokenizer: what it cuts, what it keeps whole, and what its import leaves out."""

import subprocess
import sys

import pytest

from consult.language.nlp import blank_danish, tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SI/UD03Øget", ["SI", "/", "UD", "03", "Øget"]),
        ("BU‑2", ["BU", "-", "2"]),
        ("pkt.82", ["pkt.", "82"]),
        ("79–82", ["79", "-", "82"]),
        ("6-punktsplan 79-årig", ["6-punktsplan", "79-årig"]),
        ("2,5 mio. kr.", ["2,5", "mio.", "kr."]),
        ("f.eks. jf. stk. 2", ["f.eks.", "jf.", "stk.", "2"]),
        ("a  b\nc\n \nd", ["a", "b", "\n", "c", "\n\n", "d"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert list(tokenise(text).words) == words


def test_offsets_point_at_the_text_as_given() -> None:
    text = "Se\u00a0BU‑2,  punkt 79\n\nigen"
    tokens = tokenise(text)
    there = [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    assert there == ["Se", "BU", "‑", "2", ",", "punkt", "79", "\n\n", "igen"]
    assert [tokens.glued(i) for i in range(4)] == [False, False, True, True]


def test_only_the_neighbourhood_of_wanted_words_is_kept() -> None:
    text = " ".join(["ord"] * 50 + ["79"] + ["ord"] * 50)
    words = tokenise(text, str.isdigit).words
    assert words == ("\n\n", *["ord"] * 7, "79", *["ord"] * 7)
    assert tokenise("ingen tal her", str.isdigit).words == ()


def test_the_pipeline_is_made_once() -> None:
    assert blank_danish() is blank_danish()


def test_spacy_comes_without_torch_and_leaves_the_way_open_for_it() -> None:
    script = (
        "import sys; from consult.language.nlp import blank_danish; blank_danish();"
        "print('torch' in sys.modules, 'spacy.cli' in sys.modules, 'spacy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False", "True"]
