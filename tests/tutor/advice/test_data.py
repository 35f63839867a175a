"""Data sets, and what goes through them."""

import pytest

from tests.tutor.advice.advising import held, said

TWICE = "DataLoader.__init__() got multiple values for argument 'batch_size'"
UNEQUAL = "stack expects each tensor to be equal size, but got [9, 2] at entry 0 and [9] at entry 1"
FROM = " TensorDataset comes from torch.utils.data."
KNOW = "A DataLoader has to know how long its data are: "


def test_a_loader_is_iterated() -> None:
    no_iterator = said("TypeError", "'DataLoader' object is not an iterator", "next(dl)")
    no_place = said("TypeError", "'DataLoader' object is not subscriptable", "dl[0]")

    assert no_iterator == "A DataLoader is to be iterated: next(iter(dl))."
    assert "loader.dataset[0]" in no_place


@pytest.mark.parametrize(
    ("kind", "message", "broken"),
    [
        ("TypeError", "'DataLoader' object is not an iterator", "next(dl)"),
        ("TypeError", "'DataLoader' object is not subscriptable", "dl[0]"),
    ],
)
def test_a_loader_of_the_learners_own_is_left(kind, message, broken) -> None:
    code = f"class DataLoader:\n    pass\ndl = DataLoader()\n{broken}"

    assert said(kind, message, broken, code) == message


def test_an_iterator_goes_on_where_it_is() -> None:
    message = "'_SingleProcessDataLoaderIter' object has no attribute 'next'"

    assert said("AttributeError", message, "it.next", "it.next()") == (
        "Its next is Python's function: next(it)."
    )


def test_two_tensors_are_one_data_set() -> None:
    line = "DataLoader(X, y, batch_size=2)"

    words = said("TypeError", TWICE, line, line, operands=held(X=(9, 2), y=(9,)))

    assert words == (
        f"A DataLoader takes one data set: DataLoader(TensorDataset(X, y), batch_size=2).{FROM}"
    )


def test_a_size_that_is_given_twice_may_be_one() -> None:
    line = "DataLoader(data, 4, batch_size=2)"

    assert said("TypeError", TWICE, line, line, operands=held(data=(9, 2))) == TWICE


def test_two_tensors_in_brackets_are_no_pairs() -> None:
    code = "dl = DataLoader((X, y), shuffle=True)\nnext(iter(dl))"

    assert said("RuntimeError", UNEQUAL, "next(iter(dl))", code) == (
        "A DataLoader takes X and y in brackets for two samples. For pairs write "
        f"DataLoader(TensorDataset(X, y), shuffle=True).{FROM}"
    )


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("DataLoader(zip(X, y))", "zip", f"{KNOW}write list(zip(X, y))."),
        (
            "class D(Dataset):\n    pass\nDataLoader(D())",
            "D",
            f"{KNOW}give D a method def __len__(self): that returns it.",
        ),
        ("len(zip(X, y))", "zip", "object of type 'zip' has no len()"),
    ],
)
def test_a_loader_has_to_know_the_length(code, name, words) -> None:
    line = code.rpartition("\n")[2]

    assert said("TypeError", f"object of type '{name}' has no len()", line, code) == words


def test_a_data_set_of_arrays_is_made_of_tensors() -> None:
    message, line = "'int' object is not callable", "TensorDataset(X, y)"

    assert said("TypeError", message, line, line, operands=held(X=(9, 2), y=(9,))) == (
        "TensorDataset takes tensors: TensorDataset(torch.from_numpy(X), torch.from_numpy(y))."
    )


PAIR = "dl = DataLoader((X, y))\n"


@pytest.mark.parametrize(
    ("shapes", "broken", "code"),
    [
        (("5, 2", "3, 2"), "next(iter(dl))", f"{PAIR}next(iter(dl))"),
        (("3, 32, 32", "3, 28, 28"), "next(iter(dl))", f"{PAIR}next(iter(dl))"),
        (("9, 2", "9"), "torch.stack(xs)", f"{PAIR}torch.stack(xs)"),
        (("9, 2", "9"), "other", f"{PAIR}for x in other:\n    pass"),
        (("9, 2", "9"), "dl", f"{PAIR}dl = DataLoader(data)\nfor x in dl: pass"),
    ],
)
def test_what_is_no_pair_of_a_loaders_is_told_by_its_shapes(shapes, broken, code) -> None:
    message = "stack expects each tensor to be equal size, but got [{}] at entry 0 and [{}] at …"
    message = message.format(*shapes).replace("…", "entry 1")

    words = said("RuntimeError", message, broken, code, line=2 + code.count("\ndl"))

    assert words.startswith("stack takes tensors of one shape only")


def test_a_pair_may_be_gone_through_by_a_loop() -> None:
    code = "for x, t in DataLoader([X, y]): pass"

    assert "TensorDataset(X, y)" in said("RuntimeError", UNEQUAL, "", code)
