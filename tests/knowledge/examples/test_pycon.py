from knowledge.examples.sessions import Malformed, Raises, parse


def test_examples_know_their_line() -> None:
    examples = parse(
        "words\n\n```pycon\n>>> 1\n1\n\n>>> (2\n... )\n2\n```\n\n```pycon\n>>> 3\n3\n```"
    )

    assert not isinstance(examples, Malformed)
    assert [(e.line, e.source, e.want) for e in examples] == [
        (4, "1\n", "1\n"),
        (7, "(2\n)\n", "2\n"),
        (13, "3\n", "3\n"),
    ]


def test_a_traceback_is_an_exception_by_type_and_message() -> None:
    block = ">>> f()\nTraceback (most recent call last):\n    ...\na.E: one: two\n  three"

    examples = parse(f"```pycon\n{block}\n```")

    assert not isinstance(examples, Malformed)
    assert [e.raises for e in examples] == [Raises("a.E", "one: two\n  three")]
    assert str(examples[0].raises) == "a.E: one: two\n  three"


def test_an_exception_may_have_no_message() -> None:
    examples = parse("```pycon\n>>> f()\nTraceback (most recent call last):\nKeyError\n```")

    assert not isinstance(examples, Malformed)
    assert [str(e.raises) for e in examples] == ["KeyError"]


def test_a_block_inside_a_list_is_read_as_well() -> None:
    examples = parse("- item\n\n  ```pycon\n  >>> 1\n  1\n  ```")

    assert not isinstance(examples, Malformed)
    assert [(e.line, e.source) for e in examples] == [(4, "1\n")]


def test_other_blocks_are_not_examples() -> None:
    assert parse("```python\n>>> 1\n```\n\n>>> 2\n") == ()


def test_a_fault_names_the_line_in_the_markdown() -> None:
    assert parse("\n```pycon\n>>> 1\n1\n>>>2\n```") == Malformed(
        5, "the pycon block lacks blank after >>>: '>>>2'"
    )
    assert parse("```pycon\n>>> 1\n>>> x = = 2\n```") == Malformed(
        3, "the example is not Python: invalid syntax"
    )
