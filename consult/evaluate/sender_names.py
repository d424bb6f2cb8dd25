"""How often a sender's name is found where the response says it: by rules, and with the finder."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from consult.domain.names import NameFinder
from consult.domain.people import RespondentKind
from consult.evaluate.corpus import Round, held_out
from consult.language.naming import named_better
from consult.language.passages import segment
from consult.language.respondents import find_respondent

_NO_WORD = re.compile(r"[^\w ]")


def sender_names_report(rounds: Sequence[Round], names: NameFinder) -> dict[str, Any]:
    """The share of names found whole, of persons and of others; held-out rounds apart.

    A response whose text does not hold the labelled name is left out.
    """
    away = held_out("respondents")
    return {
        "all": _shares(rounds, names),
        "held_out": _shares([r for r in rounds if r.id in away], names),
    }


def _shares(rounds: Sequence[Round], names: NameFinder) -> dict[str, Any]:
    total = Counter[tuple[str, str]]()
    for response in (r for round_ in rounds for r in round_.responses):
        true = _plain(response.respondent)
        if not true or true not in _plain(response.text):
            continue
        group = "persons" if response.kind is RespondentKind.CITIZEN else "others"
        passages = segment(response.document)
        ruled = find_respondent(response.document, passages)
        better = named_better(ruled, response.text, passages, names)
        total[group, "n"] += 1
        total[group, "rules"] += true in _plain(ruled.name)
        total[group, "with_finder"] += true in _plain(better.name)
    return {group: _share(total, group) for group in ("persons", "others")}


def _share(total: Counter[tuple[str, str]], group: str) -> dict[str, float]:
    n = total[group, "n"]
    return {"n": n} | {
        how: round(total[group, how] / max(1, n), 4) for how in ("rules", "with_finder")
    }


def _plain(name: str | None) -> str:
    return " ".join(_NO_WORD.sub(" ", (name or "").casefold()).split())
