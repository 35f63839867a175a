"""Einsum notations in pages: each must be one, and agree with the operands beside it."""

from pathlib import Path

import pytest

from knowledge.pages import curriculum
from knowledge.pages.check import check, einsum_faults
from knowledge.pages.curriculum import Curriculum
from tests.fakes.execute import execute
from tests.knowledge.writing import line_of, page, page_text, write, write_topics

RAISES = "Traceback (most recent call last):\n    ...\nRuntimeError: einsum(): no"


def body(example: str = ">>> 1\n1", prose: str = "It uses `einsum`.") -> str:
    return f"{prose}\n\n```pycon\n{example}\n```"


def found(text: str) -> list[str]:
    return [str(fault) for fault in einsum_faults(page("one", text))]


@pytest.mark.parametrize(
    "text",
    [
        body(">>> torch.einsum('ij,jk->ik', a, b)\n1"),
        body(">>> np.einsum(' i j -> j i ', a)\n1"),
        body(">>> einsum('...i,i', [a, b])\n1"),
        body(">>> torch.einsum('i,i', *both)\n1"),
        body(">>> torch.einsum(notation, a)\n1"),
        body(f">>> torch.einsum('ij->k', a)\n{RAISES}"),
        body(prose="`torch.einsum('ij,jk->ik', …)` sums `j`; see `ij->ji`, `->` and `i`."),
        body(prose="`torch.einsum('ij,jk->ik', ...)` leaves out its operands."),
        body(prose="No such thing here: `int -> float`, `(2, 3) -> (3, 2)`."),
    ],
)
def test_sound_notations_pass(text) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        (
            body(">>> 1\n1\n>>> torch.einsum('ij,jk->ik', a)\n1"),
            ">>> torch",
            "einsum 'ij,jk->ik': expected 2 operands for 'ij,jk', got 1",
        ),
        (
            body(">>> np.einsum('i,i->', a, b, c)\n1"),
            ">>> np",
            "einsum 'i,i->': expected 2 operands for 'i,i', got 3",
        ),
        (
            body(">>> def f(a):\n...     return torch.einsum('i2', a)\n>>> 1\n1"),
            "...     return",
            "einsum 'i2': expected letters, commas, '...' and one '->', got '2'",
        ),
        (
            body(prose="It uses `einsum`,\nfor example\n`ij,jk->il`."),
            "`ij,jk->il`",
            "einsum 'ij,jk->il': expected output letters that an input has, got 'l'",
        ),
        (
            body(prose="Write\n`torch.einsum('i->ii', …)`."),
            "`torch",
            "einsum 'i->ii': expected each letter once in the output, got 'i' 2 times",
        ),
        (
            body(prose="Write `torch.einsum('i', a, b)`."),
            "Write",
            "einsum 'i': expected 1 operand for 'i', got 2",
        ),
    ],
)
def test_a_wrong_one_is_named_with_its_line_and_what_was_expected(text, at, message) -> None:
    line = line_of(page_text("one", text), at)

    assert found(text) == [f"questions/shapes/one.md:{line}: {message}"]


def test_every_section_is_read() -> None:
    text = f"{body()}\n\n## More\n\neinsum: `a->b`\n\n## Pitfall\n\neinsum: `c->d`"

    assert len(found(text)) == 2


async def test_the_check_of_content_reports_them(tmp_path: Path) -> None:
    write_topics(tmp_path)
    write(tmp_path, "one", body(prose="It uses `einsum`: `ij->k`."))
    content = curriculum.read(tmp_path)
    assert isinstance(content, Curriculum)

    [proof] = [proof async for proof in check(content, execute)]

    [problem] = proof.problems
    assert "expected output letters" in problem.message
