"""Voices: every cue's examples, and letters that no name tells."""

import pytest

from consult.domain.documents import Block, BlockKind, Document
from consult.domain.people import Respondent, RespondentKind
from consult.language.passages import segment
from consult.language.respondents import find_respondent
from consult.language.voices import _cues, hear
from consult.rules.loader import Rule, load_rules

RULES = load_rules("voices").rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_examples_of_each_cue(rule: Rule) -> None:
    cue = _cues()[rule.id]

    def heard(text: str) -> bool:
        return sum(1 for _ in cue.pattern.finditer(text)) >= cue.times

    assert [e.text for e in rule.match if not heard(e.text)] == []
    assert [text for text in rule.no_match if heard(text)] == []


def test_every_cue_says_something_and_nothing_of_unknown() -> None:
    for rule in RULES:
        assert rule.data["says"], rule.id
        assert RespondentKind.UNKNOWN not in _cues()[rule.id].says


def sender(text: str) -> Respondent:
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(at, at + len(paragraph), BlockKind.PARAGRAPH))
        at += len(paragraph) + 2
    document = Document("svar.txt", text, tuple(blocks))
    return find_respondent(document, segment(document))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rådet behandlede planen den 3. maj. Rampen er for stejl for en kørestol.", "council"),
        ("Udvalget er delt. Medarbejdersiden frygter flere fyringer.", "med_committee"),
        ("Klubben organiserer 90 smede og kræver overenskomst.", "union"),
        ("Huset har 61 børn. Bestyrelsen har drøftet sagen på sit møde.", "board"),
        ("Foreningen har 120 medlemmer og holdt generalforsamling i marts.", "association"),
        ("Min datter går der. Jeg synes, det er synd for hende, og jeg er vred!", "citizen"),
        ("Selskabet leverer varme og anmoder om, at vores kunder høres.", "business"),
    ],
)
def test_a_letter_without_a_name_is_heard(text: str, kind: str) -> None:
    assert sender(text).kind == kind


def test_nothing_is_heard_in_an_empty_voice() -> None:
    assert hear("", (), ("no_signature",)) == (None, frozenset())


def test_a_steward_may_sign_for_a_joint_committee() -> None:
    letter = "Medarbejdersiden i MED er imod.\n\nVenlig hilsen\nIb Lund, tillidsrepræsentant"
    assert sender(letter).kind is RespondentKind.MED_COMMITTEE
    assert sender(letter.replace("i MED", "")).kind is not RespondentKind.CITIZEN


def test_the_words_that_speak_most_are_the_evidence() -> None:
    text = "Der er koldt i hallen. Foreningen har 120 medlemmer, og de fryser."
    found = sender(text)
    assert [span.slice(text) for span in found.evidence] != []
    assert all(span.slice(text).strip() for span in found.evidence)


def test_a_long_report_is_heard_by_its_ends() -> None:
    text = "\n\n".join(["Rådet har drøftet planen."] + ["Stien er god."] * 3000)
    assert sender(text).kind is RespondentKind.COUNCIL
