"""Code as the sandbox reads it: prompts, a notebook's commands and typographic signs of a paste.

The reader of pastes is the sandbox's worker's, which loads torch. So the sandbox is asked, and only
about what Python refuses. What is kept and shown to learners is then what the sandbox runs.
"""

import json
import re
from collections.abc import Mapping, Sequence

from knowledge.pycon import Malformed
from knowledge.transcript import Fence, fences, inputs, refilled
from sandbox.protocol import CODE_BYTES, Outcome, Runner, RunRequest, Want

_PLAIN = Want(value=False, tensors=False, images=False)
# To Python this is an annotation, so it is not refused, and meant so by nobody.
_CELL = re.compile(r"\s*In ?\[[\d *]*\]:")
_COMMAND = re.compile(r"%\w")
_ASKS = """\
import json
from sandbox.worker.pasted import read

def meant(source):
    try:
        return [read(source)[0], 0]
    except SyntaxError as error:
        return [error.msg, error.lineno or 1]

print(json.dumps([meant(source) for source in json.loads({sources!r})]))
"""


async def as_read(
    runner: Runner, sources: Sequence[str], learner: str = ""
) -> tuple[str | Malformed, ...]:
    """Each snippet as the sandbox understands it, line for line, or why it does not."""
    refused = list(dict.fromkeys(source for source in sources if _is_strange(source)))
    meant = await _asked(runner, refused, learner) if refused else {}
    return tuple(meant.get(source) or _as_it_stands(source) for source in sources)


async def markdown_as_read(runner: Runner, markdown: str, learner: str = "") -> str | Malformed:
    """A section whose code is as the sandbox reads it; a fault's line counts within its block."""
    found = fences(markdown)
    meant = await as_read(runner, [each.code for each in found], learner)
    faults = [each for each in meant if isinstance(each, Malformed)]
    if faults:
        return faults[0]
    pairs = zip(found, meant, strict=True)
    changed = [
        Fence(fence.start, fence.end, code)
        for fence, code in pairs
        if isinstance(code, str) and code != fence.code
    ]
    return refilled(markdown, changed)


def _is_strange(source: str) -> bool:
    return isinstance(inputs(source), Malformed) or _CELL.match(source) is not None


def _as_it_stands(source: str) -> str | Malformed:
    cut = inputs(source)
    return cut if isinstance(cut, Malformed) else source


async def _asked(
    runner: Runner, sources: Sequence[str], learner: str
) -> Mapping[str, str | Malformed]:
    """The sandbox's reading of each; empty where it gives none, and Python's complaint stands."""
    code = _ASKS.format(sources=json.dumps(sources))
    if len(code.encode("utf-8", "replace")) > CODE_BYTES:
        return {}
    result = await runner.run(RunRequest(code=code, want=_PLAIN), learner=learner)
    is_whole = result.outcome is Outcome.OK and not result.dropped_bytes
    answers = json.loads(result.stdout) if is_whole and result.stdout else []
    return {
        source: Malformed(line, f"the code is not Python: {text}") if line else _kept(source, text)
        for source, (text, line) in zip(sources, answers, strict=False)
    }


def _kept(source: str, meant: str) -> str:
    """The sandbox's reading, without the `pass` that it puts for a notebook's own command."""
    before, after = source.split("\n"), meant.split("\n")
    if len(before) != len(after):
        return meant
    kept = "\n".join(
        "" if line == "pass" and _COMMAND.match(was) else line
        for was, line in zip(before, after, strict=True)
    )
    return kept if kept.strip() else meant
