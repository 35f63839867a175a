"""A demo in a process of its own, as somebody at a terminal starts it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def demo(data: Path, **settings: str) -> Iterator[str]:
    """Give the address of its chat page; it must end cleanly when told to."""
    environment = os.environ | {"UNSQUEEZE_DATA_DIR": str(data)} | settings
    environment.pop("UNSQUEEZE_TELEGRAM_TOKEN", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "unsqueeze", "demo", "--port", "0"],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert process.stdout is not None
    lines = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stdout)
    try:
        yield next(found[0] for found in lines if found)
    finally:
        process.send_signal(signal.SIGTERM)
        ended = process.wait(timeout=20)
        process.stdout.close()
    assert ended == 0
