"""What needs no matching: messages that are plainly not questions."""

import re
from collections.abc import Callable

from knowledge.matching.errors import error_line
from knowledge.matching.normalise import MAX_CHARACTERS
from knowledge.matching.retrieval import Reason

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
