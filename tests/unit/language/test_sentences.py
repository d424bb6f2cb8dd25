"""Sentences: every example of the rule file, coverage, and the treebank's measure on a sample."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.documents import Span
from consult.language.lines import logical_lines, wrap_width
from consult.language.sentences import sentences
from consult.rules.loader import load_rules

RULES = load_rules("abbreviations").rules
ONE = [(rule.id, example.text) for rule in RULES for example in rule.match]
TWO = [(rule.id, text) for rule in RULES for text in rule.no_match]
DANISH = st.text(
    st.sampled_from('abeksærøåABDVØ0123456789 .,!?…:;()"”»«-–\n\t§%\u00a0'), max_size=200
)


def cut(text: str) -> list[str]:
    return [span.slice(text) for span in sentences(text)]


@pytest.mark.parametrize(("rule", "text"), ONE)
def test_a_stop_inside_a_sentence_does_not_end_it(rule: str, text: str) -> None:
    assert cut(text) == [text], rule


@pytest.mark.parametrize(("rule", "text"), TWO)
def test_a_stop_between_sentences_ends_the_first(rule: str, text: str) -> None:
    first, second = text.split("|")
    assert cut(f"{first} {second}") == [first, second], rule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det er slut.Nu går vi.", ["Det er slut.", "Nu går vi."]),
        ("Nej! Skyd den! foreslog hun.", ["Nej!", "Skyd den! foreslog hun."]),
        ("Vi er fire... Og så går vi.", ["Vi er fire...", "Og så går vi."]),
        ("det er dyrt. vi vil ikke. slut nu.", ["det er dyrt.", "vi vil ikke.", "slut nu."]),
        ("Overskrift\nDen står alene.", ["Overskrift", "Den står alene."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_shapes(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_hard_wrapped_line_does_not_break_a_sentence() -> None:
    text = (
        "Skolebestyrelsen har på et møde drøftet forslaget om at samle ledelsen, og\n"
        "Bestyrelsen kan ikke støtte det, fordi afstanden mellem de to skoler er så\n"
        "stor. Derfor foreslår vi noget andet."
    )
    assert len(cut(text)) == 2
    assert cut(text)[1] == "Derfor foreslår vi noget andet."


def test_offsets_count_in_the_whole_text() -> None:
    text = "Før. Vi er imod. Det er dyrt. Efter."
    assert sentences(text, 5, 29) == (Span(5, 16), Span(17, 29))


def test_short_lines_are_not_a_wrapped_text() -> None:
    text = "Jens Bak\nEngvej 4\n4000 Roskilde"
    lines = logical_lines(text, 0, len(text))
    assert len(lines) == 3
    assert wrap_width(text, lines) == 0


def test_an_answer_a_line_is_not_a_wrapped_text() -> None:
    text = (
        "Vi kan ikke anbefale forslaget om rengøring, for det er også samvær.\n"
        "Dagcentret hilser vi velkommen, hvis der ansættes uddannede folk.\n"
        "Puljen til de frivillige er lille nok, som den er i forvejen i dag.\n"
    )
    assert len(logical_lines(text, 0, len(text))) == 3


def test_a_line_that_begins_with_a_code_is_never_a_wrapped_one() -> None:
    text = (
        "SO-01: Vi kan ikke anbefale forslaget, for rengøring er også en anledning til samvær\n"
        "SO-02: Vi hilser forslaget velkommen, hvis der ansættes uddannede folk\n"
    )
    assert len(logical_lines(text, 0, len(text))) == 2


@settings(deadline=None)  # the first call reads and compiles the rules
@given(DANISH)
def test_every_character_lies_in_one_sentence(text: str) -> None:
    spans = sentences(text)
    covered = [i for span in spans for i in range(*span)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(span.slice(text) == span.slice(text).strip() != "" for span in spans)
    assert list(spans) == sorted(spans)
    assert spans == sentences(text)


def test_one_long_line_is_cut_in_linear_time() -> None:
    text = "Det koster 1.200 kr. om året, jf. bilag 3. Vi er imod! " * 4000
    assert len(sentences(text)) == 8000
    assert len(sentences("." * 200_000)) == 1
