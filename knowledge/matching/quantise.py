"""The build step that turns the pinned fp32 weights into an int8 ONNX file, once a machine."""

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from knowledge.matching import weights
from knowledge.matching.adapter import adapted, read
from knowledge.matching.graph import minilm


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
