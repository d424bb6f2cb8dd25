"""Checks the corpus against its format; every problem is one line that says where and what."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from consult.domain.findings import MACHINE_METHODS, PassageKind, Stance
from consult.domain.people import RespondentKind
from consult.domain.proposals import Direction
from consult.evaluate.corpus import DEFAULT_CORPUS, JOINS, CorpusError, read_yaml, response_files
from consult.evaluate.turned import DEFAULT_TURNED
from consult.inference.taxonomy import theme_ids

ROUND_TYPES = frozenset(
    {
        "budget",
        "reversal",
        "school_structure",
        "daycare_structure",
        "local_plan",
        "wind_solar",
        "traffic",
        "policy",
        "fees",
        "bill",
        "other",
    }
)
CHANNELS = frozenset({"mail", "letter", "portal", "form", "scan"})
SURE = frozenset(["high", "medium", "low"])
ROUND_KEYS = frozenset(["id", "subject", "municipality", "type", "proposals"])
# Older rounds do not say whose hand they are.
MORE_ROUND_KEYS = frozenset(["writer"])
PROPOSAL_KEYS = frozenset(["number", "title", "text", "committee", "direction", "amounts"])
RESPONSE_KEYS = frozenset(["id", "voice", "respondent", "channel", "passages", "given"])
PASSAGE_KEYS = frozenset(["kind", "text", "join", "theme", "theme2", "about"])
ABOUT_KEYS = frozenset(["proposal", "via", "stance", "sure", "words"])
RESPONDENT_KEYS = frozenset(["name", "kind"])
SUBJECTS_KEYS = frozenset(["round", "proposals"])
# What is heard about must be worded in several ways, or a model learns the one wording.
FEWEST_ROUND_WORDINGS = 3
FEWEST_PROPOSAL_WORDINGS = 2
PAIR_KEYS = frozenset(["id", "theme", "sender", "turn", "text", "towards"])
SIDE_KEYS = frozenset(["title", "text", "direction", "stance", "words", "subject"])
TURNS = frozenset(
    {
        "praise",
        "protest",
        "lack",
        "worry",
        "relief",
        "joy",
        "irony",
        "question",
        "choice",
        "condition",
        "mixed",
        "facts",
    }
)
KINDS = frozenset(RespondentKind) - {RespondentKind.UNKNOWN}
DIRECTIONS = frozenset(Direction) - {Direction.UNKNOWN}


def check_corpus(folder: Path = DEFAULT_CORPUS) -> list[str]:
    """All problems of all rounds under `folder`; an empty list when there are none."""
    problems: list[str] = []
    ids: Counter[str] = Counter()
    for path in sorted(folder.glob("*/round.yaml")):
        try:
            problems += check_round(path.parent)
            ids.update(str(r.get("id")) for f in response_files(path.parent) for r in _entries(f))
        except CorpusError as error:
            problems.append(str(error))
    return problems + [f"response id {i!r} is used {n} times" for i, n in ids.items() if n > 1]


def check_round(folder: Path) -> list[str]:
    """All problems of one round's files; raises CorpusError where a file is not YAML."""
    raw = read_yaml(folder / "round.yaml")
    if not isinstance(raw, Mapping) or set(raw) - MORE_ROUND_KEYS != ROUND_KEYS:
        return [f"{folder.name}: round.yaml must have exactly the keys {sorted(ROUND_KEYS)}"]
    problems = list(_round_problems(folder.name, raw))
    numbers = {p.get("number") for p in raw["proposals"]}
    for path in response_files(folder):
        for response in _entries(path):
            where = f"{folder.name}/{path.name} {response.get('id')}"
            problems += _response_problems(where, response, numbers)
    if (folder / "subjects.yaml").is_file():
        problems += _subjects_problems(f"{folder.name}/subjects.yaml", folder, raw)
    if (folder / "opposites.yaml").is_file():
        strangers = sorted(set(read_yaml(folder / "opposites.yaml") or {}) - numbers)
        where = f"{folder.name}/opposites.yaml"
        problems += [f"{where}: proposal {n!r} is not in the catalogue" for n in strangers]
    return problems


def check_turned(path: Path = DEFAULT_TURNED) -> list[str]:
    """All problems of the pairs of turned polarity; an empty list when there are none."""
    try:
        pairs = _entries(path)
    except CorpusError as error:
        return [str(error)]
    problems: list[str] = []
    for key in ("id", "text"):
        counts = Counter(str(pair.get(key)) for pair in pairs)
        problems += [
            f"{path.name}: {key} {v!r} is used {n} times" for v, n in counts.items() if n > 1
        ]
    for pair in pairs:
        problems += _pair_problems(f"{path.name} {pair.get('id')}", pair)
    return problems


def _pair_problems(where: str, raw: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown_keys(where, raw, PAIR_KEYS)
    text, sides = raw.get("text", ""), raw.get("towards", [])
    if not text or text != text.strip():
        yield f"{where}: text is empty or padded with blanks"
    for key, known in (("theme", theme_ids()), ("sender", KINDS), ("turn", TURNS)):
        if raw.get(key) not in frozenset(known):
            yield f"{where}: unknown {key} {raw.get(key)!r}"
    if len({side.get("title") for side in sides}) < max(2, len(sides)):
        yield f"{where}: must be held against two proposals or more, all different"
    if (len({side.get("stance") for side in sides}) > 1) == (raw.get("turn") == "facts"):
        yield f"{where}: the stances must differ, and those on plain facts must not"
    if len({"subject" in side for side in sides}) > 1:
        yield f"{where}: all sides must have a subject, or none"
    for index, side in enumerate(sides):
        yield from _side_problems(f"{where} side {index}", side, text)


def _side_problems(where: str, raw: Mapping[str, str], text: str) -> Iterator[str]:
    yield from _unknown_keys(where, raw, SIDE_KEYS)
    for key in ("title", "text"):
        if not raw.get(key):
            yield f"{where}: lacks {key}"
    for key, known in (("direction", DIRECTIONS), ("stance", frozenset(Stance))):
        if raw.get(key) not in known:
            yield f"{where}: unknown {key} {raw.get(key)!r}"
    if ("words" in raw) == (raw.get("stance") == Stance.NEUTRAL):
        yield f"{where}: a stance has words, a neutral one has none"
    if raw.get("words", "") not in text:
        yield f"{where}: words are not verbatim in the passage: {raw['words']!r}"


def _subjects_problems(where: str, folder: Path, round_: Mapping[str, Any]) -> Iterator[str]:
    """Enough wordings of the round and of every proposal, and no two of them the same."""
    raw = read_yaml(folder / "subjects.yaml")
    if not isinstance(raw, Mapping) or set(raw) != SUBJECTS_KEYS:
        yield f"{where}: must have exactly the keys {sorted(SUBJECTS_KEYS)}"
        return
    titles = {p.get("number"): p.get("title", "") for p in round_["proposals"]}
    worded: Mapping[str, list[str]] = raw["proposals"] or {}
    for number in sorted(set(worded) - set(titles)):
        yield f"{where}: proposal {number!r} is not in the catalogue"
    for number in titles:
        if len(worded.get(number, [])) < FEWEST_PROPOSAL_WORDINGS:
            yield f"{where}: proposal {number!r} needs {FEWEST_PROPOSAL_WORDINGS} wordings"
    if len(raw["round"]) < FEWEST_ROUND_WORDINGS:
        yield f"{where}: the round needs {FEWEST_ROUND_WORDINGS} wordings"
    known = [round_["subject"], *titles.values(), *raw["round"]]
    known += [wording for wordings in worded.values() for wording in wordings]
    counts = Counter(" ".join(wording.split()).casefold() for wording in known)
    # Titles may stand twice in a catalogue; a wording that adds to them must not.
    doubled = Counter(" ".join(title.split()).casefold() for title in titles.values())
    for wording, count in counts.items():
        if not wording:
            yield f"{where}: a wording is empty"
        if count > max(1, doubled[wording]):
            yield f"{where}: {wording!r} stands {count} times"


def _entries(path: Path) -> list[Mapping[str, Any]]:
    return list(read_yaml(path) or [])


def _round_problems(where: str, raw: Mapping[str, Any]) -> Iterator[str]:
    if raw["type"] not in ROUND_TYPES:
        yield f"{where}: unknown type {raw['type']!r}"
    numbers = Counter(p.get("number") for p in raw["proposals"])
    yield from (f"{where}: proposal {n} stands {c} times" for n, c in numbers.items() if c > 1)
    for proposal in raw["proposals"]:
        yield from _unknown_keys(f"{where} proposal", proposal, PROPOSAL_KEYS)
        if not proposal.get("number") or not proposal.get("title"):
            yield f"{where}: a proposal lacks number or title: {proposal}"
        if proposal.get("direction") not in DIRECTIONS:
            yield f"{where}: proposal {proposal.get('number')} lacks a known direction"


def _response_problems(
    where: str, raw: Mapping[str, Any], numbers: set[str | None]
) -> Iterator[str]:
    yield from _unknown_keys(where, raw, RESPONSE_KEYS)
    if raw.get("channel") not in CHANNELS:
        yield f"{where}: unknown channel {raw.get('channel')!r}"
    if raw.get("respondent", {}).get("kind") not in KINDS:
        yield f"{where}: unknown respondent {raw.get('respondent')!r}"
    yield from _unknown_keys(f"{where} respondent", raw.get("respondent", {}), RESPONDENT_KEYS)
    for number in raw.get("given", []):
        if number not in numbers:
            yield f"{where}: given proposal {number!r} is not in the catalogue"
    if not raw.get("passages"):
        yield f"{where}: no passages"
    for index, passage in enumerate(raw.get("passages", [])):
        yield from _passage_problems(f"{where} passage {index}", passage, numbers)


def _passage_problems(
    where: str, raw: Mapping[str, Any], numbers: set[str | None]
) -> Iterator[str]:
    yield from _unknown_keys(where, raw, PASSAGE_KEYS)
    text, kind = raw.get("text", ""), raw.get("kind", "body")
    if not text or text != text.strip():
        yield f"{where}: text is empty or padded with blanks"
    if raw.get("join", "blank") not in JOINS:
        yield f"{where}: unknown join {raw['join']!r}"
    if kind not in frozenset(PassageKind):
        yield f"{where}: unknown kind {kind!r}"
        return
    judged = PassageKind(kind).is_judged
    yield from _theme_problems(where, raw, judged=judged)
    for about in raw.get("about", []):
        yield from _about_problems(where, about, text, numbers, judged=judged)


def _theme_problems(where: str, raw: Mapping[str, Any], *, judged: bool) -> Iterator[str]:
    known = frozenset(theme_ids())
    if judged and raw.get("theme") not in known:
        yield f"{where}: unknown theme {raw.get('theme')!r}"
    if "theme2" in raw and raw["theme2"] not in known:
        yield f"{where}: unknown second theme {raw['theme2']!r}"
    if judged and not raw.get("about"):
        yield f"{where}: says nothing about a proposal or the consultation"


def _about_problems(
    where: str, raw: Mapping[str, str], text: str, numbers: set[str | None], *, judged: bool
) -> Iterator[str]:
    yield from _unknown_keys(where, raw, ABOUT_KEYS)
    number = raw.get("proposal")
    if number != "-" and number not in numbers:
        yield f"{where}: proposal {number!r} is not in the catalogue"
    if number != "-" and raw.get("via") not in frozenset(MACHINE_METHODS):
        yield f"{where}: proposal {number!r} lacks a known via"
    if judged and raw.get("stance") not in frozenset(Stance):
        yield f"{where}: unknown stance {raw.get('stance')!r}"
    if judged and raw.get("sure") not in SURE:
        yield f"{where}: unknown sure {raw.get('sure')!r}"
    if raw.get("words", "") not in text:
        yield f"{where}: words are not verbatim in the passage: {raw['words']!r}"


def _unknown_keys(where: str, raw: Mapping[str, Any], known: frozenset[str]) -> Iterator[str]:
    unknown = sorted(set(raw) - known)
    if unknown:
        yield f"{where}: unknown keys {unknown}"
