"""MiniLM (BERT, 6 layers, 12 heads) written down as an ONNX graph, without torch.

One text at a time: token ids in, the mean of the last layer's states out. No batch axis means no
padding, no mask, and a vector that never depends on what else was encoded beside it.
"""

import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from knowledge.search.arrays import Floats
from knowledge.search.encoder import weights
from knowledge.search.encoder.adapter import adapted, read

Weights = Mapping[str, Floats]

LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD_WIDTH = WIDTH // HEADS
MAX_TOKENS = 128
OPSET = 20
EPSILON = 1e-12


class _Graph:
    """Nodes and constants as they are written down; every method returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], **attributes: object) -> str:
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], output, **attributes))
        return output

    def linear(self, name: str, source: str, weight: Floats, bias: Floats) -> str:
        product = self.node("MatMul", [source, self.constant(f"{name}.weight", weight.T)])
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)])

    def norm(self, name: str, source: str, weights: Weights) -> str:
        scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
        inputs = [
            source,
            self.constant(f"{name}.weight", scale),
            self.constant(f"{name}.bias", shift),
        ]
        return self.node("LayerNormalization", inputs, axis=-1, epsilon=EPSILON)


def minilm(weights: Weights) -> onnx.ModelProto:
    """Build the fp32 model: input `ids` int64 [n] with n up to 128, output `mean` float32 [384]."""
    graph = _Graph()
    graph.constant("by_head", np.array([0, HEADS, HEAD_WIDTH], np.int64))
    graph.constant("joined", np.array([0, WIDTH], np.int64))
    states = _embedded(graph, weights)
    for layer in range(LAYERS):
        states = _layer(graph, f"encoder.layer.{layer}", states, weights)
    axes = graph.constant("axes", np.array([0], np.int64))
    graph.nodes.append(helper.make_node("ReduceMean", [states, axes], ["mean"], keepdims=0))
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "minilm",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])],
            [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [WIDTH])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=10,
    )


def _embedded(graph: _Graph, weights: Weights) -> str:
    # Every text is segment 0, so its embedding is folded into the positions.
    positions = (
        weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    table = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    words = graph.node("Gather", [table, "ids"])
    bounds = [graph.constant("first", np.array([0], np.int64)), graph.node("Shape", ["ids"])]
    places = graph.node("Slice", [graph.constant("positions", positions), *bounds])
    return graph.norm("embeddings.LayerNorm", graph.node("Add", [words, places]), weights)


def _layer(graph: _Graph, name: str, states: str, weights: Weights) -> str:
    attended = _attention(graph, name, states, weights)
    states = graph.norm(
        f"{name}.attention.output.LayerNorm", graph.node("Add", [attended, states]), weights
    )
    wide = graph.node("Gelu", [_dense(graph, f"{name}.intermediate.dense", states, weights)])
    narrow = _dense(graph, f"{name}.output.dense", wide, weights)
    return graph.norm(f"{name}.output.LayerNorm", graph.node("Add", [narrow, states]), weights)


def _dense(graph: _Graph, name: str, source: str, weights: Weights) -> str:
    return graph.linear(name, source, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _attention(graph: _Graph, name: str, states: str, weights: Weights) -> str:
    """Project queries, keys and values in one product: a third of the quantised multiplications."""
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    scales = [HEAD_WIDTH**-0.5, 1.0, 1.0]
    weight, bias = (
        np.concatenate(
            [weights[f"{part}.{kind}"] * scale for part, scale in zip(parts, scales, strict=True)],
            dtype=np.float32,
        )
        for kind in ("weight", "bias")
    )
    projected = graph.linear(f"{name}.qkv", states, weight, bias)
    pieces = [f"{name}.{part}" for part in "qkv"]
    graph.nodes.append(helper.make_node("Split", [projected], pieces, axis=-1, num_outputs=3))
    queries, keys, values = (
        graph.node("Transpose", [graph.node("Reshape", [piece, "by_head"])], perm=perm)
        for piece, perm in zip(pieces, ([1, 0, 2], [1, 2, 0], [1, 0, 2]), strict=True)
    )
    shares = graph.node("Softmax", [graph.node("MatMul", [queries, keys])], axis=-1)
    mixed = graph.node("Transpose", [graph.node("MatMul", [shares, values])], perm=[1, 0, 2])
    rejoined = graph.node("Reshape", [mixed, "joined"])
    return _dense(graph, f"{name}.attention.output.dense", rejoined, weights)


# The build step that turns the pinned fp32 weights into an int8 ONNX file, once a machine.


def make(target: Path, adapter: Path) -> None:
    """Put the int8 model at `target`, whole or not at all, whoever else is making it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as workshop:
        made = Path(workshop) / target.name
        quantise(full_precision(adapter), made)
        made.replace(target)


def full_precision(adapter: Path) -> onnx.ModelProto:
    """Build the fp32 model from the carried weights, after checking their hash, and the adapter."""
    carried = weights.tensors(weights.verified("model.safetensors"))
    return minilm(adapted(carried, read(adapter)))


def quantise(model: onnx.ModelProto, target: Path) -> None:
    """Write `model` with 8-bit matrices; one scale per output channel keeps cosines near .99.

    The range is reduced to 7 bits because processors without VNNI overflow on 8: the vectors of a
    knowledge base must mean the same on the next machine.
    """
    with _quiet():
        quantize_dynamic(
            model, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Drop the quantiser's advice to pre-process: the graph has nothing left to fold."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
