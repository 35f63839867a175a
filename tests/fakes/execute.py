"""Runs a program in a plain Python process: what the sandbox does, without its protection."""

import asyncio
import atexit
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

_PLAIN = str(Path(__file__).with_name("plain.py"))
_in_turn = Lock()


@dataclass(frozen=True, slots=True)
class Failure:
    type: str
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    outcome: str
    stdout: str
    value: str | None
    error: Failure | None


async def execute(code: str) -> Run:
    status, printed = await asyncio.to_thread(_ran, code)
    if status != 0:
        return Run("killed", printed, None, None)
    stdout, _, last = printed.rstrip("\n").rpartition("\n")
    ended = json.loads(last)
    error = Failure(*ended["error"]) if ended["error"] else None
    return Run(ended["outcome"], stdout, ended["value"], error)


def _ran(code: str) -> tuple[int, str]:
    with _in_turn:
        plain = _plain()
        plain.stdin.write(f"{json.dumps(code)}\n")
        plain.stdin.flush()
        status, printed = json.loads(plain.stdout.readline())
        return status, printed


@cache
def _plain() -> subprocess.Popen[str]:
    """One process for all tests of a run, which ends when that ends."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-I", _PLAIN], stdin=pipe, stdout=pipe, text=True)
    atexit.register(process.communicate)
    return process
