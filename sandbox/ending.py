"""How a run ended as it was seen from outside; `sandbox.verdict` makes the answer of that."""

from enum import StrEnum
from typing import NamedTuple

from sandbox.footprint import Headroom


class Cause(StrEnum):
    """The limit at which the supervisor ended a run itself."""

    WALL = "wall"
    CPU = "cpu"
    OUTPUT = "output"
    CHANNEL = "channel"
    DISK = "disk"
    UNCOUNTED = "uncounted"
    THREADS = "threads"
    MEMORY = "memory"
    HEADLESS = "headless"


class Output(NamedTuple):
    """The kept beginning of a stream, and how much came in all."""

    kept: bytes
    total: int

    @property
    def dropped(self) -> int:
        return self.total - len(self.kept)

    @property
    def text(self) -> str:
        """Decoded; a character cut in two by the cap is left out."""
        text = self.kept.decode("utf-8", "replace")
        return text.rstrip("\N{REPLACEMENT CHARACTER}") if self.dropped else text


class Ending(NamedTuple):
    """All that the supervisor saw of a run. A tuple, since an answer waits for it to be made."""

    status: int
    cause: Cause | None
    said: bytes
    nonce: str
    stdout: Output
    stderr: Output
    wall_seconds: float
    cpu_limit_seconds: float
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    seed: int
    isolation: str
    headroom: Headroom | None = None
    oom_killed: bool = False
