"""Code as the sandbox reads it: prompts, a notebook's commands and typographic signs of a paste.

Only what Python refuses is read so. What is kept and shown to learners is then what the sandbox
runs.
"""

import re
import warnings

from knowledge.pycon import Malformed
from knowledge.transcript import Fence, fences, inputs, refilled
from sandbox.paste.reading import as_run, read
from sandbox.protocol import CODE_BYTES

# To Python this is an annotation, so it is not refused, and meant so by nobody.
_CELL = re.compile(r"\s*In ?\[[\d *]*\]:")
_COMMAND = re.compile(r"%\w")
_MESSAGE_CHARACTERS = 4096


def as_read(source: str) -> str | Malformed:
    """A snippet as the sandbox understands it, line for line, or why it does not."""
    cut = inputs(source)
    as_it_stands = cut if isinstance(cut, Malformed) else source
    is_strange = as_it_stands is cut or _CELL.match(source)
    # More than the sandbox takes would not run anyway.
    if not is_strange or len(source.encode("utf-8", "replace")) > CODE_BYTES:
        return as_it_stands
    return _meant(source) or as_it_stands


def understood(source: str) -> str:
    """What was sent as the sandbox runs it; as it is where even that can't.

    A file that is longer than a message is left as it is: all others wait while this reads.
    """
    return as_run(source) if len(source) <= _MESSAGE_CHARACTERS else source


def markdown_as_read(markdown: str) -> str | Malformed:
    """A section whose code is as the sandbox reads it; a fault's line counts within its block."""
    changed = []
    for fence in fences(markdown):
        code = as_read(fence.code)
        if isinstance(code, Malformed):
            return code
        if code != fence.code:
            changed.append(Fence(fence.start, fence.end, code))
    return refilled(markdown, changed)


def _meant(source: str) -> str | Malformed | None:
    """None where Python's reader would have to go deeper than it goes, or no text is left."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return _kept(source, read(source).code) or None
    except SyntaxError as error:
        return Malformed(error.lineno or 1, f"the code is not Python: {error.msg}")
    except (MemoryError, RecursionError, ValueError):
        return None


def _kept(source: str, meant: str) -> str:
    """The sandbox's reading, without the `pass` that it puts for a notebook's own command."""
    before, after = source.split("\n"), meant.split("\n")
    if len(before) != len(after):
        return meant
    kept = "\n".join(
        "" if line == "pass" and _COMMAND.match(was) else line
        for was, line in zip(before, after, strict=True)
    )
    return kept if kept.strip() else meant
