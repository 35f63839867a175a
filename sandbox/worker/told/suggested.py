"""What is said behind an error's words: a name that was surely meant."""

from sandbox.worker.shield import attempt_or
from sandbox.worker.told.elsewhere import meant
from sandbox.worker.told.lookalike import lookalike
from sandbox.worker.told.misspelt import suggestion


def suggested(error: BaseException) -> str:
    """What is said behind the error's words."""
    if (alike := attempt_or(None, lambda: lookalike(error))) is not None:
        return alike
    if (name := attempt_or(None, lambda: meant(error))) is not None:
        return f". Did you mean: '{name}'?" if name else ""
    return suggestion(error)
