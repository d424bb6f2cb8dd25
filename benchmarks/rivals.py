"""Themes by three well-known tools, on the same passages held out for the same hands. Run once.

    python3 -m venv rivals && rivals/bin/pip install torch==2.13.0
    rivals/bin/pip install setfit bertopic spacy==SPACY scikit-learn pyyaml pydantic
    CONSULT_ENCODER=FOLDER rivals/bin/python benchmarks/rivals.py benchmarks/rivals.json

The tools are not among the project's dependencies. FOLDER holds the sentence-transformers form of
the encoder that the project ships; every tool reads the passage alone, as that is what it can.
`ours` beside them is what `consult evaluate themes` says of passages alone on its five folds.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, normalized_mutual_info_score

from consult.evaluate.cases import Case, seed_cases, theme_cases
from consult.evaluate.corpus import load_corpus
from consult.evaluate.crossval import MOST_FOLDS, folds

# SetFit is made for few examples; more cost hours of contrastive pairs on two cores.
SHOTS, PAIRS, EPOCHS = 8, 5, 6
SEED = 1
Predictor = Callable[[Sequence[Case], Sequence[Case]], list[str]]


def setfit(taught: Sequence[Case], unseen: Sequence[Case]) -> list[str]:
    """Few-shot: `SHOTS` passages a theme, the encoder tuned on pairs of them."""
    from datasets import Dataset
    from setfit import SetFitModel, Trainer, TrainingArguments

    few = shots(taught)
    labels = sorted({c.label for c in few})
    model = SetFitModel.from_pretrained(os.environ["CONSULT_ENCODER"], labels=labels)
    data = Dataset.from_dict(
        {"text": [c.context.text for c in few], "label": [labels.index(c.label) for c in few]}
    )
    arguments = TrainingArguments(
        num_iterations=PAIRS, batch_size=16, num_epochs=1, seed=SEED, save_strategy="no"
    )
    Trainer(model=model, args=arguments, train_dataset=data).train()
    return [str(x) for x in model.predict([c.context.text for c in unseen])]


def textcat(taught: Sequence[Case], unseen: Sequence[Case]) -> list[str]:
    """The default `textcat` (bag of words with a small network), taught every passage."""
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("da")
    pipe = nlp.add_pipe("textcat")
    labels = sorted({c.label for c in taught})
    for label in labels:
        pipe.add_label(label)  # type: ignore[attr-defined]
    examples = [
        Example.from_dict(
            nlp.make_doc(c.context.text), {"cats": {x: float(x == c.label) for x in labels}}
        )
        for c in taught
    ]
    spacy.util.fix_random_seed(SEED)
    optimizer = nlp.initialize(lambda: examples[:200])
    order = Random(SEED)  # noqa: S311 - shuffles, keeps no secret
    for _ in range(EPOCHS):
        order.shuffle(examples)
        for batch in spacy.util.minibatch(examples, 64):
            nlp.update(batch, sgd=optimizer)
    docs = nlp.pipe(c.context.text for c in unseen)
    return [max(d.cats, key=lambda label: d.cats[label]) for d in docs]


def shots(taught: Sequence[Case]) -> list[Case]:
    """`SHOTS` cases of each theme, drawn at random; the taxonomy's own examples come first."""
    order = list(taught)
    Random(SEED).shuffle(order)  # noqa: S311 - shuffles, keeps no secret
    found: dict[str, list[Case]] = {}
    for case in [*seed_cases("theme"), *order]:
        mine = found.setdefault(case.label, [])
        if len(mine) < SHOTS:
            mine.append(case)
    return [c for mine in found.values() for c in mine]


def measure(tool: Predictor, cases: Sequence[Case]) -> dict[str, Any]:
    """One fold: the same hands unseen as in the first fold of `consult evaluate themes`."""
    held = set(folds([c.hand for c in cases], MOST_FOLDS)[0].tolist())
    taught = [c for i, c in enumerate(cases) if i not in held]
    unseen = [cases[i] for i in sorted(held)]
    begun = time.process_time()
    said = tool(taught, unseen)
    truth = [c.label for c in unseen]
    right = [s == c.label for s, c in zip(said, unseen, strict=True)]
    either = [s in (c.label, c.second) for s, c in zip(said, unseen, strict=True)]
    return {
        "unseen": len(unseen),
        "accuracy": round(float(np.mean(right)), 4),
        "first_or_second": round(float(np.mean(either)), 4),
        "macro_f1": round(float(f1_score(truth, said, average="macro", zero_division=0)), 4),
        "cpu_seconds": round(time.process_time() - begun),
    }


def bertopic(cases: Sequence[Case]) -> dict[str, Any]:
    """Topics of all passages, which nobody taught: what is left out, and how they meet themes."""
    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer
    from umap import UMAP

    texts = [c.context.text for c in cases]
    encoder = SentenceTransformer(os.environ["CONSULT_ENCODER"])
    vectors = encoder.encode([f"query: {t}" for t in texts], batch_size=32)
    begun = time.process_time()
    reduced = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
    topics, _ = BERTopic(umap_model=reduced).fit_transform(texts, vectors)
    found, themes = np.array(topics), np.array([c.label for c in cases])
    common = sum(
        int(np.unique(themes[found == t], return_counts=True)[1].max()) for t in set(found)
    )
    return {
        "passages": len(cases),
        "topics": len(set(topics) - {-1}),
        "left_out": round(float(np.mean(found == -1)), 4),
        "most_common_theme_of_its_topic": round(common / len(cases), 4),
        "normalised_mutual_information": round(
            float(normalized_mutual_info_score(themes, found)), 4
        ),
        "cpu_seconds": round(time.process_time() - begun),
    }


def main() -> None:
    """Print, and write where asked."""
    cases = theme_cases(load_corpus())
    report = {
        "command": "benchmarks/rivals.py",
        "spacy_textcat": measure(textcat, cases),
        "setfit": {"shots": SHOTS} | measure(setfit, cases),
        "bertopic": bertopic(cases),
    }
    told = json.dumps(report, indent=2) + "\n"
    sys.stdout.write(told)
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
