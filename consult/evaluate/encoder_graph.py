"""Builds the encoder's ONNX graph by hand, from fused operators of onnxruntime.

Choices, measured on two cores (docs/decisions/0010):
- the vocabulary stays in the wheel's exact 4-bit blocks (10 MB instead of 75);
- the other matrices are int8 per output channel, at 7 bits: with |w| <= 64 a sum of two
  products fits 16 bits, so processors without VNNI give the same integers as those with;
- the outlier-ridden feed-forward outputs of layers 0, 4 and 5 stay fp16 on disk, fp32 at run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from consult.evaluate.encoder_weights import BLOCK, Weights

MS = "com.microsoft"
HIDDEN, LAYERS, HEADS, POSITIONS, TYPES = 384, 12, 12, 512, 2
EPSILON = 1e-12
WEIGHT_STEPS = 64
FULL_PRECISION = (0, 4, 5)
# Stance is read best two thirds of the way up (macro-F1 out of round by layer, 1,156 cases:
# 6 .597, 7 .617, 8 .625, 9 .624, 10 .603, 12 .591).
TONE_LAYER = 8

AnyArray = NDArray[Any]


@dataclass
class Graph:
    """Nodes and constants of a graph in the making."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, array: AnyArray) -> str:
        """Add an initialiser and give its name."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(
        self, kind: str, inputs: Sequence[str], domain: str = "", **attributes: int | float
    ) -> str:
        """Add a node with one output and give the output's name."""
        return self.ops(kind, inputs, 1, domain, **attributes)[0]

    def ops(
        self,
        kind: str,
        inputs: Sequence[str],
        count: int,
        domain: str = "",
        **attributes: int | float,
    ) -> list[str]:
        """Add a node with `count` outputs and give their names."""
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(count)]
        node = helper.make_node(kind, inputs, names, domain=domain)
        for key, value in sorted(attributes.items()):
            node.attribute.append(helper.make_attribute(key, value))
        self.nodes.append(node)
        return names


def encoder_graph(weights: Weights) -> onnx.ModelProto:
    """The graph: `ids` int64 [1, tokens] -> `mean` and `tone`, float32 [1, 384] each.

    `mean` is the average of the last layer, not yet of length 1; `tone` that of a layer
    before meaning is gathered.
    """
    graph = Graph()
    x = _embed(graph, weights)
    for index in range(LAYERS):
        x = layer(graph, weights, index, x)
        if index + 1 == TONE_LAYER:
            _mean(graph, x, "tone")
    _mean(graph, x, "mean")
    body = helper.make_graph(
        graph.nodes,
        "multilingual-e5-small-danord",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, HIDDEN])
            for name in ("mean", "tone")
        ],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(MS, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=10)


def states_output(graph: onnx.ModelProto) -> onnx.ModelProto:
    """A message that, put behind the graph's, makes the layer of the tone a third output."""
    layer = next(n.input[0] for n in graph.graph.node if "tone" in n.output)
    shape: list[str | int | None] = [1, "tokens", HIDDEN]
    further = onnx.ModelProto()
    further.graph.output.append(helper.make_tensor_value_info(layer, TensorProto.FLOAT, shape))
    return further


def _mean(graph: Graph, x: str, name: str) -> None:
    graph.op("ReduceMean", [x, graph.constant(np.array([1]))], keepdims=0)
    graph.nodes[-1].output[0] = name


def _embed(graph: Graph, weights: Weights) -> str:
    signed, steps = weights.blocks("emb.word")
    nibbles = signed.astype(np.uint8) & 15
    packed = (nibbles[:, 0::2] | (nibbles[:, 1::2] << 4)).astype(np.uint8)
    graph.constants.append(
        helper.make_tensor("words", TensorProto.INT4, signed.shape, packed.tobytes(), raw=True)
    )
    words = graph.op(
        "GatherBlockQuantized",
        ["words", "ids", graph.constant(steps)],
        MS,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    kind = weights.vector("emb.type").reshape(TYPES, HIDDEN)[0]
    table = weights.vector("emb.pos").reshape(POSITIONS, HIDDEN) + kind
    zero = graph.constant(np.array([0]))
    length = graph.op("Shape", ["ids"], start=1, end=2)
    places = graph.op("Slice", [graph.constant(table), zero, length, zero])
    return _add_and_norm(graph, weights, "emb.ln", words, graph.op("Unsqueeze", [places, zero]))


def layer(graph: Graph, weights: Weights, index: int, x: str) -> str:
    """Add one transformer layer, whose weights are named `l<index>`; gives its output's name."""
    name = f"l{index}"
    joined = _linear(graph, weights, [f"{name}.{part}" for part in "qkv"], x)
    query, key, value = graph.ops("Split", [joined], 3, axis=2, num_outputs=3)
    mixed = graph.op("MultiHeadAttention", [query, key, value], MS, num_heads=HEADS)
    attended = _linear(graph, weights, [f"{name}.ao"], mixed)
    x = _add_and_norm(graph, weights, f"{name}.aln", attended, x)
    inner = graph.op("Gelu", [_linear(graph, weights, [f"{name}.fi"], x)], MS)
    outer = _linear(graph, weights, [f"{name}.fo"], inner, exact=index in FULL_PRECISION)
    return _add_and_norm(graph, weights, f"{name}.oln", outer, x)


def _linear(
    graph: Graph, weights: Weights, names: Sequence[str], x: str, *, exact: bool = False
) -> str:
    matrix = np.concatenate([weights.matrix(f"{n}.w") for n in names])
    bias = graph.constant(np.concatenate([weights.vector(f"{n}.b") for n in names]))
    if exact:
        half = graph.constant(matrix.T.astype(np.float16))
        full = graph.op("Cast", [half], to=TensorProto.FLOAT)
        return graph.op("Add", [graph.op("MatMul", [x, full]), bias])
    scale = np.abs(matrix).max(axis=1) / WEIGHT_STEPS
    whole = np.round(matrix / scale[:, None]).astype(np.int8)
    inputs = [x, graph.constant(whole.T), graph.constant(scale.astype(np.float32)), "", bias]
    return graph.op("DynamicQuantizeMatMul", inputs, MS)


def _add_and_norm(graph: Graph, weights: Weights, name: str, x: str, skip: str) -> str:
    gain = graph.constant(weights.vector(f"{name}.w"))
    shift = graph.constant(weights.vector(f"{name}.b"))
    return graph.op("SkipLayerNormalization", [x, skip, gain, shift], MS, epsilon=EPSILON)
