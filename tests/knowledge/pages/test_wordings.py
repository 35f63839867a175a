from pathlib import Path

import pytest

from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum
from knowledge.pages.problems import Refused
from tests.knowledge.writing import write, write_topics


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_topics(tmp_path)
    return tmp_path


def problems(root: Path) -> list[str]:
    content = curriculum.read(root)
    assert isinstance(content, Refused)
    return [str(problem) for problem in content.problems]


def beside(page: Path) -> Path:
    return page.with_name(f"{page.stem}.wordings.yaml")


def test_wordings_stand_beside_their_page(root: Path) -> None:
    write(root, "one", wordings=["said otherwise", "x = 1\nx"])

    content = curriculum.read(root)

    assert isinstance(content, Curriculum)
    [page] = content.pages
    assert page.entry.wordings == ("said otherwise", "x = 1\nx")
    assert page.wordings.path == "questions/shapes/one.wordings.yaml"


def test_what_goes_by_other_sources_stands_below_a_comment(root: Path) -> None:
    page = write(root, "one", wordings=["said otherwise"])
    below = "# Apart\n- 'said elsewhere'\n- |-\n  # Apart\n  x = 1\n"
    beside(page).write_text(beside(page).read_text("utf-8") + below, "utf-8")

    content = curriculum.read(root)

    assert isinstance(content, Curriculum)
    [page_read] = content.pages
    assert page_read.entry.wordings == ("said otherwise", "said elsewhere", "# Apart\nx = 1")
    assert page_read.wordings.apart == {"said elsewhere", "# Apart\nx = 1"}


def test_a_page_needs_none(root: Path) -> None:
    write(root, "one")

    content = curriculum.read(root)

    assert isinstance(content, Curriculum)
    assert content.pages[0].entry.wordings == ()


def test_wordings_in_a_page_are_sent_to_their_file(root: Path) -> None:
    page = write(root, "one")
    page.write_text(page.read_text("utf-8").replace("status:", "wordings: [so]\nstatus:"), "utf-8")

    expected = "wordings: expected beside the page, in one.wordings.yaml"
    assert problems(root) == [f"questions/shapes/one.md:25: {expected}"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: expected wordings, each on a line after '- ', got something else"),
        ("so: it is\n", "1: expected wordings, each on a line after '- ', got something else"),
        ("- 'so'\n- 3\n", "2: expected a wording in quotes, got 3"),
        ("- 'so'\n- 'it\n", "3: YAML: found unexpected end of stream"),
    ],
)
def test_other_than_wordings_is_refused(root: Path, text: str, problem: str) -> None:
    beside(write(root, "one")).write_text(text, "utf-8")

    assert problems(root) == [f"questions/shapes/one.wordings.yaml:{problem}"]


def test_wordings_without_a_page_are_refused(root: Path) -> None:
    write(root, "one", wordings=["said otherwise"]).unlink()

    expected = "expected a page of that name beside it, there is none"
    assert problems(root) == [f"questions/shapes/one.wordings.yaml:1: {expected}"]


def test_what_is_no_text_is_named(root: Path) -> None:
    beside(write(root, "one")).write_bytes(b"- 'so\xff'\n")

    [found] = problems(root)
    assert found.startswith("questions/shapes/one.wordings.yaml:1: expected UTF-8, got")


def test_the_faults_of_both_files_are_named(root: Path) -> None:
    beside(write(root, "one", colour="red")).write_text("so: it is\n", "utf-8")

    assert [problem.split(":")[0] for problem in problems(root)] == [
        "questions/shapes/one.md",
        "questions/shapes/one.wordings.yaml",
    ]
