"""Model cards for people: `models/<name>/card.md`, quoting the committed results."""

import json
from pathlib import Path
from typing import Any

PURPOSE = {
    "encoder": "Turns a Danish text into a vector: multilingual-e5-small (intfloat, MIT), its "
    "vocabulary trimmed to Danish and its neighbours, int8 for onnxruntime. "
    "Built by `python -m consult.evaluate.build_encoder`; see docs/decisions/0010.",
    "relation": "Reads a passage and what it is held against (proposal or subject, heading, a "
    "token for each neighbour and for the response) side by side, in copies of the encoder's "
    "upper four layers, and gives raw logits of stance and theme, which the two heads weigh in.",
    "theme": "Sorts a passage into the 17 themes of `consult/rules/taxonomy.yaml`, with "
    "calibrated probabilities. Subject decides, not the respondent.",
    "stance": "The author's stance (favor, against, conditional, neutral) on one proposal, or "
    "on the consultation as a whole, with calibrated probabilities and the sentence it "
    "rests on.",
    "similarity": "Says how likely a passage speaks of a proposal whose number it does not give, "
    "by words, meaning and the rest of the response.",
    "ner": "Marks names of persons (PER), organisations (ORG) and places (LOC) in short lines. "
    "spaCy's entity recogniser over hash embeddings, without vectors, learnt from "
    "UNER_Danish-DDT (Universal NER, Mayhew et al. 2024; DaN+, Plank et al. 2020; UD_Danish-DDT, "
    "Danish Dependency Treebank) and the sentences and lists of `corpus/names`. "
    "Licence: CC BY-SA 4.0, as its treebank's; the attribution travels with it.",
}
LIMITS = {
    "encoder": "Texts beyond 512 tokens are encoded in windows and averaged.",
    "relation": "Of a proposal's text and a heading only the opening is read (48 and 24 tokens). "
    "`held_out.npz` holds its logits on the corpus by models that had not seen the hand: two "
    "thirds of the rounds each, so a little worse than the shipped one.",
    "theme": "Learnt from written, not real, responses. Rare themes are known mostly from the "
    "taxonomy's examples. Judge doubtful passages yourself: below `review_below` they are "
    "queued for a person.",
    "stance": "Learnt from written, not real, responses. Irony and praise of what is threatened "
    "are where it errs most; it relies on the proposal's direction being known. Not a poll.",
    "similarity": "Learnt from written, not real, responses. Weak where catalogues have few, "
    "much alike proposals and where a passage is about none; see docs/errors-links.md.",
    "ner": "Learnt from news of the 1980s and 1990s and from written, not real, responses. A "
    "help for finding names, not a redaction: what it misses stays.",
}
TASK_OF = {"theme": "themes", "stance": "stance", "similarity": "links", "ner": "names"}


def write_cards(models: Path) -> None:
    """Write `card.md` for every model under `models`."""
    for name in PURPOSE:
        if (models / name).is_dir():
            (models / name / "card.md").write_text(_card(models, name), encoding="utf-8")


def _card(models: Path, name: str) -> str:
    described = models / name / ("config.json" if name == "encoder" else "card.json")
    facts = json.loads(described.read_text(encoding="utf-8"))
    shown = {k: v for k, v in facts.items() if k not in ("labels", "results")}
    sections = [
        f"# {name}\n\n{PURPOSE[name]}",
        f"## Limits\n\n{LIMITS[name]}",
        f"## Facts\n\n```json\n{_json(shown)}\n```",
        _training(facts),
        _results(models, name),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def _training(facts: dict[str, Any]) -> str:
    results = facts.get("results")
    if not results:
        return ""
    return f"## When it was trained (rounds held out)\n\n```json\n{_json(results)}\n```"


def _results(models: Path, name: str) -> str:
    path = models / "results" / f"{TASK_OF.get(name, name)}.json"
    if not path.is_file():
        return ""
    report = json.loads(path.read_text(encoding="utf-8"))
    head = (
        f"## Results\n\n`{report['command']}`, corpus {report['corpus']}, "
        f"encoder {report['encoder']}: `models/results/{path.name}`."
    )
    results = report["results"]
    views = {k: results[k] for k in ("in_response", "alone", "gold_sample") if results.get(k)}
    views |= {
        f"baseline {k}": v for k, v in results.get("baselines", {}).items() if isinstance(v, dict)
    }
    if not views:
        return f"{head}\n\n```json\n{_json(results)}\n```"
    return f"{head}\n\n{_table(views)}"


def _table(views: dict[str, dict[str, Any]]) -> str:
    metrics = [k for k, v in next(iter(views.values())).items() if isinstance(v, dict)]
    lines = [f"| | n | {' | '.join(metrics)} |", "|---" * (len(metrics) + 2) + "|"]
    for view, found in views.items():
        cells = [_cell(found[m]) for m in metrics]
        lines.append(f"| {view.replace('_', ' ')} | {found['n']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(metric: dict[str, float]) -> str:
    return f"{metric['value']:.3f} ({metric['low']:.2f}–{metric['high']:.2f})"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
