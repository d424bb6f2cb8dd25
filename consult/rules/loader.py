"""Reads the rule files of this package and checks their shape.

A rule file is a YAML mapping:

    version: 1
    about: one sentence on what the file holds
    rules:
      - id: punkt            # unique in the file
        why: where the rule comes from, or what goes wrong without it
        match:               # texts that the rule must match; at least one
          - "Punkt 79"                    # a bare text, or
          - {text: "pkt. 82", gives: ["82"]}   # with what is expected of it
        no_match: ["6-punktsplan"]        # texts that it must leave alone; at least one
        anything: else       # the rule's own settings, kept in `Rule.data`
    anything: else           # the file's own word lists, kept in `RuleFile.data`

Every list below the file's own keys is free; what a stage needs of it, that stage checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from consult.domain.errors import ConsultError

# The C parser reads the same YAML some eight times faster; not every build of PyYAML has it.
_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RULE_KEYS = frozenset({"id", "why", "match", "no_match"})
_FILE_KEYS = frozenset({"version", "about", "rules"})


class RuleError(ConsultError):
    """A rule file is missing or does not have the shape that the loader describes."""

    def __init__(self, name: str, problem: str) -> None:
        """`problem` is a Danish clause without a final full stop."""
        self.name = name
        self.problem = problem
        super().__init__(f"Regelfilen {name}.yaml: {problem} – ret filen.")

    def __reduce__(self) -> tuple[type["RuleError"], tuple[str, str]]:
        """Let the error cross a process boundary whole."""
        return type(self), (self.name, self.problem)


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must match, and what the rule is expected to give for it."""

    text: str
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is for, what it must and must not match, and its settings."""

    id: str
    why: str
    match: tuple[Example, ...]
    no_match: tuple[str, ...]
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file that has been read and checked; `rules` keep the file's order."""

    name: str
    version: int
    about: str
    rules: tuple[Rule, ...]
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@cache
def load_rules(name: str) -> RuleFile:
    """The rule file `<name>.yaml` of this package, read once a process.

    Raises:
        RuleError: the file is missing, is not YAML or does not have the right shape.
    """
    source = resources.files(__package__).joinpath(f"{name}.yaml")
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(name, "filen findes ikke") from error
    return parse_rules(name, text)


def parse_rules(name: str, text: str) -> RuleFile:
    """The rules that `text` (YAML) holds; `name` is used in errors.

    Raises:
        RuleError: `text` is not YAML or does not have the right shape.
    """
    try:
        # A SafeLoader builds nothing but plain values; S506 cannot see through the alias.
        content = yaml.load(text, Loader=_SAFE_LOADER)  # noqa: S506
    except yaml.YAMLError as error:
        raise RuleError(name, "indholdet er ikke gyldig YAML") from error
    if not isinstance(content, dict):
        raise RuleError(name, "øverste niveau skal være nøgler med værdier")
    version, about = content.get("version"), content.get("about")
    if not isinstance(version, int):
        raise RuleError(name, "'version' skal være et heltal")
    if not isinstance(about, str) or not about.strip():
        raise RuleError(name, "'about' skal være en sætning")
    rules = tuple(_rule(name, entry) for entry in _list(name, content, "rules", "filen"))
    doubled = {r.id for r in rules if sum(r.id == other.id for other in rules) > 1}
    if doubled:
        raise RuleError(name, f"reglen '{min(doubled)}' står der to gange")
    return RuleFile(name, version, about, rules, _rest(content, _FILE_KEYS))


def _rule(name: str, entry: object) -> Rule:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise RuleError(name, "hver regel skal have et 'id'")
    where = f"reglen '{entry['id']}'"
    why = entry.get("why")
    if not isinstance(why, str) or not why.strip():
        raise RuleError(name, f"{where} mangler 'why'")
    match = tuple(_example(name, where, item) for item in _list(name, entry, "match", where))
    no_match = tuple(_text(name, where, item) for item in _list(name, entry, "no_match", where))
    return Rule(entry["id"], why.strip(), match, no_match, _rest(entry, _RULE_KEYS))


def _example(name: str, where: str, item: object) -> Example:
    if isinstance(item, str):
        return Example(item)
    if not isinstance(item, dict) or set(item) - {"text", "gives"}:
        raise RuleError(name, f"{where} har et eksempel, der ikke er en tekst")
    gives = item.get("gives", [])
    if not isinstance(gives, list):
        raise RuleError(name, f"{where} har et eksempel, hvor 'gives' ikke er en liste")
    text = _text(name, where, item.get("text"))
    return Example(text, tuple(_text(name, where, g) for g in gives))


def _text(name: str, where: str, item: object) -> str:
    if not isinstance(item, str) or not item:
        raise RuleError(name, f"{where} har et eksempel, der ikke er en tekst")
    return item


def _list(name: str, entry: Mapping[str, Any], key: str, where: str) -> list[object]:
    value = entry.get(key)
    if not isinstance(value, list) or not value:
        raise RuleError(name, f"{where} mangler '{key}'")
    return value


def _rest(entry: Mapping[str, Any], known: frozenset[str]) -> Mapping[str, Any]:
    return MappingProxyType({key: value for key, value in entry.items() if key not in known})
