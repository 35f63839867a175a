"""Asking what a picture needs to know; and what is done with answers that can't be."""

import json

import pytest

from tests.tutor.picture.looks import facts
from tutor.picture.asking.expression import Drawable, drawable
from tutor.picture.asking.probe import PartFailed, facts_in, program
from tutor.picture.facts import Clash, Facts, Many, Opaque, Plain, TensorFacts

TENSOR = {
    "kind": "tensor",
    "shape": [2],
    "stride": [1],
    "offset": 0,
    "dtype": "int64",
    "storage": 0,
    "storage_size": 2,
    "contiguous": True,
    "values": [1, 2],
    "stored": [1, 2],
}


def wanted(code: str = "-a") -> Drawable:
    found = drawable(code)
    assert isinstance(found, Drawable)
    return found


def test_a_tensor_tells_where_its_numbers_are() -> None:
    found = facts("torch.arange(6).reshape(2, 3)[1:].T")

    assert isinstance(found, Facts)
    assert found.operation == "T"
    assert found.outcome == TensorFacts(
        shape=(3, 1),
        stride=(1, 3),
        offset=3,
        dtype="int64",
        storage=0,
        storage_size=6,
        contiguous=True,
        values=(3, 4, 5),
        stored=(0, 1, 2, 3, 4, 5),
    )
    assert found.tensors[0][1].storage == 0


def test_an_array_tells_where_its_owner_keeps_its_numbers() -> None:
    found = facts("n = np.arange(12).reshape(3, 4)\nn[1:, ::-2]")

    assert isinstance(found, Facts)
    [(_, before)] = found.tensors
    assert isinstance(found.outcome, TensorFacts)
    assert (found.outcome.stride, found.outcome.offset) == ((4, -2), 7)
    assert found.outcome.stored == before.stored == tuple(range(12))
    assert found.outcome.storage == before.storage
    assert found.outcome.values == (7, 5, 11, 9)


def test_copies_have_storages_of_their_own_however_soon_memory_is_given_out_again() -> None:
    found = facts("n = np.arange(6)\nnp.stack([n[[0]], n[[0]] + 0, n.copy()[:1]])")

    assert isinstance(found, Facts)
    assert len({tensor.storage for _, tensor in found.tensors}) == 3


def test_bytes_between_elements_are_no_strides_of_a_picture() -> None:
    code = 'n = np.zeros(3, dtype=[("a", "i4"), ("b", "f8")])\nn["b"]'

    assert isinstance(facts(code).outcome, Opaque)


def test_big_tensors_send_no_numbers() -> None:
    found = facts("torch.zeros(100, 100)")

    assert isinstance(found, Facts)
    assert isinstance(found.outcome, TensorFacts)
    assert found.outcome.values is None
    assert found.outcome.stored is None


def test_many_long_numbers_are_left_out_rather_than_cut() -> None:
    code = "torch.cat([" + ", ".join(["torch.full((60,), -1.234e-12)"] * 8) + "])"
    found = facts(code)

    assert isinstance(found, Facts)
    assert [tensor.shape for _, tensor in found.tensors] == [(60,)] * 6


def test_arguments_are_plain_and_other_things_opaque() -> None:
    found = facts("torch.zeros(2).new_full((2, 3), 7, dtype=torch.int64)")

    assert isinstance(found, Facts)
    assert [part.fact for part in found.parts[1:]] == [Plain((2, 3)), Plain(7), Opaque("dtype")]
    assert found.argument("2") == 7


def test_what_clashes_is_told_with_its_operands() -> None:
    found = facts("torch.ones(2) + torch.ones(3)")

    assert isinstance(found, Facts)
    assert isinstance(found.outcome, Clash)
    assert found.outcome.type == "RuntimeError"
    assert len(found.tensors) == 2


def test_a_part_that_fails_is_named() -> None:
    assert facts("1 + (torch.ones(2) @ torch.ones(3))") == PartFailed(1)


def test_lists_of_tensors_are_known_by_their_first_few() -> None:
    found = facts("torch.arange(10).unbind()")

    assert isinstance(found, Facts)
    assert isinstance(found.outcome, Many)
    assert (found.outcome.count, len(found.outcome.items)) == (10, 6)
    assert found.outcome.left_out == 4


def test_numbers_are_known_to_all_the_digits_of_their_dtype() -> None:
    code = "torch.tensor([0.3, 1234.5678, 16777215.0, 2.0000002])"
    assert facts(code).outcome.values == (0.300000012, 1234.56775, 16777215.0, 2.00000024)
    assert facts("torch.tensor([1.0000000001]).double()").outcome.values == (1.0,)
    code = "torch.tensor([1.0000000001, 1 / 3], dtype=torch.double)"
    assert facts(code).outcome.values == (1.0000000001, 0.333333333)
    assert facts("torch.tensor([2**62 + 1])").outcome.values == (2**62 + 1,)


def test_the_numbers_of_six_pieces_still_fit() -> None:
    found = facts("torch.linspace(-1e-9, 1, 48).reshape(6, 8).unbind()")

    assert isinstance(found.outcome, Many)
    assert all(item.values for item in found.outcome.items)


def test_odd_tensors_are_opaque_and_a_learners_names_are_kept() -> None:
    assert isinstance(facts("torch.eye(2).to_sparse()").outcome, Opaque)
    kept = facts("report = json = Looking = torch.ones(2)\nreport * json")
    assert isinstance(kept.outcome, TensorFacts)


def test_a_learners_lines_keep_their_numbers() -> None:
    code = "a = 1\n\n# a comment\nb = 2;"

    assert program(wanted(f"{code} a + b")).startswith("a = 1\n\n# a comment\nb = 2\n")


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "None",
        "{}",
        "[]",
        "{" * 500,
        json.dumps({"parts": []}),
        json.dumps({"parts": [TENSOR]}),
        json.dumps({"parts": [TENSOR], "outcome": {"kind": "secret"}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "shape": [3]}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "shape": [10**9]}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "stride": [1, 1]}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "stride": [-1]}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "stride": [5]}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "stride": [-1], "offset": 2}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "offset": 2**70}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "values": [1]}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "stored": [1]}}),
        json.dumps({"parts": [TENSOR], "outcome": {**TENSOR, "extra": 1}}),
        json.dumps({"parts": [TENSOR, TENSOR], "outcome": TENSOR}),
        json.dumps({"failed_part": 7, "clash": {"type": "E", "message": ""}}),
    ],
)
def test_an_answer_that_our_program_never_gives_is_not_believed(value: str | None) -> None:
    assert facts_in(wanted(), value) is None


def test_an_answer_of_our_program_is_believed() -> None:
    found = facts_in(wanted(), json.dumps({"parts": [TENSOR], "outcome": TENSOR}))

    assert isinstance(found, Facts)
