"""The graph against a plain reading of BERT, and the 8-bit model against the graph."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer

from knowledge.search.encoder import weights
from knowledge.search.encoder.adapter import adapted, read, shipped
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.encoder.model import EPSILON, HEADS, LAYERS, WIDTH, full_precision

SENTENCES = (
    "what is the difference between view and reshape",
    "mat1 and mat2 shapes cannot be multiplied",
    "x[:, none]",
    "einsum",
    "why do i have to call zero_grad before every backward pass, what happens when i forget it",
)


@pytest.fixture(scope="module")
def token_ids() -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    tokenizer = Tokenizer.from_file(str(weights.verified("tokenizer.json")))
    tokenizer.no_padding()
    return [np.array(tokenizer.encode(text).ids, np.int64) for text in SENTENCES]


@pytest.fixture(scope="module")
def exact(token_ids: list[Any]) -> list[Any]:
    model = full_precision(shipped()).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return [session.run(None, {"ids": ids})[0] for ids in token_ids]


def test_the_graph_computes_what_the_weights_mean(token_ids: list[Any], exact: list[Any]) -> None:
    for ids, found in zip(token_ids, exact, strict=True):
        assert cosine(found, by_torch(ids)) > 0.99999


def test_eight_bits_keep_the_direction(exact: list[Any], encoder: Encoder) -> None:
    for vector, found in zip(encoder.encode(SENTENCES), exact, strict=True):
        assert cosine(vector, found) > 0.97


def test_the_file_is_a_quarter_of_the_weights(model_dir: Path, encoder: Encoder) -> None:
    (model,) = (model_dir / "models").glob("*.onnx")

    assert model.name == f"{encoder.encoder_id}.onnx"
    assert model.stat().st_size < 25_000_000


def cosine(one: Any, other: Any) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def by_torch(ids: Any) -> Any:
    """BERT as its paper has it, one operation a line."""
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    tensors = weights.tensors(weights.verified("model.safetensors"))
    changed = adapted(tensors, read(shipped()))
    w = {name: torch.tensor(np.array(value)) for name, value in changed.items()}

    def linear(name: str, x: Any) -> Any:
        return functional.linear(x, w[f"{name}.weight"], w[f"{name}.bias"])

    def norm(name: str, x: Any) -> Any:
        return functional.layer_norm(x, (WIDTH,), w[f"{name}.weight"], w[f"{name}.bias"], EPSILON)

    x = w["embeddings.word_embeddings.weight"][torch.tensor(ids)]
    x = x + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm("embeddings.LayerNorm", x + w["embeddings.token_type_embeddings.weight"][0])
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        q, k, v = (
            linear(f"{layer}.attention.self.{part}", x).view(len(ids), HEADS, -1).transpose(0, 1)
            for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(q, k, v).transpose(0, 1).flatten(1)
        attended = linear(f"{layer}.attention.output.dense", mixed)
        x = norm(f"{layer}.attention.output.LayerNorm", x + attended)
        wide = functional.gelu(linear(f"{layer}.intermediate.dense", x))
        x = norm(f"{layer}.output.LayerNorm", x + linear(f"{layer}.output.dense", wide))
    return x.mean(0).numpy()
