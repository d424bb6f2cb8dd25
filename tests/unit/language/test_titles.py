"""Finding proposals by their titles, measured on invented catalogues (data/titles.yaml)."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from consult.domain.proposals import Catalogue, Proposal
from consult.language.titles import TitleFinder
from consult.language.words import common_stems, stem
from consult.rules import load_rules

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data" / "titles.yaml").read_text(encoding="utf-8")
)["catalogues"]
CLEAR = 0.5  # the score from which a mention counts as one


def finder(*proposals: tuple[str, str] | tuple[str, str, str]) -> TitleFinder:
    return TitleFinder(Catalogue(tuple(Proposal(*p) for p in proposals)))


def clear(titles: TitleFinder, text: str) -> set[str]:
    return {m.proposal for m in titles.find(text) if m.score >= CLEAR}


def test_precision_and_recall_on_the_invented_passages() -> None:
    count: Counter[str] = Counter()
    for case in DATA.values():
        titles = TitleFinder(Catalogue(tuple(Proposal(**p) for p in case["proposals"])))
        for passage in case["passages"]:
            found, wanted = clear(titles, passage["text"]), set(passage["gives"])
            count["right"] += len(found & wanted)
            count["wrong"] += len(found - wanted)
            count["missed"] += len(wanted - found)
    assert count["right"] + count["missed"] > 40
    assert count["right"] / (count["right"] + count["wrong"]) >= 0.95
    assert count["right"] / (count["right"] + count["missed"]) >= 0.90


TWO = finder(
    ("1", "Lukning af Mølleparkens Bibliotek"),
    ("2", "Lukning af klubben i Tornby"),
    ("3", "Renovering af skolen i Tornby"),
    ("4", "Afskaffelse af klippekort"),
    ("5", "Lokalrute 614 nedlægges"),
    ("Lokalplan 148", "Boliger på grusgraven"),
)


@pytest.mark.parametrize(
    ("text", "words", "rule"),
    [
        ("Vi elsker Mølleparkens Bibliotek.", "Mølleparkens Bibliotek", "title_full"),
        ("Jeg kommer på biblioteket hver dag.", "biblioteket", "title_name"),
        ("Klippekortordningen er god.", "Klippekortordningen", "title_word"),
        ("Jeg tager 614 hver dag.", "614", "title_number"),
    ],
)
def test_the_span_covers_the_words_that_mention(text: str, words: str, rule: str) -> None:
    assert [(m.span.slice(text), m.rule) for m in TWO.find(text)] == [(words, rule)]


def test_a_place_of_two_proposals_alone_is_not_clear() -> None:
    assert clear(TWO, "Vi bor i Tornby.") == set()
    assert clear(TWO, "Klubben i Tornby og Tornby igen") <= {"2"}


def test_a_word_of_two_titles_gives_both_with_low_scores_until_another_word_decides() -> None:
    titles = finder(("1", "Færre timer på musikskolen"), ("2", "Højere takst på musikskolen"))
    both = titles.find("Musikskolen er god.")
    assert {m.proposal for m in both} == {"1", "2"}
    assert all(m.score < CLEAR for m in both)
    assert clear(titles, "Taksten på musikskolen er høj nok.") == {"2"}


def test_common_words_name_nothing() -> None:
    assert TWO.find("Lukning og renovering er en besparelse for kommunen og skolen.") == ()


def test_a_plan_is_named_by_its_kind_but_not_by_another_number() -> None:
    assert clear(TWO, "Lokalplanen er god.") == {"Lokalplan 148"}
    assert clear(TWO, "I lokalplan 84 stod der noget andet.") == set()


def test_a_name_in_lower_case_is_the_common_word() -> None:
    titles = finder(("1", "Weekendåbent i værestedet Kanten"), ("2", "Færre lejrskoler"))
    assert clear(titles, "Kanten er mit andet hjem.") == {"1"}
    assert clear(titles, "Bolden lå på kanten af banen.") == set()
    assert clear(titles, "uden kanten ved jeg ikke hvor jeg skal gå hen") == {"1"}


def test_the_sender_is_not_the_subject() -> None:
    titles = finder(("1", "Mindre tilskud til Digeskolen"), ("2", "Færre lejrskoler"))
    assert clear(titles, "Digeskolen kan ikke undvære pengene.") == {"1"}
    assert clear(titles, "Bestyrelsen for Digeskolen takker.") == set()


def test_at_most_one_mention_of_a_proposal_in_a_sentence() -> None:
    mentions = TWO.find("Klippekort, klippekort, klippekort. Klippekort!")
    assert [m.proposal for m in mentions] == ["4", "4"]


def test_an_empty_catalogue_mentions_nothing() -> None:
    assert TitleFinder(Catalogue()).find("Punkt 79 om biblioteket") == ()


@pytest.mark.parametrize(
    "rule",
    [
        r
        for r in load_rules("titles").rules
        if r.id in ("action", "municipal", "hearing", "everyday")
    ],
)
def test_the_examples_of_the_word_lists(rule: Any) -> None:
    assert all(stem(e.text) in common_stems() for e in rule.match)
    assert not any(stem(t) in common_stems() for t in rule.no_match)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kørsel", "kørslen"),
        ("center", "centret"),
        ("bibliotek", "bibliotekernes"),
        ("svømmehal", "Svømmehallens"),
    ],
)
def test_bent_forms_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)
