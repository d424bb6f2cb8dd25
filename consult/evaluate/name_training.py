"""Fits the name finder; the same sentences and seed give the same bytes on the same machine."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from consult.evaluate.artefacts import digest, write_bytes, write_json, write_manifest
from consult.evaluate.corpus import read_yaml
from consult.evaluate.name_data import (
    DEFAULT_NAMES,
    TREEBANK_TRAIN,
    NamedSentence,
    Renamer,
    own_sentences,
    treebank_sentences,
)
from consult.inference.manifest import file_hash
from consult.inference.names import WEIGHTS, new_pipe
from consult.language.nlp import blank_danish

NAME = "ner"
SEED = 7
EPOCHS = 10
#: Words of one step: small enough for the many steps that a small model wants.
BATCH_WORDS = 1500
DROPOUT = 0.25
RATE = 0.001
#: How often an own sentence is learnt from as it stands, and with names from the lists.
OWN_TIMES, RENAMED_TIMES = 4, 8
SOURCE = "UNER_Danish-DDT (Universal NER v1; DaN+; UD_Danish-DDT), CC BY-SA 4.0"


def sentences(data: Path, *, own: bool = True, lists: bool = True) -> list[NamedSentence]:
    """What is learnt from: the treebank's, the project's own, and those under other names."""
    chosen = treebank_sentences(data / TREEBANK_TRAIN)
    mine = own_sentences("train") if own else []
    chosen += mine * OWN_TIMES
    if lists:
        renamer = Renamer(read_yaml(DEFAULT_NAMES / "lists.yaml"), SEED)
        chosen += renamer.variants(mine, RENAMED_TIMES)
    return chosen


def fit(learnt: Sequence[NamedSentence], epochs: int = EPOCHS, seed: int = SEED) -> bytes:
    """The weights of a trained recogniser, averaged over all steps."""
    nlp = blank_danish()
    from thinc.api import Adam
    from thinc.util import fix_random_seed

    fix_random_seed(seed)
    examples = [_example(sentence) for sentence in learnt]
    pipe = new_pipe(nlp)
    pipe.initialize(lambda: examples, nlp=nlp)
    optimizer, random = Adam(RATE), Random(seed)  # noqa: S311 # nosec B311 - an order
    for _ in range(epochs):
        random.shuffle(examples)
        for batch in _batches(examples):
            pipe.update(batch, drop=DROPOUT, sgd=optimizer)
    with pipe.model.use_params(optimizer.averages):
        weights: bytes = pipe.to_bytes(exclude=["vocab"])
    return weights


def _example(sentence: NamedSentence) -> Any:  # noqa: ANN401 - spaCy's own class is not typed
    """Names at whole words: a mark inside a word takes the word."""
    from spacy.training import Example

    doc = blank_danish().make_doc(sentence.text)
    spans = (
        (doc.char_span(*name.span, alignment_mode="expand"), name.kind) for name in sentence.names
    )
    entities = [(span.start_char, span.end_char, kind.value) for span, kind in spans if span]
    return Example.from_dict(doc, {"entities": entities})


def _batches(examples: Sequence[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    words = 0
    for example in examples:
        batch.append(example)
        words += len(example.reference)
        if words >= BATCH_WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def train_names(data: Path, models: Path) -> dict[str, Any]:
    """Train on the treebank under `data` and the own sentences; gives the card."""
    learnt = sentences(data)
    revision = write_bytes(models / NAME / WEIGHTS, fit(learnt))
    card = {
        "name": NAME,
        "revision": revision,
        "labels": ["PER", "ORG", "LOC"],
        "seed": SEED,
        "epochs": EPOCHS,
        "trained_on": {
            "treebank": SOURCE,
            TREEBANK_TRAIN: file_hash(data / TREEBANK_TRAIN),
            "corpus/names": digest(DEFAULT_NAMES, ("train.yaml", "lists.yaml")),
            "sentences": len(learnt),
        },
        "results": {},
    }
    write_json(models / NAME / "card.json", card)
    write_manifest(models)
    return card
