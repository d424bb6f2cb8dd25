"""The designs that are shipped, and why; the comparison is in docs/decisions/0012."""

from consult.domain.findings import Stance
from consult.evaluate.linear import HeadSpec
from consult.inference.taxonomy import theme_ids

STANCES = tuple(stance.value for stance in Stance)

THEME = HeadSpec(
    name="theme",
    labels=theme_ids(),
    blocks=("passage", "governing", "document"),
    fields=("text",),
)
STANCE = HeadSpec(
    name="stance",
    labels=STANCES,
    blocks=("passage", "target", "product", "difference", "direction", "document"),
    fields=("text",),
)
SPECS = {"theme": THEME, "stance": STANCE}

# A further theme is shown from this probability on: a third of the passage, as the guideline
# shares it between a first and a second theme.
THEME_FLOOR = 0.25
STANCE_FLOOR = 1.0
# Shown as certain from where at least this share was right, out of round.
CERTAIN = 0.90
