"""The themes that ship, as `consult/rules/taxonomy.yaml` lists them."""

from functools import cache

from consult.domain.taxonomy import Taxonomy, Theme, merged
from consult.rules.loader import load_rules


@cache
def themes() -> tuple[Theme, ...]:
    """All themes, in the order of the file."""
    return tuple(
        Theme(r.id, str(r.data["label"]), r.why, tuple(e.text for e in r.match))
        for r in load_rules("taxonomy").rules
    )


@cache
def shipped() -> Taxonomy:
    """The themes as they ship: what counts where nobody has changed them."""
    return merged(themes(), ())


def theme_ids() -> tuple[str, ...]:
    """The ids of the themes that ship, in the order of the file; what models are trained on."""
    return tuple(theme.id for theme in themes())
