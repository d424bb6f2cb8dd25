"""The examples of the taxonomy, read by the theme head that was trained with them."""

import pytest

from consult.bootstrap import App
from consult.inference.features import PassageContext
from consult.rules import load_rules

pytestmark = pytest.mark.slow

#: Share of examples that the head must get right; it has seen those that match.
MATCHING, NEIGHBOURING = 0.95, 0.7


def test_the_head_tells_each_theme_from_its_neighbour() -> None:
    head = App().models.theme
    rules = load_rules("taxonomy").rules

    def themes(texts: list[str]) -> list[str]:
        return [scores[0].theme for scores in head.predict([PassageContext(t) for t in texts])]

    right = [t == r.id for r in rules for t in themes([e.text for e in r.match])]
    assert sum(right) / len(right) >= MATCHING
    apart = [t != r.id for r in rules for t in themes(list(r.no_match))]
    assert sum(apart) / len(apart) >= NEIGHBOURING
