"""Every kind of picture: what it says, and that it can be read on a phone."""

import pytest
import torch

from tests.tutor.picture.looks import dashed, facts, problems, said, scene
from tutor.picture.choose import pictured, summary
from tutor.picture.scene.marks import Box, Colour, Curve

PICTURES = {
    # Broadcasting.
    "torch.arange(6).reshape(2, 3) + torch.tensor([10, 20, 30])": "has no axis 0: it is read 2",
    "torch.ones(3, 1) * torch.arange(4.)": "has size 1 on axis 1: it is read 4",
    "torch.rand(8, 3, 32, 32) - torch.rand(3)[:, None, None]": "read 8 × 32 × 32 times",
    "torch.ones(2, 3) + torch.ones(2)": "the last axis meets 3 and 2",
    "torch.ones(4, 2, 3) > torch.ones(5, 1, 3)": "axis 0 meets 4 and 5",
    "torch.ones(2, 3) / 2": "2 is one number",
    "torch.ones(2, 2) - torch.ones(2, 2)": "Nothing is repeated",
    "torch.maximum(torch.ones(2, 1), torch.ones(3))": "Axes line up from the right",
    "torch.where(torch.ones(2, 2) > 0, torch.ones(2), 0)": "0 is one number",
    "np.ones((2, 3)) + np.arange(3)": "has no axis 0",
    "torch.rand(12, 1) + torch.rand(1, 12)": "read 12 times",
    # Views and copies.
    "torch.arange(6).reshape(2, 3).T": "Strides (3, 1) became (1, 3). It is not contiguous",
    "torch.arange(12).reshape(3, 4)[1:, ::2]": "nothing is copied",
    "torch.arange(3).unsqueeze(1).expand(3, 4)": "A stride of 0",
    "torch.arange(6).reshape(2, 3).T.reshape(6)": "A copy: 6 numbers",
    "torch.arange(6).reshape(2, 3).T.contiguous()": "A copy",
    "torch.arange(6).reshape(2, 3).T.view(6)": "which is not contiguous. reshape() copies",
    "torch.arange(6.).view(4, 2)": "4 × 2 is 8, and torch.arange(6.) holds 6 numbers.",
    "torch.arange(6).view(-1, 2, 2)": "torch.arange(6) holds 6 numbers, no multiple of 2 × 2.",
    "torch.arange(24.).reshape(2, 3, 4).permute(2, 0, 1)": "became (1, 12, 4)",
    "torch.rand(100, 100).T": "Strides (100, 1) became (1, 100)",
    "torch.arange(9).reshape(3, 3)[torch.tensor([0, 2])]": "A copy: 6 numbers",
    "torch.arange(6)[2]": "A view",
    # The same in numpy, where only the owner of the memory knows.
    "np.arange(6)[1:4]": "A view",
    "np.arange(12).reshape(3, 4)[:, ::2]": "became (4, 2)",
    "np.arange(12).reshape(3, 4).T": "Strides (4, 1) became (1, 4)",
    "np.arange(5)[::-1]": "Strides (-1,): a negative one walks backwards",
    "np.lib.stride_tricks.sliding_window_view(np.arange(6), 3)": "A view",
    "np.arange(6)[[0, 2]]": "A copy: 2 numbers",
    "np.arange(6)[2]": "A copy: one number",
    "np.arange(6).copy()": "A copy: 6 numbers",
    "torch.arange(6)[2:].numpy()": "A view",
    "torch.from_numpy(np.arange(6))": "A view",
    "np.split(np.arange(6), 2)": "Each is a view",
    "np.concatenate([np.ones((2, 3)), np.ones((1, 3))])": "axis 0: 2 + 1 = 3",
    # Products.
    "torch.arange(6).reshape(2, 3) @ torch.arange(12).reshape(3, 4)": "3 products, added up",
    "torch.ones(2, 3) @ torch.ones(4, 3)": ".T would fit",
    "torch.ones(3, 2) @ torch.ones(3, 4)": ".T @ torch.ones(3, 4) would fit",
    "torch.rand(64, 128) @ torch.rand(128, 10)": "128 products",
    "torch.rand(3, 4) @ torch.rand(4, 2)": "4 products",
    "torch.arange(14).view(2, 7) @ torch.arange(7).view(7, 1)": "7 products",
    "torch.ones(2, 2) @ torch.tensor([0.5, 2.])": "2 products",
    "torch.tensor([1, 2, 3]) @ torch.tensor([4, 5, 6])": "3 products",
    "torch.ones(2, 3, 4) @ torch.ones(2, 4, 5)": "each of the 2 pairs of matrices",
    "torch.ones(2, 5, 3, 4).matmul(torch.ones(4))": "each of the 2 × 5 pairs of matrices",
    # Einsum.
    'torch.einsum("ij,jk->ik", torch.ones(2, 3), torch.ones(3, 4))': "j is not in the result",
    'torch.einsum("bhqd,bhkd->bhqk", torch.ones(2, 4, 3, 5), torch.ones(2, 4, 6, 5))': "d is not",
    'torch.einsum("ij,jk->ik", torch.ones(2, 3), torch.ones(2, 3))': "one size for 'j'",
    'torch.einsum("ij->ji", torch.rand(3, 4))': "Nothing is summed",
    'torch.einsum("ij,ij->i", torch.ones(2, 3), torch.ones(2, 1))': "size 1 is read 3 times",
    'torch.einsum("ii->i", torch.rand(3, 3))': "its diagonal is read",
    'torch.einsum("ij->", torch.rand(3, 3))': "it is summed away",
    'torch.einsum("...ij->...ji", torch.rand(2, 3, 3))': "(2, 3, 3)",
    # Reductions.
    "torch.arange(6.).reshape(2, 3).sum(dim=0)": "axis 0, which goes away",
    "torch.arange(6.).reshape(2, 3).mean(1, keepdim=True)": "stays with size 1 (keepdim)",
    "torch.tensor([[3, 1, 2], [9, 4, 7]]).max(dim=1)": "axis 1, which goes away",
    "torch.arange(24).reshape(2, 3, 4).sum((0, 2))": "axis 0 and axis 2, which go away",
    "torch.rand(2, 3).sum()": "All 6 numbers become one",
    "torch.ones(1).sum()": "There is only one number, so one comes out. (1,) became ().",
    "torch.tensor(3.).max()": "There is only one number",
    "torch.ones(0).sum()": "There are no numbers, and sum makes one all the same. (0,) became ().",
    "torch.ones(0, 3).mean(0)": "mean makes one of no numbers along axis 0, which goes away",
    "torch.ones(1, 3).sum(0)": "sum makes one of the only number along axis 0, which goes away",
    "torch.ones(2, 3, 4, 5, 6, 7, 8).sum(-1)": "axis 6, which goes away",
    "torch.median(torch.arange(6.).reshape(2, 3), dim=1)": "median makes one of the 3 numbers",
    "torch.sort(torch.tensor([[3, 1], [2, 5]]), dim=1)": "sort works along axis 1",
    "torch.softmax(torch.tensor([[1., 2.], [0., 0.]]), dim=1)": "works along axis 1",
    "torch.ones(2, 3).norm(1, 0)": "norm makes one of the 2 numbers along axis 0",
    "torch.ones(2, 3).norm(1, dim=0)": "norm makes one of the 2 numbers along axis 0",
    "np.linalg.norm(np.ones((2, 3)), 1, axis=0)": "norm makes one of the 2 numbers along axis 0",
    "F.normalize(torch.ones(2, 3, 4), 1, 0)": "normalize works along axis 0",
    "torch.ones(2, 3).flip(0)": "flip works along axis 0",
    "np.sum(np.ones((2, 3)), axis=0, out=np.empty(3))": "sum makes one of the 2 numbers",
    "sum(torch.ones(3))": "All 3 numbers become one",
    # Joining and parting.
    "torch.cat([torch.empty(0), torch.ones(2, 3)], -1)": "(0,) and (2, 3) in, (2, 3) out.",
    "torch.cat([torch.ones(2, 3), torch.empty(0)], 1)": "(2, 3) and (0,) in, (2, 3) out.",
    "torch.cat([torch.zeros(2, 3), torch.ones(1, 3)])": "axis 0: 2 + 1 = 3",
    "torch.cat([torch.zeros(2, 3), torch.ones(2, 4)])": "differ on axis 1",
    "torch.stack([torch.zeros(3), torch.ones(3)], dim=1)": "A new axis 1 counts the 2 pieces",
    "torch.stack([torch.zeros(3), torch.ones(2)])": "stack needs equal shapes",
    "torch.arange(8).chunk(2)": "2 pieces along axis 0. Each is a view",
    "torch.arange(6).reshape(2, 3).unbind(1)": "Axis 1 goes away",
    "torch.cat([torch.arange(3)] * 7)": "7 tensors in, the first 6 of them drawn, (21,) out.",
    "torch.stack([torch.arange(2)] * 8)": "8 tensors in, the first 6 of them drawn, (8, 2) out.",
    "torch.arange(8).unbind()": "(8,) in, 8 tensors out, the first 6 of them drawn.",
    "torch.unbind(torch.arange(14).reshape(7, 2))": "7 tensors out, the first 6 of them drawn.",
    # Anything else.
    "torch.randn(2, 3, 3, dtype=torch.complex64)": "3 axes",
    "torch.rand(1500, 1000, dtype=torch.float64)[::2].t()": "Strides",
    "torch.rand(1500, 1000).to(torch.float64).reshape(1000, 1500)": "A view",
    "a_long_name_of_it = torch.ones(1000, 1500)\na_long_name_of_it.view(torch.bfloat16)": "A view",
    "MMMMMMMMMMMMMMMMMMMMMMM = torch.ones(2000, 1500)\nMMMMMMMMMMMMMMMMMMMMMMM.t()": "A view",
    "torch.ones(1, 2, 1, 2, 1, 2, 1, 2, 1, 2) + torch.ones(2)": "has no axes",
    "torch.rand(10, 20)": "10 × 20, float32: 2 axes, strides (20, 1)",
    "torch.tensor(3.5)": "one number",
    "torch.zeros(0, 3)": "0 × 3",
    "torch.rand(2, 3, 4, 5)": "4 axes",
    "torch.ones(1, 2, 1, 2, 1, 2, 1)": "7 axes",
    "torch.arange(30)": "30, int64: one axis",
    "torch.tensor([1 + 2j, 3 - 1j])": "complex64",
    'torch.tensor([float("nan"), float("inf"), -1e10, 1e-7])': "float32",
    "nn.Linear(3, 2)(torch.rand(4, 3))": "(4, 3) in, (4, 2) out",
    "torch.relu(torch.tensor([-1., 2.]))": "(2,) in, (2,) out",
    "torch.rand(9).topk(3)": "(9,) in, (3,) and (3,) out",
}


@pytest.mark.parametrize(("code", "words"), PICTURES.items(), ids=list(PICTURES))
def test_a_picture_says_what_it_shows_and_can_be_read(code: str, words: str) -> None:
    picture = scene(code)

    assert words in picture.description
    assert picture.description.startswith(code.rsplit("\n", maxsplit=1)[-1][:20])
    assert problems(picture) == []


def test_what_is_read_again_and_again_is_drawn_as_a_ghost() -> None:
    picture = scene("torch.ones(2, 3) + torch.arange(3)")

    # One size in the table and one row of three cells.
    assert dashed(picture) == 4
    assert "→ 2" in said(picture)


def test_the_axis_that_clashes_is_framed_in_red() -> None:
    picture = scene("torch.ones(4, 2, 3) + torch.ones(4, 5, 3)")

    red = [mark for mark in picture.marks if isinstance(mark, Box) and mark.edge is Colour.RED]
    assert len(red) == 1
    assert "axis 1 meets 2 and 5" in picture.description


def test_the_steps_of_a_view_hop_over_its_storage() -> None:
    """A row of the transpose goes three places on, its columns one."""
    picture = scene("torch.arange(6).reshape(2, 3).T")

    hops = [mark for mark in picture.marks if isinstance(mark, Curve)]
    lengths = [round((hop.end[0] - hop.start[0] + 6) / 27) for hop in hops]
    assert lengths == [3, 1, 1]
    assert {"axis 0: 1 place on", "axis 1: 3 places on"} <= set(said(picture))


def test_equal_numbers_of_a_view_and_its_storage_have_equal_colours() -> None:
    picture = scene("torch.arange(6).reshape(2, 3)[1:]")

    cells = [mark for mark in picture.marks if isinstance(mark, Box)]
    # The operand's six cells, the result's three, and six of the storage.
    assert [cell.fill for cell in cells[:6]] == [Colour.PLAIN] * 3 + [Colour.BLUE_SOFT] * 3
    assert [cell.fill for cell in cells[9:]] == [cell.fill for cell in cells[:6]]


def test_a_small_product_is_worked_out() -> None:
    picture = scene("torch.tensor([[1, 2], [3, 4]]) @ torch.tensor([[5, 6], [7, 8]])")

    assert "1·5 + 2·7 = 19" in said(picture)


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("torch.tensor([16384., 65536., 12345.6]) + 1", {"65536.0", "12345.6", "12346.6", "+"}),
        ("torch.tensor([0.0015, 0.0025]) * 2", {"0.0015", "0.0025", "0.003", "0.005"}),
        ("torch.tensor([1.]) / torch.tensor([3.])", {"1.", "3.", "0.33"}),
        ("torch.tensor([1 / 3]) > torch.tensor([0.33])", {"0.33", "True"}),
        ("torch.tensor([2., 3.]) ** 2", {"2.", "3.", "4.", "9.", "**"}),
    ],
)
def test_numbers_and_what_stands_between_them_are_shown(code, cells) -> None:
    assert cells | {"→"} <= set(said(scene(code)))


@pytest.mark.parametrize(
    "made",
    [
        lambda: torch.randn(4, 6) * 0.1,
        lambda: torch.rand(4, 6) * 0.01,
        lambda: torch.randn(4, 6) * 1e-6,
        lambda: torch.randn(6, 6),
        lambda: torch.softmax(torch.randn(4, 6) * 2, 1),
        lambda: torch.softmax(torch.randn(6, 6) * 2, 1),
        lambda: torch.nn.Linear(5, 3).weight * 0.1,
    ],
)
def test_gradients_weights_and_probabilities_are_drawn_whole(made) -> None:
    for seed in range(12):
        torch.manual_seed(seed)
        numbers = made()

        words = said(scene(f"torch.tensor({numbers.tolist()})"))

        assert "⋯" not in words


def test_which_numbers_a_view_reads_can_be_told_however_large_they_are() -> None:
    words = said(scene("torch.arange(1e6, 1e6 + 12).reshape(3, 4)[:, 1]"))

    # The operand, the result and the storage.
    assert [words.count(f"{number}.") for number in (1000000, 1000001, 1000005)] == [2, 3, 3]
    assert "⋯" not in words


def test_numbers_are_told_alike_in_a_view_and_in_its_storage() -> None:
    words = said(scene("torch.linspace(0, 1, 12).reshape(1, 12)"))

    assert [words.count(text) for text in ("0.09", "0.091")] == [3, 0]


def test_an_argument_that_has_a_say_stands_between_the_operands_or_nothing_does() -> None:
    words = said(scene("w, g = torch.ones(2), torch.full((2,), 0.5)\nw.add_(g, alpha=-0.1)"))
    assert {"+ -0.1 ×", "→", "0.95"} <= set(words)

    for code in (
        "torch.div(torch.tensor([7, 9]), 2, rounding_mode='floor')",
        "torch.add(torch.ones(2), torch.ones(2), out=torch.empty(2))",
    ):
        words = said(scene(code))
        assert "→" in words, code
        assert not {"÷", "+"} & set(words), code


def test_a_dtype_that_overflows_is_told() -> None:
    code = "torch.tensor([200], dtype=torch.uint8) + torch.tensor([100], dtype=torch.uint8)"

    assert "The result is uint8." in scene(code).description


@pytest.mark.parametrize(
    ("code", "formula"),
    [
        ("torch.tensor([[1234.5, 0.25]]) @ torch.tensor([[2.], [4.]])", "1234.50·2.00 + 0.25·4.00"),
        (
            "torch.tensor([[0.015, 0.3]]) @ torch.tensor([[0.2], [0.5]])",
            "0.015·0.200 + 0.300·0.500",
        ),
    ],
)
def test_a_sum_that_is_worked_out_is_true(code: str, formula: str) -> None:
    [told] = [word for word in said(scene(code)) if word.startswith(formula)]

    assert told.split(" = ")[1] in {"2470.00", "0.153"}


def test_a_sum_of_rounded_numbers_is_said_to_be_near_and_left_out_where_it_is_not() -> None:
    near = said(scene("torch.tensor([1 / 3, 2.]) @ torch.tensor([1., 2.])"))
    far = said(scene("torch.tensor([1 / 3, -0.334]) @ torch.tensor([1., 1.])"))
    wrapped = said(scene("torch.full((2,), 200).byte() @ torch.full((2,), 2).byte()"))

    assert "0.33·1.00 + 2.00·2.00 ≈ 4.33" in near
    assert not [word for word in [*far, *wrapped] if "·" in word]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("torch.arange(6.).reshape(2, 3).median(dim=1)", {"values", "indices"}),
        ("torch.arange(6.).reshape(2, 3).max(dim=1)", {"values", "indices"}),
        ("torch.arange(6.).reshape(2, 3).sort(dim=1)", {"values", "indices"}),
        ("torch.arange(6.).reshape(2, 3).sum(dim=1)", {"result"}),
    ],
)
def test_every_result_is_drawn(code: str, names: set[str]) -> None:
    assert {"values", "indices", "result"} & set(said(scene(code))) == names


def test_a_list_that_goes_on_is_seen_to_go_on() -> None:
    code = "torch.cat([torch.arange(3)] * 7)"

    assert "⋯" in said(scene(code))
    assert "[0]" in said(scene(code))
    assert summary(facts(code)) == f"{code}: 7 tensors → (21,)"
    assert summary(facts("torch.arange(8).unbind()")).endswith(": (8,) → 8 tensors")


def test_large_einsums_tell_shapes_in_the_order_of_their_letters() -> None:
    code = "torch.einsum('bqhd,bkhd->bhqk', torch.ones(2, 5, 4, 8), torch.ones(2, 6, 4, 8))"
    words = said(scene(code))

    assert {"bqhd", "(2, 5, 4, 8)", "bkhd", "bhqk", "(2, 4, 5, 6)"} <= set(words)


def test_a_storage_is_counted_in_what_it_is_read_as() -> None:
    code = "torch.tensor([1, 2, 3, 4], dtype=torch.uint8).view(torch.int16)"

    assert [word for word in said(scene(code)) if word.endswith("as int16 · 2 numbers")]


def test_a_frame_has_another_behind_it_only_where_there_is_another() -> None:
    def faint(code: str) -> int:
        return sum(isinstance(m, Box) and m.edge is Colour.FAINT for m in scene(code).marks)

    assert faint("torch.ones(1, 1, 3, 3)") == 0
    assert faint("torch.ones(3, 1, 2, 2)") == 1
    assert faint("torch.ones(1, 2, 1, 2, 2)") == 1
    assert faint("torch.ones(1, 1, 1, 1, 2, 2)") == 0


def test_lists_name_their_elements_as_written() -> None:
    picture = scene("a, b = torch.zeros(2), torch.ones(3)\ntorch.cat([a, b])")

    assert {"a", "b", "(2,)", "(3,)"} <= set(said(picture))
    assert "xs[0]" in said(scene("xs = [torch.ones(2), torch.ones(2)]\ntorch.stack(xs)"))


def test_an_operand_is_shown_as_it_was_before_a_change_in_place() -> None:
    words = said(scene("x = torch.zeros(3)\nx.add_(7)"))

    assert words.count("0.") == 3
    assert words.count("7.") == 3


IN_PLACE = {
    "a = torch.ones(2, 1)\na += torch.ones(1, 3)": "Together they are (2, 3), and a is (2, 1)",
    "a = np.ones((2, 1))\na += np.ones((1, 3))": "what is changed in place keeps its shape",
    "x = torch.arange(3)\nx += 0.5": "keeps its dtype: x is int64",
    "x = np.arange(3)\nx /= 2": "keeps its dtype: x is int64",
    "x = torch.arange(3)\nx += 1": "x itself is changed; every view of it, too.",
    "x = torch.ones(3)\nx[1:] *= 2": "x itself is changed; every view of it, too.",
    "x = torch.ones(2, 3)\nx.t_()": "x itself is changed: how it walks its storage",
}


@pytest.mark.parametrize(("code", "words"), IN_PLACE.items(), ids=list(IN_PLACE))
def test_what_is_done_in_place_is_done_so_or_refused_as_python_does(code: str, words: str) -> None:
    picture = scene(code)

    assert words in picture.description
    assert problems(picture) == []


def test_nothing_is_said_to_be_changed_that_is_made_anew() -> None:
    for code in ("x = 0\nx += torch.ones(3)", "x = torch.ones(2, 2)\nx @= x"):
        assert "itself is changed" not in scene(code).description, code


def test_a_reversed_array_begins_at_the_end_of_its_storage_and_hops_back() -> None:
    picture = scene("np.arange(5)[::-1]")

    hops = [mark for mark in picture.marks if isinstance(mark, Curve)]
    assert all(hop.end[0] < hop.start[0] for hop in hops)
    assert {"axis 0: 1 place back", "It begins at place 4."} <= set(said(picture))


def test_numbers_that_are_read_again_keep_their_colour() -> None:
    picture = scene("torch.arange(2).expand(3, 2)")

    fills = {mark.fill for mark in picture.marks if isinstance(mark, Box)}
    assert fills == {Colour.BLUE_SOFT}


def test_the_real_part_of_each_number_is_read() -> None:
    picture = scene("torch.tensor([1 + 0j, 2 + 0j]).real")

    operand = [mark.fill for mark in picture.marks if isinstance(mark, Box)][:2]
    assert operand == [Colour.BLUE_SOFT, Colour.BLUE_SOFT]


def test_a_picture_without_special_meaning_is_refused_for_what_has_no_axes() -> None:
    for code in ("max(3, 4)", "dict(a=1)", "torch.ones(2).numpy", "foo = 3\nfoo + 1"):
        assert pictured(facts(code)) is None, code


def test_letters_that_no_font_has_and_long_names_stay_inside() -> None:
    long = "a_rather_long_variable_name_for_a_tensor"

    for name in (long, "数据", "ไทย", "עברית", "عدد", "हिन्दी", "ქართული", "$x$".replace("$", "µ")):
        assert problems(scene(f"{name} = torch.ones(2, 3)\n{name} + torch.ones(3)")) == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("torch.inner(torch.ones(2, 2), torch.ones(2, 2))", "(2, 2) and (2, 2) in, (2, 2) out."),
        ("np.inner(np.ones((2, 2)), np.ones((2, 2)))", "(2, 2) and (2, 2) in, (2, 2) out."),
        ("torch.inner(torch.ones(2), torch.ones(2, 2))", "(2,) and (2, 2) in, (2,) out."),
        ("np.dot(np.ones((1, 2, 3)), np.ones((1, 3, 2)))", "in, (1, 2, 1, 2) out."),
        ("x = torch.ones(2)\nsum([x.sum()])", "() in, () out."),
        ("x = torch.ones(2)\nsum([x, x])", "(2,) and (2,) in, (2,) out."),
        ("sum(torch.ones(2, 2), 1)", "(2, 2) in, (2,) out."),
        ("sum(torch.ones(2, 2))", "(2, 2) in, (2,) out."),
        ("a, b = torch.ones(1), torch.ones(1)\nmax(a, b)", "(1,) and (1,) in, (1,) out."),
        ("torch.max(torch.ones(2), torch.ones(2))", "(2,) and (2,) in, (2,) out."),
        ("a, b = np.ones(1), np.ones(1)\nnp.max([a, b])", "(1,) and (1,) in, () out."),
        ("np.sum([np.ones(2), np.ones(2)])", "(2,) and (2,) in, () out."),
        ("np.ones(3) + [4]", "(3,) in, (3,) out."),
        ("np.hypot(np.ones((2, 2)), [4])", "(2, 2) in, (2, 2) out."),
        ("torch.ones(3) * 2j", "(3,) in, (3,) out."),
        ("torch.mul(input=torch.ones(3), other=3)", "(3,) in, (3,) out."),
        ("torch.ones(2, 2).flip(0, 1)", "(2, 2) in, (2, 2) out."),
        ("np.flip(np.ones((2, 2)), (0, 1))", "A view"),
    ],
)
def test_a_picture_of_less_than_the_operation_is_not_made(code: str, told: str) -> None:
    """What takes part unseen makes a sentence false that is true of the rest."""
    picture = scene(code)

    assert told in picture.description
    assert problems(picture) == []


@pytest.mark.parametrize("code", ["torch.inner(x, x)", "x.dot(x)", "np.dot(m, m)", "m.mv(x)"])
def test_a_product_of_a_row_and_a_column_keeps_its_picture(code: str) -> None:
    picture = scene(
        f"x, m = torch.ones(2), np.ones((2, 2))\n{code}".replace("m.mv", "torch.ones(2, 2).mv")
    )

    assert "products, added up" in picture.description


@pytest.mark.parametrize(
    "code",
    [
        "torch.arange(4).reshape(2, 2)[[1, 0]]",
        "torch.arange(6).reshape(2, 3)[:, torch.tensor([2, 0, 1])]",
        "np.arange(4).reshape(2, 2).flatten('F')",
        "np.arange(4).reshape(2, 2).reshape((4, 1), order='F')",
        "np.arange(4).reshape(2, 2).copy(order='F')",
    ],
)
def test_a_copy_in_another_order_has_no_colours_to_be_told_by(code: str) -> None:
    found, picture = facts(code), scene(code)

    [(_, operand)] = found.tensors[:1]
    boxes = [mark for mark in picture.marks if isinstance(mark, Box)]
    assert {box.fill for box in boxes[: operand.count]} == {Colour.PLAIN}


def test_a_copy_in_the_same_order_has_the_colours_of_its_rows() -> None:
    boxes = [m for m in scene("torch.arange(4).reshape(2, 2).clone()").marks if isinstance(m, Box)]

    assert [box.fill for box in boxes[:4]] == [box.fill for box in boxes[4:8]]
    assert len({box.fill for box in boxes[:4]}) == 2


def test_an_axis_with_nowhere_to_go_reads_nothing_again() -> None:
    assert "again and again" not in scene("np.ones(3)[:, None]").description


@pytest.mark.parametrize("code", ["F.relu_(x)", "torch.relu_(x)", "torch.nn.functional.relu_(x)"])
def test_a_function_of_a_module_changes_its_argument(code: str) -> None:
    assert "x itself is changed" in scene(f"x = torch.ones(2)\n{code}").description
