"""Options of which some are right: these are the answer, joined by what is said about them. Pure.

The others are left out of the draft, as learners get no options, and named with their line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

_MOST_SAID = 300
_NONE = "none of the options of {question!r} is marked as right"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from, or one that is accepted; `share` of 100 is what it is worth."""

    text: str
    share: float
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answer as it is shown, or the fault because of which there is none."""

    answer: str = ""
    notes: tuple[str, ...] = ()
    fault: str | None = None


def chosen(question: str, options: Sequence[Option], general: str = "") -> Chosen:
    """Choose what is wholly right; where nothing is, all that is right in part."""
    right = [one for one in options if one.share >= 100] or [
        one for one in options if one.share > 0
    ]
    if not right:
        return Chosen(fault=_NONE.format(question=shorten(question, 80, placeholder=" ...")))
    others = [one for one in options if one not in right]
    said = "\n\n".join(filter(None, (_answer(right), general)))
    return Chosen(said, (_left_out(others),) if others else ())


def truth(question: str, *, is_true: bool, feedback: str, general: str = "") -> tuple[str, str]:
    """Write a statement as a question; learners may ask it, and the answer is True or False."""
    is_asked = question.rstrip().endswith("?") or "true or false" in question.casefold()
    told = "\n\n".join(filter(None, (str(is_true), feedback, general)))
    return question if is_asked else f"True or false: {question}", told


def matched(pairs: Sequence[tuple[str, str]], general: str = "") -> str:
    """Write what belongs together below each other."""
    return "\n\n".join(filter(None, ("\n".join(f"- {a} → {b}" for a, b in pairs), general)))


def _answer(right: Sequence[Option]) -> str:
    if len(right) == 1:
        return "\n\n".join(filter(None, (right[0].text, right[0].feedback)))
    return "\n".join(f"- {_told(one)}" for one in right)


def _told(one: Option) -> str:
    return f"{one.text} ({one.feedback})" if one.feedback else one.text


def _left_out(others: Sequence[Option]) -> str:
    said = "; ".join(_told(one) for one in others)
    return f"left out, the options that are not right: {shorten(said, _MOST_SAID)!r}"
