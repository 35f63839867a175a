"""Standard input, which may be closed and need not be text."""

import sys
from typing import BinaryIO

from unsqueeze.faults import SetupFault


def standard_input() -> BinaryIO:
    """Standard input as bytes: what it holds need not be text."""
    if sys.stdin is None:  # so Python tells that it was closed
        raise SetupFault("expected something on standard input, got one that is closed")
    return sys.stdin.buffer
