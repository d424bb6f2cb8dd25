"""The relation model's training, in small: what it sees, and that what is shipped computes it."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest
import torch

from consult.domain.proposals import Direction
from consult.evaluate.cases import Case
from consult.evaluate.designs import STANCES
from consult.evaluate.encoder_graph import HIDDEN
from consult.evaluate.lessons import THEMES, Lesson, glimpse, lessons, seed_lessons, seen, texts_of
from consult.evaluate.relation_graph import Trained, relation_graph
from consult.evaluate.relation_net import RelationNet, batch
from consult.inference.features import PassageContext
from consult.inference.onnx_encoder import session
from consult.inference.relation import PASSAGE, SENDER, TARGET, RelationCard, RelationModel, Tokens

AGAINST, FAVOR = STANCES.index("against"), STANCES.index("favor")
CONTEXT = PassageContext(
    text="Biblioteket er byens hjerte.",
    previous="Kære byråd.",
    headings=("Punkt 4",),
    proposal_number="4",
    proposal_title="Lukning af biblioteket",
    direction=Direction.CUT,
    subject="Budget 2027",
    document=("Kære byråd.", "Biblioteket er byens hjerte."),
    position=1,
)
CASE = Case(
    hand="h",
    round="r",
    round_type="budget",
    response="r-1",
    context=CONTEXT,
    label="against",
    second=None,
    sure="high",
    wordings=("Forslag om at lukke biblioteket", "Bibliotekets fremtid"),
    opposites=("Biblioteket bevares",),
)
LESSON = Lesson(CASE, AGAINST, 1.0, None, 0.0)


def test_who_is_against_a_proposal_is_for_its_opposite() -> None:
    chance = Random(1)  # noqa: S311 - shuffles, keeps no secret
    found = [glimpse(LESSON, chance) for _ in range(400)]
    turned = [(c, stance) for c, stance in found if c.subject == "Biblioteket bevares"]
    assert 20 < len(turned) < 120
    assert {stance for _, stance in turned} == {FAVOR}
    assert {c.proposal_title for c, _ in turned} == {""}
    assert {s for c, s in found if c.subject != "Biblioteket bevares"} == {AGAINST}


@pytest.mark.parametrize("label", ["neutral", "conditional"])
def test_what_has_no_other_side_is_not_turned(label: str) -> None:
    lesson = replace(LESSON, stance=STANCES.index(label))
    chance = Random(1)  # noqa: S311 - shuffles, keeps no secret
    found = [glimpse(lesson, chance) for _ in range(200)]
    assert {stance for _, stance in found} == {lesson.stance}
    opposed = {c.subject for c, _ in found} & {"Biblioteket bevares"}
    assert bool(opposed) == (label == "neutral")


def test_a_case_without_opposites_is_seen_as_it_is() -> None:
    lesson = replace(LESSON, case=replace(CASE, opposites=()))
    chance = Random(1)  # noqa: S311 - shuffles, keeps no secret
    assert {glimpse(lesson, chance)[1] for _ in range(200)} == {AGAINST}


def test_every_view_is_met_and_its_texts_are_read() -> None:
    chance = Random(2)  # noqa: S311 - shuffles, keeps no secret
    texts = set(texts_of([LESSON]))
    found = [glimpse(LESSON, chance)[0] for _ in range(400)]
    assert {t for c in found for t in (*c.own_texts, *c.document)} == texts
    assert Counter(c.direction for c in found)[Direction.CUT] < 250


def test_alone_a_passage_has_no_proposal_and_worded_a_sentence() -> None:
    assert seen(CASE, "alone") == PassageContext(text=CONTEXT.text, subject="Budget 2027")
    assert seen(CASE, "worded", 1).subject == "Bibliotekets fremtid"
    assert seen(CASE, "whole_worded").document == CONTEXT.document
    assert seen(CASE, "undirected").proposal_title == CONTEXT.proposal_title


def test_seeds_have_one_kind_of_label_each() -> None:
    seeds = seed_lessons()
    assert all((x.themes is None) == (x.stance >= 0) for x in seeds)
    assert lessons([]) == []


def net_and_tokens() -> tuple[RelationNet, Tokens]:
    torch.manual_seed(3)
    net = RelationNet().eval()
    segments = (SENDER, *[TARGET] * 7, *[PASSAGE] * 20)
    rows = np.random.default_rng(1).normal(scale=0.3, size=(len(segments), HIDDEN))
    return net, Tokens(rows.astype(np.float32), segments)


def test_what_is_shipped_computes_what_was_trained() -> None:
    """int8 against float32: not equal, but the same."""
    net, tokens = net_and_tokens()
    with torch.no_grad():
        expected = net(batch([tokens], [CONTEXT]))[0].numpy()
    graph = relation_graph(Trained(net.tensors())).SerializeToString(deterministic=True)
    card = RelationCard("1", "e", (*STANCES, *THEMES))
    model = RelationModel(card, net.arrays(), session(graph), None)  # type: ignore[arg-type]
    found = model._window(tokens, CONTEXT)
    assert np.corrcoef(found, expected)[0, 1] > 0.99
    assert np.abs(found - expected).max() < 0.1


def test_padding_changes_nothing() -> None:
    net, tokens = net_and_tokens()
    longer = Tokens(np.tile(tokens.rows, (2, 1)), tokens.segments * 2)
    with torch.no_grad():
        alone = net(batch([tokens], [CONTEXT]))[0]
        padded = net(batch([tokens, longer], [CONTEXT, CONTEXT]))[0]
    torch.testing.assert_close(alone, padded, atol=1e-5, rtol=1e-5)
