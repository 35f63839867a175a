"""The other ways to run a snippet safely, or at all: a Python started anew, bare or in a jail."""

import asyncio
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.figures import BUBBLEWRAP, COLD
from bench.measure import Act, Way, cpu_of_reaped

BODY, VALUE = "x = torch.ones(2, 3)", "x + 1"
SNIPPET = f"{BODY}\n{VALUE}"
_WHOLE = f"import torch\n{BODY}\nprint({VALUE})"
_PYTHON = (sys.executable, "-c")
_REPEATS = 3


def _started(command: Sequence[str]) -> Act:
    async def run() -> None:
        process = await asyncio.create_subprocess_exec(
            *command, _WHOLE, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        if await process.wait() != 0:
            raise RuntimeError(f"the cold run failed: {shlex.join(command)}")

    return run


def cold(command: str | None) -> Way:
    """A fresh `python -c`; or another command, told to run code by its last argument.

    What a foreign command makes others do is not ours to count.
    """
    if command:
        return Way(COLD, _started(shlex.split(command)), _REPEATS)
    return Way(COLD, _started(_PYTHON), _REPEATS, cpu_seconds=cpu_of_reaped)


def _jailed() -> list[str]:
    """Namespaces of every kind, nothing writable but /tmp, no environment: as snekbox's nsjail."""
    prefixes = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)}
    shown = [("--ro-bind", str(prefix), str(prefix)) for prefix in sorted(prefixes)]
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"),  # noqa: S108
        *(word for words in shown for word in words),
        *_PYTHON,
    ]


def bubblewrap() -> Way | str:
    """Or in words why there is none.

    What it costs can't be told: bwrap leaves before its Python, which then is nobody's child.
    """
    if shutil.which("bwrap") is None:
        return "no bwrap is installed (Debian: bubblewrap)"
    tried = subprocess.run([*_jailed(), "pass"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        return tried.stderr.strip() or f"bwrap ended with {tried.returncode}"
    return Way(BUBBLEWRAP, _started(_jailed()), _REPEATS)
