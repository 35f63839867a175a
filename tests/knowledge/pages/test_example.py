from knowledge.pages.entry import diagram_code, entry_code, examples_of
from tests.knowledge.writing import SHORT, page

BODY = (
    f"{SHORT}\n\n## More\n\n```pycon\n>>> a\n20\n```\n\n## Pitfall\n\n```pycon\n>>> a - 1\n19\n```"
)


def test_the_run_button_runs_the_short_example() -> None:
    assert entry_code(page("squeeze", BODY).entry) == "a = 20\na + 1        # one more\n"


def test_examples_come_in_reading_order() -> None:
    sources = [example.source for example in examples_of(page("squeeze", BODY).entry)]

    assert sources == ["a = 20\n", "a + 1        # one more\n", "a\n", "a - 1\n"]


def test_a_diagram_stands_on_the_example_whose_errors_are_caught() -> None:
    raised = "Traceback (most recent call last):\n    ...\nZeroDivisionError: division by zero"
    body = f"```pycon\n>>> a = 20\n>>> a / 0\n{raised}\n```"

    assert diagram_code(page("squeeze", body, diagram="a * 2").entry) == (
        "a = 20\n"
        "try:\n    a / 0\nexcept ZeroDivisionError as error:\n"
        '    print(f"{type(error).__name__}: {error}")\n'
        "a * 2"
    )
    assert diagram_code(page("squeeze", body).entry) is None
