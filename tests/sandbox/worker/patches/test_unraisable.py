"""Errors that nobody can catch are told in Python's words, and never in those of our own files."""

import pytest

from tests.sandbox.conftest import Run

# At each level that is left of the recursion, one that ends with an error.
AT_THE_END = """
class Ends:
    def __del__(self):
        1 / 0

def deep(level):
    if level > 940:
        Ends()
    deep(level + 1)

try:
    deep(0)
except RecursionError:
    print("done")
"""
ODD_HOMES = """
class Odd(Exception):
    pass

Odd.__module__ = {home}

class Ends:
    def __del__(self):
        raise Odd("words")

Ends()
"""


async def test_at_the_end_of_the_recursion_nothing_of_ours_is_shown(run: Run) -> None:
    result = await run(AT_THE_END)

    assert result.stdout == "done\n"
    assert "ZeroDivisionError" in result.stderr
    assert "worker" not in result.stderr


@pytest.mark.parametrize("home", ["None", "7"])
async def test_of_a_class_without_a_module_none_is_named(run: Run, home: str) -> None:
    result = await run(ODD_HOMES.format(home=home))

    assert result.stderr.endswith("\n<unknown>Odd: words\n")


@pytest.mark.parametrize("wish", ["int, 'x'", "sys.exit, 5", "lambda: 1 / 0"])
async def test_at_exit_the_way_leads_through_nothing_of_ours(run: Run, wish: str) -> None:
    result = await run(f"import atexit, sys\natexit.register({wish})")

    assert result.stderr.startswith("Exception ignored in atexit callback: ")
    assert "sandbox" not in result.stderr
    assert ("Traceback" in result.stderr) == ("lambda" in wish)
