"""A labelled corpus of three rounds and a few hundred words, written as YAML."""

from pathlib import Path

import yaml

SUBJECTS = {
    "dagtilbud": ("Lukning af Solhuset", "børnehaven Solhuset lukkes"),
    "trafik_vej": ("Færre busser på rute 7", "bussen på rute 7 kører sjældnere"),
    "aeldre": ("Fælles madordning for ældre", "maden til de ældre laves ét sted"),
}
SAID = {
    "against": "Vi er stærkt imod, at {}, og frygter følgerne",
    "favor": "Vi støtter og glæder os over, at {}",
    "conditional": "Vi kan kun støtte, at {}, hvis pengene følger med",
    "neutral": "Vi noterer os, at {}",
}
TOWNS = ("Nordby", "Sønderby", "Vesterby")


def write_corpus(folder: Path, *, turned: bool = False) -> Path:
    """Three towns, each with three proposals and eight responses; `turned` changes a label."""
    for town in TOWNS:
        place = folder / town.lower()
        place.mkdir(parents=True)
        proposals = [
            {"number": str(i), "title": title, "text": f"Det foreslås, at {text}."}
            | {"committee": "Byrådet", "direction": "cut", "amounts": {}}
            for i, (title, text) in enumerate(SUBJECTS.values(), 1)
        ]
        head = {"id": town.lower(), "subject": f"Budget i {town}", "municipality": town}
        _write(place / "round.yaml", {**head, "type": "budget", "proposals": proposals})
        responses = [_response(town, i) for i in range(8)]
        if turned and town == TOWNS[0]:
            responses[0]["passages"][0]["about"][0]["stance"] = "favor"
        _write(place / "responses-01.yaml", responses)
    return folder


def _response(town: str, index: int) -> dict[str, list[dict[str, list[dict[str, str]]]]]:
    passages = []
    for i, (theme, (_, text)) in enumerate(SUBJECTS.items()):
        stance = list(SAID)[(index + i) % len(SAID)]
        about = {"proposal": str(i + 1), "via": "title" if index % 2 else "similarity"}
        said = f"{SAID[stance].format(text)} i {town} {index}."
        passages.append(
            {"text": said, "theme": theme, "about": [{**about, "stance": stance, "sure": "high"}]}
        )
    sender = {"name": f"Borger {index}", "kind": "citizen"}
    head = {"id": f"{town.lower()}-{index:03}", "voice": "borger", "channel": "mail"}
    return {**head, "respondent": sender, "passages": passages}  # type: ignore[dict-item]


def _write(path: Path, value: object) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
