"""Texts to unit vectors: MiniLM in int8 on onnxruntime, one thread, no torch."""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
from tokenizers import Tokenizer

from knowledge.search.arrays import Floats
from knowledge.search.encoder.adapter import digest, shipped
from knowledge.search.encoder.weights import ModelError, model_id, verified

# onnxruntime sends Microsoft how it is used, unless this is set before it is imported. Processes
# that this one starts inherit it, so the quantiser sends nothing either.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as state

WIDTH = 384
MAX_TOKENS = 128
# So many texts are worth threads.
MANY = 64
# What onnxruntime raises for a file that is empty, cut off or something else.
_DAMAGED = (state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf)


class Encoder:
    """A loaded sentence encoder; safe to share between threads."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, id_: str
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.encoder_id = id_

    @classmethod
    def open(cls, data_directory: Path, adapter: Path | None = None) -> Self:
        """Load the model, quantising it first where `data_directory` does not hold a good one.

        Without an `adapter`, the shipped one.
        """
        adapter = adapter or shipped()
        model = data_directory / "models" / f"{model_id(digest(adapter))}.onnx"
        return cls(_made(model, adapter), _tokenizer(), model.stem)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a text: float32 [len(texts), 384].

        Each text is run by itself: int8 scales depend on all that goes in, and a vector must not
        depend on its neighbours in a batch.
        """
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        means = np.stack(self._means(texts))
        unit: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    @staticmethod
    def tokenizer() -> Tokenizer:
        """Load the tokenizer alone."""
        return _tokenizer()

    def is_word(self, text: str) -> bool:
        """Claim that the tokenizer knows `text` as a whole word: typo repair leaves it alone."""
        return text.isalpha() and self._tokenizer.token_to_id(text) is not None

    def _means(self, texts: Sequence[str]) -> list[Floats]:
        if len(texts) < MANY:
            return [self._mean(text) for text in texts]
        # A run holds no lock of Python's: whole bases are encoded on all cores.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self._mean, texts))

    def _mean(self, text: str) -> Floats:
        ids = np.array(self._tokenizer.encode(text).ids, np.int64)
        mean: Floats = self._session.run(None, {"ids": ids})[0]
        return mean


def _made(path: Path, adapter: Path) -> onnxruntime.InferenceSession:
    """Load a model that may be missing, or damaged by a machine that went out as it was written."""
    try:
        if path.exists():
            return _session(path)
    except _DAMAGED:
        pass
    _quantise(path, adapter)
    return _session(path)


def _quantise(path: Path, adapter: Path) -> None:
    """Make the model in a process of its own: quantising takes 600 MiB that would stay ours."""
    verified("model.safetensors")
    command = [sys.executable, "-m", "knowledge.search.encoder.model", str(path), str(adapter)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        reason = done.stderr.strip().rpartition("\n")[2]
        raise ModelError(f"{path} could not be made: {reason}")


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Texts come one by one and in every length: an arena would keep room for the longest of each.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(verified("tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
