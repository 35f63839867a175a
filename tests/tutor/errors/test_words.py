"""What no example shows: what is left alone; and that nothing that is sent breaks the telling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.protocol import Operand, RunError
from tests.fakes.runner import result
from tests.tutor.errors.telling import held, said
from tutor.errors.code_around import is_unknown_name
from tutor.errors.rules import rules
from tutor.errors.words import words_of

MANY = "Boolean value of Tensor with more than one value is ambiguous"
LIST = "only integer tensors of a single element can be converted to an index"
NO_SHAPE = "'NoneType' object has no attribute 'shape'"
BRACKETS = "unsupported operand type(s) for +: 'builtin_function_or_method' and 'int'"
SIZES = "The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 1"
FILE = "[Errno 2] No such file or directory: 'out/a.txt'"
# What is left to Python's and torch's own words, since it may be meant otherwise.
LEFT = [
    ("TypeError", "'int' object is not callable", "f(3)", "f = 3\nf(3)"),
    ("TypeError", "sum() got an unexpected keyword argument 'dim'", "own.sum(x, dim=1)", ""),
    ("TypeError", LIST, "data[t]", "data = {0: 1}\ndata[t]"),
    ("TypeError", LIST, "data[t]", "data = [1, 2]\ndata[t] = 5"),
    ("TypeError", "unsupported operand type(s) for ^: 'set' and 'int'", "x ^ 2", "x ^ 2"),
    ("AttributeError", NO_SHAPE, "y.shape", "def f(x):\n    return g(x)\ny = f(x)\ny.shape"),
    ("AttributeError", NO_SHAPE, "y.shape", "y = d.get(3)\ny.shape"),
    ("AttributeError", "'Box' object has no attribute 'fit'", "m.fit", "class Box: pass\nm.fit"),
    ("NameError", "name 'dim' is not defined", "dim", "print(dim == 3)"),
    ("NameError", "name 'h' is not defined", "h", "h.x"),
    ("FileNotFoundError", FILE, "os.remove('out/a.txt')", "os.remove('out/a.txt')"),
    ("SyntaxError", "invalid syntax", "", "x = = 3"),
]


@pytest.mark.parametrize(("kind", "message", "broken", "code"), LEFT)
def test_what_may_be_meant_otherwise_is_left(kind, message, broken, code) -> None:
    assert said(kind, message, broken, code) == message


@pytest.mark.parametrize(
    ("code", "is_own"),
    [
        ("raise RuntimeError('{}')", True),
        ("raise RuntimeError(f(x))", False),
        ("try: f()\nexcept E as e: raise RuntimeError(str(e))", False),
    ],
)
def test_the_learners_own_words_are_left(code: str, *, is_own: bool) -> None:
    told = said("RuntimeError", SIZES, "f(x)" if "f(x)" in code else "", code)

    assert (told == SIZES) == is_own


def test_a_run_without_an_error_has_nothing_said_of_it() -> None:
    assert words_of(result(), "1") == ""


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("if x > 1 and x < 4: pass", "((x > 1) & (x < 4)).all()"),
        ("if x > 1 or n < 4: pass", "(x > 1).all()"),
        ("assert not x > 1", "(x > 1).all()"),
        ("y = [i for i in x if x > 1]", "(x > 1).all()"),
    ],
)
def test_one_answer_is_asked_of_all_that_the_line_asks(line: str, asked: str) -> None:
    assert asked in said("RuntimeError", MANY, "x > 1", line, operands=held(x=(3,)))


@pytest.mark.parametrize(
    ("a", "b", "fix"),
    [
        ((3, 4), (3,), "a + b[:, None]"),
        ((3,), (3, 4), "a[:, None] + b"),
        ((2, 3, 4), (3,), "a + b[:, None]"),
        ((3, 4), (5,), ""),
    ],
)
def test_a_number_for_each_row_is_stretched(a, b, fix) -> None:
    told = said("RuntimeError", SIZES, "a + b", "a + b", operands=held(a=a, b=b))

    assert told.endswith(f"write {fix}.") if fix else "write" not in told


def test_a_layer_that_wants_rows_is_given_them() -> None:
    message = "mat1 and mat2 shapes cannot be multiplied (224x28 and 784x10)"
    pictures = held(x=(8, 1, 28, 28))

    assert "fc(x.flatten(1))" in said("RuntimeError", message, "fc(x)", operands=pictures)
    assert "flatten" not in said("RuntimeError", message, "fc(x)", operands=held(x=(8, 28)))


def test_a_list_is_made_a_tensor_of_what_the_function_takes() -> None:
    message = "linear(): argument 'input' (position 1) must be Tensor, not list"

    assert "torch.tensor([1, 2], dtype=torch.float32)" in said("TypeError", message, "net([1, 2])")
    assert "torch.tensor([1.5, 2])" in said("TypeError", message, "net([1.5, 2])")
    filled = "x = [1, 2]\nx.append(t)\nnet(x)"
    assert said("TypeError", message, "net(x)", filled) == message


@pytest.mark.parametrize(
    ("given", "dtype"),
    [
        ("int", "int64"),
        ("float", "float64"),
        ("bool", "bool"),
        ("'int32'", "int32"),
        ("np.float32", "float32"),
        ("np.bool_", "bool"),
        ("dtype=np.uint8", "uint8"),
    ],
)
def test_astype_becomes_to_of_the_same_dtype(given, dtype) -> None:
    message = "'Tensor' object has no attribute 'astype'"

    told = said("AttributeError", message, "x.astype", f"y = x.astype({given}) + 1")

    assert told.endswith(f"write x.to(torch.{dtype}).")


def test_a_part_is_told_with_what_it_held() -> None:
    operands = (Operand(expression="i", shape=(2,), dtype="float32"),)
    message = "tensors used as indices must be long, int, byte or bool tensors"

    told = said("IndexError", message, "x[i]", "x[i]", operands=operands)

    assert told == "Positions are whole numbers, and i holds float32. Write x[i.long()]."


@pytest.mark.parametrize(
    ("code", "is_unknown"),
    [("net(3)", True), ("net = 1\nnet(3)", False), ("import net\nnet(3)", False), ("x = )", False)],
)
def test_a_name_is_unknown_where_the_code_gives_it_nothing(code: str, *, is_unknown: bool) -> None:
    error = RunError(
        type="NameError", message="name 'net' is not defined", line=1, column=0, end_column=3
    )

    assert is_unknown_name(error, code) == is_unknown


@given(st.text(max_size=60), st.text(max_size=200), st.sampled_from(rules().all))
def test_nothing_that_is_sent_breaks_the_telling(broken: str, code: str, rule) -> None:
    assert said(rule.kinds[0], MANY, broken, code, operands=held(x=(3,)))
    for example in rule.example:
        assert said(rule.kinds[0], rule.met.partition(" ")[2] or "x", example, code)


def test_code_that_is_nested_deeply_is_told_of_all_the_same() -> None:
    deep = "-".join(["x"] * 3_000)

    assert said("TypeError", BRACKETS, "x.sum + 1", f"{deep}\nx.sum + 1")
