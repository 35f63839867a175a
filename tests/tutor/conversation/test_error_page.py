"""Which page is about an error hangs on what broke, and not on its words alone."""

import pytest

from knowledge.pages.entry import Section
from sandbox.protocol import Operand, RunError
from tests.fakes.library import entry, library
from tutor.conversation.explain import meaning_in, meaning_of_quoted
from tutor.errors.cases import case_of
from tutor.errors.code_around import Failure

BRACKETS = "unsupported operand type(s) for +: 'builtin_function_or_method' and 'int'"
AMBIGUOUS = "Boolean value of Tensor with more than one value is ambiguous"
NO_PAGE = ""
NO_INDEX = "only integer tensors of a single element can be converted to an index"
NO_CAST = "result type Float can't be cast to the desired output type Long"
EXPANDED = "The expanded size of the tensor (4) must match the existing size (3) at …"
RAGGED = "setting an array element with a sequence. The array has an inhomogeneous shape after …"
NOT_CLOSE = "\nNot equal to tolerance rtol=1e-07, atol=0\n\n"
SIZES_PROVIDED = "expand(torch.FloatTensor{[2, 3]}, size=[3]): the number of sizes provided (1) …"
OUT_OF_RANGE = "index out of range in self"
NOT_FOR_LONG = "\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'"
UNEQUAL_RANK = "all the input arrays must have same number of dimensions, but the array at …"


def page_of(error: RunError, broken: str = "", code: str = "") -> str | None:
    """The page; empty where there is surely none, None where the message may find it."""
    case = case_of(Failure(error, broken, code))
    return None if case is None else case.page or NO_PAGE


def found(
    kind: str, message: str, broken: str, shape: tuple[int, ...] | None = None, code: str = ""
) -> str | None:
    held = (Operand(expression="x", shape=shape, dtype="float32"),) if shape is not None else ()
    error = RunError(type=kind, message=message, line=1, column=0, end_column=1, operands=held)
    return page_of(error, broken, code)


@pytest.mark.parametrize(
    ("kind", "message", "broken"),
    [
        ("ZeroDivisionError", "division by zero", "1 / 0"),
        ("NameError", "name 'time' is not defined", "time"),
        ("ModuleNotFoundError", "No module named 'fastai'", ""),
        ("TypeError", "f() takes 1 positional argument but 2 were given", "f(1, 2)"),
        ("TypeError", "object of type 'int' has no len()", "len(5)"),
        ("ValueError", "not enough values to unpack (expected 2, got 1)", "k, v"),
        ("TypeError", BRACKETS, "x.sum + 1"),
        ("TypeError", "'method' object is not iterable", "m.parameters"),
        ("AttributeError", "'float' object has no attribute 'size'", "nn.MSELoss()(x, 3.0)"),
        ("TypeError", "'torch.dtype' object is not callable", "torch.float32([1, 2])"),
        ("IndexError", "index 1 is out of bounds for dimension 0 with size 1", "lstm(x, h0)"),
        ("TypeError", NO_INDEX, "data[torch.tensor([1, 0])]"),
        ("TypeError", NO_INDEX, "range(n)"),
        ("RuntimeError", "Inference tensors do not track version counter.", "x._version"),
        ("FloatingPointError", "overflow encountered in scalar multiply", "np.int16(9999) * n"),
        ("FloatingPointError", "divide by zero encountered in divide", "a / 0"),
        ("AssertionError", "\nArrays are not strictly ordered `x < y`\n\nMismatched elements: 1 …",
         "np.testing.assert_array_less(x, y)"),
        ("AssertionError", f"{NOT_CLOSE}(shapes (1,), (1, 1) mismatch)\n ACTUAL: array([1.])",
         "np.testing.assert_allclose(x, y, strict=True)"),
        ("AssertionError", f"{NOT_CLOSE}(dtypes float64, float32 mismatch)\n ACTUAL: array([0.])",
         "np.testing.assert_allclose(x, y, strict=True)"),
        ("TypeError", "int is not a Module subclass", "nn.Sequential(3)"),
        ("TypeError", "ellipsis is not a Module subclass", "nn.Sequential(a, ...)"),
        ("TypeError", "'Tensor' object is not callable", "x(0)"),
        ("TypeError", "'float' object is not iterable", "x"),
        ("TypeError", "'float' object is not iterable", "sum(x)"),
        ("TypeError", "relu(): argument 'input' (position 1) must be Tensor, not tuple",
         "torch.relu(lstm(x))"),
        ("TypeError", "expected a sequence of integers or a single integer, got '2.5'",
         "np.random.chisquare(2, 2.5)"),
        ("TypeError", "percentile() missing 1 required positional argument: 'q'",
         "np.percentile((a, 50))"),
        ("AssertionError", "Size mismatch between tensors", "TensorDataset(a, b)"),
        ("SystemExit", "size mismatch", "sys.exit('size mismatch')"),
        ("IndexError", "index 5 is out of range", "net[5]"),
        ("AssertionError", "Tensor-likes are not equal!\n\nMismatched elements: 1 / 2 (50.0%)",
         "torch.testing.assert_close(x, y)"),
        ("AssertionError", "Scalars are not equal!\n\nExpected 4 but got 3.",
         "torch.testing.assert_close(3, 4)"),
        ("AssertionError", f"{NOT_CLOSE}Mismatch at index:\n [1]: 2 (ACTUAL), 3 (DESIRED)",
         "np.testing.assert_allclose(x, y)"),
        ("AssertionError", "\nArrays are not equal\n\nMismatch at index:\n [0]: True (ACTUAL), …",
         "np.testing.assert_array_equal(x, y)"),
        ("AssertionError", "\nArrays are not equal\n\n(shapes (2,), (3,) mismatch)",
         "np.testing.assert_array_equal(x, y)"),
        ("AssertionError", "expected 2D input", "x.dim() == 2"),
        ("AssertionError", "expected 2D input", "len(x.view(2, 3).shape) != 2"),
        ("AssertionError", "size mismatch", "x.shape == (2, 3)"),
    ],
)  # fmt: skip
def test_what_no_page_speaks_of_has_none(kind, message, broken) -> None:
    assert found(kind, message, broken) == NO_PAGE


@pytest.mark.parametrize(
    ("message", "broken"),
    [
        ("f() takes 2 positional arguments but 3 were given", "f(x, x, 1)"),
        ("softmax() takes 1 positional argument but 2 were given", "softmax(x, 1)"),
        ("mean() got an unexpected keyword argument 'dim'", "mean(x, dim=0)"),
        ("my_loss() missing 1 required positional argument: 'y'", "my_loss(x)"),
    ],
)
def test_a_function_of_ones_own_has_no_page_whatever_its_name(message: str, broken: str) -> None:
    assert found("TypeError", message, broken, (3,)) == NO_PAGE


@pytest.mark.parametrize(
    ("kind", "message", "broken", "page"),
    [
        ("AttributeError", "'NoneType' object has no attribute 'zero_'", "nn.init.zeros_(m.bias)",
         "bias-why"),
        ("ValueError", "shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)",
         "np.dot(a, b)", "inner-dims-match"),
        ("TypeError", "only integer scalar arrays can be converted to a scalar index",
         "np.concatenate(a, b)", "stack-vs-cat"),
        ("ValueError", UNEQUAL_RANK, "np.hstack([X, b])", "join-size-errors"),
        ("ValueError", "all input arrays must have the same shape", "np.stack(a)",
         "join-size-errors"),
        ("RuntimeError", NO_CAST, "criterion(out, y)", "bce-with-logits"),
        ("ValueError", "Using a target size (torch.Size([32])) that is different to the input …",
         "nn.BCELoss()(out, y)", "squeeze-in-loss"),
        ("IndexError", "too many indices for array: array is 2-dimensional, but 3 were indexed",
         "a[0, 0, 0]", "basic-indexing"),
        ("IndexError", "index 5 is out of bounds for axis 0 with size 3", "a[5]",
         "basic-indexing"),
        ("IndexError", "shape mismatch: indexing arrays could not be broadcast together with …",
         "a[[0, 1], [0, 1, 2]]", "integer-array-indexing"),
        ("ValueError", "could not broadcast input array from shape (3,) into shape (4,)", "a[0]",
         "broadcast-in-place"),
        ("ValueError", "operands could not be broadcast together with remapped shapes …",
         "np.einsum('ij,jk->ik', a, b)", "einsum-repeated-index"),
        ("ValueError", "einstein sum subscripts string contains too many subscripts for operand 0",
         "np.einsum('bij->bi', a)", "what-is-einsum"),
        ("RuntimeError", "Given input size: (3x4x5). Calculated output size: (3x0x1). Output …",
         "net(x)", "read-shape-errors"),
        ("IndexError", "index out of range in self", "x.index_select(0, i)", "index-select"),
        ("TypeError", "'Tensor' object is not callable", "w.T()", "transpose-t"),
        ("AssertionError", f"{NOT_CLOSE}nan location mismatch:\n ACTUAL: array([ 1., nan])",
         "np.testing.assert_allclose(x, y)", "nan-and-inf"),
        ("AssertionError", "The values for attribute 'dtype' do not match: torch.float32 != …",
         "torch.testing.assert_close(x, y)", "float-equality"),
    ],
)  # fmt: skip
def test_what_broke_leads_to_its_own_page(kind, message, broken, page) -> None:
    """Rules with words have their pages in the table, and its examples try them."""
    assert found(kind, message, broken) == page


@pytest.mark.parametrize(
    ("kind", "message", "broken", "shape"),
    [
        ("RuntimeError", "index 3 is out of bounds for dimension 1 with size 3", "p.gather(1, y)",
         (3,)),
        ("ZeroDivisionError", "division by zero", "x // 0", (3,)),
        ("TypeError", "'NoneType' object is not iterable", "history", None),
        ("TypeError", NO_INDEX, "torch.tensor([a, b])", None),
        ("ValueError", "could not broadcast input array from shape (2,3) into shape (2,)",
         "np.array(rows)", None),
        ("FloatingPointError", "overflow encountered in exp", "np.exp(x)", (3,)),
        ("AssertionError", f"{NOT_CLOSE}Mismatched elements: 1 / 2 (50%)",
         "np.testing.assert_allclose(x, y)", (3,)),
        ("TypeError", 'softmax() missing 1 required positional arguments: "dim"', "x.softmax()",
         (3,)),
        ("TypeError", "Net.forward() takes 2 positional arguments but 3 were given", "net(x, x)",
         (3,)),
        ("TypeError", "tensor() takes 1 positional argument but 2 were given", "tensor(x, 2)",
         (3,)),
        ("AssertionError", f"{NOT_CLOSE}Mismatch at index:\n [1]: 2.0 (ACTUAL), 2.5 (DESIRED)",
         "np.testing.assert_allclose(x, y)", (2,)),
        ("AssertionError", "Tensor-likes are not close!\n\nMismatched elements: 1 / 2 (50.0%)",
         "torch.testing.assert_close(x, y)", (2,)),
        ("TypeError", "'float' object is not iterable", "zip(row, x)", None),
        ("AssertionError", "was expecting embedding dimension of 4, but got 3",
         "attention(q, k, mask == 0)", (3,)),
    ],
)  # fmt: skip
def test_elsewhere_the_message_is_looked_up(kind, message, broken, shape) -> None:
    assert found(kind, message, broken, shape) is None


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("size mismatch", "raise RuntimeError('size mismatch')"),
        ("size mismatch (3)", "raise RuntimeError(f'size mismatch ({n})')"),
        ("expected 3D input (got 2D input)", "raise own.Wrong('expected 3D input') from error"),
    ],
)
def test_words_of_the_learners_own_have_no_page(message: str, code: str) -> None:
    assert found("RuntimeError", message, "", code=code) == NO_PAGE


@pytest.mark.parametrize("broken", ["", "x.dim() == 2"])
def test_nor_has_an_assertion_in_such_words(broken: str) -> None:
    code = "assert ok and x.dim() == 2, 'expected 4D input (got 2D input)'"

    assert found("AssertionError", "expected 4D input", broken, (3,), code) == NO_PAGE


@pytest.mark.parametrize(
    ("kind", "broken", "code"),
    [
        ("RuntimeError", "x @ y", "raise RuntimeError(f'no {x @ y}')"),
        ("AssertionError", "attention(q, k)", "assert attention(q, k) is not None, 'no attention'"),
        ("AssertionError", "", "assert attention(q, k)"),
        ("RuntimeError", "", "assert f(x), 'size mismatch'"),
    ],
)
def test_words_of_torchs_are_looked_up_there_as_well(kind: str, broken: str, code: str) -> None:
    message = "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"

    assert found(kind, message, broken, (3,), code) != NO_PAGE


@pytest.mark.parametrize(
    "told", ["raise RuntimeError(str(e))", "why = f'no: {e}'; raise RuntimeError(why)"]
)
def test_nor_are_words_that_tell_of_what_was_caught_the_learners_alone(told: str) -> None:
    message = "mat1 and mat2 shapes cannot be multiplied"
    code = f"try:\n    f()\nexcept TypeError as e: {told}"
    error = RunError(type="RuntimeError", message=message, line=3, column=0, end_column=1)

    assert page_of(error, code=code) is None
    assert page_of(error, code=code.replace("{e}", "").replace("str(e)", "'no'")) == NO_PAGE


UNPACKED = [
    "too many values to unpack (expected 2)",
    "not enough values to unpack (expected 2, got 1)",
]


@pytest.mark.parametrize("message", UNPACKED)
@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("a, b = x.chunk(3)", "split-vs-chunk"),
        ("(a, b) = torch.split(x, n)", "split-vs-chunk"),
        ("[a, b] = np.array_split(x, 3)", "split-vs-chunk"),
        ("a, b = parts; parts = x.tensor_split(3)", "split-vs-chunk"),
        ("a, b = x.shape", "debug-shapes"),
        ("a, b = x.size()", "debug-shapes"),
        ("a, b = x", NO_PAGE),
        ("a, b = lstm(x.chunk(3))", NO_PAGE),
        ("a, b = 'a b c'.split()", NO_PAGE),
        ("a, b = line.split(',')", NO_PAGE),
        ("a, b = line.split(sep)", NO_PAGE),
        ("a, b = line.split(sep=',')", NO_PAGE),
        ("sep = ','; a, b = line.split(sep, 2)", NO_PAGE),
        ("n = 2; a, b = x.split(n)", "split-vs-chunk"),
        ("a, b = x.split([1, n])", "split-vs-chunk"),
        ("a, b = x.split(n // 2, dim=1)", "split-vs-chunk"),
        ("a, b = x.split(split_size=n)", "split-vs-chunk"),
        ("a, b = split(x)\ndef split(x): return f(x)", NO_PAGE),
        ("a, b = shape(x)\ndef shape(x): return f(x)", NO_PAGE),
        ("for a, b in x.split(3): pass", NO_PAGE),
        ("a, b = parts; parts = x.chunk(3); parts = f(parts)", NO_PAGE),
    ],
)
def test_values_to_unpack_are_of_what_was_unpacked(message: str, code: str, page: str) -> None:
    assert found("ValueError", message, "a, b", (3, 4), code) == page


@pytest.mark.parametrize("message", UNPACKED)
def test_a_quoted_error_says_nothing_of_what_was_unpacked(message: str) -> None:
    about = entry("split-vs-chunk", f"ValueError: {message}")

    assert meaning_of_quoted(library((about,)), f"ValueError: {message}").slug is None


def test_the_error_of_another_library_is_told_where_torchs_is() -> None:
    """The page has it in the words of torch alone, by which the section would not be found."""
    told, untold = (
        entry("join-size-errors", "Why do they refuse?", more=more)
        for more in ("`RuntimeError: Tensors must have …`", None)
    )
    error = RunError(type="ValueError", message=UNEQUAL_RANK, line=1, column=0, end_column=1)

    assert meaning_in(library((told,)), error, ()).told_in == Section.MORE.value
    assert meaning_in(library((untold,)), error, ()).told_in is None
