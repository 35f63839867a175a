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
from functools import partial
from pathlib import Path
from typing import Any, Final

from sandbox.capture import Capture
from sandbox.ending import Cause, Ending
from sandbox.life import Life
from sandbox.limits import FLOOD_BYTES, FRAME_BYTES, KEPT_OUTPUT_BYTES, KIB, cpu_seconds
from sandbox.links import HEADER
from sandbox.listener import Listener
from sandbox.oom import OomWatch
from sandbox.pipes import Pipes, greeting_on
from sandbox.precedence import Precedence
from sandbox.process import Process, Usage
from sandbox.protocol import RunRequest
from sandbox.vitals import SpareLoss
from sandbox.watch import Watch

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

    async def run(self, request: RunRequest, precedence: Precedence) -> Ending | SpareLoss:
        """Run a snippet to its end, or to the end of its time, unless the spare is lost first."""
        wall = request.wall_limit_seconds
        started = time.monotonic()
        self._oom_kills_before = self._oom.count_at(started)
        before = self.process.cpu_seconds()
        cpu_in_all = before + cpu_seconds(wall)
        try:
            with Watch(self, precedence, wall_seconds=wall, cpu_seconds=cpu_in_all):
                self._give(request)
                usage = await self.life.ended
        except OSError:
            # It is dead, or its folder is gone.
            return SpareLoss.IDLE
        if loss := self._lost_with(usage):
            return loss
        return self._ending(request, usage, cpu_before=before, seconds=time.monotonic() - started)

    def _give(self, request: RunRequest) -> None:
        message: dict[str, Any] = {
            "code": request.code,
            "seed": request.initial_seed,
            "want": vars(request.want),
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
        wall = request.wall_limit_seconds
        return Ending(
            status=usage.status,
            cause=self.life.cause,
            said=bytes(self._said.kept) if self._said else b"",
            nonce=self._nonce,
            stdout=self._stdout.output,
            stderr=self._stderr.output,
            wall_seconds=wall,
            cpu_limit_seconds=cpu_seconds(wall),
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
