"""Questions about other frameworks, whose words are much like ours. Pure.

"How do I write a training loop in Keras?" is close to a page that would not help. Who asks for our
counterpart of theirs names ours as well, or says so.
"""

import re
from typing import Final

_NAMES: Final = {
    "keras": "Keras",
    "tensorflow": "TensorFlow",
    "tf": "TensorFlow",
    "jax": "JAX",
    "flax": "Flax",
    "mxnet": "MXNet",
    "gluon": "MXNet",
    "paddle": "Paddle",
    "paddlepaddle": "Paddle",
    "julia": "Julia",
    "matlab": "MATLAB",
    "octave": "Octave",
}
_THEIRS: Final = re.compile(rf"\b({'|'.join(_NAMES)})\b(?!-idf)", re.IGNORECASE)
_OURS: Final = re.compile(
    r"\b(?:py)?torch|\btensors?\b|\bnumpy\b|\bnp\b|\bfastai\b|\bnn\.|\bhere\b|\binstead\b"
    r"|\b(?:like|as|unlike|from|than|equivalents?|counterparts?|versions?|analog(?:ue)?s?)\b",
    re.IGNORECASE,
)


def framework(text: str) -> str:
    """Name the other framework that a question is about; empty for most questions."""
    named = _THEIRS.search(text)
    return _NAMES[named[1].lower()] if named and not _OURS.search(text) else ""
