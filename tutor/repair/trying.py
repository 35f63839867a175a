"""The program that tries changes of a learner's code: it runs in the sandbox in the code's place.

It goes by the rules of `tutor.sent_programs`.
"""

import contextlib
import io
import json
import linecache
import time
import warnings
from collections.abc import Sequence
from typing import Any


def _noting(seen: list[Any]) -> Any:
    def saw(value: Any) -> Any:
        seen.append(value)
        return value

    return saw


def tried(code: str, edits: Sequence[Any], seconds: float, torch: Any) -> None:
    """Print the numbers of the edits with which all of the code runs, and what shape each gave."""
    ends, at_latest = time.process_time() + seconds, time.monotonic() + 5 * seconds
    worked, count = [], 0
    warnings.simplefilter("ignore")
    for number, (start, end, text, is_expression) in enumerate(edits):
        if time.process_time() > ends or time.monotonic() > at_latest:
            break
        count += 1
        new = f"__saw__({text})" if is_expression else text
        seen: list[Any] = []
        linecache.clearcache()
        torch.manual_seed(0)
        names = {"__name__": "__main__", "__saw__": _noting(seen), **GIVEN}
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(code[:start] + new + code[end:], "<snippet>", "exec"), names)
        except BaseException:
            continue
        shape = getattr(seen[-1], "shape", None) if seen else None
        worked.append([number, list(shape) if shape is not None else None])
    print(json.dumps({"tried": count, "worked": worked}))


# What code finds without having imported it; filled where this runs.
GIVEN: dict[str, Any] = {}
