"""A pasted error: its message, whatever release said it, and the code that failed. Pure."""

import re
from dataclasses import dataclass
from typing import Final

_KIND: Final = (
    r"(?:[A-Za-z_]\w*\.)*(?P<kind>[A-Za-z_]\w*(?:Error|Exception|Warning|Interrupt))"
    r"(?:\s*:[ \t]*|[ \t]*$)"
)
_ERROR: Final = re.compile(rf"^(?:E\s+)?{_KIND}(?!\w*Error\b)", re.MULTILINE)
_FRAME: Final = re.compile(
    r'^[ \t]*(?:File "?(?P<file>[^"\n]+)"?, line \d+|(?:Cell|Input) In|<ipython-input'
    r"|(?P<other>[~/]\S+) in )[^\n]*\n(?P<code>(?:(?!\s*(?:File |Cell In|Input In|<ipython"
    r"|[~/]\S+ in |(?:\w+\.)*\w*(?:Error|Exception)\b)|Traceback)[^\n]*\n?)*)",
    re.MULTILINE,
)
_POINTED: Final = re.compile(r"^-+> *\d+ +(?P<code>[^\n]+)", re.MULTILINE)
_OF_LIBRARY: Final = re.compile(r"[\\/](?:torch|numpy)[\\/]")
_OF_THEIRS: Final = re.compile(r"\b(?:torch|numpy)\.|\bModuleAttributeError")
_NAMES: Final = re.compile(
    r"\b(?:torch|np|numpy|nn|F|optim|Tensor|ndarray)\.\w|\bTensor\b"
    r"|\.(?:backward|unsqueeze|cuda|requires_grad_?|grad|parameters)\b"
)
_SIGNS: Final = str.maketrans(
    {**dict.fromkeys("\u2018\u2019", "'"), **dict.fromkeys("\u201c\u201d", '"')}
    | {"\N{MULTIPLICATION SIGN}": "x", "\N{NO-BREAK SPACE}": " ", "\r": None}
)
_COLOUR: Final = re.compile(r"\x1b\[[\d;]*m")
# What stands behind a message, or in it, and says only where torch's own code lies.
_TAIL: Final = re.compile(
    r"\n?Exception raised from [\s\S]*|\n?C\+\+ CapturedTraceback[\s\S]*"
    r"|(?<=.)\s+at (?:[A-Za-z]:)?[\\/.]?\S*[\\/]\S+\.(?:c|cc|cpp|cu|cuh|h|hpp):\d+\.?"
    r"|\s*\(\w+ at \S+\.\w+:\d+\)|\b0x[0-9a-fA-F]{6,}\b"
)
_SPACES: Final = re.compile(r"[ \t]+")
_LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Pasted:
    """`kind` is empty where only the message came; `call` is the code that failed, if it is known.

    `tensors`: a sign that torch or NumPy had to do with it, beside the message's own words.
    """

    kind: str
    message: str
    call: str = ""
    tensors: bool = False


def read(text: str) -> Pasted:
    """The last error of a text; what stands above it are its frames."""
    plain = _COLOUR.sub("", text[-_LONGEST:]).translate(_SIGNS)
    plain = _TAIL.sub("", plain).strip()
    frames = [*_FRAME.finditer(plain)]
    behind = frames[-1].end() if frames else 0
    # Where a traceback stands, only what is below it; else the first line that names an error.
    found = next(_ERROR.finditer(plain, max(0, behind - 1)), None)
    kind, message = (found["kind"], plain[found.end() :]) if found else ("", plain[behind:])
    call, tensors = _failing(frames)
    is_theirs = bool(found and _OF_THEIRS.search(found[0]))
    return Pasted(kind, _SPACES.sub(" ", message).strip(), call, tensors or is_theirs)


def of_run(kind: str, message: str, line: str, *, tensors: bool) -> Pasted:
    """An error that a run ended in, on a line of the learner's code."""
    return Pasted(kind, read(message).message, line, tensors or names_tensors(line))


def names_tensors(code: str) -> bool:
    return bool(_NAMES.search(code))


def _failing(frames: list[re.Match[str]]) -> tuple[str, bool]:
    """The lines from the learner's own last frame on, and whether torch or NumPy are in them."""
    if not frames:
        return "", False
    inside = [bool(_OF_LIBRARY.search(each["file"] or each["other"] or "")) for each in frames]
    own = max((at for at, is_inside in enumerate(inside) if not is_inside), default=0)
    codes = [_line(each["code"]) for each in frames[own:]]
    return "\n".join(codes), inside[-1] or names_tensors(codes[0])


def _line(code: str) -> str:
    pointed = _POINTED.search(code)
    return pointed["code"].strip() if pointed else code.strip()
