"""How far a spare has come in its life, and who is told of it.

Three things are waited for, in this order:

    ready   It has greeted, and the zygote has said which process it is: a snippet can be given.
    ended   No more of the snippet runs. The answer is made of what is known by then.
    reaped  The process is out of the kernel's list: its uid and its folder are free again.

`ended` comes by whichever of these is first:

    on_exit             The kernel says that it is about to exit, and holds it there.
    kill                We end it, and look before that at what it has used.
    on_reaped           The zygote says how it died and what it had used.
    on_orphaned         The zygote is gone, and would have been the only one to say.
    _look_if_it_is_dead It died of our kill, and the zygote is too busy to say so.
"""

import asyncio
import signal
from collections.abc import Callable
from typing import Final

from sandbox.ending import Cause
from sandbox.process import Process, Usage
from sandbox.vitals import SpareLoss

# To take a process down is work; it begins when the answer to its snippet is out.
AFTER_THE_ANSWER_SECONDS: Final = 0.002
_WORD_WITHIN_SECONDS: Final = 0.25


class Life:
    """`ready` is False for one that came to its end before it was of use.

    `cause` is the limit at which we stopped its snippet, `loss` why the snippet must run again.
    """

    def __init__(self, process: Process) -> None:
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[bool] = loop.create_future()
        self.ended: asyncio.Future[Usage] = loop.create_future()
        self.reaped: asyncio.Future[None] = loop.create_future()
        self.cause: Cause | None = None
        self.loss: SpareLoss | None = None
        self.why_unforked = ""
        self._process = process
        self._has_greeted = False
        self._loop = loop

    @property
    def is_orphan(self) -> bool:
        return self.loss is SpareLoss.ORPHANED

    def on_forked(self, pid: int, handles: list[int], kill_by_zygote: Callable[[], None]) -> None:
        """The zygote has said which process it forked for this spare."""
        self._process.adopt(pid, handles, kill_by_zygote)
        self._be_ready()

    def on_unforked(self, reason: str) -> None:
        """The zygote could not fork this spare, so there is nothing to reap."""
        self.why_unforked = reason
        self._be_over()

    def on_greeting(self) -> None:
        """The spare has said that it is jailed and warm."""
        self._has_greeted = True
        self._be_ready()

    def _be_ready(self) -> None:
        """Ready takes both words: only the zygote's gives us a way to kill the process."""
        if self._process.pid and self._has_greeted and not self.ready.done():
            self._process.count_from_now()
            self.ready.set_result(True)

    def on_exit(self, code: int) -> None:
        """The kernel holds the process, which is about to exit by itself, until our kill."""
        self._end(self._process.usage(code))
        self._loop.call_later(AFTER_THE_ANSWER_SECONDS, self.kill)

    def kill(self, cause: Cause | None = None) -> None:
        """End the process; `cause` is the limit that its snippet has passed, if it has.

        Returns at once: to take a process down can last.
        """
        self.cause = self.cause or cause
        used = None if self.ended.done() else self._process.usage_if_alive()
        if not self.reaped.done():
            self._process.kill()
        if used:
            self._end(used)
        elif not self.ended.done():
            self._loop.call_later(_WORD_WITHIN_SECONDS, self._look_if_it_is_dead)

    def _look_if_it_is_dead(self) -> None:
        """A zygote that is stuck tells of no death; the handle does, though not how it died."""
        if self.ended.done() or not self._process.has_handle:
            return
        if self._process.is_dead():
            self._end(Usage(-signal.SIGKILL, self._process.cpu_seconds(), 0))
        else:
            self._loop.call_later(_WORD_WITHIN_SECONDS, self._look_if_it_is_dead)

    def lose(self, loss: SpareLoss) -> None:
        """Kill the spare for no fault of its snippet, which then runs in another spare."""
        self.loss = loss
        self.kill()

    def on_reaped(self, usage: Usage) -> None:
        """The zygote has seen it die."""
        self._end(self._process.completed(usage))
        self._be_over()

    def on_orphaned(self) -> None:
        """The zygote has died, and with it all that it forked."""
        self.lose(SpareLoss.ORPHANED)
        self._end(Usage(-signal.SIGKILL, 0.0, 0))
        self._be_over()

    def _end(self, usage: Usage) -> None:
        """Note how the process ended, unless that is known already: the first word counts."""
        if not self.ended.done():
            self.ended.set_result(usage)

    def _be_over(self) -> None:
        if not self.ready.done():
            self.ready.set_result(False)
        if not self.reaped.done():
            self.reaped.set_result(None)
