"""Parts of an expression, found by their text."""

import pytest

from tutor.line.rows import outermost, parts_of, respelt


@pytest.mark.parametrize(
    ("expression", "as_python"),
    [
        ("x[:,0:2]", "x[:, 0:2]"),
        ('d["k"]', "d['k']"),
        ("torch.ones(2,\n  3)", "torch.ones(2, 3)"),
        ("x = 1", "x = 1"),
        ("torch.ones(2,…", "torch.ones(2,…"),
        # Too deep to be written again.
        ("-" * 400 + "x", "-" * 400 + "x"),
    ],
)
def test_an_expression_is_spelt_as_python_would(expression, as_python) -> None:
    assert respelt(expression) == as_python


def test_a_part_is_there_as_often_as_it_is_written() -> None:
    assert sorted(parts_of("x.t() @ x")) == ["x", "x", "x.t", "x.t()", "x.t() @ x"]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("x @ y[0]", ["x"]),
        ("x.view(len(y), y.size(1))", ["x", "y", "y"]),
        ("y.sqrt().view(7)", []),
        ("torch.cat([x, y.sqrt()])", ["x"]),
        ("torch.cat(tensors=(*x, y))", ["x", "y"]),
        ("(x + 1) @ y", ["y"]),
        ("model(x)(y)", ["y"]),
        ("x.shape[0] == y.shape", ["x", "y"]),
    ],
)
def test_nothing_is_told_of_an_operand_by_what_stands_in_it(expression, found) -> None:
    parts = outermost(expression, {"x", "y"}, whole=True)

    assert [text for _, text in sorted(parts)] == found
