from dataclasses import replace

import numpy as np
import pytest

from consult.domain.proposals import Direction
from consult.inference.encoder import Encoder
from consult.inference.features import (
    BLOCKS,
    DIRECTIONS,
    VIEWS,
    PassageContext,
    Placed,
    context_vectors,
    dense_row,
    place,
)

CONTEXT = PassageContext(
    text="Vi er imod",
    previous="Tak for brevet",
    headings=("Skoler", "Punkt 7"),
    lead_in="Følgende bør udgå:",
    proposal_number="7",
    proposal_title="Lukning af skolen",
    direction=Direction.CUT,
    subject="Budget 2027",
    document=("Tak for brevet", "Vi er imod"),
    position=1,
)


def placed(context: PassageContext, encoder: Encoder) -> Placed:
    return place(context, context_vectors(encoder, [context]))


def test_the_target_is_the_proposal_with_its_direction_else_the_subject() -> None:
    assert CONTEXT.target == "Besparelse: Lukning af skolen"
    assert replace(CONTEXT, proposal_title="").target == "Budget 2027"


def test_the_innermost_heading_and_the_lead_in_govern() -> None:
    assert CONTEXT.governing == "Punkt 7\nFølgende bør udgå:"


def test_what_is_missing_is_zero_and_known_says_so(tiny: Encoder) -> None:
    item = placed(CONTEXT, tiny)
    known = dict(zip(VIEWS, BLOCKS["known"](item), strict=True))
    assert not item.next.any()
    assert known["next"] == 0
    assert known["previous"] == known["target"] == known["document"] == 1


def test_without_a_proposal_the_aim_is_the_subject_and_the_target_empty(tiny: Encoder) -> None:
    item = placed(replace(CONTEXT, proposal_title=""), tiny)
    assert not item.target.any()
    assert (item.aim == item.subject).all()


@pytest.mark.parametrize(
    ("said", "untied", "name"),
    [
        (Direction.UNKNOWN, False, "whole"),
        (Direction.CUT, False, "cut"),
        (Direction.CUT, True, "untied"),
    ],
)
def test_without_a_proposal_the_subject_may_say_the_direction(
    tiny: Encoder, said: Direction, untied: bool, name: str
) -> None:
    context = replace(CONTEXT, proposal_title="", direction=said, untied=untied)
    assert BLOCKS["direction"](placed(context, tiny))[DIRECTIONS.index(name)] == 1
    assert context.direction_name == name


@pytest.mark.parametrize("direction", list(Direction))
def test_each_direction_has_a_place_of_its_own(tiny: Encoder, direction: Direction) -> None:
    row = BLOCKS["direction"](placed(replace(CONTEXT, direction=direction), tiny))
    assert row.sum() == 1
    assert row[DIRECTIONS.index(direction)] == 1


def test_blocks_are_joined_in_the_order_named(tiny: Encoder) -> None:
    item = placed(CONTEXT, tiny)
    row = dense_row(item, ["tone", "passage"])
    assert (row == np.concatenate([item.tone, item.passage])).all()


def test_every_block_gives_finite_numbers_for_an_empty_context(tiny: Encoder) -> None:
    item = placed(PassageContext(text="x"), tiny)
    assert np.isfinite(dense_row(item, list(BLOCKS))).all()


def test_the_average_of_a_document_is_worked_out_once(tiny: Encoder) -> None:
    vectors = context_vectors(tiny, [CONTEXT])
    first, second = place(CONTEXT, vectors), place(replace(CONTEXT, position=0), vectors)
    assert first.document is second.document
    expected = tiny.encode(CONTEXT.document).mean(axis=0)
    np.testing.assert_allclose(first.document, expected, atol=1e-6)
