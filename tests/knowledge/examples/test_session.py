import pytest

from knowledge.examples.sessions import (
    Example,
    Raises,
    Shown,
    agree,
    difference,
    program,
    raised_as,
    reported,
)
from tests.fakes.execute import execute


def example(source: str, want: str = "", raises: Raises | None = None) -> Example:
    return Example(1, f"{source}\n", want, raises)


async def shown_by(*sources: str) -> dict[int, Shown]:
    run = await execute(program([example(source) for source in sources], "MARK "))
    assert run.outcome == "ok", run
    return dict(reported(run.stdout, "MARK "))


async def test_the_program_reports_what_each_prompt_shows() -> None:
    shown = await shown_by("a = 'é'", "a", "print(a, end='')", "for i in range(2):\n    i", "None")

    assert [shown[i].printed for i in range(5)] == ["", "'é'\n", "é", "0\n1\n", ""]


async def test_an_error_is_reported_and_the_next_prompt_still_runs() -> None:
    shown = await shown_by("1 / 0", "2", "raise KeyError", "'a' 'b")

    assert [shown[i].raised for i in range(3)] == [
        "ZeroDivisionError: division by zero\n",
        None,
        "KeyError\n",
    ]
    assert shown[1].printed == "2\n"
    assert (shown[3].raised or "").startswith("SyntaxError: unterminated string literal")


async def test_examples_share_names_with_each_other_but_not_with_the_program() -> None:
    shown = await shown_by("x = 1", "x", "sources", "json")

    assert shown[1].printed == "1\n"
    assert shown[2].raised == "NameError: name 'sources' is not defined\n"
    assert (shown[3].raised or "").startswith("NameError: name 'json' is not defined")


async def test_output_past_the_program_does_not_hide_the_report() -> None:
    shown = await shown_by("import os; written = os.write(1, b'no line end')", "1")

    assert [shown[i].printed for i in range(2)] == ["", "1\n"]


async def test_what_an_ended_run_did_not_reach_is_not_reported() -> None:
    code = program([example("1"), example("import os; os._exit(3)"), example("2")], "MARK ")

    shown = reported((await execute(code)).stdout, "MARK ")

    assert list(shown) == [0]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"index": 0}', '{"index": "0", "printed": "", "raised": null}']
)
def test_a_report_that_was_cut_short_is_no_report(line: str) -> None:
    assert reported(f"MARK {line}", "MARK ") == {}


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("1\n", "1\n", True),
        ("1\n", "2\n", False),
        ("1\n", "", False),
        ("", "1\n", False),
        ("a ... d\n", "a b c d\n", True),
        ("1", "1 \n\n", True),
        ("[1,  2]\n", "[1, 2]\n", False),
        ("1\n", "True\n", False),
        ("0\n", "False\n", False),
        ("1\n<BLANKLINE>\n2", "1\n\n2\n", False),
    ],
)
def test_output_is_compared_to_the_letter_but_for_ellipses(
    want: str, got: str, *, same: bool
) -> None:
    assert agree(want, got) is same


def test_a_difference_says_what_was_expected_and_what_came() -> None:
    shown = Shown(index=0, printed="3\n", raised=None)

    assert difference(example("1 + 1", "2\n"), shown) == "`1 + 1` expected '2', got '3'"
    assert difference(example("1 + 1", "3\n"), shown) is None
    assert difference(example("a = 3"), shown) == "`a = 3` expected nothing, got '3'"


def test_errors_are_compared_by_type_and_message() -> None:
    raising = example("f()", "Traceback …", Raises("ValueError", "expected ... got 3"))

    def came(raised: str | None, printed: str = "") -> str | None:
        return difference(raising, Shown(index=0, printed=printed, raised=raised))

    assert came("ValueError: expected 2, got 3\n") is None
    assert came("ValueError: expected 2, got 4\n") is not None
    assert came("TypeError: expected 2, got 3\n") is not None
    assert came(None, "ValueError: expected 2, got 3\n") is not None


def test_an_error_s_tabs_are_the_spaces_that_a_page_has() -> None:
    """Torch lists what it could not load so; a page is read with its tabs expanded."""
    listed = Raises("RuntimeError", "Error(s) in loading:\n        size mismatch for weight")
    got = "RuntimeError: Error(s) in loading:\n\tsize mismatch for weight\n"

    assert difference(example("f()", raises=listed), Shown(index=0, printed="", raised=got)) is None


def test_an_unexpected_error_is_a_difference_even_where_its_text_was_expected() -> None:
    shown = Shown(index=0, printed="", raised="ValueError: no\n")

    assert difference(example("f()", "ValueError: no\n"), shown) is not None


def test_a_dotted_exception_is_known_by_its_last_name() -> None:
    assert raised_as(Raises("a.b.E", "no")) == Raises("E", "no")
    assert raised_as(Raises("E", "no")) == Raises("E", "no")
