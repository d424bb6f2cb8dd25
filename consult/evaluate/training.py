"""Trains the shipped heads from the corpus and writes them, with their results, to `models/`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from consult.domain.errors import ModelError
from consult.evaluate.artefacts import write_arrays, write_json, write_manifest
from consult.evaluate.cases import Case, stance_cases, theme_cases
from consult.evaluate.corpus import DEFAULT_CORPUS, Round, corpus_hash, load_corpus
from consult.evaluate.crossval import WAYS, HeldOut, hold_out, samples, train_parts
from consult.evaluate.designs import CERTAIN, SPECS, STANCE_FLOOR, THEME_FLOOR
from consult.evaluate.encodings import DEFAULT_STORE, StoredEncoder
from consult.evaluate.held_logits import HeldLogits
from consult.evaluate.linear import HeadSpec, Parts
from consult.evaluate.links import BITS, fit, held_out_scores, read_rounds, thresholds
from consult.evaluate.links_report import links_summary
from consult.evaluate.metrics import accuracy, calibration_error, certain_for_most, macro_f1
from consult.inference.features import VIEWS
from consult.inference.manifest import DEFAULT_FOLDER, load_encoder
from consult.inference.relation import RelationCard

FLOORS = {"theme": THEME_FLOOR, "stance": STANCE_FLOOR}
# Words count less than a half-precision step: halving the file changes no shown digit.
SPARSE_TYPE = np.float16


@dataclass(frozen=True)
class Workshop:
    """What training works with: the rounds, where they came from, the encoder, the target."""

    rounds: tuple[Round, ...]
    folder: Path
    corpus: str
    encoder: StoredEncoder
    models: Path
    own_encoder: Path | None = None

    @staticmethod
    def open(
        corpus: Path = DEFAULT_CORPUS,
        models: Path = DEFAULT_FOLDER,
        own_encoder: Path | None = None,
        store: Path = DEFAULT_STORE,
    ) -> "Workshop":
        """Load the corpus, and the encoder under `models` or, where given, one's own.

        Raises ModelError where models of one's own encoder would take the shipped ones' place.
        """
        if own_encoder is not None and models.resolve() == DEFAULT_FOLDER:
            raise ModelError(
                "Modeller til en anden sprogmodel skrives ikke oven i de medfølgende "
                "– angiv en mappe til dem i CONSULT_MODELS."
            )
        encoder = StoredEncoder(load_encoder(models, own_encoder), store)
        rounds = load_corpus(corpus)
        return Workshop(rounds, corpus, corpus_hash(corpus), encoder, models, own_encoder)

    def cases(self, name: str) -> list[Case]:
        """The labelled cases of the theme or the stance head."""
        return theme_cases(self.rounds) if name == "theme" else stance_cases(self.rounds)

    def spec(self, name: str) -> HeadSpec:
        """The design of a head; the relation model reads the shipped encoder's layers alone."""
        return replace(SPECS[name], relation=SPECS[name].relation and self.own_encoder is None)

    def judged(self, spec: HeadSpec) -> HeldLogits | None:
        """What the relation model says of cases it has not seen; None where nobody asks."""
        if not spec.relation:
            return None
        folder = self.models / "relation"
        return HeldLogits.read(folder, RelationCard.read(folder / "card.json").labels)

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
    spec, cases = shop.spec(name), shop.cases(name)
    data = samples(spec, cases, shop.encoder, shop.judged(spec))
    shop.encoder.save()
    held = hold_out(spec, data)
    parts = train_parts(spec, data, np.arange(len(cases)))
    arrays, features = fold(held, parts)
    threshold = certain_for_most(held.outcome(), [c.hand for c in cases], CERTAIN)
    card = {
        "encoder": shop.encoder.revision,
        "labels": spec.labels,
        **features,
        "fields": spec.fields,
        "bits": spec.bits,
        "review_below": round(threshold, 4),
        "floor": FLOORS[name],
        "trained_on": shop.trained_on(len(cases)),
        "results": _summary(held),
    }
    return Trained(name, arrays, card)


def fold(held: HeldOut, parts: Parts) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Join parts and calibration into the arrays of a head and the card's feature names."""
    spec, calibration = held.spec, held.calibration()
    trust = calibration.trust.astype(np.float32)
    related, trust = (trust[-1], trust[:-1]) if spec.relation else (np.float32(0), trust)
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
    features = {"blocks": [*spec.blocks, *spec.views, "known"], "words": words}
    return arrays, features | {"relation": float(related)}


# What reports call the ways a case may come.
NAMED = {"whole": "in_response", "alone": "alone", "worded": "worded"}


def _summary(held: HeldOut) -> dict[str, Any]:
    return {
        f"out_of_round_{NAMED[name]}": {
            "n": len(view),
            "accuracy": round(accuracy(view), 4),
            "macro_f1": round(macro_f1(view), 4),
            "calibration_error": round(calibration_error(view), 4),
        }
        for name, view in ((name, held.outcome(name)) for name in WAYS)
    }


def train_similarity(shop: Workshop) -> Trained:
    """Fit the links by words and meaning."""
    blank, data = read_rounds(shop.rounds, shop.encoder)
    shop.encoder.save()
    scores = held_out_scores(data, blank)
    limits = thresholds(data, scores)
    fitted = fit(data, blank)
    arrays: dict[str, NDArray[Any]] = {
        "centre": fitted.space.centre,
        "whiten": fitted.space.whiten.astype(SPARSE_TYPE),
        "idf": fitted.space.tfidf.idf.astype(SPARSE_TYPE),
        "hashes": fitted.commonness.hashes,
        "counts": fitted.commonness.counts,
        "nothing": fitted.nothing,
        "alone": fitted.alone.weights,
        "within": fitted.within.weights,
    }
    card = {
        "encoder": shop.encoder.revision,
        "bits": BITS,
        "title_from": round(limits.title, 4),
        "link_from": round(limits.meaning, 4),
        "common_in": fitted.commonness.rounds,
        "nothing_bias": fitted.nothing_bias,
        "alone": fitted.alone.names,
        "alone_bias": fitted.alone.bias,
        "within": fitted.within.names,
        "within_bias": fitted.within.bias,
        "trained_on": shop.trained_on(sum(len(p.passages) for p in data)),
        "results": links_summary(data, scores),
    }
    return Trained("similarity", arrays, card)


TRAINABLE = ("relation", "theme", "stance", "similarity")


def train(names: Sequence[str], shop: Workshop) -> dict[str, Any]:
    """Train the named models and bring the manifest up to date; gives the cards by name.

    The relation model is written first, as the heads weigh it in; of the others nothing is
    written before all are trained: until then what was there stays whole.
    """
    if "relation" in names and shop.own_encoder is None:
        # Training alone needs torch, which takes seconds to import.
        from consult.evaluate.relation_training import train_relation

        return {"relation": train_relation(shop.folder, shop.models)} | train(
            [name for name in names if name != "relation"], shop
        )
    names = [name for name in names if name != "relation"]
    # Sums over several cores add up in another order, and end in other bytes.
    with threadpool_limits(1):
        trained = [
            train_similarity(shop) if name == "similarity" else train_head(shop, name)
            for name in names
        ]
    cards = {model.name: model.write(shop.models) for model in trained}
    write_manifest(shop.models)
    return cards
