"""What another catalogue changes, proposal by proposal, and what is wrong with one."""

from collections import Counter
from dataclasses import dataclass

from consult.domain.proposals import Catalogue, Proposal

#: What may differ between two versions of a proposal.
FIELDS = ("title", "text", "committee", "case_number", "direction", "amounts")


@dataclass(frozen=True, slots=True)
class Changed:
    """A proposal that keeps its number; `fields` are those of `FIELDS` that differ."""

    before: Proposal
    after: Proposal
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new, changed and gone, by number; `moved` says that the order is another one."""

    new: tuple[Proposal, ...] = ()
    changed: tuple[Changed, ...] = ()
    gone: tuple[Proposal, ...] = ()
    moved: bool = False

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.moved)


def difference(before: Catalogue, after: Catalogue) -> Difference:
    """What `after` changes; a proposal is known by its number."""
    old = {p.number: p for p in before}
    both = [(old[p.number], p) for p in after if p.number in old]
    kept = {p.number for p in after}
    return Difference(
        tuple(p for p in after if p.number not in old),
        tuple(Changed(a, b, fields) for a, b in both if (fields := _differing(a, b))),
        tuple(p for p in before if p.number not in kept),
        [a.number for a, _ in both] != [n for n in before.numbers if n in kept],
    )


def doubled(catalogue: Catalogue) -> tuple[str, ...]:
    """The numbers that more than one proposal bears, each as it is written first.

    Capitals and spaces make no other number: readers would not tell "BU 02" from "bu  02".
    """
    seen = Counter(plain_number(n) for n in catalogue.numbers)
    first = {plain_number(n): n for n in reversed(catalogue.numbers)}
    return tuple(first[n] for n, times in sorted(seen.items()) if n and times > 1)


def plain_number(number: str) -> str:
    """The number as it is compared."""
    return " ".join(number.split()).casefold()


def _differing(a: Proposal, b: Proposal) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if _seen(a, name) != _seen(b, name))


def _seen(p: Proposal, name: str) -> object:
    value = getattr(p, name)
    return dict(value) if name == "amounts" else value or None
