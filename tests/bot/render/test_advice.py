"""Errors that get better words in the chat."""

import pytest

from bot.render import advice
from sandbox.protocol import RunError

BETTER = {
    "a missing package": (
        ("ModuleNotFoundError", "No module named 'pandas'"),
        (
            "No module named 'pandas'. Snippets have torch, numpy, matplotlib and Python's "
            "standard library; nothing can be installed."
        ),
    ),
    "another kind of device": (
        (
            "NotImplementedError",
            "Could not run 'aten::empty' with arguments from the 'MPS' backend. This could be …",
        ),
        "There is no MPS device here, only the CPU: use device='cpu' or leave it out.",
    ),
    "an exit code": (("SystemExit", "3"), "The code ended itself with exit code 3."),
    "an exit with words": (("SystemExit", "no data"), "no data"),
    "an error of the learner's own": (("NotImplementedError", "later {x}"), "later {x}"),
    "any other": (("ValueError", "No module named 'x'"), "No module named 'x'"),
}


@pytest.mark.parametrize(("raised", "said"), BETTER.values(), ids=BETTER.keys())
def test_the_words_help(raised: tuple[str, str], said: str) -> None:
    kind, message = raised
    error = RunError(type=kind, message=message, line=1, column=None, end_column=None)

    assert advice.words(error) == said
