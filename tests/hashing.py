"""What code gives where sets and hashes have another order: within one process they never do."""

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]


def printed_elsewhere(script: str) -> str:
    """Run a script in a process of its own, with other hashes than this one's."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = os.environ | {"PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True, capture_output=True, text=True, cwd=CHECKOUT, env=environment,
    )  # fmt: skip
    return done.stdout.strip()
