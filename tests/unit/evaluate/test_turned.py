"""Pairs whose counts can be made by hand, and the committed set itself."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from consult.domain.findings import Stance, StanceFinding
from consult.domain.proposals import Direction
from consult.evaluate.corpus import load_corpus
from consult.evaluate.turned import (
    Pair,
    bare_trials,
    load_turned,
    trials,
    turned_report,
    usual_stances,
)
from consult.evaluate.validate import check_turned
from consult.inference.features import PassageContext
from consult.inference.taxonomy import theme_ids

ROUNDS = load_corpus()
PAIRS = load_turned()
# As many words in a row by chance alone are rare even in texts on the same matter.
COMMON_WORDS = 7

TURNED = """
- id: t001
  theme: skole
  sender: board
  turn: praise
  text: Bussen er god.
  towards:
    - {title: Bussen spares, text: Væk, direction: cut, stance: against, words: god, subject: A}
    - {title: Flere busser, text: Ja, direction: investment, stance: favor, words: god, subject: B}
- id: t002
  theme: skole
  sender: citizen
  turn: choice
  text: Spar parken, ikke bussen.
  towards:
    - {title: Parken spares, text: Væk, direction: cut, stance: favor, words: Spar parken}
    - {title: Bussen spares, text: Væk, direction: cut, stance: against, words: ikke bussen}
- id: t003
  theme: skole
  sender: citizen
  turn: facts
  text: Der er to busser.
  towards:
    - {title: Bussen spares, text: Væk, direction: cut, stance: neutral}
    - {title: Flere busser, text: Ja, direction: investment, stance: neutral}
"""


class ByDirection:
    """Against every cut, else for it; neutral on what it knows only the subject of."""

    def predict(self, contexts: Sequence[PassageContext]) -> list[StanceFinding]:
        return [self._finding(c) for c in contexts]

    def _finding(self, context: PassageContext) -> StanceFinding:
        said = Stance.AGAINST if context.direction is Direction.CUT else Stance.FAVOR
        said = said if context.proposal_title else Stance.NEUTRAL
        shares = {stance: float(stance is said) for stance in Stance}
        return StanceFinding(context.proposal_number, said, 1.0, shares, (), "toy")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "turned.yaml"
    place.write_text(TURNED, encoding="utf-8")
    return place


def test_a_side_knows_its_proposal_and_a_bare_one_only_its_subject(path: Path) -> None:
    pairs = load_turned(path)
    told, bare = trials(pairs), bare_trials(pairs)
    assert [t.context.direction.value for t in told[:2]] == ["cut", "investment"]
    assert told[0].context.target == "Besparelse: Bussen spares. Væk"
    assert [(t.context.direction_name, t.context.target) for t in bare] == [
        ("whole", "A"),
        ("whole", "B"),
    ]


def test_pairs_count_only_when_all_sides_are_right(path: Path) -> None:
    report = turned_report(ROUNDS[:1], ByDirection(), path)
    told, bare = report["with_proposal"], report["subject_only"]
    assert (report["pairs"], report["turned_pairs"]) == (3, 2)
    assert (told["sides"], told["pairs"]) == (6, 3)
    # Right on both of t001, on one of t002, on none of t003.
    assert told["accuracy"]["value"] == 0.5
    assert told["both_right"]["value"] == 0.3333
    assert told["turned_both_right"]["value"] == 0.5
    assert told["told_apart"]["value"] == 0.5
    assert (bare["sides"], bare["accuracy"]["value"], bare["told_apart"]["value"]) == (2, 0, 0)
    assert report["same_pairs_with_proposal"]["both_right"]["value"] == 1


def test_parts_add_up(path: Path) -> None:
    report = turned_report(ROUNDS[:1], ByDirection(), path)
    for part in ("by_direction", "by_stance", "by_sender", "by_turn"):
        assert sum(view["sides"] for view in report[part].values()) == 6
    assert report["by_turn"]["praise"]["both_right"]["value"] == 1
    assert report["by_sender"]["citizen"]["accuracy"]["value"] == 0.25
    assert report["by_direction"]["cut"]["accuracy"]["value"] == 0.5


def test_intervals_draw_whole_pairs(path: Path) -> None:
    told = turned_report(ROUNDS[:1], ByDirection(), path)["with_proposal"]
    assert (told["both_right"]["low"], told["both_right"]["high"]) == (0, 1)
    assert told["accuracy"]["low"] <= 0.5 <= told["accuracy"]["high"]


def test_the_rule_that_reads_no_passage_is_the_commonest_stance() -> None:
    usual = usual_stances(ROUNDS)
    assert usual[Direction.CUT] is Stance.AGAINST
    assert usual[Direction.REVERSAL] is Stance.FAVOR


def test_a_sound_set_has_no_problems(path: Path) -> None:
    assert check_turned(path) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("id: t002", "id: t001", "id 't001' is used 2 times"),
        ("text: Der er to busser.", "text: Bussen er god.", "is used 2 times"),
        ("stance: favor", "stance: for", "unknown stance 'for'"),
        ("words: Spar parken", "words: Spar nu", "not verbatim"),
        ("stance: favor", "stance: against", "stances must differ"),
        ("stance: neutral}", "stance: favor, words: to}", "must not"),
        (", words: god", "", "a stance has words"),
        (", subject: B", "", "all sides must have a subject"),
        ("direction: cut", "direction: up", "unknown direction 'up'"),
        ("turn: praise", "turn: song", "unknown turn 'song'"),
        ("sender: board", "sender: troll", "unknown sender 'troll'"),
        ("theme: skole", "theme: skoler", "unknown theme 'skoler'"),
        ("title: Flere busser", "title: Bussen spares", "two proposals or more"),
        ("title: Flere busser, ", "", "lacks title"),
        ("turn: praise", "mood: praise", "unknown keys ['mood']"),
    ],
)
def test_each_mistake_is_named(path: Path, before: str, after: str, message: str) -> None:
    assert before in TURNED
    path.write_text(TURNED.replace(before, after, 1), encoding="utf-8")
    assert any(message in p and "turned.yaml" in p for p in check_turned(path))


def test_broken_yaml_is_named(path: Path) -> None:
    path.write_text("- id: [", encoding="utf-8")
    assert any("turned.yaml" in p for p in check_turned(path))


def test_the_committed_set_is_sound_and_broad() -> None:
    assert check_turned() == []
    assert len(PAIRS) >= 120
    assert {pair.theme for pair in PAIRS} == set(theme_ids())
    assert sum(pair.sides[0].subject is not None for pair in PAIRS) * 3 >= len(PAIRS)
    stances = Counter((s.direction, s.stance) for pair in PAIRS for s in pair.sides)
    # Direction alone must not give the stance away.
    assert stances[Direction.CUT, Stance.FAVOR] >= 10
    assert stances[Direction.INVESTMENT, Stance.AGAINST] >= 10
    assert stances[Direction.REVERSAL, Stance.AGAINST] >= 2


def test_nothing_of_it_is_learnt_from() -> None:
    known = {
        run
        for round_ in ROUNDS
        for response in round_.responses
        for passage in response.passages
        for run in runs(passage.text)
    }
    assert len(known) > 100_000
    assert {pair.id: runs(pair.text) & known for pair in PAIRS if runs(pair.text) & known} == {}


def test_no_phrase_is_used_twice() -> None:
    counts = Counter(run for pair in PAIRS for run in runs(pair.text, 5))
    assert [run for run, n in counts.items() if n > 1] == []
    assert len({first_words(pair) for pair in PAIRS}) == len(PAIRS)


def runs(text: str, length: int = COMMON_WORDS) -> set[tuple[str, ...]]:
    words = [w.strip(".,!?:;–»«") for w in text.casefold().split()]
    return set(zip(*(words[i:] for i in range(length)), strict=False))


def first_words(pair: Pair) -> str:
    return " ".join(pair.text.casefold().split()[:3])
