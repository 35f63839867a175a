import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import code_words as reading
from knowledge.search.code_words import MEANINGS, is_code, symbols
from knowledge.search.error_words import error_line, is_error, template, told
from knowledge.search.question import MAX_CHARACTERS, normalise, relevant

FRAGMENTS = st.sampled_from(
    ["x[:, None]", "a @ b", "RuntimeError: ", "(3x4)", "torch.", "`", "\n", ">>> ", " in PyTorch",
     "why", "zero_grad", "x.view(-1)", "ij,jk->ik", "[2, 3]", "\\", "'", "(", "]", "é", "\x00"]
)  # fmt: skip
MESSAGES = st.one_of(st.text(), st.lists(FRAGMENTS).map("".join), st.lists(FRAGMENTS).map(" ".join))
SHAPES = st.lists(st.integers(0, 4096), min_size=1, max_size=4)


@given(MESSAGES)
def test_any_message_can_be_read(text: str) -> None:
    question = normalise(text)

    assert question.sentence == question.sentence.lower().strip(" :")
    assert all(word == word.lower() for word in question.words)
    assert set(question.symbols) <= set(MEANINGS)


WORDS = st.sampled_from(
    [
        "view",
        "a",
        "if",
        "x",
        "not",
        "is",
        "match",
        "lambda",
        "None",
        "for",
        "import",
        "print",
        "and",
    ]
)


@given(st.lists(WORDS | FRAGMENTS).map(" ".join))
def test_what_is_told_from_code_at_a_glance_could_not_be_read_as_code(text: str) -> None:
    if reading._WORDS.search(text) and not reading._QUOTED.search(text):
        with pytest.raises((SyntaxError, ValueError)):
            ast.parse(text.strip())
    if not reading._SIGN_OF_CODE.search(text):
        assert [*reading._einsum_symbols(text), *reading._code_symbols(text)] == []
        assert [*reading._sign_symbols(text)] == []


@given(st.text(min_size=MAX_CHARACTERS))
def test_only_so_much_is_read(text: str) -> None:
    assert len(relevant(text)) <= MAX_CHARACTERS


@given(MESSAGES.filter(lambda text: "\n" not in text), st.sampled_from("  \t"))
def test_blanks_around_a_message_change_nothing(text: str, blank: str) -> None:
    assert normalise(blank + text.strip() + blank) == normalise(text.strip())


@given(SHAPES, SHAPES)
def test_an_error_reads_the_same_whatever_the_shapes(one: list[int], other: list[int]) -> None:
    message = "RuntimeError: stack expects each tensor to be equal size, but got {} at entry 0"

    assert normalise(message.format(one)) == normalise(message.format(other))


_NONE = "AttributeError: 'NoneType' object has no attribute 'zero_'"


@pytest.mark.parametrize(
    ("pasted", "broken"),
    [
        (f"w.grad.zero_()\n{_NONE}", "w.grad.zero_()"),
        (
            (
                f'Traceback (most recent call last):\n  File "a.py", line 7, in <module>\n'
                f"    w.grad.zero_()\n    ^^^^^^^^^^^^\n{_NONE}"
            ),
            "w.grad.zero_()",
        ),
        (
            (
                f'Traceback (most recent call last):\n  File "a.py", line 7, in <module>\n'
                f"    nn.init.zeros_(fc.bias)\n"
                f'  File "/x/site-packages/torch/nn/init.py", line 77, in _no_grad_zero_\n'
                f"    return tensor.zero_()\n{_NONE}"
            ),
            "nn.init.zeros_(fc.bias)",
        ),
        (
            (
                f"AttributeError     Traceback (most recent call last)\nCell In[3], line 8\n"
                f"      7 w -= lr * w.grad\n----> 8 w.grad.zero_()\n      9 print(loss)\n\n{_NONE}"
            ),
            "w.grad.zero_()",
        ),
    ],
)
def test_of_what_none_was_the_line_of_code_tells(pasted: str, broken: str) -> None:
    assert told(pasted) == relevant(pasted) == f"{_NONE}, {broken}"


def test_each_line_is_either_code_or_words() -> None:
    text = "for x in d:\n    f(x).backward()\n\nit gets worse\n# and worse"

    assert reading.code(text) == "for x in d:\n    f(x).backward()"
    assert reading.prose(text) == "it gets worse\n# and worse"


@pytest.mark.parametrize("pasted", [_NONE, f"it says\n{_NONE}"])
def test_without_code_above_it_an_error_is_told_alone(pasted: str) -> None:
    assert relevant(pasted) == _NONE


@given(st.integers(0, 999), st.integers(0, 999))
def test_an_error_reads_the_same_with_and_without_its_kind(a: int, b: int) -> None:
    bare = f"mat1 and mat2 shapes cannot be multiplied ({a}x{b} and {b}x{a})"

    assert template(f"RuntimeError: {bare}") == template(bare)
    assert normalise(f"RuntimeError: {bare}").sentence == normalise(bare).sentence


@pytest.mark.parametrize("library", ["in PyTorch", "with pytorch", "using torch"])
def test_the_library_s_name_says_nothing(library: str) -> None:
    assert normalise(f"how to transpose {library}").sentence == "how to transpose"


def test_a_name_keeps_its_meaning_without_its_module() -> None:
    assert normalise("torch.gather").sentence == normalise("gather").sentence


def test_a_traceback_is_read_by_the_line_that_names_the_error() -> None:
    pasted = (
        "it worked yesterday\n"
        "Traceback (most recent call last):\n"
        '  File "train.py", line 7, in <module>\n'
        "    loss.backward()\n"
        "RuntimeError: grad can be implicitly created only for scalar outputs\n"
    )

    assert error_line(pasted) == (
        "RuntimeError: grad can be implicitly created only for scalar outputs"
    )
    assert normalise(pasted).sentence == "grad can be implicitly created only for scalar outputs"


@pytest.mark.parametrize(
    "text",
    [
        "my output is (32, 1) but the loss expected (32,)",
        "0.1 + 0.2 is not equal to 0.3",
        "x[0] is not a copy?",
        "sum dim=0 is not the same as dim=1",
        "i got 4 axes and wanted 3",
        "can 2 tensors be equal, can't 1 be a view",
        "what is an IndexError",
        "how to suppress a UserWarning",
    ],
)
def test_a_question_keeps_its_numbers_and_names(text: str) -> None:
    assert normalise(text).sentence == text.lower()


@pytest.mark.parametrize(
    "message",
    [
        "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)",
        "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
        "shape '[2, 4]' is invalid for input of size 6",
        "index 5 is out of bounds for dimension 0 with size 3",
        "Dimension out of range (expected to be in range of [-2, 1], but got 2)",
        "Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [3, 4]",
        "stack expects each tensor to be equal size, but got [2] at entry 0 and [3] at entry 1",
        "expected sequence of length 3 at dim 1 (got 2)",
        "not enough values to unpack (expected 3, got 2)",
        "a Tensor with 6 elements cannot be converted to Scalar",
        "Tensors must have same number of dimensions: got 2 and 3",
        "shape mismatch: value tensor of shape [3] cannot be broadcast to result of shape [2]",
        "size mismatch, got input (2), mat (2x3), vec (2)",
        "cannot reshape array of size 6 into shape (3,4)",
        "input must have at least 2 dimensions, got 3",
    ],
)
def test_a_printed_message_without_its_kind_loses_its_numbers(message: str) -> None:
    assert is_error(message)
    assert re.search(r"\b[2-6]\b", normalise(message).sentence) is None


def test_a_comment_on_a_shape_is_no_error_that_stands_for_its_code() -> None:
    code = "a = torch.ones(3)\nb = torch.stack([a, a])\n# torch.Size([2, 3]), expected (6,)"

    assert "stack([a, a])" in normalise(code).sentence


def test_many_blank_lines_are_read_at_once() -> None:
    """Each was once looked at again for every one before it."""
    assert relevant("a" + "\n" * 200_000 + "b").startswith("a\n")


def test_one_line_is_no_traceback() -> None:
    assert error_line("what does RuntimeError: foo mean") is None


def test_words_are_asked_and_code_only_lends_its_symbols() -> None:
    question = normalise(
        "import torch\nrow = torch.arange(3)\ngrid = row[:, None] + row\n"
        "what exactly does the bracket with none do here"
    )

    assert question.sentence == "what exactly does the bracket with none do here"
    assert "none_index" in question.symbols


def test_code_is_read_where_the_words_say_too_little() -> None:
    assert "softmax" in normalise("why does this fail?\nx.softmax(3)").words


@pytest.mark.parametrize(
    ("code", "symbol"),
    [
        ("x[:, None]", "none_index"),
        ("row[np.newaxis]", "none_index"),
        ("why does x[None, :] work", "none_index"),
        ("x[..., 0]", "ellipsis_index"),
        ("x[x > 0]", "mask_index"),
        ("a @ b", "matmul_sign"),
        ("what is the @ operator", "matmul_sign"),
        ("a * b", "times_sign"),
        ("a == b", "equals_sign"),
        ("x.view(-1)", "minus_one"),
        ("what does `x.reshape(3, -1)` mean", "minus_one"),
        ("x.T", "transpose_attribute"),
        ("x.add_(1)", "in_place"),
        ("x += 1", "in_place"),
        ("torch.einsum('ij,jk->ik', a, b)", "einsum_product"),
        ("ii->i", "einsum_repeated"),
        ("torch.tensor vs torch.Tensor", "capital_tensor"),
    ],
)
def test_code_says_more_than_its_names(code: str, symbol: str) -> None:
    assert symbol in symbols(code)


@pytest.mark.parametrize("text", ["what is a view", "x", "unsqueeze", "a -> b", "5 * 3 = 15?"])
def test_words_are_not_taken_for_telling_code(text: str) -> None:
    assert not is_code(text)
    assert "none_index" not in symbols(text)
