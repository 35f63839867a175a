"""Figures that are too large, can't be drawn, or are talked about while they are."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.conftest import Run

TIGHT = "plt.rcParams['savefig.bbox'] = 'tight'\n"
FORCED = (
    "from matplotlib.figure import Figure\nsave = Figure.savefig\n"
    "Figure.savefig = lambda self, *a, **k: save(self, *a, **(k | forced))\nplt.plot([1, 2])"
)

LARGE = {
    "text far outside": TIGHT + "plt.bar(0, 9)\nplt.text(0, 9, '9')\nplt.ylim(0, 1)",
    "text very far outside": TIGHT + "plt.bar(0, 9)\nplt.text(0, 1e9, '9')\nplt.ylim(0, 1)",
    "a table of many rows": TIGHT + "plt.table([[1]] * 100)",
    "a wide margin": TIGHT + "plt.rcParams['savefig.pad_inches'] = 20\nplt.plot([1, 2])",
}


@pytest.mark.parametrize("code", LARGE.values(), ids=LARGE.keys())
async def test_a_figure_with_much_outside_of_it_is_drawn_smaller(run: Run, code: str) -> None:
    result = await run(code, wall_seconds=20)

    assert (result.outcome, result.stderr) == (Outcome.OK, "")
    assert [max(image.width, image.height) <= 1700 for image in result.images] == [True]


@pytest.mark.parametrize("more", ["{'format': 'svg'}", "{'dpi': 700}"])
async def test_a_figure_of_another_kind_or_size_is_left_out(run: Run, more: str) -> None:
    result = await run(f"forced = {more}\n{FORCED}\n1 + 1", wall_seconds=20)

    assert (result.outcome, result.value, result.images) == (Outcome.OK, "2", ())
    assert result.stderr == (
        "a figure was left out: no PNG of it has at most 4096 dots a side and 1 MiB\n"
    )


async def test_a_figure_that_cannot_be_drawn_is_said_to_be(run: Run) -> None:
    result = await run("plt.title(r'$\\frac{1}$')\nplt.figure()\nplt.plot([1, 2])\n1 + 1")

    assert (result.outcome, result.value, len(result.images)) == (Outcome.OK, "2", 1)
    assert result.stderr.startswith("a figure could not be drawn: ValueError: ")


async def test_nothing_is_said_while_only_we_draw(run: Run) -> None:
    """Plain Python would never look for the font; what the snippet logs later, it does."""
    result = await run(
        "import atexit, logging\natexit.register(lambda: logging.warning('bye'))\n"
        "plt.rcParams['font.family'] = 'Missing'\nplt.plot([1, 2])\nNone"
    )

    assert (len(result.images), result.stderr) == (1, "WARNING:root:bye\n")
