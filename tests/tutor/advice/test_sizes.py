"""Sizes that are no whole numbers, and axes that a layer or a picture counts."""

import pytest

from tests.tutor.advice.advising import held, said

WHOLE = "use int(…), or // in place of /."
IN_BATCH = "mat1 and mat2 shapes cannot be multiplied (224x28 and 784x10)"
FLAT = "mat1 and mat2 shapes cannot be multiplied (1x6272 and 784x10)"


@pytest.mark.parametrize(
    ("message", "broken", "words"),
    [
        (
            (
                "empty(): argument 'size' failed to unpack the object at pos 2 with error "
                '"type must be tuple of ints,but got float"'
            ),
            "nn.Linear(10 / 2, 3)",
            f"Sizes are whole numbers, and one here is a float: {WHOLE}",
        ),
        (
            "zeros(): argument 'size' (position 1) must be tuple of ints, not float",
            "torch.zeros(4 / 2)",
            f"Sizes are whole numbers, and one here is a float: {WHOLE}",
        ),
        (
            "view() received an invalid combination of arguments - got (float, int), but …",
            "x.view(10 / 2, 2)",
            f"Sizes are whole numbers, and one here is a float: {WHOLE}",
        ),
        (
            "slice indices must be integers or None or have an __index__ method",
            "x[:n]",
            f"The bounds of a slice are whole numbers: {WHOLE}",
        ),
        (
            "'float' object cannot be interpreted as an integer",
            "range(len(x) / 4)",
            f"This takes a whole number, and was given a float: {WHOLE}",
        ),
        (
            "'float' object cannot be interpreted as an integer",
            "range(0, 1, 0.1)",
            "range takes whole numbers only; torch.arange and np.arange take others.",
        ),
        (
            "randperm() received an invalid combination of arguments - got (float, generator=…",
            "random_split(ds, [8.0, 2.0])",
            f"Lengths are whole numbers: {WHOLE}",
        ),
        (
            "Invalid shape (3, 8, 8) for image data",
            "plt.imshow(x)",
            (
                "imshow takes the colours on the last axis: use .permute(1, 2, 0), or "
                ".transpose(1, 2, 0) for an array."
            ),
        ),
        (
            "Invalid shape (1, 8, 8) for image data",
            "plt.imshow(x)",
            "imshow takes a grey picture without an axis for the colour: use .squeeze(0).",
        ),
    ],
)
def test_numbers_are_told_as_they_are_wanted(message, broken, words) -> None:
    assert said("TypeError", message, broken, broken) == words


def test_pictures_of_a_batch_are_flattened_one_by_one() -> None:
    words = said("RuntimeError", IN_BATCH, "fc(x)", operands=held(x=(8, 1, 28, 28)))

    assert words == (
        f"{IN_BATCH}. Here all axes but the first belong together, 1·28·28 = 784: use .flatten(1)."
    )


def test_a_batch_is_not_flattened_with_its_pictures() -> None:
    words = said("RuntimeError", FLAT, "fc(x.flatten())", operands=held(x=(8, 1, 28, 28)))

    assert words.endswith("use .flatten(1).")


def test_one_picture_is_flattened_whole() -> None:
    message = "mat1 and mat2 shapes cannot be multiplied (28x28 and 784x10)"

    words = said("RuntimeError", message, "fc(x)", operands=held(x=(28, 28)))

    assert words == f"{message}. If all axes belong together, 28·28 = 784: use .flatten()."


@pytest.mark.parametrize(
    ("broken", "operands"),
    [
        ("fc(x)", held(x=(8, 28, 27))),
        ("fc(x)", held()),
        ("x @ w", held(x=(8, 1, 28, 28))),
        ("fc(x)", held(x=(4, 1, 28, 28))),
    ],
)
def test_other_numbers_leave_it_open(broken, operands) -> None:
    assert said("RuntimeError", IN_BATCH, broken, operands=operands) == IN_BATCH


def test_a_convolution_over_one_axis_wants_its_channels_before_it() -> None:
    message = (
        "Given groups=1, weight of size [32, 16, 3], expected input[8, 50, {}] to have 16 "
        "channels, but got 50 channels instead"
    )

    assert said("RuntimeError", message.format(16)).endswith(".transpose(-1, -2).")
    assert said("RuntimeError", message.format(17)) == message.format(17)


@pytest.mark.parametrize("broken", ["x[:'a']", "x[:y.shape]", "x[0, [1]:]"])
def test_a_bound_that_int_does_not_mend_is_left(broken) -> None:
    message = "slice indices must be integers or None or have an __index__ method"

    assert said("TypeError", message, broken) == message


def test_a_column_of_samples_is_not_flattened() -> None:
    message = "mat1 and mat2 shapes cannot be multiplied (100x1 and 100x2)"

    assert said("RuntimeError", message, "fc(x)", operands=held(x=(100, 1))) == message


@pytest.mark.parametrize(
    ("message", "broken"),
    [
        ("zeros() takes 1 positional argument but 2 were given", "torch.zeros(n / 2, 3)"),
        ("reshape() takes 1 positional argument but 3 were given", "x.reshape(2.0, 3, 4)"),
        ("repeat() takes 1 positional argument but 2 were given", "x.repeat(n / 2, 1)"),
    ],
)
def test_a_first_size_that_is_no_whole_number_leaves_no_room_for_others(message, broken) -> None:
    assert said("TypeError", message, broken) == (
        f"Sizes are whole numbers, and one here is a float: {WHOLE}"
    )


@pytest.mark.parametrize("broken", ["torch.zeros((2, 3), 4)", "torch.zeros(n, 3)", "zeros(n / 2)"])
def test_a_size_that_may_be_anything_is_left(broken) -> None:
    message = "zeros() takes 1 positional argument but 2 were given"

    assert said("TypeError", message, broken) == message


FIRST = "full(): argument 'size' (position 1) must be tuple of ints, not float"


@pytest.mark.parametrize("size", ["(2, 3)", "[2, 3]", "x.shape"])
def test_a_value_in_the_place_of_the_size_is_no_size(size) -> None:
    assert said("TypeError", FIRST, f"torch.full(0., {size})") == (
        f"torch.full takes the size first: torch.full({size}, 0.)."
    )


def test_what_else_was_given_beside_a_size_stays() -> None:
    assert said("TypeError", FIRST, "torch.full(0., (2,), dtype=torch.float64)").endswith(
        ": torch.full((2,), 0., dtype=torch.float64)."
    )


@pytest.mark.parametrize(
    ("message", "broken"),
    [
        (FIRST, "torch.full(3., 4.)"),
        (FIRST, "torch.full(n, size)"),
        (
            "randint(): argument 'size' (position 2) must be tuple of ints, not float",
            "torch.randint(0, 2.5)",
        ),
        (
            "randint() received an invalid combination of arguments - got (int, float, tuple), …",
            "torch.randint(0, 2.5, (3,))",
        ),
        (
            "full() received an invalid combination of arguments - got (float, float), …",
            "torch.full(3., 4.)",
        ),
    ],
)
def test_a_float_that_may_be_a_value_or_a_bound_is_not_said_to_be_a_size(message, broken) -> None:
    assert said("TypeError", message, broken) == message


def test_a_range_by_a_part_of_one_may_have_a_name() -> None:
    message = "'float' object cannot be interpreted as an integer"

    assert said("TypeError", message, "range(0, 1, h)", "h = 0.1\nrange(0, 1, h)") == (
        "range takes whole numbers only; torch.arange and np.arange take others."
    )


@pytest.mark.parametrize("code", ["range(1e3)", "n = 1e3\nrange(n)"])
def test_a_range_by_a_float_that_is_whole_wants_an_int(code) -> None:
    message = "'float' object cannot be interpreted as an integer"

    assert said("TypeError", message, code.rpartition("\n")[2], code) == (
        "This takes a whole number, and was given a float: use int(…), or // in place of /."
    )


CHANNELS = (
    "Given groups=1, weight of size [8, {of}, 3, 3], expected input[1, {sizes}] to have {of} "
    "channels, but got {given} channels instead"
)
OF_GREY = CHANNELS.format(of=1, sizes="64, 28, 28", given=64)


def test_a_batch_of_grey_pictures_has_an_axis_for_their_channel() -> None:
    assert said("RuntimeError", OF_GREY, "net(x)", operands=held(x=(64, 28, 28))) == (
        f"{OF_GREY}. x has three axes and counts as one picture, its first axis as the channels. "
        "If that is the batch, write x.unsqueeze(1)."
    )


@pytest.mark.parametrize(
    ("message", "broken", "shapes"),
    [
        (OF_GREY, "net(x)", {"x": (1, 64, 28, 28)}),
        (OF_GREY, "net(f(x))", {"x": (64, 28, 28)}),
        (OF_GREY, "F.conv2d(x, w)", {"x": (64, 28, 28)}),
        (CHANNELS.format(of=3, sizes="64, 28, 28", given=64), "net(x)", {"x": (64, 28, 28)}),
    ],
)
def test_other_channels_are_left(message, broken, shapes) -> None:
    assert said("RuntimeError", message, broken, operands=held(**shapes)) == message


def test_a_picture_in_the_middle_of_a_network_is_not_the_one_that_was_sent() -> None:
    message = (
        "Calculated padded input size per channel: (1 x 1). Kernel size: (5 x 5). Kernel size "
        "can't be greater than actual input size"
    )

    assert said("RuntimeError", message, "net(x)") == (
        "A convolution was given 1 x 1 positions, padding included, and its kernel covers 5 x 5: "
        "it takes a larger input, more padding or a smaller kernel."
    )


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((2, 3), "x has 2 axes: their sizes are x.shape[0] to x.shape[1]."),
        ((4,), "x has one axis: its size is x.shape[0]."),
        ((), "tuple index out of range"),
    ],
)
def test_a_shape_has_as_many_sizes_as_there_are_axes(shape, words) -> None:
    message = "tuple index out of range"

    assert said("IndexError", message, "x.shape[2]", operands=held(x=shape)) == words
    assert said("IndexError", message, "y.shape[2]", operands=held(x=shape)) == message


def test_a_number_alone_has_no_positions() -> None:
    message = "index 2 is out of bounds for dimension 0 with size 0"
    number = held(**{"x[0][1]": ()})

    assert said("IndexError", message, "x[0][1][2]", operands=number) == (
        "x[0][1] is one number alone: it has no axes left to be indexed."
    )
    assert said("IndexError", message, "x[0][1][2]", operands=held(**{"x[0][1]": (0,)})) == message
