"""What is printed never fails for want of a character, and never steers the operator's terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.unsqueeze.conftest import Variables
from unsqueeze.terminal import harmless, tell

# Colours, a title, C1's way to begin them, DEL, and text that reads from right to left.
STEERING = "\x1b[31m \x1b]0;title\x07 \x9b31m \x7f \u202e é"
SHOWN = "␛[31m ␛]0;title␇ ⟨U+009B⟩31m ␡ ⟨U+202E⟩ é"
SNIPPET = f"import sys\ntext = {STEERING!a}\nprint(text + '\\t.')\nprint(text, file=sys.stderr)\n"


Ran = subprocess.CompletedProcess[bytes]


@pytest.fixture
def run(sandbox: Variables) -> Callable[..., Ran]:
    def run_code(*arguments: str, code: str, encoding: str) -> Ran:
        return subprocess.run(
            [sys.executable, "-m", "unsqueeze", "run", *arguments],
            input=code.encode(),
            capture_output=True,
            env=os.environ | sandbox | {"PYTHONIOENCODING": encoding},
            check=False,
        )

    return run_code


def test_what_steers_a_terminal_is_drawn() -> None:
    assert harmless(f"{STEERING}\t.\n") == f"{SHOWN}\t.\n"


def test_what_is_plain_is_left_as_it_is() -> None:
    text = "tensor([1., 2.])\n\té 日本 ✗"

    assert harmless(text) is text


def test_nothing_a_snippet_prints_is_obeyed(run: Callable[..., Ran]) -> None:
    code = f"{SNIPPET}class Said:\n    def __repr__(self): return text\nSaid()"

    done = run(code=code, encoding="utf-8")

    assert done.returncode == 0
    assert done.stdout.decode() == f"{SHOWN}\t.\n{SHOWN}\n"
    assert done.stderr.decode() == f"{SHOWN}\n"


def test_nor_what_it_raises(run: Callable[..., Ran]) -> None:
    done = run(code=f"{SNIPPET}raise ValueError(text)", encoding="utf-8")

    said = done.stderr.decode()
    assert f"ValueError: {SHOWN}" in said
    assert {character for character in said if not character.isprintable()} == {"\n"}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_poor_terminal_gets_escapes(run: Callable[..., Ran], encoding: str) -> None:
    done = run("--trace", code="print('é → ok')\n'é'", encoding=encoding)

    assert done.returncode == 0
    assert done.stdout.decode(encoding).splitlines()[0] in {"\\xe9 \\u2192 ok", "é \\u2192 ok"}


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_json_says_the_same_in_any_encoding(run: Callable[..., Ran], encoding: str) -> None:
    done = run("--json", code=SNIPPET, encoding=encoding)

    result = json.loads(done.stdout)
    assert (result["stdout"], result["stderr"]) == (f"{STEERING}\t.\n", f"{STEERING}\n")
    assert set(done.stdout) <= {*range(0x20, 0x7F), ord("\n")}


def test_a_sentence_is_a_line_of_json_where_that_is_promised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell("building the knowledge base", log_format="text")
    tell("building the knowledge base", log_format="json")

    plain, line = capsys.readouterr().err.splitlines()
    assert plain == "building the knowledge base"
    assert json.loads(line).items() >= {"event": plain, "level": "info"}.items()
