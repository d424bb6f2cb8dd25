"""Every file of the corpus obeys `corpus/schema.json`, and the schema speaks as the code does."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from consult.domain.findings import MACHINE_METHODS, PassageKind, Stance
from consult.domain.proposals import Direction
from consult.evaluate.corpus import DEFAULT_CORPUS, JOINS, read_yaml
from consult.evaluate.validate import CHANNELS, DIRECTIONS, KINDS, ROUND_TYPES, SURE, TURNS
from consult.inference.taxonomy import theme_ids

CORPUS = DEFAULT_CORPUS.parent
SCHEMA: dict[str, Any] = json.loads((CORPUS / "schema.json").read_text(encoding="utf-8"))
DEFS = SCHEMA["$defs"]
FILES = {
    "round": "rounds/*/round.yaml",
    "responses": "rounds/*/responses*.yaml",
    "subjects": "rounds/*/subjects.yaml",
    "opposites": "rounds/*/opposites.yaml",
    "second": "second/labels-*.yaml",
    "turned": "turned/*.yaml",
}


def problems(kind: str, content: object) -> list[str]:
    schema = {"$schema": SCHEMA["$schema"], "$ref": f"#/$defs/{kind}", "$defs": DEFS}
    found = Draft202012Validator(schema).iter_errors(content)
    return [f"{error.json_path}: {error.message}" for error in found]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert [entry["$ref"] for entry in SCHEMA["anyOf"]] == [f"#/$defs/{kind}" for kind in FILES]


@pytest.mark.parametrize("kind", FILES)
def test_every_file_obeys(kind: str) -> None:
    paths = sorted(CORPUS.glob(FILES[kind]))
    assert paths
    wrong = {str(p.relative_to(CORPUS)): problems(kind, read_yaml(p)) for p in paths}
    assert {path: found for path, found in wrong.items() if found} == {}


def test_every_file_has_a_schema() -> None:
    known = {path for pattern in FILES.values() for path in CORPUS.glob(pattern)}
    places = [CORPUS / name for name in ("rounds", "second", "turned")]
    assert {p for place in places for p in place.rglob("*.yaml")} == known


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        (DEFS["stance"], Stance),
        (DEFS["via"], MACHINE_METHODS),
        (DEFS["direction"], DIRECTIONS),
        (DEFS["sender"], KINDS),
        (DEFS["sure"], SURE),
        (DEFS["theme"], theme_ids()),
        (DEFS["round"]["properties"]["type"], ROUND_TYPES),
        (DEFS["response"]["properties"]["channel"], CHANNELS),
        (DEFS["passage"]["properties"]["kind"], PassageKind),
        (DEFS["passage"]["properties"]["join"], JOINS),
        (DEFS["turned"]["items"]["properties"]["turn"], TURNS),
    ],
)
def test_the_schema_knows_the_words_of_the_code(listed: Mapping[str, Any], known: Any) -> None:
    assert set(listed["enum"]) == set(known)
    assert len(listed["enum"]) == len(set(listed["enum"]))
    assert Direction.UNKNOWN not in DEFS["direction"]["enum"]


JUDGEMENT = {"proposal": "7", "via": "title", "stance": "favor", "sure": "low", "words": "god"}
BODY = {"text": "Den er god.", "theme": "skole", "about": [JUDGEMENT]}
HEADING = {"kind": "heading", "text": "Punkt 7", "about": [{"proposal": "7", "via": "reference"}]}
RESPONSE = {
    "id": "by-001",
    "voice": "kort",
    "respondent": {"name": "Ada", "kind": "citizen"},
    "channel": "mail",
    "passages": [HEADING, BODY],
}
ROUND = {
    "id": "by",
    "subject": "Budget",
    "municipality": "By",
    "type": "budget",
    "proposals": [{"number": "7", "title": "Bus", "direction": "cut", "amounts": {"2027": "-1"}}],
}
OPPOSITES = {"7": [{"text": "Flere busser", "direction": "investment"}]}
SUBJECTS = {"round": ["a", "b", "c"], "proposals": {"7": ["d", "e"]}}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("responses", [RESPONSE]),
        ("round", ROUND),
        ("subjects", SUBJECTS),
        ("opposites", OPPOSITES),
    ],
)
def test_the_examples_obey(kind: str, content: object) -> None:
    assert problems(kind, content) == []


@pytest.mark.parametrize(
    ("kind", "content", "place", "value"),
    [
        ("responses", [RESPONSE], (0, "respondent", "Vej og Park"), ""),
        ("responses", [RESPONSE], (0, "channel"), "due"),
        ("responses", [RESPONSE], (0, "passages"), []),
        ("responses", [RESPONSE], (0, "passages", 0, "theme"), "skole"),
        ("responses", [RESPONSE], (0, "passages", 0, "about", 0, "stance"), "favor"),
        ("responses", [RESPONSE], (0, "passages", 1, "theme"), "skoler"),
        ("responses", [RESPONSE], (0, "passages", 1, "about"), []),
        ("responses", [RESPONSE], (0, "passages", 1, "about", 0, "proposal"), "-"),
        ("responses", [RESPONSE], (0, "passages", 1, "about", 0, "stance"), "neutral"),
        ("responses", [RESPONSE], (0, "passages", 1, "about", 0, "sure"), "maybe"),
        ("round", ROUND, ("proposals", 0, "amounts", "2027"), "-1.000"),
        ("round", ROUND, ("proposals", 0, "amounts", "27"), "1"),
        ("round", ROUND, ("proposals", 0, "direction"), "unknown"),
        ("round", ROUND, ("author",), "w1"),
        ("subjects", SUBJECTS, ("round",), ["a", "b"]),
        ("subjects", SUBJECTS, ("round",), ["a", "b", "a"]),
        ("subjects", SUBJECTS, ("proposals", "7"), ["d"]),
        ("opposites", OPPOSITES, ("7", 0, "direction"), "up"),
        ("opposites", OPPOSITES, ("7",), []),
    ],
)
def test_each_mistake_is_found(
    kind: str, content: Any, place: tuple[Any, ...], value: object
) -> None:
    broken = deepcopy(content)
    inner = broken
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert problems(kind, broken)
