"""What is kept back for the moment when a snippet has filled the memory, so that it can be told."""

import resource
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any, Final

from sandbox.limits import FULL_BYTES, KIB

# Under names of our own: a snippet may have put something else in their place. And no functions of
# C by themselves, of whose calls a profiler would be told.
_profile, _stop_profiler = partial(sys.setprofile), partial(sys.setprofile, None)
_error: Final = sys.exception
_usage: Final = resource.getrusage


def _nothing() -> None:
    pass


class Reserve:
    """Memory that can be let go of, and the snippet's frame, for which there would be none then.

    Who meets a full memory calls `let_go` first of all, since all else needs memory.
    """

    def __init__(self) -> None:
        self.let_go: Callable[[], None] = _nothing
        # Other memory than that of `let_go`: a snippet goes on when a thread of it has ended.
        self.let_go_for_threads: Callable[[], None] = _nothing
        self.frame: FrameType | None = None
        self.has_begun = False
        # Whether the snippet has an audit hook, which is told of a new profiler and may refuse it.
        self.has_hook = False
        self._may_fill = False
        self._peak_kib_before = 0

    def prepare(self, code: str) -> None:
        """Before the snippet is read. One without a loop cannot fill memory with small things."""
        self.has_begun = False
        self._may_fill = "for" in code or "while" in code
        self._peak_kib_before = _usage(resource.RUSAGE_SELF).ru_maxrss

    def was_full(self) -> bool:
        """Whether the snippet ever held about as much memory as there is."""
        peak_kib: int = _usage(resource.RUSAGE_SELF).ru_maxrss
        return peak_kib - self._peak_kib_before >= FULL_BYTES // KIB

    def watch_for_frame(self) -> None:
        """Have Python make the next frame's object now: with a full memory it could not."""
        self.has_begun = True
        if self._may_fill:
            _profile(self._note)

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            _stop_profiler()
            self.frame = frame
            # The frame around it, too, is only made for whoever asks.
            frame.f_back  # noqa: B018


# A process runs one snippet, so there is one.
RESERVE: Final = Reserve()


def for_threads(
    plain: Callable[[], Callable[[threading.Thread], None]],
) -> Callable[[], Callable[[threading.Thread], None]]:
    """A thread that filled the memory has none to call a hook with."""

    def make_invoke_excepthook() -> Callable[[threading.Thread], None]:
        invoke = plain()

        def invoke_excepthook(thread: threading.Thread) -> None:
            if type(_error()) is MemoryError:
                RESERVE.let_go_for_threads()
            invoke(thread)

        return invoke_excepthook

    return make_invoke_excepthook
