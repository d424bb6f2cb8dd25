"""How likely each passage of a response speaks of each proposal: words, meaning, surroundings.

Two logistic regressions. The first reads what a passage says by itself; the second reads that
again beside what the rest of the response says. Both are sums, so that every score can be taken
apart; both are fitted on labelled passages (`consult.evaluate.links`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from consult.domain.proposals import Catalogue
from consult.inference.encoder import Encoder, Matrix, Vector
from consult.inference.hashing import HashedTfidf, Sparse
from consult.inference.pairs import Columns, Meanings, Reading, about_nothing, local_columns
from consult.inference.surroundings import context_columns

_LIMIT = 30.0  # of log-odds: beyond, a probability is 0 or 1 in single precision


@dataclass(frozen=True, slots=True)
class Commonness:
    """In how many rounds of hearings a stem stands.

    `hashes` uint32 [k], ascending, are the CRC-32 of the stems that stand in two rounds or more,
    `counts` [k] how many; any other stem is taken for one that no hearing uses.
    """

    hashes: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    rounds: int

    def __call__(self, stem: str) -> float:
        """From 0 (in none) to 1 (in every one), by the logarithm."""
        key = crc32(stem.encode("utf-8", "surrogatepass"))
        place = int(np.searchsorted(self.hashes, np.uint32(key)))
        if place == len(self.hashes) or self.hashes[place] != key:
            return 0.0
        return float(np.log1p(float(self.counts[place])) / np.log1p(self.rounds))


@dataclass(frozen=True, slots=True)
class Space:
    """What turns vectors and words into likeness; fitted without labels.

    `centre` [d] is the mean passage vector: the encoder's cosines are compressed (two random
    texts score 0.84), and only what differs from the mean tells texts apart. `whiten` [d, w]
    makes all directions in which passages differ weigh alike.
    """

    centre: Vector
    whiten: Matrix
    tfidf: HashedTfidf

    def centred(self, vectors: Matrix) -> Matrix:
        """Vectors less the mean, of length 1."""
        return _unit(vectors - self.centre)

    def whitened(self, vectors: Matrix) -> Matrix:
        """Vectors in the whitened space, of length 1."""
        return _unit(np.einsum("nd,dw->nw", vectors - self.centre, self.whiten))


@dataclass(frozen=True, slots=True)
class Sum:
    """A logistic regression: the weight of each named column, and a bias."""

    names: tuple[str, ...]
    weights: Vector
    bias: float

    def chances(self, columns: Columns, shape: tuple[int, ...]) -> Matrix:
        """The probabilities [n, p] for columns that hold every name; summed in order."""
        logits = np.full(shape, self.bias, np.float32)
        for name, weight in zip(self.names, self.weights, strict=True):
            logits += weight * columns[name]
        return sigmoid(logits)


@dataclass(frozen=True, slots=True)
class SimilarityModel:
    """All that was learnt. `nothing` [w] and its bias tell passages that name no proposal.

    `title_from` and `link_from` are the probabilities from which on a passage is tied: where
    words of the proposal stand in it, and where meaning and surroundings alone speak.
    """

    revision: str
    space: Space
    commonness: Commonness
    nothing: Vector
    nothing_bias: float
    alone: Sum
    within: Sum
    title_from: float
    link_from: float

    @staticmethod
    def read(folder: Path) -> "SimilarityModel":
        """Read `card.json` and `weights.npz` from a folder."""
        card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        real = {k: a.astype(np.float32) for k, a in arrays.items() if a.dtype.kind == "f"}
        return SimilarityModel(
            revision=card["revision"],
            space=Space(real["centre"], real["whiten"], HashedTfidf(card["bits"], real["idf"])),
            commonness=Commonness(arrays["hashes"], arrays["counts"], card["common_in"]),
            nothing=real["nothing"],
            nothing_bias=float(card["nothing_bias"]),
            alone=Sum(tuple(card["alone"]), real["alone"], float(card["alone_bias"])),
            within=Sum(tuple(card["within"]), real["within"], float(card["within_bias"])),
            title_from=card["title_from"],
            link_from=card["link_from"],
        )

    def judge(self, reading: Reading, meanings: Meanings) -> Matrix:
        """The probabilities [n, p] that the passages of a response speak of the proposals."""
        shape = reading.mention.shape
        nothing = np.einsum("nw,w->n", meanings.own, self.nothing) + np.float32(self.nothing_bias)
        local = about_nothing(local_columns(reading, meanings), nothing)
        alone = self.alone.chances(local, shape)
        around = context_columns(reading, alone, meanings.own, nothing)
        return self.within.chances(local | around, shape)


class ProposalIndex:
    """The proposals of one catalogue, encoded once, to hold responses against."""

    def __init__(self, encoder: Encoder, model: SimilarityModel, catalogue: Catalogue) -> None:
        """Encodes title and text of every proposal."""
        self.model = model
        self._encoder = encoder
        self.count = len(catalogue)
        if not self.count:
            return
        whole = [f"{p.title}. {p.text}" if p.text else p.title for p in catalogue]
        titles = [p.title for p in catalogue]
        space = model.space
        vectors, title_vectors = encoder.encode(whole), encoder.encode(titles)
        self._whole, self._title = space.centred(vectors), space.centred(title_vectors)
        self._fine, self._fine_title = space.whitened(vectors), space.whitened(title_vectors)
        self._words = WordTable([space.tfidf.row([("text", text)]) for text in whole])
        self._title_words = WordTable([space.tfidf.row([("text", text)]) for text in titles])

    def meanings(self, texts: Sequence[str]) -> Meanings:
        """How alike the passages of one response are to all proposals."""
        space = self.model.space
        vectors = self._encoder.encode(texts)
        own, fine = space.centred(vectors), space.whitened(vectors)
        rows = [space.tfidf.row([("text", text)]) for text in texts]
        response = _unit(fine.sum(axis=0, keepdims=True))
        return Meanings(
            whole=_products(own, self._whole),
            title=_products(own, self._title),
            fine=_products(fine, self._fine),
            fine_title=_products(fine, self._fine_title),
            words=np.stack([self._words.likeness(row) for row in rows]),
            title_words=np.stack([self._title_words.likeness(row) for row in rows]),
            response=_products(response, self._fine)[0],
            own=fine,
        )

    def chances(self, reading: Reading, texts: Sequence[str]) -> Matrix:
        """The probability that each passage of a response speaks of each proposal: [n, p]."""
        if not texts or not self.count:
            return np.zeros((len(texts), self.count), np.float32)
        meanings = self.meanings(texts)
        return self.model.judge(reading, meanings)


class WordTable:
    """The hashed words of some texts, by column, to hold a row against all of them at once."""

    def __init__(self, rows: Sequence[Sparse]) -> None:
        """Sorts the words of all texts by column."""
        self._count = len(rows)
        columns = np.concatenate([row.columns for row in rows])
        order = np.argsort(columns, kind="stable")
        owners = np.repeat(np.arange(len(rows)), [len(row.columns) for row in rows])
        self._owners = owners[order]
        self._values = np.concatenate([row.values for row in rows])[order]
        self._columns, starts = np.unique(columns[order], return_index=True)
        self._ends = np.append(starts, len(order))

    def likeness(self, row: Sparse) -> Vector:
        """The inner product of a row with that of each text of the table."""
        if not len(self._columns):
            return np.zeros(self._count, np.float32)
        places = np.searchsorted(self._columns, row.columns)
        places = np.minimum(places, len(self._columns) - 1)
        shared = self._columns[places] == row.columns
        starts = self._ends[places[shared]]
        counts = self._ends[places[shared] + 1] - starts
        # The entries of all shared columns: one range after the other.
        shift = np.repeat(starts - (np.cumsum(counts) - counts), counts)
        entries = np.arange(len(shift)) + shift
        values = self._values[entries] * np.repeat(row.values[shared], counts)
        return np.bincount(self._owners[entries], values, self._count).astype(np.float32)


def sigmoid(logits: Matrix) -> Matrix:
    """Log-odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -_LIMIT, _LIMIT))), np.float32)


def _unit(rows: Matrix) -> Matrix:
    lengths = np.sqrt(np.sum(rows * rows, axis=1, keepdims=True))
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)


def _products(one: Matrix, other: Matrix) -> Matrix:
    """Inner products, summed in an order that no neighbour changes."""
    return np.asarray(np.einsum("nd,pd->np", one, other), np.float32)
