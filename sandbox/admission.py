"""Code that is answered without being run: too long, or no text that Python could read."""

from sandbox.protocol import CODE_BYTES, Outcome, RunError, RunRequest, RunResult


def _answer(request: RunRequest, outcome: Outcome, error: RunError) -> RunResult:
    return RunResult(
        outcome=outcome,
        error=error,
        stderr=f"{error.type}: {error.message}\n",
        seconds=0.0,
        cpu_seconds=0.0,
        peak_bytes=0,
        seed=request.initial_seed,
        isolation="not run",
    )


def _syntax_error(code: str, at: int, message: str) -> RunError:
    before = code[:at]
    column = at - (before.rfind("\n") + 1)
    return RunError(
        type="SyntaxError",
        message=message,
        line=before.count("\n") + 1,
        column=column,
        end_column=column + 1,
    )


def answer_without_running(request: RunRequest) -> RunResult | None:
    """The answer to code that will not be run; None for code that will."""
    code = request.code
    try:
        size = len(code.encode("utf-8"))
    except UnicodeEncodeError as half:
        at = half.start
        message = f"the code holds half a character (U+{ord(code[at]):04X}), which is not text"
        return _answer(request, Outcome.REJECTED, _syntax_error(code, at, message))
    if size > CODE_BYTES:
        message = f"code may have {CODE_BYTES // 1024} KiB ({CODE_BYTES} bytes), this has {size}"
        error = RunError(
            type="CodeTooLong", message=message, line=None, column=None, end_column=None
        )
        return _answer(request, Outcome.REJECTED, error)
    if (at := code.find("\0")) >= 0:
        message = "source code string cannot contain null bytes"
        return _answer(request, Outcome.ERROR, _syntax_error(code, at, message))
    return None
