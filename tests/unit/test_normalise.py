"""Cleaning loses nothing silently: what is not in the text is in the removals."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.documents import Removal, RemovalKind
from consult.language.normalise import clean, join_equal
from consult.rules import Rule, load_rules

RULES = load_rules("leftovers").rules
TROUBLE = st.sampled_from(
    ["<p>", "</p>", "<td>", "</td>", "<b>", "<3", "\u00ad", "\u200b", "[bookmark: _GoBack]", "\x00",
     "\u00a0", "\u2011", "&nbsp;", "&amp;", "&aelig;", "&DK;", "e\u0301", "\r\n", "\x0b", "\ufeff",
     "æ", "\t", "\n", " ", "<!-- x -->", "_x000D_", "\u200b\u0301", "\ufb01", "\uf0b7"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.text(max_size=8), TROUBLE), max_size=30).map("".join)


def _bare(text: str) -> str:
    """The text without white space, in the plain forms that cleaning promises."""
    plain = unicodedata.normalize("NFKD", text).replace("\u2010", "-").replace("\u2011", "-")
    return re.sub(r"\s", "", plain.replace("\uf0b7", "•"))


@given(TEXTS)
def test_every_character_is_in_the_text_or_in_a_removal(source: str) -> None:
    cleaned = clean(source)
    # Put each removal back where it was taken out; a decoded entity stands for its letter.
    text, back = cleaned.text, source
    for removal in cleaned.removals:
        if removal.kind is not RemovalKind.MARKUP or not removal.text.startswith("&"):
            back = back.replace(removal.text, "", 1)
    for entity, letter in (("&nbsp;", ""), ("&amp;", "&"), ("&aelig;", "æ")):
        back = back.replace(entity, letter)
    assert sorted(_bare(text)) == sorted(_bare(unicodedata.normalize("NFC", back)))


@given(TEXTS)
def test_result_is_nfc_without_invisible_characters(source: str) -> None:
    text = clean(source).text
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\u00ad\u200b\ufeff\x00\r\u00a0\u2011\ud800-\udfff]", text)
    text.encode("utf-8")


@given(TEXTS)
def test_removals_stand_in_order_inside_the_text(source: str) -> None:
    cleaned = clean(source)
    places = [removal.at for removal in cleaned.removals]
    assert places == sorted(places)
    assert all(0 <= place <= len(cleaned.text) for place in places)


@given(st.text(alphabet="abcæøå .,\n\t-–•<>&[]{}", max_size=200))
def test_text_that_a_person_typed_stays_as_it_is(source: str) -> None:
    if not re.search(r"</?[a-z]|&[a-z]", source):
        assert clean(source).text == source


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_takes_out_its_examples_and_leaves_the_others(rule: Rule) -> None:
    for example in rule.match:
        cleaned = clean(f"før {example.text}")
        assert cleaned.text == "før ", example.text
        assert [r.kind for r in cleaned.removals] == [RemovalKind.WORD_LEFTOVER]
    for text in rule.no_match:
        assert clean(f"før {text}").text == f"før {text}"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[bookmark: _GoBack]I perioden", "I perioden"),
        ("sam\u00adarbejde", "samarbejde"),
        ("BU\u201102 er\u00a0god", "BU-02 er god"),
        ("<p>et</p> <p>to</p>", "et to"),
        ("et</p><p>to", "et\n\nto"),
        ("a</p><p>b\tc", "a  b\tc"),
        ("<td>et</td><td>to</td>", "et\tto\t"),
        ("fed<b>t</b>", "fedt"),
        ("R&amp;D &nbsp;x", "R&D  x"),
        ("Jeg <3 byen, <navn>, 5 < 6 og <borger@by.dk>", None),
        ("& så videre; R&D; &ukendt;", None),
        ("e\u200b\u0301n", "én"),
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("e\ufb03cient", "efficient"),
    ],
)
def test_examples(source: str, text: str | None) -> None:
    assert clean(source).text == (source if text is None else text)


def test_removal_says_what_and_where() -> None:
    cleaned = clean("Vi har sam\u00adarbejdet.[bookmark: _GoBack]")
    assert cleaned.removals == (
        Removal(RemovalKind.SOFT_HYPHEN, "\u00ad", 10),
        Removal(RemovalKind.WORD_LEFTOVER, "[bookmark: _GoBack]", 19),
    )


def test_equal_removals_are_counted() -> None:
    joined = join_equal(clean("<u>a</u> <u>b</u>").removals)
    assert joined == (
        Removal(RemovalKind.MARKUP, "<u>", 0, 2),
        Removal(RemovalKind.MARKUP, "</u>", 1, 2),
    )
