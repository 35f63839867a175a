"""`unsqueeze run`: a snippet from a file or stdin, through the sandbox."""

import asyncio
import json
import logging
import re
import sys
from pathlib import Path

from sandbox.client import connect
from sandbox.paste.reading import as_run
from sandbox.protocol import SEEDS, Outcome, RunRequest, RunResult, Want
from tutor.line import table
from unsqueeze.faults import SetupFault, standard_input
from unsqueeze.settings import read_settings
from unsqueeze.terminal import harmless

_NOT_PLAIN = re.compile(r"[^\x20-\x7e]")
# What a byte becomes here that is part of no UTF-8.
_NO_TEXT = re.compile(r"[\udc80-\udcff]")


def run(
    file: str, *, as_json: bool, sandbox_url: str | None, seed: int | None, every_line: bool = False
) -> int:
    """Run a snippet; 0 where it ended well, 1 where it did not."""
    if not 0 <= (seed or 0) < SEEDS:
        raise SetupFault(f"--seed: expected a number from 0 to {SEEDS - 1}, got {seed}")
    request = RunRequest(code=_read(file), seed=seed, want=Want(trace=every_line))
    url = sandbox_url or read_settings().sandbox_url
    result = _in_terms_of_bytes(asyncio.run(_run(url, request)), request.code)
    if as_json:
        print(_as_json(result))
    else:
        _show(result, request.code, every_line=every_line)
    return 0 if result.outcome is Outcome.OK else 1


async def _run(url: str, request: RunRequest) -> RunResult:
    # A log of its own says once more what this command ends with, if there is no sandbox.
    logging.getLogger("sandbox.client").addHandler(logging.NullHandler())
    async with connect(url, spares=1) as runner:
        return await runner.run(request)


def _read(file: str) -> str:
    # Bytes that are not UTF-8 travel as surrogates, and get a result as all else does.
    if file == "-":
        return standard_input().read().decode(errors="surrogateescape")
    try:
        return Path(file).read_bytes().decode(errors="surrogateescape")
    except OSError as error:
        raise SetupFault(f"expected a readable file, got {file!r}: {error.strerror}") from None


def _in_terms_of_bytes(result: RunResult, code: str) -> RunResult:
    """Of bytes that are not UTF-8 the sandbox saw what they were sent as, which nobody wrote."""
    found = _NO_TEXT.search(code)
    if found is None or result.outcome is not Outcome.REJECTED or result.error is None:
        return result
    line, byte = code.count("\n", 0, found.start()) + 1, ord(found[0]) - 0xDC00
    words = f"line {line} is not UTF-8 (byte 0x{byte:02X}): save it as UTF-8"
    error = result.error.model_copy(update={"message": words})
    return result.model_copy(update={"error": error, "stderr": f"{error.type}: {words}\n"})


def _as_json(result: RunResult) -> str:
    """In ASCII alone, which every encoding can write and no terminal obeys."""
    return _NOT_PLAIN.sub(_escaped, result.model_dump_json())


def _escaped(found: re.Match[str]) -> str:
    return "\\u007f" if found[0] == "\x7f" else json.dumps(found[0])[1:-1]


def _show(result: RunResult, code: str, *, every_line: bool) -> None:
    print(harmless(result.stdout), end="")
    print(harmless(result.stderr), end="", file=sys.stderr)
    if result.value is not None:
        print(harmless(result.value))
    if result.error and not result.stderr.rstrip().endswith(result.error.message):
        print(f"unsqueeze: {harmless(result.error.message)}", file=sys.stderr)
    if block := _parts(result, code, every_line=every_line):
        print(f"\n{harmless(block)}", file=sys.stderr)


def _parts(result: RunResult, code: str, *, every_line: bool) -> str:
    """What the parts of the failing line held, or those of every line."""
    if every_line:
        return table.every_line(result.trace, as_run(code))
    return table.failing(result.trace, result.error, as_run(code)) if result.error else ""
