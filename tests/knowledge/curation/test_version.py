from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation.version import Action, Version, by_number, opened_again, restored_by_undo
from tests.knowledge.curation.examples import MINUTE, NOON, version


def history(*steps: int | None) -> dict[int, Version]:
    """One version a step: an edit, or the undoing that went back to a number."""
    return dict(
        by_number(
            [
                version(
                    "squeeze",
                    number,
                    action=Action.EDITED if step is None else Action.UNDONE,
                    restores=step,
                )
                for number, step in enumerate(steps, start=1)
            ]
        )
    )


def test_an_edit_is_undone_to_what_was_before_it() -> None:
    assert restored_by_undo(history(None, None), 2) == 1


def test_the_first_version_is_undone_to_what_ships() -> None:
    assert restored_by_undo(history(None), 1) == 0


def test_an_undoing_is_undone_one_step_further() -> None:
    assert restored_by_undo(history(None, None, None, 2), 4) == 1


def test_before_the_first_version_there_is_nothing() -> None:
    assert restored_by_undo({}, 0) is None
    assert restored_by_undo(history(None, 0), 2) is None


@given(st.lists(st.booleans(), max_size=12))
def test_undoing_again_and_again_arrives_at_what_ships(undoings: list[bool]) -> None:
    """Whatever was edited and undone before."""
    steps: list[int | None] = []
    for undoes in undoings:
        target = restored_by_undo(history(*steps), len(steps))
        steps.append(target if undoes and target is not None else None)

    for _ in range(len(steps) + 1):
        target = restored_by_undo(history(*steps), len(steps))
        if target is not None:
            steps.append(target)

    assert restored_by_undo(history(*steps), len(steps)) is None


def test_a_return_is_undone_to_what_was_before_it() -> None:
    """It is a change like any other: only an undoing of an undoing goes further back."""
    returned = version("squeeze", 4, action=Action.RETURNED, restores=1)

    assert restored_by_undo({**history(None, None, 1), 4: returned}, 4) == 3


def test_what_was_handled_after_a_number_is_open_again() -> None:
    whole = by_number(
        [version("squeeze", number, at=NOON + number * MINUTE) for number in (1, 2, 3)]
    )

    assert opened_again(whole, 1) == {NOON + 2 * MINUTE, NOON + 3 * MINUTE}
