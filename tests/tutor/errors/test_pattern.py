"""Code has the shape of a pattern, or it has not."""

import ast

import pytest

from tutor.errors import pattern


def slots(text: str, code: str, known: dict | None = None) -> dict[str, str] | None:
    (node,) = ast.parse(code).body
    node = node.value if isinstance(node, ast.Expr) else node
    filled = pattern.read(text).match(node, known or {})
    return filled and {key: pattern._written(value) for key, value in filled.items()}


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("torch.$f($A, $B)", "torch.cat(x, y + 1)", {"f": "cat", "A": "x", "B": "y + 1"}),
        ("$X.size[$i]", "f(x).size[0]", {"X": "f(x)", "i": "0"}),
        ("$f($A, *$rest)", "f(1, 2, 3)", {"f": "f", "A": "1", "rest": "2, 3"}),
        ("$f(*$_, dim=$d, **$named)", "f(x, a=1, dim=2)", {"f": "f", "d": "2", "named": "a=1"}),
        ("OP($A, $B)", "a - b", {"op": "-", "A": "a", "B": "b"}),
        ("OP($A, $B)", "a < b", {"op": "<", "A": "a", "B": "b"}),
        ("INPLACE($A, $B)", "a += b", {"op": "+", "A": "a", "B": "b"}),
        ("for $i in $n: ...", "for k in 3:\n    a\n    b", {"i": "k", "n": "3"}),
        ("$w = $w - $_", "w = w - 1", {"w": "w"}),
    ],
)
def test_slots_hold_what_stands_there(text: str, code: str, expected: dict[str, str]) -> None:
    assert slots(text, code) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("$f($A)", "f(1, 2)"),
        ("$f($A)", "f(a, dim=0)"),
        ("$f($A)", "f(*a)"),
        ("$f($A, $A)", "f(a, b)"),
        ("OP($A, $B)", "a += b"),
        ("INPLACE($A, $B)", "a + b"),
        ("OP($A, $B)", "a in b"),
        ("$w = $w - $_", "w = v - 1"),
        ("[*$_]", "(1, 2)"),
    ],
)
def test_what_has_another_shape_is_left(text: str, code: str) -> None:
    assert slots(text, code) is None


def test_what_is_known_already_must_be_the_same() -> None:
    assert slots("self.$name = $_", "self.fc = 1", {"name": "fc"}) == {"name": "fc"}
    assert slots("self.$name = $_", "self.fc = 1", {"name": "lr"}) is None
