"""What an identity provider says of a person, turned into roles by rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.domain.access import Role, strongest


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """Who has `value` in `claim` has `role`: in all consultations, or in that of slug `round`.

    A claim within another one is written with a full stop, as in `realm_access.roles`.
    """

    claim: str
    value: str
    role: Role
    round: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """The role in all consultations, and those in single ones by slug."""

    role: Role | None
    rounds: Mapping[str, Role]

    def __bool__(self) -> bool:
        return self.role is not None or bool(self.rounds)


def rights(claims: Mapping[str, object], rules: Iterable[ClaimRule]) -> Rights:
    """The strongest roles that any rule gives; none where no rule fits."""
    met = [rule for rule in rules if rule.value in _values(claims, rule.claim)]
    slugs = dict.fromkeys(rule.round for rule in met if rule.round is not None)
    in_one = {slug: strongest(r.role for r in met if r.round == slug) for slug in slugs}
    return Rights(
        strongest(rule.role for rule in met if rule.round is None),
        {slug: role for slug, role in in_one.items() if role is not None},
    )


def _values(claims: Mapping[str, object], name: str) -> frozenset[str]:
    """The texts in a claim, whether it is one text or a list; anything else says nothing."""
    found = claims.get(name)
    if found is None and "." in name:
        outer, inner = name.split(".", 1)
        within = claims.get(outer)
        return _values(within, inner) if isinstance(within, Mapping) else frozenset()
    if isinstance(found, str):
        return frozenset({found})
    if isinstance(found, list | tuple):
        return frozenset(item for item in found if isinstance(item, str))
    return frozenset()
