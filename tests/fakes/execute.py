"""Runs a program in a plain Python process: what the sandbox does, without its protection."""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass

# Like the sandbox, the last expression is shown and what ends the run is described.
_DRIVER = """
import ast, json, sys
body = ast.parse(sys.stdin.read()).body
last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
names = {"__name__": "__main__"}
ended = {"outcome": "ok", "value": None, "error": None}
try:
    exec(compile(ast.Module(body, []), "<snippet>", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "<snippet>", "eval"), names)
        ended["value"] = None if value is None else repr(value)
except Exception as error:
    ended |= {"outcome": "error", "error": [type(error).__name__, str(error)]}
print()
print(json.dumps(ended))
"""


@dataclass(frozen=True, slots=True)
class Failure:
    type: str
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    outcome: str
    stdout: str
    value: str | None
    error: Failure | None


async def execute(code: str) -> Run:
    command = [sys.executable, "-I", "-c", _DRIVER]
    process = await asyncio.to_thread(
        subprocess.run, command, input=code, capture_output=True, text=True, check=False
    )
    if process.returncode != 0:
        return Run("killed", process.stdout, None, None)
    stdout, _, last = process.stdout.rstrip("\n").rpartition("\n")
    ended = json.loads(last)
    error = Failure(*ended["error"]) if ended["error"] else None
    return Run(ended["outcome"], stdout, ended["value"], error)
