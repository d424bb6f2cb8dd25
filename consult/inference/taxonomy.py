"""The themes, as `consult/rules/taxonomy.yaml` lists them."""

from dataclasses import dataclass
from functools import cache

from consult.rules.loader import load_rules


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject area: its id, its Danish name and what belongs to it."""

    id: str
    label: str
    description: str


@cache
def themes() -> tuple[Theme, ...]:
    """All themes, in the order of the taxonomy."""
    return tuple(Theme(r.id, str(r.data["label"]), r.why) for r in load_rules("taxonomy").rules)


def theme_ids() -> tuple[str, ...]:
    """The ids of all themes, in the order of the taxonomy."""
    return tuple(theme.id for theme in themes())


@cache
def theme_label(theme: str) -> str:
    """The Danish name of a theme; its id where the taxonomy no longer has it."""
    return next((t.label for t in themes() if t.id == theme), theme)
