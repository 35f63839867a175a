from knowledge.curation.overlay import ChangeKind, Difference, FieldChange, differences
from tests.knowledge.curation.examples import entry

SQUEEZE, STRIDES = entry("squeeze"), entry("strides", topic="memory")
FILES = {"squeeze": SQUEEZE, "strides": STRIDES}


def test_what_is_as_the_files_say_does_not_differ() -> None:
    assert differences(FILES, FILES) == ()


def test_a_change_names_its_fields() -> None:
    changed = entry("squeeze", more="More.", difficulty=2)

    assert differences(FILES, {**FILES, "squeeze": changed}) == (
        Difference(
            "squeeze",
            ChangeKind.CHANGED,
            (FieldChange("difficulty", 1, 2), FieldChange("more", None, "More.")),
        ),
    )


def test_a_retired_entry_and_a_new_one_are_named_as_such() -> None:
    whole = {**FILES, "strides": entry("strides", topic="memory", status="retired")}

    found = differences(FILES, {**whole, "arange": entry("arange")})

    assert [(each.slug, each.kind) for each in found] == [
        ("arange", ChangeKind.ADDED),
        ("strides", ChangeKind.RETIRED),
    ]


def test_what_was_written_here_and_retired_again_is_no_difference() -> None:
    assert differences(FILES, {**FILES, "arange": entry("arange", status="retired")}) == ()
