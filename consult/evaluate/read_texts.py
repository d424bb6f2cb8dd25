"""Texts read by the shipped encoder, kept under `var/` between trainings (never committed)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from consult.evaluate.encodings import DEFAULT_STORE
from consult.inference.encoder import States, TokenEncoder, Vector
from consult.inference.features import Vectors


@dataclass(frozen=True)
class ReadTexts(Mapping[str, States]):
    """The states of some texts, by text, and their tones as `vectors`.

    The states of all texts lie one after the other in one array on disk: [tokens, d].
    """

    places: Mapping[str, int]
    ends: Sequence[int]
    rows: States
    vectors: Vectors

    def __getitem__(self, text: str) -> States:
        place = self.places[text]
        return np.asarray(self.rows[self.ends[place] : self.ends[place + 1]])

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def read_texts(
    encoder: TokenEncoder, texts: Sequence[str], folder: Path = DEFAULT_STORE
) -> ReadTexts:
    """Read the texts, or open what an earlier call with the same texts has left in `folder`."""
    base = folder / f"states-{encoder.revision}"
    index = base.with_suffix(".json")
    if not index.is_file() or json.loads(index.read_text(encoding="utf-8")) != list(texts):
        _read(encoder, texts, base)
        index.write_text(json.dumps(list(texts), ensure_ascii=False), encoding="utf-8")
    with np.load(base.with_suffix(".npz"), allow_pickle=False) as arrays:
        ends, tones = arrays["ends"], arrays["tones"]
    rows: States = np.load(base.with_suffix(".npy"), mmap_mode="r", allow_pickle=False)
    tone: dict[str, Vector] = dict(zip(texts, tones, strict=True))
    tone[""] = np.zeros(tones.shape[1], np.float32)
    places = {text: i for i, text in enumerate(texts)}
    return ReadTexts(places, ends.tolist(), rows, Vectors(tone, tone))


def _read(encoder: TokenEncoder, texts: Sequence[str], base: Path) -> None:
    base.parent.mkdir(parents=True, exist_ok=True)
    base.with_suffix(".json").unlink(missing_ok=True)
    readings = [encoder.read([text])[0] for text in texts]
    np.save(base.with_suffix(".npy"), np.concatenate([r.states for r in readings]))
    ends = np.cumsum([0, *(len(r.states) for r in readings)])
    np.savez(base.with_suffix(".npz"), ends=ends, tones=np.stack([r.tone for r in readings]))
