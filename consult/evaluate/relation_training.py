"""Trains the relation model: once on all rounds, and once a fold to be judged honestly.

Needs torch, and the encoder's source (`build_encoder`): the layers begin as the encoder's own.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from consult.evaluate.artefacts import write_arrays, write_json
from consult.evaluate.build_encoder import PIP, SOURCE_SETTING, trimmed
from consult.evaluate.corpus import DEFAULT_CORPUS, load_corpus
from consult.evaluate.crossval import WAYS, folds
from consult.evaluate.designs import STANCES
from consult.evaluate.encoder_weights import parse_weights
from consult.evaluate.held_logits import FILE, case_key
from consult.evaluate.lessons import (
    NO_STANCE,
    THEMES,
    Lesson,
    glimpse,
    lessons,
    seed_lessons,
    seen,
    texts_of,
    without,
)
from consult.evaluate.read_texts import ReadTexts, read_texts
from consult.evaluate.relation_graph import Trained, relation_graph
from consult.evaluate.relation_net import RelationNet, batch
from consult.inference.encoder import Matrix
from consult.inference.features import PassageContext
from consult.inference.onnx_encoder import OnnxEncoder
from consult.inference.relation import assemble

EPOCHS, BATCH, SEED = 3, 16, 1
LABELS = (*STANCES, *THEMES)
LAYER_RATE, HEAD_RATE, DECAY = 1.5e-4, 1e-3, 0.01
WARM_UP, LEAST_RATE, CLIP = 0.08, 0.02, 1.0
SMOOTHING = 0.05
# Batches are of texts alike in length, drawn from so many batches at once.
BUCKET = 20
# Three: every fold costs a training. What is held out is then judged by models that have seen
# two thirds of the rounds, a little worse than the one that is shipped.
FOLDS = 3


@dataclass(frozen=True)
class Job:
    """One training: on all rounds (`fold` None), or on all hands but those of a fold."""

    corpus: Path
    models: Path
    fold: int | None


def train_relation(corpus: Path = DEFAULT_CORPUS, models: Path | None = None) -> dict[str, Any]:
    """Train on all, and on each fold, two at a time; writes `models/relation`, gives its card.

    Some 50 minutes for all and 35 for a fold, each on one core. Beside the model lies
    `held_out.npz`: the logits of every lesson by a model that has not seen its hand, in each
    of `crossval.WAYS`, which the heads are calibrated on and the evaluation reads.
    """
    from consult.inference.manifest import DEFAULT_FOLDER

    models = models or DEFAULT_FOLDER
    found = lessons(load_corpus(corpus))
    read_texts(OnnxEncoder(models / "encoder"), texts_of(found + seed_lessons()))
    jobs = [Job(corpus, models, fold) for fold in (None, *range(FOLDS))]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        done = list(pool.map(run, jobs))
    return write(models / "relation", found, done)


def run(job: Job) -> dict[str, Any]:
    """Do one job: the tensors of the model trained on all, or a fold's rows and logits."""
    torch.set_num_threads(1)
    found = lessons(load_corpus(job.corpus))
    encoder = OnnxEncoder(job.models / "encoder")
    texts = read_texts(encoder, texts_of(found + seed_lessons()))
    held = np.zeros(0, np.int64)
    if job.fold is not None:
        held = folds([x.case.hand for x in found], FOLDS)[job.fold]
    left = np.setdiff1d(np.arange(len(found)), held)
    net = fit([found[i] for i in left] + seed_lessons(), texts)
    if job.fold is None:
        return {"tensors": net.tensors(), "arrays": net.arrays(), "encoder": encoder.revision}
    logits = {way: predict(net, [seen(found[i].case, way) for i in held], texts) for way in WAYS}
    # On one fold: it takes as long as a training.
    gone = ablations(net, [found[i] for i in held], texts) if job.fold == 0 else {}
    return {"rows": held, **logits, "without": gone}


def ablations(
    net: RelationNet, unseen: Sequence[Lesson], texts: ReadTexts
) -> dict[str, dict[str, float]]:
    """What the model is worth on unseen lessons without one of the things that govern them.

    Stance macro-F1 and theme accuracy of the logits as they are, by what is gone.
    """
    stances = [i for i, x in enumerate(unseen) if x.stance != NO_STANCE]
    themes = [i for i, x in enumerate(unseen) if x.themes is not None]
    report = {}
    for name in without(unseen[0].case.context):
        found = predict(net, [without(x.case.context)[name] for x in unseen], texts)
        judged, sorted_ = found[stances, : len(STANCES)], found[themes, len(STANCES) :]
        report[name] = {
            "stance_macro_f1": _macro_f1(judged, [unseen[i] for i in stances]),
            "theme_accuracy": _theme_accuracy(sorted_, [unseen[i] for i in themes]),
        }
    return report


def _macro_f1(logits: Matrix, judged: Sequence[Lesson]) -> float:
    truth, said = np.array([x.stance for x in judged]), logits.argmax(axis=1)
    scores = [
        2 * np.sum((said == i) & (truth == i)) / max(1, np.sum(said == i) + np.sum(truth == i))
        for i in range(len(STANCES))
    ]
    return round(float(np.mean(scores)), 4)


def _theme_accuracy(logits: Matrix, judged: Sequence[Lesson]) -> float:
    shares = np.stack([x.themes for x in judged if x.themes is not None])
    return round(float(np.mean(logits.argmax(axis=1) == shares.argmax(axis=1))), 4)


def fit(taught: Sequence[Lesson], texts: ReadTexts) -> RelationNet:
    """Train a model on some lessons; the same lessons give the same model."""
    torch.manual_seed(SEED)
    chance = Random(SEED)  # noqa: S311 # nosec B311 - shuffles, keeps no secret
    net = RelationNet()
    net.load(parse_weights(trimmed(os.environ.get(SOURCE_SETTING) or PIP)[0]))
    net.train()
    step = _Steps(net, EPOCHS * -(-len(taught) // BATCH))
    for _ in range(EPOCHS):
        for rows in _batches(taught, chance):
            glimpses = [glimpse(taught[i], chance) for i in rows]
            here = [replace(taught[i], stance=g[1]) for i, g in zip(rows, glimpses, strict=True)]
            step(_logits(net, [context for context, _ in glimpses], texts), here)
    net.eval()
    return net


class _Steps:
    """Walks down the loss, telling now and then how far it has come."""

    def __init__(self, net: RelationNet, count: int) -> None:
        self.count, self.done, self.began = count, 0, time.monotonic()
        inner = list(net.layers.parameters())
        outer = [p for name, p in net.named_parameters() if not name.startswith("layers")]
        groups = [{"params": inner, "lr": LAYER_RATE}, {"params": outer, "lr": HEAD_RATE}]
        self.parameters = inner + outer
        self.optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)

    def _rate(self, step: int) -> float:
        return min(1.0, (step + 1) / (WARM_UP * self.count)) * max(
            LEAST_RATE, 1 - step / self.count
        )

    def __call__(self, logits: Tensor, taught: Sequence[Lesson]) -> None:
        loss = _loss(logits, taught)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.parameters, CLIP)
        self.optimizer.step()
        self.schedule.step()
        self.done += 1
        if self.done % 50 == 0:
            spent = time.monotonic() - self.began
            sys.stderr.write(f"{self.done}/{self.count} {float(loss):.2f} {spent:.0f} s\n")


def _loss(logits: Tensor, taught: Sequence[Lesson]) -> Tensor:
    """Cross entropy of stance and theme, each lesson by its weights."""
    stances = torch.tensor([x.stance for x in taught])
    weights = torch.tensor([x.stance_weight for x in taught])
    none = torch.zeros(len(THEMES))
    shares = torch.stack([none if x.themes is None else torch.from_numpy(x.themes) for x in taught])
    theme_weights = torch.tensor([0.0 if x.themes is None else x.theme_weight for x in taught])
    stance = functional.cross_entropy(
        logits[:, : len(STANCES)],
        stances,
        ignore_index=NO_STANCE,
        reduction="none",
        label_smoothing=SMOOTHING,
    )
    theme = functional.cross_entropy(
        logits[:, len(STANCES) :], shares, reduction="none", label_smoothing=SMOOTHING
    )
    return (stance * weights + theme * theme_weights).mean()


def _batches(taught: Sequence[Lesson], chance: Random) -> Iterator[list[int]]:
    """Each lesson once, in batches of like length, in no order."""
    order = list(range(len(taught)))
    chance.shuffle(order)
    for start in range(0, len(order), BATCH * BUCKET):
        near = sorted(order[start : start + BATCH * BUCKET], key=lambda i: _length(taught[i]))
        found = [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
        chance.shuffle(found)
        yield from found


def _length(lesson: Lesson) -> int:
    return len(lesson.case.context.text)


def _logits(net: RelationNet, contexts: Sequence[PassageContext], texts: ReadTexts) -> Tensor:
    tokens = [next(assemble(c, texts, texts.vectors)) for c in contexts]
    found: Tensor = net(batch(tokens, contexts))
    return found


@torch.no_grad()
def predict(net: RelationNet, contexts: Sequence[PassageContext], texts: ReadTexts) -> Matrix:
    """Logits [n, 21] of contexts, each by its first window."""
    order = sorted(range(len(contexts)), key=lambda i: len(contexts[i].text))
    found = np.zeros((len(contexts), len(LABELS)), np.float32)
    for start in range(0, len(order), 2 * BATCH):
        rows = order[start : start + 2 * BATCH]
        found[rows] = _logits(net, [contexts[i] for i in rows], texts).numpy()
    return found


def write(folder: Path, found: Sequence[Lesson], done: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Write graph, arrays, held-out logits and card; gives the card."""
    whole, parts = done[0], done[1:]
    folder.mkdir(parents=True, exist_ok=True)
    graph = relation_graph(Trained(whole["tensors"]))
    (folder / "layers.onnx").write_bytes(graph.SerializeToString(deterministic=True))
    revision = write_arrays(folder / "weights.npz", whole["arrays"])
    shape = (len(found), len(LABELS))
    held = {view: np.zeros(shape, np.float16) for view in WAYS}
    for part in parts:
        for view in WAYS:
            held[view][part["rows"]] = part[view]
    keys = np.array([case_key(x.case) for x in found])
    write_arrays(folder / FILE, {"keys": keys, **held})
    card = {
        "name": "relation",
        "revision": revision,
        "encoder": whole["encoder"],
        "labels": LABELS,
        "trained_on": {"lessons": len(found), "folds": FOLDS, "epochs": EPOCHS},
        "results": {"first_fold_without": parts[0]["without"]},
    }
    write_json(folder / "card.json", card)
    return card
