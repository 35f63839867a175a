"""What the last layers learn, and that the tutor's model computes what was learnt."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import onnxruntime
import pytest

from knowledge.search.encoder import adapter, weights
from knowledge.search.encoder.adapter import Update
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.encoder.model import full_precision

# Grouped against all sense, so that nothing but the lessons can bring them together.
ENTRIES = (
    ("how do i add an axis", "grad attribute empty after backward", "rows in random order"),
    ("why is my gradient none", "make a vector a column", "permute samples at random"),
    ("shuffle the rows", "new dimension of length one", "no grad on my tensor"),
)
STRANGERS = ("css borders", "how do i cook rice", "translate this letter", "what is the weather")


@pytest.fixture(scope="module")
def lessons() -> ModuleType:
    pytest.importorskip("torch")
    path = Path(__file__).parents[4] / "scripts" / "fit_matching.py"
    if not path.is_file():
        pytest.skip("the fit is part of a checkout only")
    found = importlib.util.spec_from_file_location("fit_matching", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_lessons_bring_an_entrys_phrasings_together_and_reach_the_model(
    lessons: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    torch = lessons.torch
    monkeypatch.setattr(lessons, "EPOCHS", 20)
    monkeypatch.setattr(lessons, "BATCH", 9)
    monkeypatch.setattr(lessons, "STRANGERS", 2)
    known = {
        name: torch.from_numpy(value.copy())
        for name, value in weights.tensors(weights.verified("model.safetensors")).items()
    }
    sentences = [text for entry in ENTRIES for text in entry]
    owners = torch.tensor([place for place, entry in enumerate(ENTRIES) for _ in entry])
    states = lessons.frozen_states([*sentences, *STRANGERS], known)

    updates = lessons.learn(states[: len(owners)], owners, states[len(owners) :], known)

    adapter.write(tmp_path / "learnt.npz", updates)
    before = by_model(tmp_path / "nothing.npz", sentences)
    after = by_model(tmp_path / "learnt.npz", sentences)
    fellows = np.equal.outer(owners.numpy(), owners.numpy())
    assert apart(after, fellows) > apart(before, fellows) + 0.2
    with torch.no_grad():
        changed = lessons.LowRank(known)
        changed.up = [adapter.SHARE * torch.from_numpy(updates[name].up) for name in changed.names]
        changed.down = [torch.from_numpy(updates[name].down) for name in changed.names]
        taught = lessons.vectors(states[: len(owners)], changed.applied()).numpy()
    assert (np.sum(taught * after, axis=1) > 0.999).all()


def by_model(path: Path, sentences: list[str]) -> np.ndarray:
    session = onnxruntime.InferenceSession(
        full_precision(path).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    tokenizer = Encoder.tokenizer()
    means = [
        session.run(None, {"ids": np.array(tokenizer.encode(text).ids, np.int64)})[0]
        for text in sentences
    ]
    return np.stack([mean / np.linalg.norm(mean) for mean in means])


def apart(vectors: np.ndarray, fellows: np.ndarray) -> float:
    """How much closer fellows are than others."""
    cosines = vectors @ vectors.T
    return float(cosines[fellows].mean() - cosines[~fellows].mean())


def test_an_adapter_is_read_as_it_was_written(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    update = Update(
        generator.normal(size=(6, 2)).astype(np.float16).astype(np.float32),
        generator.normal(size=(2, 4)).astype(np.float16).astype(np.float32),
    )
    adapter.write(tmp_path / "one.npz", {"layer.weight": update})
    adapter.write(tmp_path / "two.npz", {"layer.weight": update})

    [(name, read)] = adapter.read(tmp_path / "one.npz").items()

    assert name == "layer.weight"
    assert np.array_equal(read.up, update.up)
    assert np.array_equal(read.down, update.down)
    assert adapter.digest(tmp_path / "one.npz") == adapter.digest(tmp_path / "two.npz")


def test_of_an_update_which_is_a_product_a_share_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "SHARE", 0.5)
    update = Update(np.array([[2.0], [4.0]], np.float32), np.array([[3.0, 4.0]], np.float32))

    changed = adapter.adapted({"a": np.ones((2, 2), np.float32)}, {"a": update})["a"]

    assert changed.tolist() == [[4.0, 5.0], [7.0, 9.0]]


def test_another_adapter_makes_another_model(tmp_path: Path) -> None:
    path = tmp_path / "one.npz"
    adapter.write(path, {"a": Update(np.ones((1, 1), np.float32), np.ones((1, 1), np.float32))})

    names = {weights.model_id(adapter.digest(one)) for one in (path, tmp_path / "missing.npz")}

    assert len(names) == 2
