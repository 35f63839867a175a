"""What needs no matching: messages that are plainly not questions."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from knowledge.search.error_words import error_line
from knowledge.search.question import MAX_CHARACTERS
from knowledge.search.retrieval import Reason

# Questions about other frameworks, whose words are much like ours. Pure.
#
# "How do I write a training loop in Keras?" is close to a page that would not help. Who asks for
# our counterpart of theirs names ours as well, or says so. That a name is said is not enough: it
# has to be what the question is about.

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
_OURS_AS_WELL: Final = re.compile(
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
    if named is None or _OURS_AS_WELL.search(text) or _COMPARES.search(text):
        return ""
    return _NAMED[named["name"].lower()]


_COMMAND = re.compile(r"/[A-Za-z]\w*(?:@\w+)?(?:\s|$)")
_LETTER = re.compile(r"[^\W\d_]")
# Orders to the tutor itself: narrow enough to let "ignore the broadcast axis" through.
_IGNORE = r"\b(?:ignore|disregard|forget|override|bypass)\s+"
_OURS = "all|any|every|your|my|these|previous|prior|earlier|above|safety|system"
# "Forget the rules of broadcasting" and "ignore the rule that sizes match" are no orders.
_ABOUT = r"(?!\s+(?:about|for|in|of|on|that|when|which|why)\b)"
_STEERING = re.compile(
    rf"{_IGNORE}(?:(?:{_OURS}|of|the|those)\s+)*(?:instruction|prompt|guideline)s?\b"
    rf"|{_IGNORE}(?:(?:of|the|those)\s+)*(?:rule|restriction)s?\b{_ABOUT}"
    rf"|{_IGNORE}(?:(?:of|the|those)\s+)*(?:{_OURS})\s+(?:(?:{_OURS}|of|the|those)\s+)*"
    r"(?:rule|restriction)s?\b"
    r"|\bforget everything\b|\bignore everything (?:above|before)\b"
    r"|\b(?:system|hidden|initial|secret|your) (?:prompt|instructions)\b"
    r"|\b(?:reveal|show|print|give|tell|leak|dump)\b.{0,30}"
    r"\b(?:passwords?|credentials?|api keys?|secrets)\b"
    r"|\byou are now\b|\bpretend you\b|\b(?:developer|admin|god|dan) mode\b"
    r"|\bjailbreak\b|\brm -rf\b|</?system>",
    re.IGNORECASE | re.DOTALL,
)
# One of these is in all that the pattern finds; most messages have none, which is told much sooner.
# Beyond ASCII there are letters that only the pattern takes for these, so that it is asked at once.
_STEERED = (
    *("instruction", "prompt", "rule", "guideline", "restriction", "everything", "password"),
    *("credential", "api key", "secret", "you are now", "pretend", "mode", "jailbreak", "rm -rf"),
    "system>",
)


def _is_steering(text: str) -> bool:
    lower = text.lower()
    if text.isascii() and not any(word in lower for word in _STEERED):
        return False
    return bool(_STEERING.search(text))


_RULES: tuple[tuple[Callable[[str], object], Reason], ...] = (
    (lambda text: not text.strip(), Reason.EMPTY),
    (lambda text: _COMMAND.match(text.lstrip()), Reason.COMMAND),
    (lambda text: len(text) > MAX_CHARACTERS and not error_line(text), Reason.TOO_LONG),
    (lambda text: not _LETTER.search(text), Reason.NO_WORDS),
    (_is_steering, Reason.NOTHING_CLOSE),
)


def refusal(text: str) -> Reason | None:
    """Return why `text` is not worth matching, or None where it is."""
    return next((reason for applies, reason in _RULES if applies(text)), None)


# Whether an instructor could answer a message: it names something of the subject or of the course.
# Pages can't tell, for what they lack is what is passed on.


@cache
def _names_subject() -> re.Pattern[str]:
    text = files("knowledge").joinpath("content/course.yaml").read_text("utf-8")
    words, stems = ("|".join(each.split(", ")) for each in yaml.safe_load(text).values())
    return re.compile(
        rf"\b(?:(?:{words})s?|(?:{stems})\w*)\b|\w[._]\w|\w\(|\w(?:Error|Exception)\b",
        re.IGNORECASE,
    )


_DOUBTING: Final = re.compile(
    r"\W*(?:(?:are|you|sure|certain|really|is|was|that|this|it|right|correct|true|about|so|hmm?|ok|why"
    r"|how|what|then|and|but|seriously|wrong|i|think|not)\W*)+",
    re.IGNORECASE,
)


def is_of_the_course(text: str) -> bool:
    """Claim that a message of two words or more asks about tensors or the course."""
    return len(text.split()) > 1 and _names_subject().search(text) is not None


def only_doubts(text: str) -> bool:
    """Claim that what follows an answer names nothing new, as in "are you sure about that?"."""
    return _DOUBTING.fullmatch(text) is not None
