"""Painting: sizes, both themes, colours that can be told apart, and measures that hold."""

import io
import re
import string
from hashlib import sha256

import matplotlib.image
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from tests.hashing import printed_elsewhere
from tests.tutor.picture.looks import scene
from tutor.picture.__main__ import paint
from tutor.picture.scene.marks import HUES, PALETTES, Colour, Scene, Theme, Words, soft
from tutor.picture.scene.paint import painted
from tutor.picture.scene.text import fitting, glued, label, text_width, wrapped
from tutor.picture.scene.wire import HEADER, order_in, ordered

EXAMPLE = "torch.arange(6).reshape(2, 3) + torch.tensor([10, 20, 30])"


def dots(png: bytes) -> np.ndarray:
    return (matplotlib.image.imread(io.BytesIO(png))[:, :, :3] * 255).round().astype(int)


def rgb(code: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(code[1:]))


@pytest.mark.parametrize("theme", list(Theme))
def test_a_picture_is_three_times_a_phones_width_on_its_own_background(theme: Theme) -> None:
    picture = scene(EXAMPLE)
    image = dots(painted(picture, theme))
    palette = PALETTES[theme]

    assert image.shape[:2] == (round(3 * picture.height), 1080)
    edge = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    assert (edge == rgb(palette[Colour.PAPER])).all()
    for colour in (Colour.INK, Colour.BLUE_SOFT, Colour.ORANGE_SOFT, Colour.GREEN_SOFT):
        assert (image == rgb(palette[colour])).all(axis=2).sum() > 100, colour


def test_the_same_scene_is_the_same_file() -> None:
    elsewhere = (
        "from hashlib import sha256\n"
        "from tests.tutor.picture.looks import scene\n"
        "from tutor.picture.scene.paint import painted\n"
        f"print(sha256(painted(scene({EXAMPLE!r}))).hexdigest())"
    )

    assert sha256(painted(scene(EXAMPLE))).hexdigest() == printed_elsewhere(elsewhere)


def test_dollars_and_unknown_letters_are_painted_without_a_word() -> None:
    marks = (Words(10, 20, r"$x^2$ \frac 数"),)

    assert painted(Scene(40, marks, "")).startswith(b"\x89PNG")


@pytest.mark.parametrize("theme", list(Theme))
def test_text_stands_out_from_whatever_it_stands_on(theme: Theme) -> None:
    palette = PALETTES[theme]

    grounds = [Colour.PAPER, Colour.PLAIN, Colour.RED_SOFT, *map(soft, HUES)]
    assert min(contrast(palette[Colour.INK], palette[each]) for each in grounds) >= 7
    coloured = [Colour.QUIET, Colour.RED, *HUES]
    assert min(contrast(palette[each], palette[Colour.PAPER]) for each in coloured) >= 4


def contrast(one: str, other: str) -> float:
    """As the web's guidelines count it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(code: str) -> float:
    shares = [value / 255 for value in rgb(code)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def test_a_scene_survives_its_way_to_the_painter() -> None:
    picture = scene(EXAMPLE)
    frame = ordered(picture, Theme.DARK)

    order = order_in(frame[HEADER.size :])

    assert (order.scene, order.theme) == (picture, Theme.DARK)


def test_the_painter_answers_every_order_until_there_are_none() -> None:
    order = ordered(Scene(40, (Words(10, 20, "hello"),), "hello"))
    pictures = io.BytesIO()

    paint(io.BytesIO(order + order), pictures)

    (size,) = HEADER.unpack(pictures.getvalue()[: HEADER.size])
    assert len(pictures.getvalue()) == 2 * (HEADER.size + size)


WRITTEN = st.text(string.ascii_letters + string.digits + " .,:()×→·−=+", min_size=1)


@settings(deadline=None)
@given(WRITTEN.filter(str.strip), st.booleans())  # matplotlib has no path for spaces alone
def test_text_is_never_wider_than_measured(text: str, bold: bool) -> None:  # noqa: FBT001
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=13)

    extent = TextPath((0, 0), text, prop=font, size=13).get_extents()

    # Ink may stand out by a pixel or so on either side, as that of a bold J, f and K does.
    assert extent.x0 >= -1
    assert extent.x1 <= text_width(text, 13, bold=bold) * 1.02 + 1.5


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(60, 300))
def test_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    line = label(text, 150)

    lines = wrapped(line, width, 13)

    assert all(text_width(each, 13) <= width for each in lines)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")
    assert text_width(fitting(line, width, 13), 13) <= width


def test_code_is_broken_where_a_reader_would() -> None:
    code = "torch.median(torch.arange(6.0).reshape(2,3),dim=1)"

    assert wrapped(code, 160, 13) == ["torch.median(torch", ".arange(6.0).reshape(2,", "3),dim=1)"]
    assert wrapped("a" * 30, 160, 13)[0] == "a" * 20


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_label_is_one_line_of_what_can_be_seen(text: str) -> None:
    shown = label(text)

    assert len(shown) <= 60
    assert shown.isprintable()


def test_shapes_and_axes_stay_on_one_line() -> None:
    assert re.findall("\u00a0", glued("(2, 3) on axis 0, 8 × 32 times")) == ["\u00a0"] * 4
