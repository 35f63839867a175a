"""A spare seen from outside: its pipes, its clock, its end."""

import asyncio
import contextlib
import marshal
import os
import secrets
import signal
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sandbox import kernel, standing
from sandbox.capture import Capture
from sandbox.limits import FLOOD_BYTES, FRAME_BYTES, KEPT_OUTPUT_BYTES, cpu_seconds
from sandbox.listener import Listener, is_readable
from sandbox.oom import OomWatch
from sandbox.pipes import Pipes
from sandbox.precedence import Precedence
from sandbox.protocol import WALL_SECONDS, RunRequest
from sandbox.standing import Standing
from sandbox.verdict import Cause, Ending
from sandbox.vitals import SpareLoss
from sandbox.watch import Watch

_HEADER: Final = struct.Struct("!I")
_GREETING: Final = struct.Struct("!Q??")
_HANDED: Final = 2
_AFTER_THE_ANSWER_SECONDS: Final = 0.002
_WORD_WITHIN_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Usage:
    """How a process ended and what it used from its birth on."""

    status: int
    cpu_seconds: float
    peak_kib: int


class Spare:
    """One process for one snippet.

    `ready` is False when it died before it was of use. `ended` comes with the kernel's word that
    it exits, with our kill or with its death; `exited` when its traces can be removed.
    """

    def __init__(
        self,
        number: int,
        folder: Path,
        *,
        slot: int,
        uid: int | None,
        isolation: str,
        oom: OomWatch,
    ) -> None:
        loop = asyncio.get_running_loop()
        self.number = number
        self.folder = folder
        self.slot = slot
        self.uid = uid
        self.ready: asyncio.Future[bool] = loop.create_future()
        self.ended: asyncio.Future[Usage] = loop.create_future()
        self.exited: asyncio.Future[None] = loop.create_future()
        self.pipes = Pipes()
        self._isolation = isolation
        self._oom = oom
        self._loop = loop
        self.pid = 0
        self._nonce = secrets.token_hex(16)
        self._handle = -1
        self._kill_by_zygote: Callable[[], None] = lambda: None
        self._listener: Listener | None = None
        self._room = -1
        # Opened while nobody waits.
        self._status = -1
        self._cause: Cause | None = None
        self._loss: SpareLoss | None = None
        self.why_unborn = ""
        self._peak_kib_before = self._own_kib_before = 0
        self._cpu_seconds_before = 0.0
        self._stdout = self._capture(self.pipes.stdout)
        self._stderr = self._capture(self.pipes.stderr)
        self._said: Capture | None = None
        # By number: asked about a socket it does not know, a selector writes it out first.
        loop.add_reader(self.pipes.channel.fileno(), self._be_greeted)

    def _capture(self, descriptor: int) -> Capture:
        return Capture(
            descriptor,
            keep=KEPT_OUTPUT_BYTES,
            flood=FLOOD_BYTES,
            on_flood=lambda: self.kill(Cause.OUTPUT),
        )

    def born(self, pid: int, handles: list[int], kill_by_zygote: Callable[[], None]) -> None:
        """There is no handle under gVisor; then only who reaps it can kill it safely."""
        self.pid, self._kill_by_zygote = pid, kill_by_zygote
        self._handle = handles[0] if handles else -1
        self._be_ready()

    def _be_ready(self) -> None:
        """Its own greeting may come before the zygote's word of it, without which none can kill."""
        if self.pid and self._said and not self.ready.done():
            with contextlib.suppress(OSError):
                self._status = os.open(f"/proc/{self.pid}/status", os.O_RDONLY)
            self._own_kib_before = self.standing().own_kib
            self.ready.set_result(True)

    def unborn(self, reason: str) -> None:
        """The zygote could not fork it."""
        self.why_unborn = reason
        self._finish()

    def _be_greeted(self) -> None:
        """Said before any foreign code, with what it hands over; all that follows is a claim."""
        self._loop.remove_reader(self.pipes.channel.fileno())
        try:
            said, handed, _, _ = socket.recv_fds(self.pipes.channel, _GREETING.size, _HANDED)
            channel = os.dup(self.pipes.channel.fileno())
        except OSError:
            # Dead, or no descriptor is left here; then it is never ready, which is noticed.
            return
        if len(said) != _GREETING.size:
            return
        self._peak_kib_before, has_listener, has_room = _GREETING.unpack(said)
        # Fewer come than were sent where no more descriptors are left here.
        came = iter(handed)
        if has_listener and (listener := next(came, -1)) >= 0:
            self._listener = Listener(
                listener,
                threads=lambda: self.standing().threads,
                on_exit=self._be_told_of_exit,
                on_flood=lambda: self.kill(Cause.THREADS),
            )
        if has_room:
            self._room = next(came, -1)
        self._said = Capture(
            channel,
            keep=FRAME_BYTES,
            flood=FRAME_BYTES,
            on_flood=lambda: self.kill(Cause.CHANNEL),
        )
        self._be_ready()

    def _be_told_of_exit(self, code: int) -> None:
        """Before it happens: the kernel holds it there until we kill it."""
        usage = Usage(code, kernel.cpu_seconds_of(self.pid), standing.peak_kib(self._status))
        if not self.ended.done():
            self.ended.set_result(usage)
        # Its taking down would hold up the answer if it began before that is out.
        self._loop.call_later(_AFTER_THE_ANSWER_SECONDS, self.kill, Cause.ABANDONED)

    def kill(self, cause: Cause) -> None:
        """By handle, so never another process that got the same number.

        What was alive until then ends by this. Its taking down may last, so nobody waits for that.
        """
        self._cause = self._cause or cause
        if self._handle >= 0:
            usage = None if cause is Cause.ABANDONED else self._usage_if_alive()
            self._signal(signal.SIGKILL)
            if usage:
                self.ended.set_result(usage)
        elif not self.exited.done():
            with contextlib.suppress(OSError):
                self._kill_by_zygote()
        if not self.ended.done():
            self._loop.call_later(_WORD_WITHIN_SECONDS, self._presume_dead)

    def _usage_if_alive(self) -> Usage | None:
        """None, too, if how it ended is known already, or its memory is not told here (gVisor)."""
        if self.ended.done():
            return None
        # In this order: what has memory now was not reaped before, and its number was its own.
        cpu_seconds, peak_kib = self.cpu_seconds(), standing.peak_kib(self._status)
        return Usage(-signal.SIGKILL, cpu_seconds, peak_kib) if peak_kib else None

    def stand_still(self) -> None:
        """Until it may go on; where there is no handle, it runs on."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """After it stood still."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._handle >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def _presume_dead(self) -> None:
        """A zygote that is stuck tells of no death; the handle does, though not how it died."""
        if self.ended.done() or self._handle < 0:
            return
        if is_readable(self._handle):
            self.ended.set_result(Usage(-signal.SIGKILL, self.cpu_seconds(), 0))
        else:
            self._loop.call_later(_WORD_WITHIN_SECONDS, self._presume_dead)

    def gone(self, usage: Usage) -> None:
        """The zygote has reaped it."""
        if not self.ended.done():
            self.ended.set_result(usage)
        self._finish()

    def lost(self) -> None:
        """The zygote died, so nobody will say how this process ended."""
        self._loss = SpareLoss.ORPHANED
        self.kill(Cause.ABANDONED)
        if not self.ended.done():
            self.ended.set_result(Usage(-signal.SIGKILL, 0.0, 0))
        self._finish()

    def _finish(self) -> None:
        if not self.ready.done():
            self.ready.set_result(False)
        if not self.exited.done():
            self.exited.set_result(None)

    @property
    def is_orphan(self) -> bool:
        return self._loss is SpareLoss.ORPHANED

    @property
    def error_text(self) -> str:
        return self.why_unborn or self._stderr.output.text.strip()

    def close(self) -> None:
        """Let go of the process and of all that leads to it."""
        self._loop.remove_reader(self.pipes.channel.fileno())
        self.pipes.channel.close()
        for capture in (self._stdout, self._stderr, self._said):
            if capture:
                capture.close()
        if self._listener:
            self._listener.close()
            self._listener = None
        for descriptor in (self._room, self._handle, self._status):
            if descriptor >= 0:
                os.close(descriptor)
        self._room = self._handle = self._status = -1

    @property
    def written(self) -> Path:
        """Where its files are: its folder, or a room over that which only it and we can see."""
        return self.folder if self._room < 0 else Path(f"/proc/self/fd/{self._room}")

    def cpu_seconds(self) -> float:
        """All it has used; nothing once it was reaped, which we may not have been told yet."""
        try:
            return kernel.cpu_seconds_of(self.pid)
        except OSError:
            return 0.0

    def standing(self) -> Standing:
        """What the kernel says of it now; memory counts from when it was ready."""
        return standing.read(self._status, self._own_kib_before)

    def be_deaf(self) -> None:
        """It takes nothing that it is given."""
        self._loss = SpareLoss.DEAF
        self.kill(Cause.ABANDONED)

    def _was_oom_killed(self, status: int) -> bool:
        return status == -signal.SIGKILL and self._cause is None and self._oom.has_struck()

    def _give(self, message: dict[str, Any]) -> None:
        body = marshal.dumps(message)
        self.pipes.channel.sendall(_HEADER.pack(len(body)) + body)

    def _lost_with(self, usage: Usage) -> SpareLoss | None:
        """Why the snippet was not run to an end of its own; None: it was."""
        if self._said:
            self._said.drain()
        died_unread = self._said is not None and self._said.was_reset and not self._said.kept
        if died_unread and self._cause is None and usage.status == -signal.SIGKILL:
            return SpareLoss.IDLE
        return self._loss

    async def run(self, request: RunRequest, precedence: Precedence) -> Ending | SpareLoss:
        """Run a snippet to its end, or to the end of its time, unless the spare is lost first."""
        wall = request.wall_seconds or WALL_SECONDS
        cpu = cpu_seconds(wall)
        seed = request.seed or 0
        started = time.monotonic()
        want = vars(request.want)
        self._cpu_seconds_before = self.cpu_seconds()
        try:
            nonce = self._nonce.encode("ascii")
            self._give({"code": request.code, "seed": seed, "want": want, "nonce": nonce})
        except OSError:
            return SpareLoss.IDLE
        cpu_in_all = self._cpu_seconds_before + cpu
        with Watch(self, precedence, wall_seconds=wall, cpu_seconds=cpu_in_all):
            usage = await self.ended
        if loss := self._lost_with(usage):
            return loss
        seconds = time.monotonic() - started
        self._stdout.drain()
        self._stderr.drain()
        return Ending(
            status=usage.status,
            cause=self._cause,
            said=bytes(self._said.kept) if self._said else b"",
            nonce=self._nonce,
            stdout=self._stdout.output,
            stderr=self._stderr.output,
            wall_seconds=wall,
            cpu_limit_seconds=cpu,
            seconds=seconds,
            cpu_seconds=max(0.0, usage.cpu_seconds - self._cpu_seconds_before),
            peak_bytes=max(0, usage.peak_kib - self._peak_kib_before) * 1024,
            seed=seed,
            isolation=self._isolation,
            oom_killed=self._was_oom_killed(usage.status),
        )
