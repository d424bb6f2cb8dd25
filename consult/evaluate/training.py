"""Trains the shipped heads from the corpus and writes them, with their results, to `models/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consult.evaluate.artefacts import write_arrays, write_json, write_manifest
from consult.evaluate.cases import Case, link_cases, stance_cases, theme_cases
from consult.evaluate.corpus import DEFAULT_CORPUS, Round, corpus_hash, load_corpus
from consult.evaluate.crossval import HeldOut, hold_out, samples, train_parts
from consult.evaluate.designs import CERTAIN, SPECS, STANCE_FLOOR, THEME_FLOOR
from consult.evaluate.encodings import StoredEncoder
from consult.evaluate.linear import Parts
from consult.evaluate.links import best_links, empty_model, fit, held_out_scores, link_sample
from consult.evaluate.metrics import accuracy, calibration_error, certain_from, macro_f1
from consult.inference.features import VIEWS
from consult.inference.manifest import DEFAULT_FOLDER, load_encoder

FLOORS = {"theme": THEME_FLOOR, "stance": STANCE_FLOOR}
# Words count less than a half-precision step: halving the file changes no shown digit.
SPARSE_TYPE = np.float16


@dataclass(frozen=True)
class Workshop:
    """What training works with: the rounds, where they came from, the encoder, the target."""

    rounds: tuple[Round, ...]
    corpus: str
    encoder: StoredEncoder
    models: Path

    @staticmethod
    def open(corpus: Path = DEFAULT_CORPUS, models: Path = DEFAULT_FOLDER) -> "Workshop":
        """Load the corpus and the shipped encoder."""
        encoder = StoredEncoder(load_encoder(models))
        return Workshop(load_corpus(corpus), corpus_hash(corpus), encoder, models)

    def cases(self, name: str) -> list[Case]:
        """The labelled cases of the theme or the stance head."""
        return theme_cases(self.rounds) if name == "theme" else stance_cases(self.rounds)

    def trained_on(self, cases: int) -> dict[str, Any]:
        """What a card says of its training data."""
        responses = sum(len(r.responses) for r in self.rounds)
        return {
            "corpus": self.corpus,
            "rounds": len(self.rounds),
            "responses": responses,
            "cases": cases,
        }


@dataclass(frozen=True)
class Trained:
    """A model not yet written: its arrays and what its card says beside the revision."""

    name: str
    arrays: dict[str, NDArray[Any]]
    card: dict[str, Any]

    def write(self, folder: Path) -> dict[str, Any]:
        """Write `weights.npz` and `card.json` under `folder/name`; gives the whole card."""
        place = folder / self.name
        revision = write_arrays(place / "weights.npz", self.arrays)
        card = {"name": self.name, "revision": revision, **self.card}
        write_json(place / "card.json", card)
        return card


def train_head(shop: Workshop, name: str) -> Trained:
    """Train and calibrate the theme or the stance head."""
    spec, cases = SPECS[name], shop.cases(name)
    data = samples(spec, cases, shop.encoder)
    shop.encoder.save()
    held = hold_out(spec, data)
    parts = train_parts(spec, data, np.arange(len(cases)))
    arrays, features = fold(held, parts)
    card = {
        "encoder": shop.encoder.revision,
        "labels": spec.labels,
        **features,
        "fields": spec.fields,
        "bits": spec.bits,
        "review_below": round(certain_from(held.outcome(), CERTAIN), 4),
        "floor": FLOORS[name],
        "trained_on": shop.trained_on(len(cases)),
        "results": _summary(held),
    }
    return Trained(name, arrays, card)


def fold(held: HeldOut, parts: Parts) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Join parts and calibration into the arrays of a head and the card's feature names."""
    spec, calibration = held.spec, held.calibration()
    trust = calibration.trust.astype(np.float32)
    seen, heard = trust[1 : 1 + len(spec.views)], trust[1 + len(spec.views) :]
    views = dict(zip(spec.views, seen, strict=True))
    missing = [-views.get(name, np.float32(0)) * parts.origin for name in VIEWS]
    bias = parts.dense.bias * trust[0] + calibration.shift
    sparse = np.zeros((len(parts.tfidf.idf), len(spec.labels)), np.float32)
    if parts.sparse is not None:
        sparse = parts.sparse.weights
        bias = bias + parts.sparse.bias * heard[0]
    dense = [parts.dense.weights * trust[0], *(parts.first * t for t in seen), np.stack(missing)]
    arrays = {
        "dense": np.concatenate(dense).astype(np.float32),
        "sparse": sparse.astype(SPARSE_TYPE),
        "bias": bias.astype(np.float32),
        "idf": parts.tfidf.idf.astype(SPARSE_TYPE),
    }
    words = {n: float(t) for n, t in zip(("fields", *spec.word_views), heard, strict=False)}
    return arrays, {"blocks": [*spec.blocks, *spec.views, "known"], "words": words}


def _summary(held: HeldOut) -> dict[str, Any]:
    views = {"in_response": held.outcome(), "alone": held.outcome(in_context=False)}
    return {
        f"out_of_round_{name}": {
            "n": len(view),
            "accuracy": round(accuracy(view), 4),
            "macro_f1": round(macro_f1(view), 4),
            "calibration_error": round(calibration_error(view), 4),
        }
        for name, view in views.items()
    }


def train_similarity(shop: Workshop) -> Trained:
    """Fit the links by meaning."""
    cases = link_cases(shop.rounds)
    blank = empty_model(shop.rounds, shop.encoder)
    data = link_sample(shop.rounds, cases, shop.encoder, blank)
    shop.encoder.save()
    best = best_links(data, held_out_scores(data))
    weights, bias = fit(data, np.arange(len(data.truth)))
    threshold = best.threshold()
    arrays: dict[str, NDArray[Any]] = {
        "weights": weights,
        "bias": np.array([bias], np.float32),
        "centre": blank.centre,
        "idf": blank.tfidf.idf.astype(SPARSE_TYPE),
    }
    card = {
        "encoder": shop.encoder.revision,
        "bits": blank.tfidf.bits,
        "link_from": round(threshold, 4),
        "trained_on": shop.trained_on(len(cases)),
        "results": {"out_of_round": best.at(threshold)},
    }
    return Trained("similarity", arrays, card)


TRAINABLE = ("theme", "stance", "similarity")


def train(names: Sequence[str], shop: Workshop) -> dict[str, Any]:
    """Train the named models and bring the manifest up to date; gives the cards by name.

    Nothing is written before all are trained: until then what was there stays whole.
    """
    trained = [
        train_similarity(shop) if name == "similarity" else train_head(shop, name) for name in names
    ]
    cards = {model.name: model.write(shop.models) for model in trained}
    write_manifest(shop.models)
    return cards
