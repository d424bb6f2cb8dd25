"""Builds the graph of the relation model's layers, of the same operators as the encoder's."""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from consult.evaluate.encoder_graph import HIDDEN, LAYERS, MS, TONE_LAYER, Graph, layer
from consult.evaluate.encoder_weights import Weights


class Trained(Weights):
    """Weights as training gives them, under the wheel's names (`l8.q.w`); whole matrices."""

    def matrix(self, name: str) -> NDArray[np.float32]:
        """A matrix [out, in]."""
        return self.tensors[name].astype(np.float32)


def relation_graph(weights: Weights) -> onnx.ModelProto:
    """The graph: `states` float32 [1, tokens, 384] -> `last`, of the same shape."""
    graph = Graph()
    x = "states"
    for index in range(TONE_LAYER, LAYERS):
        x = layer(graph, weights, index, x)
    graph.nodes[-1].output[0] = "last"
    shape: list[str | int | None] = [1, "tokens", HIDDEN]
    body = helper.make_graph(
        graph.nodes,
        "relation",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("last", TensorProto.FLOAT, shape)],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(MS, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=10)
