"""The corpus is varied: no templates, no copies but the campaigns that are meant."""

from consult.evaluate.corpus import load_corpus
from consult.evaluate.diversity import _measures, diversity_report, near_copies

ROUNDS = load_corpus()
# What the gold sample has: `consult evaluate diversity` where it lies beside the project.
GOLD_TYPE_TOKEN_RATIO = 0.4567
GOLD_REPEATED_PHRASES = 0.0026
# Campaigns of near-identical letters are written as such: at most one pair or trio a round.
MOST_COPIES = 3


def test_a_template_shows() -> None:
    written = _measures([f"Vi er imod forslag {n} da det rammer borgerne hårdt" for n in range(99)])
    assert written["repeated_phrases"] > 0.4
    assert written["type_token_ratio"] < 0.2


def test_the_corpus_is_as_varied_as_the_gold_sample() -> None:
    ours = diversity_report(ROUNDS)["corpus"]
    assert ours["type_token_ratio"] >= GOLD_TYPE_TOKEN_RATIO
    # A tenth of a percent of phrases is what a sample of this size varies by.
    assert ours["repeated_phrases"] <= GOLD_REPEATED_PHRASES + 0.001


def test_near_copies_are_campaigns_within_a_round() -> None:
    found = near_copies(ROUNDS)
    assert found
    by_round: dict[str, int] = {}
    for first, second in found:
        assert first.rsplit("-", 1)[0] == second.rsplit("-", 1)[0], (first, second)
        name = first.rsplit("-", 1)[0]
        by_round[name] = by_round.get(name, 0) + 1
    assert {name: n for name, n in by_round.items() if n > MOST_COPIES} == {}
