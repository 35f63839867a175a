"""A statement of an answer that running code can refute: what to run, and what to make of it. Pure.

Each is a statement about torch or NumPy as they are installed where the sandbox is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.examples.sessions import Shown

PRELUDE = (
    "import pydoc",
    "import torch",
    """\
def exists(name):
    whole, _, last = name.rpartition(".")
    return pydoc.locate(name) is not None or hasattr(pydoc.locate(whole), last)""",
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an answer says on a line; `refute` gets what each source showed, in their order.

    It gives the sentence that says what is true instead, or None where the claim stands.
    """

    line: int
    said: str
    sources: tuple[str, ...]
    refute: Callable[[Sequence[Shown]], str | None]
