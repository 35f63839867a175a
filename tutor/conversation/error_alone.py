"""An error's name without its message: "ValueError", "Killed". Pure.

A name alone tells too little for any page but a few; what is worth saying is what it means, and
what to send instead.
"""

import builtins
import re
from dataclasses import dataclass
from typing import Final

_EXCEPTIONS: Final = {
    name.lower(): name
    for name, thing in vars(builtins).items()
    if isinstance(thing, type) and issubclass(thing, BaseException)
}
_AROUND: Final = re.compile(
    r"(?:(?:(?:i|we) )?(?:(?:always |just |still )?(?:get|got|have|see)|(?:am )?getting)"
    r"|help(?: with)?|what (?:is|does)|what's|why(?: do i get)?)?(?: (?:a|an|the|this))? ?"
    r"(?P<name>(?:\w+\.)*\w+)(?: mean)?[\s:.!?]*",
    re.IGNORECASE,
)
_TYPE: Final = re.compile(r"[A-Z]\w*[a-z](?:Error|Exception|Warning)")
_LONGEST: Final = 80
_NO_MEMORY: Final = "CUDA out of memory"


@dataclass(frozen=True, slots=True)
class ErrorAlone:
    """The subject of a sentence, what is said of it, and what to look up; both may be empty.

    The subject is the error's name, or a word for an end that has none.
    """

    subject: str
    means: str = ""
    about: str = ""


_CALLED: Final = {
    each.subject: each
    for each in (
        ErrorAlone("StopIteration", "says that next() was called where nothing was left."),
        ErrorAlone(
            "KeyboardInterrupt",
            "says that the program was stopped from outside, as by Ctrl-C or a notebook's stop "
            "button.",
        ),
        ErrorAlone("SystemExit", "says that the program ended itself, as by exit()."),
        ErrorAlone("RecursionError", "says that calls within calls went too deep."),
        ErrorAlone(
            "MemoryError",
            "says that there was not enough memory for what a line asked for.",
            _NO_MEMORY,
        ),
        ErrorAlone("OutOfMemoryError", "says that a GPU's memory was full.", _NO_MEMORY),
    )
}
# How a program ends that Python has no chance to tell of.
_ENDED: Final = (
    (
        re.compile(
            r"(?:zsh: |bash: )?(?:\[?\d*\]? *\+? *)?(?:\d+ )?killed(?: +python\S* \S+)?"
            r"|(?:process finished with )?exit code:? (?:137|-9)(?: \(.*\))?|sigkill"
            r"|(?:my |the )?kernel (?:appears to have |has |just |keeps )*"
            r"(?:died|dies|crashed|dying)(?:\.? it will restart automatically)?"
        ),
        ErrorAlone("That", "is how a program ends that most often ran out of memory.", _NO_MEMORY),
    ),
    (
        re.compile(
            r"(?:(?:i )?(?:get|got) (?:a )?)?(?:segmentation fault|seg ?fault|bus error|sigsegv)"
            r"s?(?: ?\(?core dumped\)?)?|core dumped|aborted ?\(?(?:core dumped)?\)?"
            r"|(?:process finished with )?exit code:? (?:139|134|-11|-6|-107374\d+)(?: \(.*\))?"
        ),
        ErrorAlone("That", "is a crash in compiled code, of which Python can't say the line."),
    ),
    (
        re.compile(r"(?:process finished with )?exit code:? -?[1-9]\d*(?: \(.*\))?"),
        ErrorAlone("An exit code", "says only that something failed."),
    ),
    (
        re.compile(r"traceback(?: \(most recent call last\))?"),
        ErrorAlone("A traceback", "says in its last line what went wrong."),
    ),
)


def error_alone(text: str) -> ErrorAlone | None:
    """The error that a message names and says nothing else of."""
    said = text.strip()
    if len(said) > _LONGEST:
        return None
    found = _AROUND.fullmatch(said)
    return (_named(found["name"]) if found else None) or _ended(said.lower().rstrip(" .:!?"))


def _named(said: str) -> ErrorAlone | None:
    bare = said.rpartition(".")[2]
    name = _EXCEPTIONS.get(bare.lower()) or (bare if _TYPE.fullmatch(bare) else "")
    return _CALLED.get(name, ErrorAlone(name)) if name else None


def _ended(said: str) -> ErrorAlone | None:
    return next((error for whole, error in _ENDED if whole.fullmatch(said)), None)
