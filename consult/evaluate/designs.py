"""The designs that are shipped; what they were chosen over is in docs/decisions/0012."""

from dataclasses import replace

from consult.domain.findings import Stance
from consult.evaluate.linear import HeadSpec
from consult.inference.taxonomy import theme_ids

STANCES = tuple(stance.value for stance in Stance)

# Subject is read from the passage, and the same reading is held against what surrounds it.
THEME = HeadSpec(
    name="theme",
    labels=theme_ids(),
    blocks=("passage",),
    fields=("text",),
    views=("target", "subject", "governing", "previous", "next", "document"),
    word_views=("target", "governing", "document"),
    dense_c=0.01,
    lone_target=False,
    seeds=2.0,
    relation=True,
)
# Of 487 passages of real Danish responses (counted before this corpus was written; here turned
# polarity, and with it favor, is over-represented on purpose).
REAL_MIX = {"against": 0.36, "neutral": 0.33, "conditional": 0.17, "favor": 0.15}
# Stance is read from tone and words, both by what the proposal does (its direction).
STANCE = HeadSpec(
    name="stance",
    labels=STANCES,
    blocks=("tone", "direction", "position", "kind"),
    fields=("text", "by_direction"),
    alone=1.0,
    lone_target=False,
    seeds=3.0,
    relation=True,
    mix=REAL_MIX,
)
SPECS = {"theme": THEME, "stance": STANCE}


def baselines(spec: HeadSpec) -> dict[str, HeadSpec]:
    """What every report shows beside the shipped design.

    Itself without the relation model, and the plain ones, without context or seeds.
    """
    plain = replace(spec, views=(), word_views=(), seeds=0.0, alone=0.0, relation=False)
    return {
        "without_relation": replace(spec, relation=False),
        "tfidf_lr": replace(plain, blocks=("nothing",), fields=("text",)),
        "encoder_lr": replace(plain, blocks=("passage",), fields=(), dense_c=0.01),
    }


# A further theme is shown from this probability on: a third of the passage is what training
# gives a second theme (`linear.SECOND_SHARE`); a little under it, as the first has its doubts.
THEME_FLOOR = 0.25
STANCE_FLOOR = 1.0
# Shown as certain from where at least this share was right, out of round, with most of those who
# write (`metrics.certain_for_most`).
CERTAIN = 0.90
