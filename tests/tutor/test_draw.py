"""The use case: what is asked of the sandbox, and what becomes of its answers."""

import ast
from datetime import UTC, datetime

import numpy as np
import pytest
import torch
from torch import nn

from progress.events import Kind, Sender, Turn
from sandbox.protocol import Outcome, RunError, RunRequest, SandboxBusy, SandboxUnavailable
from tests.fakes.library import library
from tests.fakes.runner import FakeRunner, result
from tutor.draw import Drawn, NothingToDraw, draw_code, may_be_drawn
from tutor.run import NotRun, Ran
from tutor.tutor import Tutor


class HereRunner:
    """Runs in this very process; an error ends as the sandbox would tell it."""

    def __init__(self) -> None:
        self.asked: list[RunRequest] = []

    async def run(self, request: RunRequest, *, learner: str | None = None):
        self.asked.append(request)
        self.learner = learner
        names = {"torch": torch, "np": np, "nn": nn, "F": nn.functional}
        try:
            *body, last = ast.parse(request.code).body
            exec(compile(ast.Module(body, []), "<snippet>", "exec"), names)  # noqa: S102
            value = eval(compile(ast.Expression(last.value), "<snippet>", "eval"), names)  # noqa: S307
        except Exception as error:  # noqa: BLE001
            kind = type(error).__name__
            told = RunError(type=kind, message=str(error), line=1, column=0, end_column=1)
            return result(outcome=Outcome.ERROR, error=told)
        return result(value=repr(value))


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1), datetime(2026, 1, 1, tzinfo=UTC))


async def test_an_expression_becomes_a_scene_and_counts_as_a_run(turn) -> None:
    runner = HereRunner()

    drawn = await draw_code(runner, turn, "a = torch.ones(2, 3)\na.T", slug="s", topic="t")

    assert isinstance(drawn, Drawn)
    assert drawn.scene.description.startswith("a.T: A view")
    (event,) = turn.events
    assert runner.learner == "1"
    assert (event.kind, event.slug, event.topic) == (Kind.RAN, "s", "t")
    assert (event.detail["outcome"], event.detail["drawn"]) == ("ok", True)


async def test_a_paste_is_drawn_as_the_sandbox_reads_it(turn, store) -> None:
    """Web pages and keyboards put spaces that Python refuses, and running code forgives them."""
    tutor = Tutor(library(), HereRunner(), store)

    drawn = await tutor.draw(turn, "a\N{NO-BREAK SPACE}= torch.ones(2,\N{NO-BREAK SPACE}3)\na.T")

    assert isinstance(drawn, Drawn)


async def test_backward_is_drawn_as_a_graph_and_counts_as_one_run(turn) -> None:
    code = "w = torch.ones(2, requires_grad=True)\nloss = (w * 3).sum()\nloss.backward()"

    drawn = await draw_code(HereRunner(), turn, code)

    assert isinstance(drawn, Drawn)
    assert drawn.caption == "(w * 3).sum(): forward and backward, gradients for w (2,)"
    assert [event.detail["outcome"] for event in turn.events] == ["ok"]


async def test_one_operation_with_gradients_keeps_its_own_picture(turn) -> None:
    drawn = await draw_code(HereRunner(), turn, "torch.ones(2, 3, requires_grad=True).T")

    assert isinstance(drawn, Drawn)
    assert "A view" in drawn.scene.description


async def test_sizes_that_clash_are_drawn_and_count_as_failed(turn) -> None:
    drawn = await draw_code(HereRunner(), turn, "torch.ones(2) + torch.ones(3)")

    assert isinstance(drawn, Drawn)
    assert (turn.events[0].detail["outcome"], turn.events[0].detail["error"]) == (
        "error",
        "RuntimeError",
    )


async def test_an_operand_that_clashes_is_drawn_in_its_expressions_place(turn) -> None:
    code = "1 + torch.relu(torch.ones(2, 3) @ torch.ones(2, 3))"

    drawn = await draw_code(HereRunner(), turn, code)

    assert isinstance(drawn, Drawn)
    assert drawn.scene.description.startswith("torch.ones(2, 3) @ torch.ones(2, 3): A row")


@pytest.mark.parametrize("code", ["1 + 1", "x = 3", "[1, 2]", "torch.ones(2).numpy", ""])
async def test_what_has_no_axes_is_not_drawn(turn, code) -> None:
    assert await draw_code(HereRunner(), turn, code) == NothingToDraw()


@pytest.mark.parametrize("code", ["foo(3)", "1 / 0\ntorch.ones(2)", "torch.ones(2", "len(3) + 1"])
async def test_code_that_fails_is_answered_as_running_it_is(store, turn, code) -> None:
    runner = HereRunner()

    outcome = await Tutor(library(), runner, store).draw(turn, code)

    assert isinstance(outcome, Ran)
    assert outcome.result.outcome is Outcome.ERROR
    assert runner.asked[-1].code == code
    assert len(turn.events) == 1


@pytest.mark.parametrize(
    ("refusal", "expected"), [(SandboxBusy(3.0), NotRun(3.0)), (SandboxUnavailable(), NotRun(None))]
)
async def test_a_sandbox_that_refuses_is_an_outcome(turn, refusal, expected) -> None:
    assert await draw_code(FakeRunner(refusal), turn, "torch.ones(2)") == expected
    assert turn.events == []


async def test_a_forged_answer_shows_nothing_but_the_run_itself(store, turn) -> None:
    runner = FakeRunner(result(value='{"parts": [], "outcome": {"kind": "tensor"}}'))

    assert isinstance(await Tutor(library(), runner, store).draw(turn, "torch.ones(2)"), Ran)


def error(line: int, kind: str = "RuntimeError") -> RunError:
    return RunError(type=kind, message="", line=line, column=0, end_column=1)


@pytest.mark.parametrize(
    ("code", "ended", "expected"),
    [
        ("a + b", result(value="tensor([1])"), True),
        ("1 + 2", result(value="3"), False),
        ("for a in b: pass", result(value="tensor([1])"), False),
        ("a = 1\na + b", result(outcome=Outcome.ERROR, error=error(2)), True),
        ("a = b + c\na", result(outcome=Outcome.ERROR, error=error(1)), False),
        ("a + b", result(outcome=Outcome.ERROR, error=error(1, "NameError")), False),
        ("a + b", result(outcome=Outcome.TIMEOUT), False),
        (
            "net(x)",
            result(
                outcome=Outcome.ERROR,
                error=error(1).model_copy(update={"inside": "net[2]: Linear(4, 2)"}),
            ),
            False,
        ),
    ],
)
def test_a_picture_is_offered_where_there_is_one_to_make(code, ended, expected) -> None:
    assert may_be_drawn(code, ended) is expected


@pytest.mark.parametrize(
    ("code", "caption"),
    [
        ("torch.ones(2, 3) + torch.ones(3)", ": (2, 3) and (3,) → (2, 3)"),
        ("torch.ones(2) + torch.ones(3)", ": (2,) and (3,) can't be done"),
        ("torch.ones(4).chunk(2)", ": (4,) → (2,) and (2,)"),
        ("torch.ones(4)", ": (4,)"),
    ],
)
async def test_a_caption_says_the_shapes_in_a_line(turn, code, caption) -> None:
    drawn = await draw_code(HereRunner(), turn, code)

    assert isinstance(drawn, Drawn)
    assert drawn.caption == code + caption
