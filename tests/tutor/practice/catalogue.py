"""Submissions written down beside the tests, each under a line that names its exercise."""

from pathlib import Path

from knowledge.exercises.exercise import Constraints
from knowledge.exercises.shelf import shelf

HERE = Path(__file__).parent


def exercises() -> dict[str, tuple[str, Constraints]]:
    """The signature and the rules of each exercise."""
    return {each.id: (each.signature, each.constraints) for each in shelf().values()}


def submissions(name: str) -> list[tuple[list[str], str]]:
    """The words of each heading, `=== EXERCISE WORD ...`, and the code below it."""
    text = (HERE / f"{name}.txt").read_text("utf-8")
    found = (each.partition("\n") for each in f"\n{text}".split("\n=== ")[1:])
    return [(heading.split(), f"{code.rstrip()}\n") for heading, _, code in found]
