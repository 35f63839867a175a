"""A spare seen from outside: what goes into it, what comes out of it, and the run between.

Its life in order is in `sandbox/__init__.py`; from inside it is `sandbox.worker.spare`.
"""

import asyncio
import marshal
import os
import secrets
import select
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from sandbox.limits import FLOOD_BYTES, FRAME_BYTES, KEPT_OUTPUT_BYTES, KIB, cpu_seconds
from sandbox.linux.news import Listener, OomWatch
from sandbox.linux.process import Process, Usage
from sandbox.protocol import RunRequest
from sandbox.supervisor.ending import Cause, Ending, SpareLoss
from sandbox.supervisor.pipes import HEADER, Capture, Pipes, greeting_on
from sandbox.supervisor.queue import Precedence
from sandbox.supervisor.watch import Watch

# How far a spare has come in its life, and who is told of it.
#
# Three things are waited for, in this order:
#
# ready It has greeted, and the zygote has said which process it is: a snippet can be given. ended
# No more of the snippet runs. The answer is made of what is known by then. reaped The process is
# out of the kernel's list: its uid and its folder are free again.
#
# `ended` comes by whichever of these is first:
#
# on_exit The kernel says that it is about to exit, and holds it there. kill We end it, and look
# before that at what it has used. on_reaped The zygote says how it died and what it had used.
# on_orphaned The zygote is gone, and would have been the only one to say. _look_if_it_is_dead It
# died of our kill, and the zygote is too busy to say so.

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


_NONE: Final = -1


class Spare:
    """One process for one snippet."""

    def __init__(
        self,
        number: int,
        folder: Path,
        *,
        uid: int | None,
        isolation: str,
        oom: OomWatch,
    ) -> None:
        self.number = number
        self.folder = folder
        self.uid = uid
        self.pipes = Pipes()
        self.process = Process()
        self.life = Life(self.process)
        self._isolation = isolation
        self._oom = oom
        self._loop = asyncio.get_running_loop()
        self._nonce = secrets.token_hex(16)
        self._peak_kib_before = 0
        self._oom_kills_before = 0
        self._listener: Listener | None = None
        self._own_disk = _NONE
        # All that it writes to, asked in one call: most snippets write to little of it.
        self._written = select.poll()
        self._captures: dict[int, Capture] = {}
        self._stdout = self._output(self.pipes.stdout)
        self._stderr = self._output(self.pipes.stderr)
        # What it says on the channel after its greeting.
        self._said: Capture | None = None
        # By number: asked about a socket it does not know, a selector writes it out first.
        self._loop.add_reader(self.pipes.channel.fileno(), self._be_greeted)

    def _output(self, descriptor: int) -> Capture:
        return self._capture(
            descriptor, keep=KEPT_OUTPUT_BYTES, flood=FLOOD_BYTES, cause=Cause.OUTPUT
        )

    def _capture(self, descriptor: int, *, keep: int, flood: int, cause: Cause) -> Capture:
        """Of what it writes there; more than `flood` bytes are a cause to end it."""
        end = partial(self.life.kill, cause)
        capture = Capture(descriptor, keep=keep, flood=flood, on_flood=end)
        self._written.register(descriptor, select.POLLIN)
        self._captures[descriptor] = capture
        return capture

    def _be_greeted(self) -> None:
        channel = self.pipes.channel.fileno()
        self._loop.remove_reader(channel)
        if (greeted := greeting_on(self.pipes.channel)) is None:
            # Never ready, which is noticed.
            return
        self._peak_kib_before, self._own_disk = greeted.peak_kib, greeted.own_disk
        if greeted.listener >= 0:
            self._listener = Listener(
                greeted.listener,
                threads=lambda: self.process.footprint().threads,
                on_exit=self.life.on_exit,
                on_flood=partial(self.life.kill, Cause.THREADS),
            )
        self._said = self._capture(
            channel, keep=FRAME_BYTES, flood=FRAME_BYTES, cause=Cause.CHANNEL
        )
        self.life.on_greeting()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def error_text(self) -> str:
        """What is known of why it was of no use."""
        self._drain()
        return self.life.why_unforked or self._stderr.output.text.strip()

    @property
    def files(self) -> Path:
        """The folder that its snippet writes into; that may be a disk only it and we can see."""
        return self.folder if self._own_disk < 0 else Path(f"/proc/self/fd/{self._own_disk}")

    def follow(self) -> None:
        """Read what it writes as it does so."""
        for capture in self._captures.values():
            capture.follow()

    def _drain(self) -> None:
        for descriptor, _ in self._written.poll(0):
            self._captures[descriptor].drain()

    async def run(
        self, request: RunRequest, precedence: Precedence, *, line: int | None = None
    ) -> Ending | SpareLoss:
        """Run a snippet to its end, or to the end of its time, unless the spare is lost first.

        `line`: which one is traced, where that failed before.
        """
        wall = request.wall_limit_seconds
        started = time.monotonic()
        self._oom_kills_before = self._oom.count_at(started)
        before = self.process.cpu_seconds()
        cpu_in_all = before + cpu_seconds(wall)
        try:
            with Watch(self, precedence, wall_seconds=wall, cpu_seconds=cpu_in_all):
                self._give(request, line)
                usage = await self.life.ended
        except OSError:
            # It is dead, or its folder is gone.
            return SpareLoss.IDLE
        if loss := self._lost_with(usage):
            return loss
        return self._ending(request, usage, cpu_before=before, seconds=time.monotonic() - started)

    def _give(self, request: RunRequest, line: int | None) -> None:
        message: dict[str, Any] = {
            "code": request.code,
            "seed": request.initial_seed,
            "want": vars(request.want),
            "line": line,
            "calls": request.calls and dict(request.calls),
            "nonce": self._nonce.encode("ascii"),
        }
        body = marshal.dumps(message)
        self.pipes.channel.sendall(HEADER.pack(len(body)) + body)

    def _lost_with(self, usage: Usage) -> SpareLoss | None:
        """Why the snippet was not run to an end of its own; None: it was."""
        self._drain()
        if self.life.loss or self.life.cause or usage.status != -signal.SIGKILL:
            return self.life.loss
        died_unread = self._said is not None and self._said.was_reset and not self._said.kept
        return SpareLoss.IDLE if died_unread else None

    def _ending(
        self, request: RunRequest, usage: Usage, *, cpu_before: float, seconds: float
    ) -> Ending:
        return Ending(
            status=usage.status,
            cause=self.life.cause,
            said=bytes(self._said.kept) if self._said else b"",
            nonce=self._nonce,
            stdout=self._stdout.output,
            stderr=self._stderr.output,
            wall_seconds=request.wall_limit_seconds,
            cpu_limit_seconds=cpu_seconds(request.wall_limit_seconds),
            seconds=seconds,
            cpu_seconds=max(0.0, usage.cpu_seconds - cpu_before),
            peak_bytes=max(0, usage.peak_kib - self._peak_kib_before) * KIB,
            seed=request.initial_seed,
            isolation=self._isolation,
            headroom=usage.headroom,
            oom_killed=self._was_oom_killed(usage.status),
        )

    def _was_oom_killed(self, status: int) -> bool:
        if status != -signal.SIGKILL or self.life.cause is not None:
            return False
        return self._oom.explains_one_since(self._oom_kills_before)

    def close(self) -> None:
        """Let go of the process and of all that leads to it."""
        if self._said is None:
            self._loop.remove_reader(self.pipes.channel.fileno())
            self.pipes.channel.close()
        else:
            # Closed with what it said.
            self.pipes.channel.detach()
        for capture in self._captures.values():
            capture.close()
        if self._listener:
            self._listener.close()
            self._listener = None
        if self._own_disk >= 0:
            os.close(self._own_disk)
            self._own_disk = _NONE
        self.process.close()
