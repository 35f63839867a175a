"""What a snippet has none of, unless it made it itself."""

import pytest

from tests.tutor.advice.advising import said


@pytest.mark.parametrize("before", ["sys.argv = ['a.py', '--n', 'ten']", "argv[1:] = ['--n']"])
def test_a_command_line_of_the_learners_own_is_one(before) -> None:
    words = said("SystemExit", "2", "p.parse_args()", f"{before}\np.parse_args()")

    assert words == "The code ended itself with exit code 2."


def test_arguments_that_were_handed_over_are_some() -> None:
    words = said("SystemExit", "2", "p.parse_args(args=['a'])", "p.parse_args(args=['a'])")

    assert words == "The code ended itself with exit code 2."
