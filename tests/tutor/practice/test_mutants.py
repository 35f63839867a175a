"""Each operator makes the mistakes of its kind, and none that could not be told from the code."""

import ast
from pathlib import Path

import pytest
import yaml

from tutor.practice.mutants.mutant import OF_AXES, OPERATORS, mutants

TABLE = yaml.safe_load(Path(__file__).with_name("mutants.yaml").read_text("utf-8"))
ROWS = [
    pytest.param(operator, line, made, id=f"{operator}: {line}")
    for operator, lines in TABLE.items()
    for line, made in lines.items()
]


def written(line: str) -> str:
    return ast.unparse(
        ast.parse(f"def f(x: Tensor, y: Tensor, n: int) -> Tensor:\n  return {line}")
    )


@pytest.mark.parametrize(("operator", "line", "made"), ROWS)
def test_an_operator_makes_these(operator: str, line: str, made: list[str]) -> None:
    found = [it.code for it in mutants(written(line)) if it.operator == operator]
    found = [it for it in found if operator == "transposed" or ".transpose(-2, -1)" not in it]

    assert sorted(found) == sorted(map(written, made))


def test_the_table_has_every_operator() -> None:
    assert TABLE.keys() == {*OF_AXES, *(name for name, _ in OPERATORS)}


def test_statements_are_left_out_and_words_are_left_alone() -> None:
    code = 'def f(x):\n    """Seven 7."""\n    if x.ndim:\n        raise ValueError(f"{1 + 1}")\n'
    code += "    x[0] = 1\n    return x"

    changed = [it.line for it in mutants(code)]

    assert "pass" in changed
    assert not [line for line in changed if "raise" in line]


def test_no_mutant_comes_twice_and_the_solution_is_none() -> None:
    code = written("(x[:, None] - y.mT).abs().sum(1) @ x")
    made = [it.code for it in mutants(code)]

    assert len({code, *made}) == len(made) + 1
