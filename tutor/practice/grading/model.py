"""A submission that passed, beside the model solution: how long it is, and how much it holds."""

import ast

from knowledge.exercises.exercise import Exercise
from sandbox.protocol import Runner, RunResult
from sandbox.values import Value
from tutor.practice.grading.counterexample import size
from tutor.practice.grading.trial import Cases, called


async def beside_model(
    runner: Runner, exercise: Exercise, code: str, cases: Cases, learner: str
) -> str:
    """Two facts, where there is something to tell."""
    largest = max(cases.inputs, key=lambda each: size(each)[0])
    own = await _most(runner, exercise, code, largest, learner)
    model = await _most(runner, exercise, exercise.reference, largest, exercise.id)
    return " ".join(filter(None, (_length(code, exercise.reference), _memory(own, model))))


async def _most(
    runner: Runner, exercise: Exercise, code: str, inputs: Value, learner: str
) -> int | None:
    """The elements of the largest tensor on the way."""
    told = await called(runner, exercise, code, (inputs,), learner, watches_sizes=True)
    return None if isinstance(told, RunResult) else told[0].largest


def _length(own: str, model: str) -> str:
    ours, theirs = _statements(model), _statements(own)
    if theirs > ours:
        return f"Yours takes {theirs} statements; the model solution takes {ours}."
    return "Yours is as short as the model solution." if theirs == ours else "Yours is shorter."


def _statements(code: str) -> int:
    """Those that do something: no definition, import, docstring or `pass` counts."""
    passive = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Pass)
    nodes = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.stmt))
    return sum(not isinstance(node, passive) and not _is_text(node) for node in nodes)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _memory(own: int | None, model: int | None) -> str:
    if own is None or model is None or own == model:
        return ""
    more = "larger" if own > model else "smaller"
    return (
        f"Its largest tensor on the way is {more}: {own:,} elements, and {model:,} in the model's."
    )
