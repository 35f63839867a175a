"""Error messages as templates: the numbers, shapes and names that change from run to run go."""

import re

_KINDS = ("Error", "Exception", "Warning")
# An exception's name, with or without its module.
_NAME = rf"(?:[a-z_]\w*\.)*[A-Z]\w*(?:{'|'.join(_KINDS)})"
# It begins a message, or is all of one: "what is an IndexError" asks for the name.
_KIND = re.compile(rf"\b{_NAME}\s*(?::|-)\s*|^\s*{_NAME}\s*$")
_FIRST = re.compile(rf"(?:\w+\.)*(?P<type>[A-Z]\w*(?:{'|'.join(_KINDS)})):")
_NAMED = re.compile(rf"\b(?P<type>(?:[A-Z]\w*)?(?:{'|'.join(_KINDS)})):")
# Whatever else a traceback ends in is an error as well.
_ENDING = re.compile(r"(?:\w+\.)*(?P<type>[A-Z]\w*)(?::|$)")
_TRACE = re.compile(r"Traceback \(most recent call last\)|^[^\S\n]*File \"", re.MULTILINE)
# Where a traceback says a line stands, which may be in torch's or Python's own files.
_FRAME = re.compile(r"File |Cell In|Input In|<ipython-input|[~/]\S+ in ")
# IPython points at the line in each frame with an arrow, and cuts torch's own frames short.
_POINTED = re.compile(
    r"^(?:Cell In|Input In|<ipython-input)[^\n]*\n(?:[^\n]*\n){0,9}?-+> *\d+ +([^\n]+)",
    re.MULTILINE,
)
_NOT_OWN = re.compile(r"(?:site|dist)-packages|/lib/python3|\\[Ll]ib\\|<frozen|<__array_function__")
_CODE = re.compile(r"\w[.(\[]\w|\w\(|=")
_SLOTS = re.compile(
    r"""
    torch\.Size\(\[[^\]]*\]\)        # a shape as it is printed
  | [\[(]\s*-?\d[-\dx,.\s]*[\])]     # a shape, a range or an index in brackets
  | \b\d+(?:x\d+)+\b                 # 3x4
  | \bcuda:\d+\b
  | (?<![\w.])-?\d+(?:\.\d+)?(?![\w.-])  # a bare number, but not the 0 of "0-dim"
    """,
    re.VERBOSE,
)
# What only a printed message says: "is not", "got" and "expected" stand in questions as well.
_SIGNS = re.compile(
    r"""
    \b(?:
        must\ match | must\ have\ (?:at\ least|(?:the\ )?same)
      | must\ be\ (?:greater|equal|at\ least|a\ matrix|\d)
      | does\ not\ require\ grad | out\ of\ (?:range|bounds)
      | invalid\ (?:for|shape|index|dim\w*|device) | but\ (?:got|found|received)
      | mismatch\b.*\b(?:got|cannot) | dimensions,\ got | only\ supported\ (?:on|for)
      | expected\ (?:to\ be|more\ than|sequence|input|size|target|scalar|all\ tensors|version|self
          |dtype|batch\d|\d+d)
      | expect(?:s|ed)\b.*\b(?:but|instead)
      | can't\ convert | cannot\ (?:reshape|interpret)
      | can(?:\ not|not|'t)\ be\ (?:\w+ed|broadcast) | not\ supported
      | not\ (?:aligned|compatible) | (?:is|are)\ not\ valid | not\ equal\ to\ (?:input|dim\w*)
      | tried\ to\ allocate | is\ at\ version
    )\b
  | \(expected\ \d | (?:dimensions|size|sizes):\ got\ \d
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def error_line(text: str) -> str | None:
    """Return the line that says what went wrong when `text` holds a pasted traceback or error."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [line for line in lines if _KIND.match(line)]
    if len(lines) > 1 and named:
        return named[-1]
    return lines[-1] if _TRACE.search(text) else None


def told(text: str) -> str | None:
    """Return the line that says what went wrong, and where that says too little, what did so.

    "'NoneType' object has no attribute 'zero_'" names nothing that was None: the code above does.
    """
    line = error_line(text)
    broken = _line_above(text, line) if line and "NoneType" in line else ""
    return f"{line}, {broken}" if broken else line


def _line_above(text: str, told: str) -> str:
    """The learner's own line that an error came of, in a traceback or just above it."""
    before = text[: text.rfind(told)]
    if pointed := _POINTED.findall(before):
        return str(pointed[-1])
    found, is_own = "", True
    for line in (each.strip() for each in before.splitlines()):
        if _FRAME.match(line):
            is_own = not _NOT_OWN.search(line)
        elif is_own and _CODE.search(line) and not _TRACE.match(line):
            found = line
    return found


def is_error(text: str) -> bool:
    """Tell a message that was printed from a question about one."""
    # Most questions have no such word, which is told much sooner than by the pattern.
    names_kind = any(kind in text for kind in _KINDS) and bool(_KIND.search(text))
    return names_kind or (bool(re.search(r"\d", text)) and bool(_SIGNS.search(text)))


def type_told(line: str) -> str | None:
    """Return the type of the error that a line begins with: `IndexError` of "IndexError: no"."""
    found = _FIRST.match(line)
    return found["type"] if found else None


def type_in(text: str) -> str | None:
    """Return the type of an error that was pasted, with or without words around it."""
    line = error_line(text)
    found = _NAMED.search(line or text) or (_ENDING.match(line) if line else None)
    return found["type"] if found else None


def template(text: str) -> str:
    """Drop from an error message what another run would print differently; never all of it."""
    slotted = _SLOTS.sub(" ", _KIND.sub(" ", text))
    return " ".join(slotted.split()) or text
