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


FAILS = "plt.plot([1, 2])\nplt.title(r'$\\frac{1}$')\n"


async def test_why_a_figure_cannot_be_drawn_is_told_once(run: Run) -> None:
    result = await run(FAILS + "plt.savefig('a.png')")

    assert result.outcome is Outcome.ERROR
    assert result.stderr.count("ParseSyntaxException") == 1


@pytest.mark.parametrize("end", ["1 / 0", "raise ValueError", "raise ValueError('a figure')"])
async def test_a_figure_that_cannot_be_drawn_is_told_beside_another_error(
    run: Run, end: str
) -> None:
    result = await run(FAILS + end)

    assert result.outcome is Outcome.ERROR
    assert "a figure could not be drawn: ValueError: " in result.stderr


async def test_nothing_is_said_while_only_we_draw(run: Run) -> None:
    """Plain Python would never look for the font; what the snippet logs later, it does."""
    result = await run(
        "import atexit, logging\natexit.register(lambda: logging.warning('bye'))\n"
        "plt.rcParams['font.family'] = 'Missing'\nplt.plot([1, 2])\nNone"
    )

    assert (len(result.images), result.stderr) == (1, "WARNING:root:bye\n")


SHOWN = {
    "two shown in turn": ("plt.plot([1, 2]); plt.show(); plt.plot([2, 1]); plt.show()", 2),
    "one shown, then closed": ("plt.plot([1]); plt.show(); plt.close()", 1),
    "one shown, then cleared": ("fig = plt.figure(); plt.plot([1]); plt.show(); fig.clf()", 1),
    "a loop that clears": ("for i in range(3): plt.plot([i]); plt.show(); plt.clf()", 3),
    "one shown, one left open": ("plt.plot([1]); plt.show(); plt.plot([2])", 2),
    "two shown at once": ("plt.figure(); plt.figure(); plt.show()", 2),
    "one that goes on changing": (
        "for i in range(3): plt.plot([i]); plt.show(block=False); plt.pause(0.01)",
        1,
    ),
}


@pytest.mark.parametrize(("code", "pictures"), SHOWN.values(), ids=SHOWN.keys())
async def test_what_was_shown_is_a_picture_of_its_own(run: Run, code: str, pictures: int) -> None:
    result = await run(code)

    assert (result.outcome, result.stderr, len(result.images)) == (Outcome.OK, "", pictures)


async def test_a_picture_is_of_what_was_shown(run: Run) -> None:
    first, second = (await run("plt.plot([1, 2]); plt.show(); plt.plot([1, 2])")).images
    cleared, *_ = (await run("plt.plot([1, 2]); plt.show(); plt.gcf().clf()")).images

    assert first.data == second.data == cleared.data


async def test_a_figure_can_be_used_once_it_was_shown(run: Run) -> None:
    result = await run(
        "import os\nfig, ax = plt.subplots()\nplt.show()\nax.plot([1])\nfig.savefig('a.png')\n"
        "os.path.getsize('a.png') > 1000"
    )

    assert (result.value, len(result.images)) == ("True", 1)


@pytest.mark.parametrize("then", ["", "; plt.show()"])
async def test_figures_beyond_the_fourth_are_said_to_be_left_out(run: Run, then: str) -> None:
    result = await run(f"for i in range(6): plt.figure(); plt.plot([i]){then}")

    assert len(result.images) == 4
    assert result.stderr == "only the first 4 figures are shown: 2 more were left out\n"


async def test_a_figure_that_is_more_than_a_png_is_left_out(run: Run) -> None:
    result = await run(
        "from matplotlib.figure import Figure\nclass More(Figure):\n"
        "    def savefig(self, file, **named):\n"
        "        super().savefig(file, **named)\n        file.write(b'x')\n"
        "plt.figure(FigureClass=More)\n1 + 1"
    )

    assert (result.outcome, result.value, result.images) == (Outcome.OK, "2", ())
    assert result.stderr.startswith("a figure was left out: no PNG of it ")
