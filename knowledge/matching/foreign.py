"""Questions about other frameworks, whose words are much like ours. Pure.

"How do I write a training loop in Keras?" is close to a page that would not help. Who asks for our
counterpart of theirs names ours as well, or says so. That a name is said is not enough: it has to
be what the question is about.
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
    "paddlepaddle": "Paddle",
    "matlab": "MATLAB",
}
# These words are people and things as well.
_IN_NAMES: Final = {"julia": "Julia", "octave": "Octave"}
# Our pages translate names such as tf.expand_dims; no page has these parts of it.
_NAME: Final = rf"(?!tf-idf|tf\.(?!data\b|keras\b)\w)(?:{'|'.join(_NAMES)})\b"
_PATH: Final = r"(?:\.\w+)*(?:\(\))?"
_THEIRS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:in|with|using|for|of|by) (?P<name>{_NAME})",
        rf"\bin (?P<name>{'|'.join(_IN_NAMES)})\b",
        rf"\A\W*(?P<name>{_NAME})",
        rf"\b(?P<name>{_NAME}){_PATH}\W*\Z",
    )
)
_NAMED: Final = {**_NAMES, **_IN_NAMES}
_OURS: Final = re.compile(
    r"\b(?:py)?torch|\btensors?\b|\bnumpy\b|\bnp\b|\bfastai\b|\bnn\.|\bhere\b|\binstead\b"
    r"|\b(?:like|as|unlike|from|than|equivalents?|counterparts?|versions?|analog(?:ue)?s?)\b"
    r"|\breplaces\b|\breplacements?\b|\bused to\b|(?<!do )(?<!to )\bi (?:\w+ )?(?:know|used)\b",
    re.IGNORECASE,
)
# "In MATLAB A*B is the matrix product, what does * do" says how it is there and asks of ours.
_COMPARES: Final = re.compile(
    rf"\b(?:in|with) (?:{'|'.join(_NAMED)})\b[^,;?]*\b(?:is|are|does|do|has|can|gives?|returns?"
    r"|means?|i|you|we)\b[^,;?]*[,;] *(?:(?:so|and|but) )?"
    r"(?:what|how|why|which|is|are|does|do|can)\b",
    re.IGNORECASE,
)


def framework(text: str) -> str:
    """Name the other framework that a question is about; empty for most questions."""
    named = next((found for each in _THEIRS if (found := each.search(text))), None)
    if named is None or _OURS.search(text) or _COMPARES.search(text):
        return ""
    return _NAMED[named["name"].lower()]
