"""Submissions written down beside the tests, each under a line that names its exercise."""

from functools import cache
from pathlib import Path

import yaml

from knowledge.exercises.exercise import Constraints

HERE = Path(__file__).parent


@cache
def exercises() -> dict[str, tuple[str, Constraints]]:
    """The signature and the rules of each exercise."""
    read = yaml.safe_load((HERE / "exercises.yaml").read_text("utf-8"))
    return {
        name: (each["signature"], Constraints.model_validate(each["constraints"]))
        for name, each in read.items()
    }


def submissions(name: str) -> list[tuple[list[str], str]]:
    """The words of each heading, `=== EXERCISE WORD ...`, and the code below it."""
    text = (HERE / f"{name}.txt").read_text("utf-8")
    found = (each.partition("\n") for each in f"\n{text}".split("\n=== ")[1:])
    return [(heading.split(), f"{code.rstrip()}\n") for heading, _, code in found]
