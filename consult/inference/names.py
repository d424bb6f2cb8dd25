"""Names by a small trained model: spaCy's own hash embeddings and transition parser, on the CPU.

The file holds weights only; the shape is `SHAPE`, and the tokenizer is handed in, so that names
are cut into words as everything else is. Made by `consult train names`.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from consult.domain.documents import Span
from consult.domain.names import Name, NameKind

if TYPE_CHECKING:
    from spacy.language import Language

WEIGHTS = "weights.bin"
_WIDTH = 64
# Without vectors: a word is known by its form, its first letter, its last three and its shape.
_EMBED = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    "width": _WIDTH,
    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
    "rows": [5000, 1000, 2500, 2500],
    "include_static_vectors": False,
}
_ENCODE = {
    "@architectures": "spacy.MaxoutWindowEncoder.v2",
    "width": _WIDTH,
    "depth": 4,
    "window_size": 1,
    "maxout_pieces": 3,
}
SHAPE = MappingProxyType(
    {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {"@architectures": "spacy.Tok2Vec.v2", "embed": _EMBED, "encode": _ENCODE},
    }
)


def new_pipe(nlp: "Language") -> Any:  # noqa: ANN401 - spaCy's own class is not typed
    """An untrained entity recogniser over the words of `nlp`."""
    return nlp.create_pipe("ner", config={"model": dict(SHAPE)})


class NameModel:
    """A `NameFinder` that is loaded when first asked; threads may share it.

    `folder` holds the weights; `nlp` gives the pipeline whose tokenizer cut the training data.
    """

    def __init__(self, folder: Path, nlp: "Callable[[], Language]") -> None:
        self._weights: Callable[[], bytes] = (folder / WEIGHTS).read_bytes
        self._nlp = nlp
        self._lock = Lock()

    @classmethod
    def of(cls, weights: bytes, nlp: "Callable[[], Language]") -> "NameModel":
        """A finder with these weights."""
        model = cls(Path(), nlp)
        model._weights = lambda: weights
        return model

    def find(self, texts: Sequence[str]) -> list[tuple[Name, ...]]:
        """The names of each text, in reading order and without overlap."""
        nlp = self._nlp()
        with self._lock:
            docs = [nlp.make_doc(text) for text in texts]
            return [names_of(doc) for doc in self._pipe.pipe(docs)]

    @cached_property
    def _pipe(self) -> Any:  # noqa: ANN401 - spaCy's own class is not typed
        pipe = new_pipe(self._nlp())
        pipe.from_bytes(self._weights(), exclude=["vocab"])
        return pipe


def names_of(doc: Any) -> tuple[Name, ...]:  # noqa: ANN401 - a spaCy Doc
    """The names that a parsed document carries."""
    return tuple(Name(NameKind(e.label_), Span(e.start_char, e.end_char)) for e in doc.ents)
