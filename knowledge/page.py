"""One Markdown file of `content/questions/`: front matter and sections in, an entry out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from markdown_it.token import Token
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge import located, pycon
from knowledge.entry import Entry
from knowledge.example import Section
from knowledge.located import Located, Unreadable
from knowledge.markdown import first_line, tokens
from knowledge.problem import Problem, Refused
from knowledge.wordings import Wordings, none_beside

_HEADINGS = {"More": Section.MORE, "Pitfall": Section.PITFALL}
# In the front matter of an answer in words: without it, a missing example is a forgotten one.
EXAMPLE = "example"
NONE = "none"
# What Telegram cannot show, or what would look like an example and never be run.
_REFUSED = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image",
    "code_block": "an indented code block",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A section's Markdown; `line` is where it starts in the file, from 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """An entry and where its parts stand in its file."""

    path: str
    entry: Entry
    fields: Located
    parts: Mapping[Section, Part]
    wordings: Wordings

    def at(self, *place: int | str) -> int:
        """Find the line of a front matter field."""
        return self.fields.line(place)

    def line(self, section: Section, line: int) -> int:
        """Turn a section's line into the file's."""
        return self.parts[section].line + line - 1


def read_page(path: str, text: str, wordings: Wordings | None = None) -> Page | Refused:
    """Check one page by itself; `path` ends in `<topic>/<slug>.md`."""
    wordings = wordings or none_beside(path)
    text = text.replace("\r\n", "\n")
    parsed = tokens(text)
    if not parsed or parsed[0].type != "front_matter":
        return Refused.at(path, 1, "expected front matter between --- lines, got none")
    fields = located.parse(parsed[0].content, first_line=2)
    if isinstance(fields, Unreadable):
        return Refused.at(path, fields.line, fields.message)
    if not isinstance(fields.value, dict):
        return Refused.at(path, 2, "expected fields as 'name: value', got something else")
    parts = _parts(text, parsed)
    faults = [*_layout_faults(parsed), *_example_faults(parts), *_count_faults(fields, parts)]
    checked = _entry(fields, parts, wordings)
    if isinstance(checked, Entry):
        faults += ((fields.line((name,)), message) for name, message in _misplaced(path, checked))
    else:
        faults += checked
    if faults or not isinstance(checked, Entry):
        return Refused(tuple(sorted(Problem(path, *fault) for fault in faults)))
    return Page(path, checked, fields, parts, wordings)


def _entry(
    fields: Located, parts: Mapping[Section, Part], wordings: Wordings
) -> Entry | list[tuple[int, str]]:
    written = [(fields.line((s,)), _unknown(s)) for s in Section if s in fields.value]
    if "slug" in fields.value:
        written.append((fields.line(("slug",)), _unknown("slug")))
    if "wordings" in fields.value:
        expected = f"wordings: expected beside the page, in {PurePosixPath(wordings.path).name}"
        written.append((fields.line(("wordings",)), expected))
    if written:
        return written
    sections = {section.value: part.text for section, part in parts.items()}
    said = {name: value for name, value in fields.value.items() if name != EXAMPLE}
    try:
        return Entry.model_validate({**said, "wordings": wordings.texts, **sections})
    except ValidationError as invalid:
        return [(fields.line(error["loc"]), explained(error)) for error in invalid.errors()]


def _unknown(name: str) -> str:
    return f"{name}: unknown field"


def explained(error: ErrorDetails) -> str:
    """Say what was expected and what came, in a writer's words."""
    name = ".".join(str(step) for step in error["loc"])
    match error["type"]:
        case "extra_forbidden":
            return _unknown(name)
        case "missing":
            return f"{name}: expected this field, it is missing"
        case "too_short":
            least, got = error["ctx"]["min_length"], error["ctx"]["actual_length"]
            return f"{name}: expected at least {least}, got {got}"
        case "string_type" if isinstance(error["input"], int | float):
            return f"{name}: expected text, a number in quotes, got {error['input']!r}"
        case "string_type":
            return f"{name}: expected text, got {error['input']!r}"
        case _:
            expected = error["msg"].replace("Input should be", "expected")
            return f"{name}: {expected}, got {error['input']!r}"


def _misplaced(path: str, entry: Entry) -> Iterator[tuple[str, str]]:
    """Hold the file's name and folder against its fields."""
    file = PurePosixPath(path)
    if file.stem != entry.slug:
        yield "id", f"id: expected {file.stem!r} as the file is named, got {entry.slug!r}"
    if file.parent.name != entry.topic:
        yield "topic", f"topic: expected {file.parent.name!r} as the folder is, got {entry.topic!r}"


def _parts(text: str, parsed: list[Token]) -> dict[Section, Part]:
    """Cut the source at its known headings; without more ado, so that no character is lost."""
    lines = text.split("\n")
    starts = [(Section.SHORT, parsed[0].map[1] if parsed[0].map else 0)]
    starts += [
        (_HEADINGS[title], line + 1) for title, line in _headings(parsed) if title in _HEADINGS
    ]
    ends = [line for title, line in _headings(parsed) if title in _HEADINGS] + [len(lines)]
    return {
        section: _trimmed(lines, start, end)
        for (section, start), end in zip(starts, ends, strict=True)
    }


def _trimmed(lines: list[str], start: int, end: int) -> Part:
    while start < end and not lines[start].strip():
        start += 1
    return Part(start + 1, "\n".join(lines[start:end]).rstrip())


def _headings(parsed: list[Token]) -> list[tuple[str, int]]:
    """Titles of the second level and their lines, from 0."""
    return [
        (inside.content, first_line(token))
        for token, inside in pairwise(parsed)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]


def _layout_faults(parsed: list[Token]) -> Iterator[tuple[int, str]]:
    titles = [title for title, _ in _headings(parsed)]
    if titles not in ([], ["More"], ["Pitfall"], ["More", "Pitfall"]):
        line = _headings(parsed)[0][1] + 1
        yield line, f"expected the headings 'More', then 'Pitfall', got {', '.join(titles)}"
    for token in parsed:
        line = first_line(token) + 1
        if token.type == "heading_open" and (token.tag != "h2" or token.level):
            yield line, "expected no headings but ## More and ## Pitfall"
        if token.type == "fence" and token.info.strip() != pycon.LANGUAGE:
            yield line, f"expected a pycon block, which is run, got {token.info.strip() or 'no'!r}"
        for inside in (token, *(token.children or ())):
            if inside.type in _REFUSED:
                yield line, f"{_REFUSED[inside.type]} is not allowed"


def _example_faults(parts: Mapping[Section, Part]) -> Iterator[tuple[int, str]]:
    for part in parts.values():
        match pycon.parse(part.text):
            case pycon.Malformed(line=line, message=message):
                yield part.line + line - 1, message
        if not part.text:
            yield part.line, "expected text in this section, got none"


def _count_faults(fields: Located, parts: Mapping[Section, Part]) -> Iterator[tuple[int, str]]:
    """Hold the short answer to one example, or to none where the page says so."""
    said = fields.value.get(EXAMPLE)
    count = len(pycon.blocks(parts[Section.SHORT].text))
    line = parts[Section.SHORT].line
    if EXAMPLE in fields.value and said != NONE:
        yield fields.line((EXAMPLE,)), f"example: expected {NONE!r} or no such field, got {said!r}"
    elif said == NONE and count:
        yield line, f"expected no pycon block in the short answer of 'example: none', got {count}"
    elif said != NONE and not count:
        said_so = "an answer in words says 'example: none' in its front matter"
        yield line, f"expected one pycon block in the short answer, got 0; {said_so}"
    elif count > 1:
        yield line, f"expected one pycon block in the short answer, got {count}"
