"""The fast runtime against sentence-transformers in full precision, on texts of the corpus."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from consult.evaluate.corpus import DEFAULT_CORPUS, read_yaml
from consult.evaluate.encoder_weights import Weights, parse_weights
from consult.inference.manifest import DEFAULT_FOLDER, load_encoder
from consult.inference.st_encoder import SentenceTransformersEncoder
from tests.unit.inference.st_models import Array, bert_of, by_transformers_names

SHIPPED = DEFAULT_FOLDER / "encoder"
BESIDE = Path(__file__).resolve().parents[4] / "shared" / "models" / "e5-small-danord-q4"
#: Where the reference has its weights from: out of the shipped graph itself (rounded as there),
#: or the exact ones that the graph was built from, where they lie beside the checkout.
WEIGHTS = ["graph", *(["source"] if BESIDE.is_dir() else [])]
TEXTS = 50
#: Query, key and value are one matrix in the graph.
THIRDS = [slice(384 * i, 384 * (i + 1)) for i in range(3)]
Pair = tuple[Array, Array]


def corpus_texts(count: int) -> list[str]:
    """As many unlike passages that are judged, five of a file."""
    found: list[str] = []
    for path in sorted(DEFAULT_CORPUS.glob("*/responses*.yaml")):
        passages = (p for response in read_yaml(path) for p in response["passages"])
        texts = (p["text"] for p in passages if "theme" in p and p["text"] not in found)
        found += islice(texts, 5)
        if len(found) >= count:
            return found[:count]
    raise AssertionError(f"only {len(found)} texts")


def tensors_of(graph: onnx.GraphProto) -> dict[str, Array]:
    """The graph's weights in fp32, by the wheel's names: the inverse of `encoder_graph`."""
    constants = {c.name: c for c in graph.initializer}
    casts = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Cast"}

    def constant(name: str) -> Array:
        return numpy_helper.to_array(constants[casts.get(name, name)]).astype(np.float32)

    def inputs(*kinds: str) -> list[list[str]]:
        return [list(n.input) for n in graph.node if n.op_type in kinds]

    (words,), (places,) = inputs("GatherBlockQuantized"), inputs("Slice")
    steps = np.repeat(constant(words[2]), 32, axis=1)
    matrices = [
        constant(i[1]).T * (constant(i[2])[:, None] if len(i) > 2 else 1)
        for i in inputs("DynamicQuantizeMatMul", "MatMul")
    ]
    biases = [constant(i[-1]) for i in inputs("DynamicQuantizeMatMul", "Add")]
    norms = [(constant(i[2]), constant(i[3])) for i in inputs("SkipLayerNormalization")]
    found = {
        "emb.word": constant(words[0]) * steps,
        "emb.pos": constant(places[0]),  # the type of every token is in it
        "emb.type": np.zeros((2, 384), np.float32),
    }
    names = ["emb.ln", *(f"l{i}.{part}" for i in range(12) for part in ("aln", "oln"))]
    pairs = list(zip(names, norms, strict=True))
    for layer, linear in enumerate(batched(zip(matrices, biases, strict=True), 4)):
        joined, *others = linear
        pairs += [
            (f"l{layer}.{part}", (joined[0][rows], joined[1][rows]))
            for part, rows in zip("qkv", THIRDS, strict=True)
        ]
        parts = (f"l{layer}.{part}" for part in ("ao", "fi", "fo"))
        pairs += zip(parts, others, strict=True)
    for name, (weight, bias) in pairs:
        found |= {f"{name}.w": weight, f"{name}.b": bias}
    return found


def batched(items: Iterable[Pair], size: int) -> Iterator[list[Pair]]:
    """Lists of `size` items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def source_tensors(weights: Weights) -> dict[str, Array]:
    """The exact weights in fp32, by the wheel's names."""
    return {
        name: weights.matrix(name) if tensor.dtype == np.uint8 else weights.vector(name)
        for name, tensor in weights.tensors.items()
    }


@pytest.fixture(scope="module", params=WEIGHTS)
def reference(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> SentenceTransformersEncoder:
    if request.param == "graph":
        tensors = tensors_of(onnx.load(SHIPPED / "model.onnx").graph)
    else:
        tensors = source_tensors(parse_weights((BESIDE / "model-q4_0.safetensors").read_bytes()))
    folder = tmp_path_factory.mktemp("reference") / request.param
    bert_of(by_transformers_names(tensors), SHIPPED / "tokenizer.json", folder)
    return SentenceTransformersEncoder(folder)


@pytest.mark.slow
def test_the_fast_runtime_gives_the_reference_s_vectors(
    reference: SentenceTransformersEncoder,
) -> None:
    texts = corpus_texts(TEXTS)
    fast, exact = load_encoder().encode(texts), reference.encode(texts)
    cosines = np.sum(fast * exact, axis=1)
    assert cosines.mean() >= 0.99
    assert cosines.min() >= 0.98
    # Not merely because all vectors are alike: each text is nearest to itself, by far.
    centred = [rows - rows.mean(axis=0) for rows in (fast, exact)]
    assert (np.argmax(centred[0] @ centred[1].T, axis=1) == np.arange(TEXTS)).all()
    assert np.median(exact @ exact.T) < 0.95
