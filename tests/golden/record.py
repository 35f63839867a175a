"""`python -m tests.golden.record [GROUP …]`: today's outcomes become those that tests hold.

A data folder that is ready saves the first start: UNSQUEEZE_TEST_DATA names one.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.golden import playing
from tests.golden.wire import running


def main(groups: list[str]) -> None:
    wanted = groups or playing.GROUPS
    together = [group for group in wanted if group not in playing.APART]
    for each in (together, *([group] for group in wanted if group in playing.APART)):
        with tempfile.TemporaryDirectory() as folder:
            if ready := os.environ.get("UNSQUEEZE_TEST_DATA"):
                shutil.copytree(ready, folder, dirs_exist_ok=True)
            _record(Path(folder), each)


def _record(data: Path, groups: list[str]) -> None:
    if groups:
        with running(data) as demo:
            for group in groups:
                playing.record(group, playing.play(demo, group))


if __name__ == "__main__":
    main(sys.argv[1:])
