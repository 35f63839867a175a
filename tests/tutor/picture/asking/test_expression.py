"""What is drawn of a piece of code, and how it is taken apart."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.picture.asking.expression import Drawable, Nothing, drawable


def taken(code: str) -> tuple[str, str, list[str], str]:
    """Setup, operation, the code of the parts, and what is left of the expression."""
    found = drawable(code)
    assert isinstance(found, Drawable), code
    result = found.result.replace("_unsqueeze_part_", "$")
    return found.setup, found.operation, [source.code for source in found.sources], result


@pytest.mark.parametrize(
    ("code", "operation", "parts", "result"),
    [
        ("a + b", "add", ["a", "b"], "$0 + $1"),
        ("a @ b.T", "matmul", ["a", "b.T"], "$0 @ $1"),
        ("a > 0", "gt", ["a", "0"], "$0 > $1"),
        ("-a", "neg", ["a"], "-$0"),
        ("a[1:, None]", "index", ["a"], "$0[1:, None]"),
        ("a.T", "T", ["a"], "$0.T"),
        ("a.sum(dim=1)", "sum", ["a", "1"], "$0.sum(dim=$1)"),
        ("a.add_(b)", "add", ["a", "b"], "$0.add_($1)"),
        ("torch.cat([a, b], 1)", "cat", ["[a, b]", "1"], "torch.cat($0, $1)"),
        ("torch.nn.functional.relu(a)", "relu", ["a"], "torch.nn.functional.relu($0)"),
        ("f(a)(b)", "call", ["b"], "f(a)($0)"),
        ("f(*xs)", "value", [], "f(*xs)"),
        ("[a, b]", "value", [], "[a, b]"),
        ("a < b < c", "value", [], "a < b < c"),
        ("torch.pi", "value", [], "torch.pi"),
    ],
)
def test_an_expression_comes_apart_into_an_operation_and_its_parts(
    code, operation, parts, result
) -> None:
    assert taken(code) == ("", operation, parts, result)


@pytest.mark.parametrize(
    ("code", "setup", "drawn"),
    [
        ("x = f()\ny = 2\nx + y", "x = f()\ny = 2\n", "x + y"),
        ("x = f(); x.T", "x = f(); ", "x.T"),
        ("é = f(); é.T", "é = f(); ", "é.T"),
        ("y = a + b", "", "a + b"),
        ("y: object = a + b", "", "a + b"),
        ("a += b", "", "a += b"),
        ("print(a.T)", "", "a.T"),
        ("(a + b).shape", "", "a + b"),
        ("a.T.stride()", "", "a.T"),
        ("a.shape[0]", "", "a"),
        ("y = a.T\ny", "", "a.T"),
        ("y = a.T\nprint(y.shape)", "", "a.T"),
        ("y = torch.ones(2)\ny", "y = torch.ones(2)\n", "y"),
        ("y = a.T\nz = 1\ny", "y = a.T\nz = 1\n", "y"),
    ],
)
def test_the_last_expression_is_drawn_and_all_before_it_is_run(code, setup, drawn) -> None:
    found = drawable(code)

    assert isinstance(found, Drawable)
    assert (found.setup, found.text) == (setup, drawn)


@pytest.mark.parametrize(
    "code", ["", "# nothing", "1", "'text'", "for a in b: a", "def f(): pass", "a +", "\0", "x = 1"]
)
def test_what_has_no_picture_is_told_apart(code: str) -> None:
    assert drawable(code) == Nothing()


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("a += b", "a"),
        ("a[1:] *= 2", "a"),
        ("a.add_(b)", "a"),
        ("nn.init.zeros_(w)", "w"),
        ("a[mask].add_(1)", ""),
        ("(a * 2).add_(1)", ""),
        ("a + b", ""),
        ("a.__len__()", ""),
    ],
)
def test_what_is_changed_in_place_is_known_by_name(code, changed) -> None:
    found = drawable(code)

    assert isinstance(found, Drawable)
    assert found.changed == changed


def test_a_role_is_a_place_or_a_name() -> None:
    found = drawable("torch.stack([a, b], dim=-1)")

    assert isinstance(found, Drawable)
    assert [source.role for source in found.sources] == ["0", "dim"]
    assert found.sources[0].items == ("a", "b")


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_no_text_is_too_odd(code: str) -> None:
    assert isinstance(drawable(code), Drawable | Nothing)


_NAMES = st.sampled_from(["a", "b", "torch.ones(2)", "x[0]", "3", "(a if b else c)", "f(a)"])
_EXPRESSIONS = st.recursive(
    _NAMES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "@", "<", "-"]), inner).map(
            lambda three: f"({three[0]}) {three[1]} ({three[2]})"
        ),
        inner.map(lambda one: f"({one}).sum(0)"),
        inner.map(lambda one: f"torch.relu({one})"),
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(_EXPRESSIONS)
def test_parts_put_back_give_the_expression_again(code: str) -> None:
    found = drawable(code)
    if isinstance(found, Nothing):
        return
    parts = {f"_unsqueeze_part_{n}": source.code for n, source in enumerate(found.sources)}

    class PutBack(ast.NodeTransformer):
        def visit_Name(self, node):
            return ast.parse(parts.get(node.id, node.id), mode="eval").body

    whole = PutBack().visit(ast.parse(found.result, mode="eval"))
    assert ast.unparse(whole) == ast.unparse(ast.parse(code, mode="eval"))
