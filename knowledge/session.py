"""A page's examples as one program that reports what each of them showed. Pure.

The program runs wherever snippets run and knows nothing of what is expected; holding its report
against the page happens here, outside.
"""

import doctest
import json
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.pycon import Example, Raises

_CHECKER = doctest.OutputChecker()
# Learners read expected output as it stands: 1 is not True there, nor is a blank line a word.
_STRICTLY = doctest.ELLIPSIS | doctest.DONT_ACCEPT_TRUE_FOR_1 | doctest.DONT_ACCEPT_BLANKLINE

# Each source is compiled as a prompt would be: expressions print their value. A prompt's own
# lines around an exception are left out, as doctest leaves them out.
_PROGRAM = """\
import contextlib, io, json, sys, traceback

def run(sources, marker):
    names = {{"__name__": "__main__"}}
    sys.displayhook = sys.__displayhook__
    for index, source in enumerate(sources):
        shown, raised = io.StringIO(), None
        with contextlib.redirect_stdout(shown):
            try:
                exec(compile(source, f"<example {{index}}>", "single", dont_inherit=True), names)
            except Exception as error:
                raised = traceback.format_exception_only(type(error), error)[-1]
        report = {{"index": index, "printed": shown.getvalue(), "raised": raised}}
        print("\\n" + marker + json.dumps(report), flush=True)

run(json.loads({sources!r}), {marker!r})
"""


class Shown(BaseModel):
    """What one example did: what it printed, and the last line of its traceback, if any."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    index: int
    printed: str
    raised: str | None


def program(examples: Sequence[Example], marker: str) -> str:
    """Write the program; `marker` begins each line of its report and must not be guessable."""
    sources = json.dumps([example.source for example in examples])
    return _PROGRAM.format(sources=sources, marker=marker)


def reported(stdout: str, marker: str) -> Mapping[int, Shown]:
    """Pick the report out of all that was printed; a line cut short by a limit is not one."""
    lines = (line for line in stdout.splitlines() if line.startswith(marker))
    found = (_read(line.removeprefix(marker)) for line in lines)
    return {shown.index: shown for shown in found if shown}


def _read(line: str) -> Shown | None:
    try:
        return Shown.model_validate_json(line)
    except ValidationError:
        return None


def difference(example: Example, shown: Shown) -> str | None:
    """Say what was expected and what came; None where they agree, `...` standing for anything."""
    expected = str(example.raises) if example.raises else example.want
    got = shown.printed if shown.raised is None else shown.raised
    is_same_kind = (example.raises is None) == (shown.raised is None)
    if is_same_kind and agree(expected, got):
        return None
    return f"`{_first_line(example.source)}` expected {_quoted(expected)}, got {_quoted(got)}"


def agree(expected: str, got: str) -> bool:
    """Compare to the letter, but for `...`, which stands for anything.

    Tabs of what came are expanded, as they are where a page is read.
    """
    return _CHECKER.check_output(_ended(expected), _ended(got.expandtabs()), _STRICTLY)


def raised_as(raises: Raises) -> Raises:
    """Drop the module from an exception's name: the sandbox and `__name__` go without."""
    return Raises(raises.type.rpartition(".")[2], raises.message)


def _ended(text: str) -> str:
    return f"{text.rstrip()}\n" if text.strip() else ""


def _first_line(source: str) -> str:
    return source.split("\n", 1)[0]


def _quoted(text: str) -> str:
    return repr(text.rstrip("\n")) if text.strip() else "nothing"
