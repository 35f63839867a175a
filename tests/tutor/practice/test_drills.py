"""Ten thousand drills in one process: the right option is right, and no other is.

What is right is found in another way than the drill has it from, where there is another way.
"""

import ast
import io
from contextlib import redirect_stderr, redirect_stdout, suppress

import numpy as np
import pytest
import torch

from tutor.practice.drills.course import (
    EASIEST,
    HARDEST,
    Course,
    after,
    elsewhere,
    family_of,
    sheet_at,
)
from tutor.practice.drills.drill import (
    MOST_OPTIONS,
    RAISES,
    Drill,
    Place,
    answers_in,
    drill_of,
    program,
)
from tutor.practice.drills.templates import families

LEVELS = range(EASIEST, HARDEST + 1)
SEEDS = 230
every_family = pytest.mark.parametrize("family", families())


def drill_at(place: Place) -> Drill:
    sheet, said = sheet_at(place), io.StringIO()
    with redirect_stdout(said):
        exec(program(sheet), {})  # noqa: S102
    answers = answers_in(sheet, said.getvalue())
    assert answers is not None, place
    return drill_of(place, sheet, answers)


def ran(code: str) -> tuple[dict, str, int]:
    """The names that code leaves, what it prints, and the line it fails in, 0 where it runs."""
    names, said = {"torch": torch}, io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        for statement in ast.parse(code).body:
            try:
                exec(ast.unparse(statement), names)  # noqa: S102
            except Exception:  # noqa: BLE001 (whatever it is, it is the drill's)
                return names, said.getvalue(), statement.lineno
    return names, said.getvalue(), 0


def what_became_of(x: torch.Tensor) -> str:
    numbers = x.flatten().tolist()
    return "x stays as it was" if numbers == [*range(len(numbers))] else "x changes, too"


def steps(y: torch.Tensor) -> str:
    """By where elements lie, along axes that have a second one."""
    return str(
        tuple(
            y.select(axis, 1).storage_offset() - y.storage_offset() if y.shape[axis] > 1 else step
            for axis, step in enumerate(y.stride())
        )
    )


TRUTHS = {
    "What is x.grad?": lambda names: str(names["x"].grad),
    "What becomes of x?": lambda names: what_became_of(names["x"]),
    "What is y.stride()?": lambda names: steps(names["y"]),
    "What is y.dtype?": lambda names: str(names["y"].dtype),
    "What is the shape of y?": lambda names: str(tuple(names["y"].shape)),
    "What is the shape of y, if it broadcasts?": lambda names: str(tuple(names["y"].shape)),
}


def truth(drill: Drill) -> str:
    """What is right, by running the code as it is shown."""
    names, printed, failed = ran(drill.code)
    if drill.question == "Which line raises an error?":
        return f"Line {failed}" if failed else "No line raises"
    if drill.question == "What does this print?":
        return printed.removesuffix("\n")
    return RAISES if failed else TRUTHS[drill.question](names)


def computed(drill: Drill) -> list[int]:
    """The options that compute what the einsum does, by NumPy's."""
    names, _, _ = ran(drill.code)
    letters = drill.code.partition('einsum("')[2].partition('"')[0]
    operands = [names[name].double().numpy() for name in "ab" if name in names]
    wanted, found = np.einsum(letters, *operands), []
    for number, option in enumerate(drill.options):
        with suppress(RuntimeError, IndexError):
            given = eval(option.text, dict(names)).double().numpy()  # noqa: S307
            if given.shape == wanted.shape and np.allclose(given, wanted, rtol=1e-4):
                found.append(number)
    return found


@every_family
def test_the_right_option_is_right_and_no_other_is(family: str) -> None:
    for level in LEVELS:
        for seed in range(SEEDS):
            drill = drill_at(Place(family, level, seed))
            texts = [each.text for each in drill.options]
            if drill.question == "What does this compute?":
                assert computed(drill) == [drill.right], drill
            else:
                assert texts[drill.right] == truth(drill), drill
            assert 2 <= len(texts) == len(set(texts)) <= MOST_OPTIONS, drill
            assert [bool(each.mistake) for each in drill.options].count(False) == 1, drill
            assert all(texts), drill
            assert drill.why, drill
            assert "{" not in f"{drill.why}{drill.options}{drill.code}", drill


@every_family
def test_another_seed_is_another_question(family: str) -> None:
    for level in LEVELS:
        asked = {sheet_at(Place(family, level, seed)).code for seed in range(100)}

        assert len(asked) > 80, level


@every_family
def test_the_right_option_stands_anywhere(family: str) -> None:
    """Nobody is right by pressing A."""
    places = [drill_at(Place(family, 3, seed)).right for seed in range(60)]

    assert max(places.count(each) for each in places) < 35


def test_a_question_is_the_same_wherever_it_is_asked() -> None:
    """Its button may be pressed after a restart, in another process."""
    place = Place("einsum", 4, 77)

    assert drill_at(place) == drill_at(place)
    assert drill_at(place).mark == drill_at(place).mark
    assert drill_at(place).mark != drill_at(Place("einsum", 4, 78)).mark


def test_two_right_in_a_row_are_harder_and_a_wrong_one_is_easier() -> None:
    course = Course(Place("strides", 2, 7))

    once = after(course, right=True)
    twice = after(once, right=True)
    wrong = after(twice, right=False)

    assert [each.place.level for each in (once, twice, wrong)] == [2, 3, 2]
    assert {each.place.family for each in (once, twice, wrong)} == {"strides"}
    assert len({each.place.seed for each in (course, once, twice, wrong)}) == 4
    hardest = Course(Place("strides", HARDEST, 7), in_a_row=1)
    assert after(hardest, right=True).place.level == HARDEST
    assert after(Course(Place("strides", EASIEST, 7)), right=False).place.level == EASIEST


def test_a_mixed_row_changes_its_family_each_time() -> None:
    course = Course(Place("strides", 2, 7), mixed=True)

    for _ in range(20):
        following = after(course, right=True)
        assert following.place.family != course.place.family
        course = following
    assert elsewhere(course).place.family != course.place.family


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("shape-of", "shape-of"),
        ("Shapes", "shape-of"),
        ("view or copy", "view-or-copy"),
        ("which_line", "which-line-raises"),
        ("broadcast", "does-it-broadcast"),
        ("gradients", "gradient"),
        ("", None),
        ("cooking", None),
        ("what", "what-prints"),
        ("😀\n", None),
    ],
)
def test_a_family_is_known_by_part_of_its_name(said: str, family: str | None) -> None:
    assert family_of(said) == family
