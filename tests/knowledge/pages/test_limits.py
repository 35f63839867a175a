import pytest

from knowledge.pages.limits import excesses, utf16_units
from tests.knowledge.writing import SHORT, page


def messages(body: str) -> list[str]:
    return [problem.message for problem in excesses(page("squeeze", body))]


def test_a_page_of_usual_size_fits() -> None:
    assert messages(f"{SHORT}\n\n## More\n\n{'word ' * 400}\n\n## Pitfall\n\nMind it.") == []


def test_length_counts_as_telegram_counts() -> None:
    assert utf16_units("aé😀") == 4
    assert messages(f"{SHORT}\n\n## More\n\n{'😀' * 1990}") == [
        "more: expected at most 3968 UTF-16 units with its title, got 4005"
    ]


@pytest.mark.parametrize("span", ["`a` ", "**a** ", "*a* ", "[a](https://a.b) ", "<https://a.b> "])
def test_spans_are_counted(span: str) -> None:
    assert messages(f"{SHORT}\n\n## Pitfall\n\n{span * 95}") == []
    assert messages(f"{SHORT}\n\n## Pitfall\n\n{span * 96}") == [
        "pitfall: expected at most 95 formatted spans, got 96"
    ]


def test_a_short_answer_is_short() -> None:
    """Its block does not count: code is not read word by word."""
    assert messages(f"{SHORT}\n\n{'word ' * 125}") == []
    assert messages(f"{SHORT}\n\n{'word ' * 126}") == [
        "short: expected at most 130 words outside its block, got 131"
    ]


def test_code_fits_a_run() -> None:
    block = f"```pycon\n>>> a = '{'x' * 17_000}'\n```"

    assert "short: expected at most 16384 bytes of code, got 17007" in messages(block)


def test_a_problem_stands_where_its_section_starts() -> None:
    sound = page("squeeze", f"{SHORT}\n\n## More\n\n{'word ' * 1000}")

    [problem] = excesses(sound)

    assert problem.line == sound.parts[max(sound.parts, key=lambda s: sound.parts[s].line)].line
