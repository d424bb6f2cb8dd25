"""A theme added by examples and one retired, on the real models."""

import json
from dataclasses import replace

import pytest

from consult.bootstrap import App
from consult.domain.taxonomy import Entry, merged
from consult.inference.added_themes import COLUMNS, weights
from consult.inference.features import PassageContext
from consult.inference.manifest import DEFAULT_FOLDER, Models
from consult.inference.taxonomy import shipped, theme_ids, themes
from consult.inference.themes import ThemeJudge, tried
from consult.rules import load_rules

pytestmark = pytest.mark.slow
(RULE,) = load_rules("added_themes").rules
OWN = Entry("egen_x", "Svømmehaller", "", tuple(RULE.data["examples"]))


@pytest.fixture(scope="module")
def models() -> Models:
    return App().models


def on_the_proposal() -> list[PassageContext]:
    texts = tuple(e.text for e in RULE.match)
    bare = [PassageContext(t, document=texts, position=i) for i, t in enumerate(texts)]
    title = str(RULE.data["proposal"])
    return [replace(c, proposal_number="1", proposal_title=title) for c in bare]


def test_an_added_theme_takes_what_is_like_its_examples(models: Models) -> None:
    judge = ThemeJudge(models, merged(themes(), (OWN,)))
    assert [s[0].theme for s in judge.predict(on_the_proposal())] == ["egen_x"] * len(RULE.match)
    apart = judge.predict([PassageContext(t) for t in RULE.no_match])
    assert "egen_x" not in {s[0].theme for s in apart}


def test_a_passage_is_judged_alike_whatever_stands_beside_it(models: Models) -> None:
    judge = ThemeJudge(models, merged(themes(), (OWN,)))
    every = on_the_proposal()
    assert judge.predict(every) == [judge.predict([c])[0] for c in every]
    assert judge.predict(every[::-1]) == judge.predict(every)[::-1]


def test_nothing_changed_is_the_head_itself(models: Models) -> None:
    assert ThemeJudge(models, shipped()).predict(on_the_proposal()) == models.theme.predict(
        on_the_proposal()
    )


def test_what_was_retired_goes_to_what_was_held_second(models: Models) -> None:
    contexts = on_the_proposal()
    before = models.theme.probabilities(contexts)
    for row, context in zip(before, contexts, strict=True):
        first, second = sorted(range(len(row)), key=lambda i: -row[i])[:2]
        gone = Entry(theme_ids()[first], retired=True)
        (found,) = ThemeJudge(models, merged(themes(), (gone,))).predict([context])
        assert found[0].theme == theme_ids()[second]
        assert found[0].score == pytest.approx(float(row[second] / (1 - row[first])), rel=1e-3)


def test_a_look_before_saving_agrees_with_what_comes_after(models: Models) -> None:
    contexts = on_the_proposal()
    taxonomy = merged(themes(), (OWN,))
    judged = ThemeJudge(models, taxonomy).predict(contexts)
    theme = taxonomy.themes[0]
    chances = tried(models, shipped(), theme, contexts, models.theme.predict(contexts))
    for scores, chance in zip(judged, chances, strict=True):
        assert chance == pytest.approx(scores[0].score, abs=0.02)


def test_the_weights_are_those_that_were_measured() -> None:
    results = json.loads((DEFAULT_FOLDER / "results" / "added-themes.json").read_text())["results"]
    assert dict(zip(COLUMNS, weights().columns.tolist(), strict=True)) == pytest.approx(
        results["weights"]
    )
    assert weights().bias == results["bias"]
