"""Words for errors whose own are right but leave a learner alone, or are far too long."""

import re
from typing import Final

from sandbox.protocol import RunError

_ONLY_THESE: Final = (
    "{message}. Snippets have torch, numpy, matplotlib and Python's standard library; "
    "nothing can be installed."
)
# Kind of error, what its message begins with, what is said; groups of the pattern fill it in.
_BETTER: Final = tuple(
    (kind, re.compile(pattern), words)
    for kind, pattern, words in (
        (
            "ModuleNotFoundError",
            r"(?P<message>No module named .*)",
            _ONLY_THESE,
        ),
        (
            "NotImplementedError",
            r"Could not run '.*' with arguments from the '(?P<device>\w+)' backend",
            "There is no {device} device here, only the CPU: use device='cpu' or leave it out.",
        ),
        ("SystemExit", r"(?P<code>-?\d+)$", "The code ended itself with exit code {code}."),
    )
)


def words(error: RunError) -> str:
    """The error's message, or what says it better."""
    for kind, pattern, better in _BETTER:
        if error.type == kind and (found := pattern.match(error.message)):
            return better.format(**found.groupdict())
    return error.message
