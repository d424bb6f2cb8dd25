"""What is quoted in a mail, what is passed on, and what is only a note."""

import pytest

from consult.language.wordlists import matches
from consult.readers.mail_notes import says_nothing
from consult.rules import load_rules

EXAMPLES = [
    (rule.id, text, hit)
    for rule in load_rules("mail_quotes").rules
    for texts, hit in ((tuple(e.text for e in rule.match), True), (rule.no_match, False))
    for text in texts
]


@pytest.mark.parametrize(("rule_id", "text", "hit"), EXAMPLES)
def test_examples_of_rules(rule_id: str, text: str, hit: bool) -> None:
    if rule_id in ("cover_sentence", "forward_note"):
        assert says_nothing(text, rule_id) is hit
    else:
        assert matches("mail_quotes", rule_id, text) is hit
