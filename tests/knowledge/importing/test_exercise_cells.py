"""Notebooks of exercises that are no headings and ask nothing."""

import json

import pytest

from tests.knowledge.importing.reading import of, refused, told

Cell = tuple[str, str]


def notebook(*cells: Cell) -> str:
    made = [{"cell_type": kind, "source": source} for kind, source in cells]
    return json.dumps({"nbformat": 4, "cells": made}, indent=1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Exercise 1: Stack a and b.", "Exercise 2: Print it."),
        ("**Exercise 1:** Stack a and b.", "**Exercise 2:** Print it."),
        ("Aufgabe 1\n\nStack a and b.", "Aufgabe 2\n\nPrint it."),
        ("1. Stack a and b.", "2. Print it."),
    ],
)
def test_each_exercise_has_the_cells_below_it(first: str, second: str) -> None:
    text = notebook(
        ("markdown", "# Exercises\nRead all."),
        ("markdown", first),
        ("code", "torch.stack([a, b])"),
        ("markdown", second),
        ("code", "print(x)"),
        ("markdown", "That is all."),
    )

    one, two = of("a.ipynb", text).questions

    assert one.question == "Stack a and b."
    assert told(one) == [("code", "torch.stack([a, b])", "")]
    assert two.question == "Print it."
    assert told(two) == [("code", "print(x)", ""), ("prose", "That is all.")]


def test_an_exercise_without_a_solution_is_named() -> None:
    text = notebook(
        ("markdown", "Exercise 1: Stack."), ("markdown", "Exercise 2: Print."), ("code", "x")
    )

    [found] = refused("a.ipynb", text)

    assert found.endswith("the question 'Stack.' has no answer")


@pytest.mark.parametrize(
    "between",
    [
        ("markdown", "## Part 2"),
        ("markdown", "Which one is it?"),
        ("markdown", "Exercise 4: Sort it."),
    ],
)
def test_nothing_is_read_so_where_another_kind_of_cell_is_between(between: Cell) -> None:
    text = notebook(
        ("markdown", "Exercise 1: Stack."),
        ("code", "x = 1"),
        between,
        ("code", "x = 2"),
        ("markdown", "Exercise 2: Print."),
        ("code", "x = 3"),
    )

    assert refused("a.ipynb", text) if between[1] != "Which one is it?" else of("a.ipynb", text)


def test_numbers_above_words_are_steps_and_no_exercises() -> None:
    text = notebook(("markdown", "1. Stack."), ("markdown", "So."), ("markdown", "2. Print."))

    assert refused("a.ipynb", text)
