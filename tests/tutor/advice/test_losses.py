"""A loss that was given its scores and its targets in another form, or order."""

import pytest

from sandbox.protocol import Operand
from tests.tutor.advice.advising import said


def whole(kernel: str = "log_softmax_lastdim", dtype: str = "Long") -> tuple[str, str]:
    return "NotImplementedError", f"\"{kernel}_kernel_impl\" not implemented for '{dtype}'"


def two(first: tuple[int, ...], second: tuple[int, ...], dtype: str) -> tuple[Operand, ...]:
    return (
        Operand(expression="a", shape=first, dtype="int64"),
        Operand(expression="b", shape=second, dtype=dtype),
    )


def test_a_loss_takes_scores_first() -> None:
    whole = "\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'"
    chosen = "Expected floating point type for target with class probabilities, got Long"

    assert said("NotImplementedError", whole, "F.cross_entropy(y, p)").endswith("whole numbers.")
    assert said("NotImplementedError", whole, "F.log_softmax(y, 0)") == whole
    assert said("RuntimeError", chosen, "F.cross_entropy(p.argmax(1), y)") == (
        "This loss takes the scores themselves: leave out argmax."
    )
    assert said("RuntimeError", chosen, "F.cross_entropy(p, y)") == chosen


@pytest.mark.parametrize(
    ("sizes", "kind"),
    [(((2, 3), (2,)), whole()), (((2, 3, 4, 4), (2, 4, 4)), whole("log_softmax", "Int"))],
)
@pytest.mark.parametrize("code", ["F.cross_entropy(a, b)", "f = nn.CrossEntropyLoss()\nf(a, b)"])
def test_scores_in_their_place_are_only_to_be_floats(sizes, kind, code) -> None:
    words = said(*kind, code.rpartition("\n")[2], code, operands=two(*sizes, "int64"))

    loss = "cross_entropy" if "F." in code else "CrossEntropyLoss"
    assert words == f"{loss} takes floats as scores: write a.float()."


@pytest.mark.parametrize(
    "code",
    [
        "f = nn.CrossEntropyLoss(label_smoothing=0.1)\nf(a, b)",
        "nn.CrossEntropyLoss()(a, b)",
        "class T:\n    def __init__(self):\n        self.f = nn.CrossEntropyLoss()\nt.f(a, b)",
    ],
)
def test_a_loss_that_was_made_takes_scores_first_as_well(code) -> None:
    line = code.rpartition("\n")[2]

    assert said(*whole(), line, code, operands=two((2,), (2, 3), "float32")) == (
        "CrossEntropyLoss takes the scores first and the classes after them; here the first are "
        "whole numbers."
    )


@pytest.mark.parametrize(
    "code",
    [
        "f = nn.KLDivLoss()\nf(a, b)",
        "f(a, b)",
        "def g(f):\n    f(a, b)\nf = nn.CrossEntropyLoss()\nf(a, b)",
    ],
)
def test_of_a_loss_that_is_not_known_nothing_is_told(code) -> None:
    kind, message = whole()

    words = said(kind, message, "f(a, b)", code, operands=two((2,), (2, 3), "float32"))

    assert words == message


NO_CAST = "result type Float can't be cast to the desired output type Long"
TARGETS = (
    Operand(expression="out", shape=(4,), dtype="float32"),
    Operand(expression="y", shape=(4,), dtype="int64"),
)
LOSS = "BCEWithLogitsLoss takes floats, also as targets: write y.float()."


@pytest.mark.parametrize(
    "code",
    [
        "nn.BCEWithLogitsLoss()(out, y)",
        "nn.BCEWithLogitsLoss(pos_weight=w)(out, y)",
        "criterion = nn.BCEWithLogitsLoss()\ncriterion(out, y)",
        "class Net:\n    def f(self):\n        self.loss = nn.BCEWithLogitsLoss()\nn.loss(out, y)",
    ],
)
def test_the_binary_loss_takes_floats_as_targets(code) -> None:
    assert said("RuntimeError", NO_CAST, code.rpartition("\n")[2], code, operands=TARGETS) == LOSS


def test_its_function_says_so_by_its_own_name() -> None:
    line = "F.binary_cross_entropy_with_logits(out, target=y)"

    assert said("RuntimeError", NO_CAST, line, line, operands=TARGETS) == LOSS.replace(
        "BCEWithLogitsLoss", "binary_cross_entropy_with_logits"
    )


@pytest.mark.parametrize(
    ("code", "operands"),
    [
        ("criterion(out, y)", TARGETS),
        ("criterion = nn.MSELoss()\ncriterion(out, y)", TARGETS),
        ("y /= 2", TARGETS),
        ("nn.BCEWithLogitsLoss()(y, out)", TARGETS),
        ("nn.BCEWithLogitsLoss()(out, y)", ()),
        ("nn.BCEWithLogitsLoss()(out, f(y))", TARGETS),
    ],
)
def test_where_the_loss_or_its_targets_are_not_known_the_message_stays(code, operands) -> None:
    line = code.rpartition("\n")[2]

    assert said("RuntimeError", NO_CAST, line, code, operands=operands) == NO_CAST


FOUND = "Found dtype Float but expected Long"
NO_SIGMOID = "\"log_sigmoid_cpu\" not implemented for 'Long'"
SWAPPED = (
    Operand(expression="y", shape=(4,), dtype="int64"),
    Operand(expression="p", shape=(4,), dtype="float32"),
)


@pytest.mark.parametrize(
    ("kind", "message", "code", "loss"),
    [
        ("RuntimeError", FOUND, "F.binary_cross_entropy(y, p)", "binary_cross_entropy"),
        ("RuntimeError", FOUND, "f = nn.BCELoss()\nf(y, p)", "BCELoss"),
        ("NotImplementedError", NO_SIGMOID, "nn.BCEWithLogitsLoss()(y, p)", "BCEWithLogitsLoss"),
        ("NotImplementedError", NO_SIGMOID, "F.binary_cross_entropy_with_logits(y, p)",
         "binary_cross_entropy_with_logits"),
    ],
)  # fmt: skip
def test_the_binary_losses_take_what_was_predicted_first(kind, message, code, loss) -> None:
    assert said(kind, message, code.rpartition("\n")[2], code, operands=SWAPPED) == (
        f"{loss} takes what was predicted first and the targets after it, both as floats; here "
        "the first are whole numbers."
    )


@pytest.mark.parametrize(
    ("code", "operands"),
    [
        ("f(y, p)", SWAPPED),
        ("f = nn.MSELoss()\nf(y, p)", SWAPPED),
        ("F.binary_cross_entropy(p, y)", SWAPPED),
        ("F.binary_cross_entropy(y, p)", ()),
    ],
)
def test_where_they_are_not_swapped_or_nothing_is_known_the_message_stays(code, operands) -> None:
    assert said("RuntimeError", FOUND, code.rpartition("\n")[2], code, operands=operands) == FOUND


OUTSIDE = "all elements of target should be between 0 and 1"


@pytest.mark.parametrize("line", ["F.binary_cross_entropy(y, p)", "nn.BCELoss()(labels, out)"])
def test_targets_tell_by_their_name_that_they_stand_first(line) -> None:
    loss = "BCELoss" if "nn." in line else "binary_cross_entropy"

    assert said("RuntimeError", OUTSIDE, line, line) == (
        f"{loss} takes what was predicted first and the targets after it: all targets should be "
        "between 0 and 1."
    )


@pytest.mark.parametrize("line", ["F.binary_cross_entropy(p, y)", "F.binary_cross_entropy(a, b)"])
def test_other_targets_are_only_outside(line) -> None:
    assert said("RuntimeError", OUTSIDE, line, line) == OUTSIDE


def given(line: str, code: str, message: str, shape: tuple[int, ...], dtype: str) -> str:
    operands = (
        Operand(expression="logits", shape=(4, 3), dtype="float32"),
        Operand(expression="y", shape=shape, dtype=dtype),
    )
    kind = "NotImplementedError" if "not implemented" in message else "RuntimeError"
    return said(kind, message, line, f"{code}\n{line}", operands=operands)


CLASSES_AS = "expected target dtype to be Long or Byte, but got {}"
A_COLUMN = "0D or 1D target tensor expected, multi-target not supported"
AS_SCORES = "Expected floating point type for target with class probabilities, got Long"


def test_classes_are_whole_numbers() -> None:
    line, made = "F.cross_entropy(logits, y)", "loss_of = nn.NLLLoss()"

    floats = given(line, "", CLASSES_AS.format("Float"), (4,), "float32")
    short = given("loss_of(logits, y)", made, CLASSES_AS.format("Int"), (4,), "int32")

    assert floats == "cross_entropy takes the classes as whole numbers: write y.long()."
    assert short == "NLLLoss takes the classes as int64: write y.long()."


def test_classes_of_an_unknown_loss_are_left() -> None:
    message = CLASSES_AS.format("Float")

    assert given("f(logits, y)", "f = mine()", message, (4,), "float32") == message


def test_one_score_for_each_row_is_of_no_class() -> None:
    message, line = CLASSES_AS.format("Float"), "F.cross_entropy(p, y)"
    held = (
        Operand(expression="p", shape=(4, 1), dtype="float32"),
        Operand(expression="y", shape=(4,), dtype="float32"),
    )

    assert said("RuntimeError", message, line, line, operands=held) == message


def test_classes_in_a_column_are_squeezed() -> None:
    line = "F.cross_entropy(logits, y)"

    floats = given(line, "", A_COLUMN, (4, 1), "float32")

    assert floats.endswith("of shape (4,), and y is (4, 1): write y.squeeze(1).long().")
    assert given(line, "", A_COLUMN, (4, 1), "int64").endswith("write y.squeeze(1).")
    assert given(line, "", A_COLUMN, (4, 3), "int64") == A_COLUMN


def test_a_one_for_each_row_is_a_float_or_a_class() -> None:
    words = given("F.cross_entropy(logits, y)", "", AS_SCORES, (4, 3), "int64")

    assert words.endswith("write y.float(), or y.argmax(1) for the class of each row.")


def test_a_squared_error_is_of_floats() -> None:
    message = "\"mse_cpu\" not implemented for 'Long'"

    words = given("F.mse_loss(p, y)", "", message, (4,), "int64")

    assert words == "mse_loss takes floats: write F.mse_loss(p.float(), y.float())."
