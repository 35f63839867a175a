"""How a run ended as it was seen from outside; `verdict` makes the answer of that."""

import logging
from collections import Counter
from enum import StrEnum
from typing import Final, NamedTuple

from sandbox.linux.process import Headroom


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
    UNWATCHED = "unwatched"


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


# What went wrong with processes, counted by cause and logged; nothing of a snippet's text.

_LOG: Final = logging.getLogger(__name__)


class SpareLoss(StrEnum):
    """Why a spare was lost that no snippet had used up."""

    UNMADE = "unmade"
    UNFORKED = "unforked"
    UNREADY = "unready"
    SILENT = "silent"
    IDLE = "idle"
    HOMELESS = "homeless"
    DEAF = "deaf"
    ORPHANED = "orphaned"


class ZygoteLoss(StrEnum):
    """Why another zygote had to be started."""

    ENDED = "ended"
    STUCK = "stuck"
    UNSTARTED = "unstarted"


_WORDS: Final = {
    SpareLoss.UNMADE: "nothing could be set up for a spare",
    SpareLoss.UNFORKED: "the zygote could not fork a spare",
    SpareLoss.UNREADY: "a spare died before it was ready",
    SpareLoss.SILENT: "a spare did not become ready in time",
    SpareLoss.IDLE: "a spare died while it waited for a snippet",
    SpareLoss.HOMELESS: "the folder of a spare was removed, as by a cleaner of /tmp",
    SpareLoss.DEAF: "a spare did not take its snippet; another one gets it",
    SpareLoss.ORPHANED: "the zygote died while a snippet ran",
    ZygoteLoss.ENDED: "the zygote ended; another is started",
    ZygoteLoss.STUCK: "the zygote did not answer in time; it is killed and another started",
    ZygoteLoss.UNSTARTED: "no zygote could be started; it is tried again",
}


class Vitals:
    """`trouble` is the last loss in words, until a spare is ready again."""

    def __init__(self) -> None:
        self.losses: Counter[SpareLoss | ZygoteLoss] = Counter()
        self.trouble: str | None = None

    def lost(self, cause: SpareLoss | ZygoteLoss, detail: str = "") -> None:
        self.losses[cause] += 1
        said = f"{_WORDS[cause]}: {detail}" if detail else _WORDS[cause]
        self.trouble = said
        _LOG.warning(said, extra={"cause": cause.value, "times": self.losses[cause]})

    def recovered(self) -> None:
        self.trouble = None
