"""`unsqueeze grade`: a verdict for people and programs, whatever is sent."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CONTENT = Path(__file__).parents[3] / "knowledge" / "content" / "exercises"
RIGHT = (CONTENT / "checkerboard" / "reference.py").read_bytes()


def grade(
    sandbox_url: str, *arguments: str, sent: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "unsqueeze", "grade", *arguments, "--sandbox", sandbox_url]
    return subprocess.run(command, input=sent, capture_output=True, check=False)


SENT = {
    "right": (RIGHT, "passed", "Right"),
    "a typical mistake": (RIGHT.replace(b" % 2", b" % 2.0"), "wrong", "are floats"),
    "nothing": (b"", "refused", "def checkerboard(n: int) -> Tensor"),
    "another function": (b"def g(n): return n", "refused", "checkerboard"),
    "no Python": (b"def checkerboard(n:", "refused", "Line 1"),
    "no text": (RIGHT + b"# \xe9\xff", "refused", "Python cannot read this"),
    "a file of 1 MB": (RIGHT + b"#" * 2**20, "refused", "10,000 characters"),
    "a rule": (b"def checkerboard(n):\n    for i in []: pass", "refused", "Line 2"),
}


@pytest.mark.parametrize(("sent", "outcome", "said"), SENT.values(), ids=SENT.keys())
def test_whatever_is_sent_gets_a_verdict(sandbox_url, sent, outcome, said) -> None:
    done = grade(sandbox_url, "checkerboard", "-", "--json", sent=sent)

    told = json.loads(done.stdout)
    assert told.keys() == {"passed", "feedback", "outcome"}
    assert (told["outcome"], told["passed"]) == (outcome, outcome == "passed"), told
    assert said in told["feedback"]
    assert done.returncode == (not told["passed"])
    assert done.stderr == b""


def test_people_read_the_sentence(sandbox_url, tmp_path) -> None:
    (tmp_path / "mine.py").write_bytes(RIGHT)

    done = grade(sandbox_url, "checkerboard", str(tmp_path / "mine.py"))

    assert done.stdout.startswith(b"Right: all ")
    assert done.returncode == 0


def test_an_exercise_may_be_a_folder_of_ones_own(sandbox_url) -> None:
    done = grade(sandbox_url, str(CONTENT / "checkerboard"), sent=RIGHT)

    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("chekerboard",), b"checkerboard"), (("checkerboard", "/no/file"), b"readable file")],
)
def test_what_is_not_there_is_named_in_a_line(sandbox_url, arguments, said) -> None:
    done = grade(sandbox_url, *arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
