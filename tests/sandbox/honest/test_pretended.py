"""What the kernel's filter only pretends, and when that is told."""

import errno

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.conftest import Run

NO_TIMES = "not done: times of files can't be set here"
NO_MODES = "not done: modes of files can't be set here"
FILE = "import os, shutil, tarfile\nfrom pathlib import Path\nPath('a').write_text('x')\n"

TOLD = {
    "times": ("os.utime('a', (1000, 1000))", NO_TIMES),
    "times in nanoseconds": ("os.utime('a', ns=(1000, 1000))", NO_TIMES),
    "times in a function": ("def age(p): os.utime(p, (5, 5))\nage('a')", NO_TIMES),
    "times of an open file": ("with open('a') as f: os.utime(f.fileno(), (5, 5))", NO_TIMES),
    "a mode": ("os.chmod('a', 0o400)", NO_MODES),
    "a mode of a path": ("Path('a').chmod(0o755)", NO_MODES),
    "a mode of an open file": ("with open('a') as f: os.fchmod(f.fileno(), 0o400)", NO_MODES),
}


@pytest.mark.parametrize(("code", "words"), TOLD.values(), ids=TOLD.keys())
async def test_what_is_not_set_is_told_once(run: Run, code: str, words: str) -> None:
    result = await run(f"{FILE}{code}\n{code}\nPath('b').touch()")

    assert (result.outcome, result.stderr.count("\n")) == (Outcome.OK, 1), result.stderr
    assert result.stderr.startswith(words)


UNTOLD = {
    "a touch": "Path('a').touch()\nos.utime('a')",
    "the times that it has": "t = os.stat('a')\nos.utime('a', (t.st_atime, t.st_mtime))",
    "those in nanoseconds": "t = os.stat('a')\nos.utime('a', ns=(0, t.st_mtime_ns))",
    "the mode that it has": "os.chmod('a', 0o644)\nPath('a').chmod(Path('a').stat().st_mode)",
    "a copy": "Path('a').touch(0o600)\nshutil.copy2('a', 'b')\nshutil.copytree('.', 'c')",
    "an archive": (
        "with tarfile.open('t', 'w') as t: t.add('a')\n"
        "with tarfile.open('t') as t:\n"
        "    m = t.getmember('a')\n    m.mtime, m.mode = 5, 0o755\n    t.extract(m, 'x')"
    ),
    "an error that is caught": (
        "for call in (os.utime, os.chmod):\n"
        "    try: call('missing', *[(5, 5)] if call is os.utime else [0])\n"
        "    except FileNotFoundError: pass"
    ),
    "no stream to tell it on": "import sys\nsys.stderr = None\nos.utime('a', (5, 5))",
    "times that can't be compared": (
        "class N(int):\n    def __ne__(self, other): raise ValueError\n"
        "os.utime('a', (N(5), N(5)))\nos.utime('a', ns=(N(5), N(5)))"
    ),
    "a hook that would hear of our looking": (
        "import sys\nseen = set()\n"
        "sys.addaudithook(lambda event, _: seen.add(event))\n"
        "os.utime('a', (5, 5))\nos.chmod('a', 0o400)\n"
        "assert seen == {'os.utime', 'os.chmod'}, seen"
    ),
}


@pytest.mark.parametrize("code", UNTOLD.values(), ids=UNTOLD.keys())
async def test_nothing_is_told_where_nothing_is_amiss(run: Run, code: str) -> None:
    result = await run(FILE + code)

    assert (result.outcome, result.stderr, result.stdout) == (Outcome.OK, "", ""), result.error


# Of a library, and so of whoever installed it.
ANOTHERS = {
    "its mode": ("os.chmod(torch.__file__, 0o777)", errno.EPERM),
    "its mode, named by a path": ("Path(torch.__file__).chmod(0o777)", errno.EPERM),
    "its mode, once opened": (
        "with open(torch.__file__) as f: os.fchmod(f.fileno(), 0)",
        errno.EPERM,
    ),
    "its times": ("os.utime(torch.__file__, (5, 5))", errno.EPERM),
    "its times in nanoseconds": ("os.utime(torch.__file__, ns=(5, 5))", errno.EPERM),
    "a touch": ("Path(torch.__file__).touch()", errno.EACCES),
}


@pytest.mark.parametrize(("code", "number"), ANOTHERS.values(), ids=ANOTHERS.keys())
async def test_what_is_anothers_is_not_the_snippets_to_change(
    run: Run, code: str, number: int
) -> None:
    result = await run(f"{FILE}print(os.stat(torch.__file__).st_uid == os.getuid())\n{code}")

    if result.stdout == "True\n":
        pytest.skip("the packages belong to the user that runs share")
    assert result.error is not None
    assert (result.error.type, result.stderr.count("not done")) == ("PermissionError", 0)
    assert result.error.message.startswith(f"[Errno {number}] ")


async def test_what_anybody_may_write_anybody_may_touch(run: Run) -> None:
    result = await run("import os\nos.utime(os.devnull)")

    assert (result.outcome, result.stderr) == (Outcome.OK, "")
