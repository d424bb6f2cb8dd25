"""The learning curve on a few hundred words by eight hands, with a tiny encoder."""

from itertools import pairwise
from zlib import crc32

import numpy as np

from consult.evaluate.cases import Case
from consult.evaluate.crossval import folds, hold_out, samples
from consult.evaluate.curve import METRICS, SHARES, curve, hand_order, taught
from consult.evaluate.linear import HeadSpec
from consult.evaluate.metrics import accuracy
from consult.inference.encoder import Encoder
from consult.inference.features import PassageContext

LABELS = ("against", "favor", "neutral")
HANDS = 8
# No seed cases: what is learnt here comes from the hands alone.
SPEC = HeadSpec(
    name="stance",
    labels=LABELS,
    blocks=("passage", "direction"),
    fields=("text",),
    bits=12,
    alone=0.5,
)


def case(index: int) -> Case:
    """Every hand has words of its own for each stance, and shares some with the next hand."""
    hand = index % HANDS
    label = LABELS[crc32(f"label {index}".encode()) % 3]
    own = (hand + crc32(f"word {index}".encode()) % 4) % HANDS
    word = f"{crc32(f'{label} {own}'.encode()):x}"
    return Case(
        hand=f"h{hand}",
        round=f"h{hand}",
        round_type="budget",
        response=f"h{hand}-{index // 16}",
        context=PassageContext(text=f"Vi {word} sagen", subject="Budget"),
        label=label,
        second=None,
        sure="high",
    )


CASES = [case(i) for i in range(320)]
HELD = folds([c.hand for c in CASES], 4)


def test_a_smaller_share_is_the_beginning_of_a_larger_one() -> None:
    for number, held in enumerate(HELD):
        order = hand_order(CASES, held, number)
        rows = [set(taught(CASES, order, share).tolist()) for share in SHARES]
        assert all(a < b for a, b in pairwise(rows))
        assert not rows[-1] & set(held.tolist())
        assert len(rows[-1]) + len(held) == len(CASES)


def test_the_order_is_seeded_and_not_the_same_in_every_fold() -> None:
    orders = [hand_order(CASES, HELD[0], number) for number in range(6)]
    assert orders[0] == hand_order(CASES, HELD[0], 0)
    assert len({tuple(o) for o in orders}) > 1


def test_more_hands_teach_more(tiny: Encoder) -> None:
    data = samples(SPEC, CASES, tiny)
    rows = curve(SPEC, data, most_folds=4)
    assert [row["share"] for row in rows] == list(SHARES)
    assert [row["hands"] for row in rows] == [1, 2, 3, 6]
    values = [row["alone"]["accuracy"]["value"] for row in rows]
    assert values[0] + 0.1 < values[-1]
    for row in rows:
        assert row["in_response"]["n"] == len(CASES)
        assert row["in_response"]["held_out_hands"] == HANDS
        for metric in METRICS:
            found = row["in_response"][metric]
            assert found["low"] <= found["value"] <= found["high"]


def test_the_whole_share_is_the_usual_cross_validation(tiny: Encoder) -> None:
    data = samples(SPEC, CASES, tiny)
    last = curve(SPEC, data)[-1]["in_response"]["accuracy"]["value"]
    assert last == np.round(accuracy(hold_out(SPEC, data).outcome()), 4)
