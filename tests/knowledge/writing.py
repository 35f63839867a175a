"""Small pages and folders of content for tests to read."""

from pathlib import Path
from typing import Any

import yaml

from knowledge.pages.page import Page, Wordings, read_page, read_wordings

SHORT = """\
It is the **first** answer.

```pycon
>>> a = 20
>>> a + 1        # one more
21
```"""

TOPICS = "- {slug: shapes, title: Shapes}\n- {slug: memory, title: Memory}\n"


def fields(slug: str, **changes: Any) -> dict[str, Any]:
    """Front matter that is sound; None leaves a field out."""
    whole = {
        "id": slug,
        "question": f"What is {slug}, and why?",
        "aliases": [f"{slug} in other words {n}" for n in range(8)],
        "not_for": ["something else"],
        "topic": "shapes",
        "difficulty": 1,
        "prerequisites": [],
        "see_also": [],
        "exercises": [],
        "verified": {"torch": "2.13.0", "numpy": "2.4.6"},
        "sources": ["https://docs.pytorch.org/docs/stable/"],
        "status": "reviewed",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def page_text(slug: str, body: str = SHORT, **changes: Any) -> str:
    front = yaml.safe_dump(fields(slug, **changes), sort_keys=False, width=1000)
    return f"---\n{front}---\n{body}\n"


def wordings_text(wordings: list[str]) -> str:
    return yaml.safe_dump(wordings, width=1000)


def page(
    slug: str, body: str = SHORT, *, wordings: list[str] | None = None, **changes: Any
) -> Page:
    """A page that must be sound."""
    path = f"questions/{changes.get('topic', 'shapes')}/{slug}"
    found = read_wordings(f"{path}.wordings.yaml", wordings_text(wordings)) if wordings else None
    assert found is None or isinstance(found, Wordings), found
    read = read_page(f"{path}.md", page_text(slug, body, **changes), found)
    assert isinstance(read, Page), read
    return read


def write(
    root: Path, slug: str, body: str = SHORT, *, wordings: list[str] | None = None, **changes: Any
) -> Path:
    """Put a page where its topic says, and its wordings beside it."""
    topic: str = changes.get("topic", "shapes")
    path = root / "questions" / topic / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page_text(slug, body, **changes), "utf-8")
    if wordings:
        beside = path.with_name(f"{slug}.wordings.yaml")
        beside.write_text(wordings_text(wordings), "utf-8")
    return path


def write_topics(root: Path, text: str = TOPICS) -> None:
    root.mkdir(parents=True, exist_ok=True)
    (root / "topics.yaml").write_text(text, "utf-8")


def line_of(text: str, needle: str) -> int:
    """The line of the first occurrence, from 1."""
    return text[: text.index(needle)].count("\n") + 1
