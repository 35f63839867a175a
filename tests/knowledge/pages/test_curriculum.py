import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum
from knowledge.pages.problems import Refused
from tests.knowledge.writing import SHORT, page_text, write, write_topics


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write_topics(folder)
    return folder


def read(root: Path) -> Curriculum:
    content = curriculum.read(root)
    assert isinstance(content, Curriculum), content
    return content


def problems_in(root: Path) -> list[str]:
    content = curriculum.read(root)
    assert isinstance(content, Refused), content
    return [str(problem) for problem in content.problems]


def test_topics_and_pages_come_in_teaching_order(root: Path) -> None:
    write(root, "hard", difficulty=3)
    write(root, "easy", prerequisites=["basis"])
    write(root, "basis", topic="memory")
    write(root, "quick")

    content = read(root)

    assert [topic.title for topic in content.topics] == ["Shapes", "Memory"]
    assert [entry.slug for entry in content.entries] == ["quick", "hard", "basis", "easy"]


def test_drafts_and_retired_entries_are_read_but_not_shown(root: Path) -> None:
    write(root, "one")
    write(root, "two", status="draft")
    write(root, "three", status="retired")

    content = read(root)

    assert {page.entry.slug for page in content.pages} == {"one", "two", "three"}
    assert [entry.slug for entry in content.entries] == ["one"]


def test_content_is_read_from_inside_an_archive_too(root: Path, tmp_path: Path) -> None:
    """A wheel need not be unpacked."""
    write(root, "one")
    write(root, "two", topic="memory")
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", root)

    with zipfile.ZipFile(archive) as packed:
        assert curriculum.read(zipfile.Path(packed)) == read(root)


def test_an_empty_folder_lacks_its_topics(tmp_path: Path) -> None:
    assert problems_in(tmp_path) == ["topics.yaml:1: expected this file, it is missing"]


def test_pages_without_topics_lie_over_others(root: Path, tmp_path: Path) -> None:
    write(root, "one", prerequisites=["two"])
    write(root, "two", topic="memory")
    over = tmp_path / "over"
    write(over, "two", difficulty=3)
    write(over, "three", see_also=["one"])

    content = curriculum.read_over(over, read(root))

    assert curriculum.lies_over(over)
    assert not curriculum.lies_over(root)
    assert isinstance(content, Curriculum), content
    assert {page.entry.slug for page in content.pages} == {"two", "three"}
    assert len(content.topics) == 2


def test_pages_that_lie_over_others_are_held_against_them(root: Path, tmp_path: Path) -> None:
    write(root, "one")
    over = tmp_path / "over"
    write(over, "two", question="What is one, and why?", see_also=["no-such"])

    content = curriculum.read_over(over, read(root))

    assert isinstance(content, Refused)
    assert {problem.path for problem in content.problems} == {"questions/shapes/two.md"}
    assert len(content.problems) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "topics.yaml:1: : expected a valid tuple, got None"),
        ("- {slug: a, title: A}\n- {slug: b}\n", "topics.yaml:2: 1.title: expected this field"),
        ("- {slug: a, title: A, x: 1}\n", "topics.yaml:1: 0.x: unknown field"),
        ("- {slug: A b, title: A}\n", "topics.yaml:1: 0.slug: String should match pattern"),
        ("- {slug: a, title: A}\n- {slug: a, title: B}\n", "topics.yaml:1: the topic 'a' is"),
        ("- [\n", "topics.yaml:2: YAML: "),
        (
            "- slug: a\n  title: Ask: me\n",
            "topics.yaml:2: YAML: mapping values are not allowed here; text with ': ' in it needs",
        ),
    ],
)
def test_topics_outside_the_schema_are_refused(root: Path, text: str, problem: str) -> None:
    write_topics(root, text)

    [got] = problems_in(root)

    assert got.startswith(problem)


def test_one_bad_page_refuses_the_whole_and_every_problem_is_named(root: Path) -> None:
    write(root, "good")
    write(root, "bad", colour="red")
    write(root, "worse", "No example.", topic="memory")

    assert [problem.split(":")[0] for problem in problems_in(root)] == [
        "questions/memory/worse.md",
        "questions/shapes/bad.md",
    ]


def test_a_file_that_is_not_utf8_is_refused(root: Path) -> None:
    write(root, "one").write_bytes(page_text("one").encode() + b"\xff")

    [problem] = problems_in(root)

    assert problem.startswith("questions/shapes/one.md:1: expected UTF-8, got")


def test_a_mark_of_utf8_at_a_files_beginning_is_no_part_of_it(root: Path) -> None:
    """Notepad writes one, and no editor shows it."""
    page = write(root, "one", wordings=["one of many"])
    marked = [root / "topics.yaml", page, page.with_name("one.wordings.yaml")]
    plain = read(root)
    for path in marked:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert read(root) == plain


@pytest.mark.parametrize("name", ["two.md", "one.wordings.yaml"])
def test_a_folder_that_is_named_as_a_page_is_refused(root: Path, name: str) -> None:
    """It would be read as a topic, or as nothing, and the page it was meant to be be missing."""
    write(root, "one")
    (root / "questions" / "shapes" / name).mkdir()

    assert problems_in(root) == [
        f"questions/shapes/{name}:1: expected a file, got a folder of that name"
    ]


def test_other_files_beside_the_pages_are_left_alone(root: Path) -> None:
    write(root, "one")
    (root / "questions" / "shapes" / "notes.txt").write_text("to do")

    assert len(read(root).pages) == 1


ONE = "questions/shapes/one.md"
ALIASES = [f"alias {n}" for n in range(8)]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"aliases": [*ALIASES, "  ONE in other  words 3"]},
            f"two.md:13: 'one in other words 3' is also a wording of {ONE}:8",
        ),
        (
            {"aliases": [*ALIASES, "What is one, and why?"]},
            f"two.md:13: 'what is one, and why?' is also a wording of {ONE}:3",
        ),
        (
            {"aliases": [*ALIASES, "what is ONE, and why"]},
            f"two.md:13: 'what is one, and why' is also a wording of {ONE}:3",
        ),
        (
            {"aliases": [*ALIASES, "alias 3"]},
            "two.md:13: 'alias 3' is also a wording of questions/shapes/two.md:8",
        ),
        (
            {"aliases": ALIASES, "wordings": ["Alias  3"]},
            "two.wordings.yaml:1: 'alias 3' is also a wording of questions/shapes/two.md:8",
        ),
        (
            {"question": "One in other words 0"},
            f"two.md:3: 'one in other words 0' is also a wording of {ONE}:5",
        ),
        ({"aliases": [*ALIASES, " "]}, "two.md:13: expected one line of words"),
        ({"aliases": [*ALIASES, "x = 1\nx"]}, "two.md:13: expected one line of words"),
        ({"wordings": ["so", " "]}, "two.wordings.yaml:2: expected one line of words"),
        (
            {"not_for": ["two in other words 1"]},
            "two.md:14: not_for: 'two in other words 1' also asks for this entry",
        ),
        (
            {"prerequisites": ["one", "one"]},
            "two.md:19: prerequisites: 'one' is named twice",
        ),
        (
            {"see_also": ["two"]},
            "two.md:19: see_also: expected another entry, got 'two'",
        ),
        (
            {"exercises": ["drill"]},
            "two.md:20: exercises: there is no exercise 'drill'",
        ),
        (
            {"see_also": ["one", "gone"]},
            "two.md:20: see_also: there is no entry 'gone'",
        ),
        (
            {"prerequisites": ["gone"]},
            "two.md:18: prerequisites: there is no entry 'gone'",
        ),
        (
            {"asked_in": ["a book 1", "a book 1"]},
            "two.md:28: asked_in: 'a book 1' is named twice",
        ),
    ],
)
def test_a_contradiction_between_pages_is_refused(
    root: Path, changes: dict[str, Any], problem: str
) -> None:
    write(root, "one")
    write(root, "two", **changes)

    [got] = problems_in(root)

    assert got.startswith(f"questions/shapes/{problem}")


def test_a_page_may_have_a_wording_with_its_question_mark_and_without(root: Path) -> None:
    write(root, "one", wordings=["what is one, and why", "so", "so?"])

    assert len(read(root).pages) == 1


def test_a_page_copied_from_another_is_one_problem(root: Path) -> None:
    """Which of the two is the copy, nobody knows here: both are named, and none of them blamed."""
    write(root, "one")
    write(root, "a-copy", aliases=[f"one in other words {n}" for n in range(8)])

    [problem] = problems_in(root)

    assert problem == (
        f"{ONE}:5: shares 8 wordings with questions/shapes/a-copy.md:5, "
        "'one in other words 0' among them: leave each to one of the two pages"
    )


def test_a_topic_that_is_not_listed_is_refused(root: Path) -> None:
    write(root, "one", topic="colours")

    assert problems_in(root) == [
        "questions/colours/one.md:15: topic: expected one of topics.yaml, got 'colours'"
    ]


def test_the_same_entry_in_two_folders_is_refused(root: Path) -> None:
    write(root, "one")
    write(root, "one", topic="memory", question="Another one?", aliases=ALIASES)

    assert problems_in(root) == [
        "questions/shapes/one.md:2: id: one is also questions/memory/one.md"
    ]


def test_a_shown_entry_must_not_need_a_draft(root: Path) -> None:
    write(root, "one", prerequisites=["two"])
    write(root, "two", status="draft", prerequisites=["three"])
    write(root, "three", status="draft")

    [problem] = problems_in(root)

    assert problem.endswith("prerequisites: expected a reviewed entry, got 'two'")


def test_a_cycle_is_named_where_it_can_be_cut(root: Path) -> None:
    write(root, "one", prerequisites=["two"])
    write(root, "two", prerequisites=["three"])
    write(root, "three", prerequisites=["one"])
    write(root, "four", prerequisites=["one"])

    [problem] = problems_in(root)

    path, _, message = problem.split(":", 2)
    assert "a cycle: " in message
    *needs, last = message.rpartition(": ")[2].split(" needs ")
    assert set(needs) == {"one", "two", "three"}
    assert last == needs[0]
    assert path == f"questions/shapes/{needs[0]}.md"
    assert ("one", "two") in zip(needs, [*needs[1:], last], strict=True)


def test_an_exercise_that_exists_may_be_named(root: Path) -> None:
    write(root, "one", exercises=["drill"])
    (root / "exercises" / "drill").mkdir(parents=True)

    assert read(root).entries[0].exercises == ("drill",)


def test_the_same_words_in_the_text_are_no_contradiction(root: Path) -> None:
    write(root, "one", SHORT)
    write(root, "two", SHORT)

    assert len(read(root).pages) == 2
