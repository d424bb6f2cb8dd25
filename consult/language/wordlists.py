"""The word lists and patterns of the rule files that cut texts, compiled once a process.

A rule has `words` (a list) or `pattern` (a regular expression, searched in one line; case does
not count unless `case: true`).
"""

import re
from collections.abc import Callable
from functools import cache

from consult.rules.loader import Rule, load_rules

# No word; a pattern that begins with any letters would try each of them as its beginning.
_ANY_LINE = 300  # characters; in a shorter line it does not matter
_LONG_WORD = re.compile(r"(\w{100})\w+")


@cache
def rule(name: str, rule_id: str) -> Rule:
    """The rule `rule_id` of the file `name`; StopIteration where there is none."""
    return next(r for r in load_rules(name).rules if r.id == rule_id)


@cache
def words(name: str, rule_id: str) -> frozenset[str]:
    """The words of a rule, as written there."""
    return frozenset(rule(name, rule_id).data["words"])


@cache
def pattern(name: str, rule_id: str) -> re.Pattern[str]:
    """The compiled pattern of a rule; a rule with words matches any of them as a whole word."""
    found = rule(name, rule_id)
    source = found.data.get("pattern")
    if source is None:
        longest_first = sorted(words(name, rule_id), key=lambda w: (-len(w), w))
        source = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
    return re.compile(source, 0 if found.data.get("case") else re.IGNORECASE)


@cache
def _finder(name: str, rule_id: str) -> Callable[[str], re.Match[str] | None]:
    """How to look for a rule; an anchored pattern is not tried at every position."""
    compiled = pattern(name, rule_id)
    return compiled.match if compiled.pattern.startswith("^") else compiled.search


def matches(name: str, rule_id: str, line: str) -> bool:
    """Whether the rule is found in `line`."""
    if len(line) > _ANY_LINE:
        line = _LONG_WORD.sub(r"\1", line)
    return _finder(name, rule_id)(line) is not None
