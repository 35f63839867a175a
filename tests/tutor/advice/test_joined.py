"""Tensors that are to be joined to one."""

import pytest

from tests.tutor.advice.advising import held, said

NO_TUPLE = "cat(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor"
NO_TUPLE_BUT = f"{NO_TUPLE}: put the tensors into brackets of their own, as in (a, b)."


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("torch.cat(a, dim)", NO_TUPLE_BUT),
        ("torch.cat(a, b)", "The tensors go into brackets of their own: torch.cat((a, b))."),
        (
            "torch.cat(a, 0)",
            NO_TUPLE_BUT,
        ),
    ],
)
def test_tensors_are_joined_in_brackets(broken, words) -> None:
    assert said("TypeError", NO_TUPLE, broken, operands=held(a=(2,), b=(2,))) == words


def test_tensors_are_stacked() -> None:
    message = "only one element tensors can be converted to Python scalars"

    assert said("ValueError", message, "torch.tensor(xs)").endswith("torch.stack(xs).")
    assert said("ValueError", message, "torch.tensor([t, t])").endswith("torch.stack([t, t]).")
    assert said("ValueError", message, "float(x)") == message


@pytest.mark.parametrize(
    "given", ["[[t, t], [t, t]]", "[t, 1.0]", "[t, -1.0]", "[[f(x) for x in r] for r in rs]"]
)
def test_what_can_not_be_stacked_is_left(given) -> None:
    message = "only one element tensors can be converted to Python scalars"

    assert said("ValueError", message, f"torch.tensor({given})") == message


STACK = "stack expects each tensor to be equal size, but got [3] at entry 0 and [5] at entry 2"


def test_tensors_of_several_shapes_are_padded_first() -> None:
    assert said("RuntimeError", STACK, "torch.stack(xs)", "torch.stack(xs)") == (
        "stack takes tensors of one shape only: tensor 0 is (3), tensor 2 is (5). Pad them first, "
        "for example with nn.utils.rnn.pad_sequence."
    )


def test_a_loader_is_spoken_of_where_there_is_one() -> None:
    assert said("RuntimeError", STACK, "next(it)", "it = iter(DataLoader(ds))\nnext(it)") == (
        "stack takes tensors of one shape only, and so does a DataLoader's batch: tensor 0 is (3), "
        "tensor 2 is (5). Pad them first, for example with nn.utils.rnn.pad_sequence; for a "
        "DataLoader, in its collate_fn."
    )


@pytest.mark.parametrize(
    ("broken", "call"),
    [
        ("torch.cat(a, b, dim=1)", "torch.cat((a, b), dim=1)"),
        ("torch.stack(a, b, dim=-1)", "torch.stack((a, b), dim=-1)"),
    ],
)
def test_the_axis_that_was_given_is_kept(broken, call) -> None:
    assert said("TypeError", NO_TUPLE, broken, operands=held(a=(2,), b=(2,))) == (
        f"The tensors go into brackets of their own: {call}."
    )


@pytest.mark.parametrize(
    ("broken", "call"),
    [
        ("torch.cat(a, b, 0)", "torch.cat((a, b), 0)"),
        ("torch.cat(a, b, a, -1)", "torch.cat((a, b, a), -1)"),
        ("torch.stack(a, b, a)", "torch.stack((a, b, a))"),
        ("torch.hstack(a, b)", "torch.hstack((a, b))"),
    ],
)
def test_tensors_one_by_one_are_too_many(broken, call) -> None:
    name = broken.partition("(")[0].removeprefix("torch.")
    message = f"{name}() takes from 1 to 2 positional arguments but 3 were given"

    assert said("TypeError", message, broken, operands=held(a=(2,), b=(2,))) == (
        f"The tensors go into brackets of their own: {call}."
    )


@pytest.mark.parametrize(
    "broken",
    ["torch.cat([a], [b], 0)", "cat(a, b, 0)", "torch.hstack(a, b, 1)", "torch.cat(a, 0, 1)"],
)
def test_what_else_is_too_much_is_left(broken) -> None:
    name = broken.partition("(")[0].removeprefix("torch.")
    message = f"{name}() takes from 1 to 2 positional arguments but 3 were given"

    assert said("TypeError", message, broken, operands=held(a=(2,), b=(2,))) == message


@pytest.mark.parametrize(("one", "other"), [("3, 32, 32", "3, 28, 28"), ("2, 3", "2"), ("", "1")])
def test_what_differs_on_other_axes_is_not_padded_as_sequences(one, other) -> None:
    message = STACK.replace("[3]", f"[{one}]").replace("[5]", f"[{other}]")

    assert said("RuntimeError", message, "torch.stack(xs)", "torch.stack(xs)") == (
        f"stack takes tensors of one shape only: tensor 0 is ({one}), tensor 2 is ({other}). Bring "
        "them to one shape first."
    )


def test_numpy_takes_its_arrays_in_brackets_too() -> None:
    message = "only integer scalar arrays can be converted to a scalar index"
    line = "np.concatenate(a, b, axis=1)"

    assert said("TypeError", message, line, operands=held(a=(2, 2), b=(2, 2))) == (
        "The arrays go into brackets of their own: np.concatenate((a, b), axis=1)."
    )
    assert said("TypeError", message, "a[b]", operands=held(a=(2, 2), b=(2, 2))) == message


@pytest.mark.parametrize("line", ["np.sum(a, b)", "np.expand_dims(a, b)", "np.split(a, b)"])
def test_what_joins_no_arrays_is_not_told_to(line) -> None:
    message = "only integer scalar arrays can be converted to a scalar index"

    assert said("TypeError", message, line, operands=held(a=(2,), b=(2,))) == message
