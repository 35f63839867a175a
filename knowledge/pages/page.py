"""One Markdown file of `content/questions/`: front matter and sections in, an entry out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from markdown_it.token import Token
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.examples import sessions
from knowledge.examples.markdown import first_line, tokens
from knowledge.pages.entry import Entry, Section
from knowledge.pages.problems import Located, Problem, Refused, Unreadable, parse

# The file beside a page: its many wordings, which only matching and searching read.
#
# A page is read by people, some hundred ways to ask for it are not; so they stand apart.

PAGE_SUFFIX, SUFFIX = ".md", ".wordings.yaml"
# The comment below which stand wordings that go by other sources than the page and its wordings:
# by what people asked elsewhere, or by the names that others give a thing. Fitting asks them apart.
APART = "# Apart"


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the file holds; `lines` says where each wording stands in it, from 1.

    `apart` are those of the `texts` that stand below the comment `APART`.
    """

    path: str
    texts: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    apart: frozenset[str] = frozenset()

    def placed(self) -> Iterator[tuple[int, str]]:
        """Each wording with its line."""
        return zip(self.lines, self.texts, strict=True)


def beside(page_path: str) -> str:
    """Name the file of a page's wordings."""
    return page_path.removesuffix(PAGE_SUFFIX) + SUFFIX


def none_beside(page_path: str) -> Wordings:
    """A page may have no such file."""
    return Wordings(beside(page_path))


def read_wordings(path: str, text: str) -> Wordings | Refused:
    """Read one file: a list of texts, and nothing else."""
    text = text.replace("\r\n", "\n")
    found = parse(text, first_line=1)
    if isinstance(found, Unreadable):
        return Refused.at(path, found.line, found.message)
    if not isinstance(found.value, list) or not found.value:
        expected = "expected wordings, each on a line after '- ', got something else"
        return Refused.at(path, 1, expected)
    lines = tuple(found.line((position,)) for position in range(len(found.value)))
    if problems := tuple(_faults(path, found.value, lines)):
        return Refused(problems)
    below = _line_of(APART, text)
    apart = (said for said, line in zip(found.value, lines, strict=True) if line > below)
    return Wordings(path, tuple(found.value), lines, frozenset(apart))


def _line_of(comment: str, text: str) -> int:
    """Say on which line of the text the comment stands, or a number beyond all."""
    lines = text.split("\n")
    return lines.index(comment) + 1 if comment in lines else len(lines)


def _faults(path: str, values: Sequence[object], lines: Sequence[int]) -> Iterator[Problem]:
    for line, value in zip(lines, values, strict=True):
        if not isinstance(value, str):
            yield Problem(path, line, f"expected a wording in quotes, got {value!r}")


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
    fields = parse(parsed[0].content, first_line=2)
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
        if token.type == "fence" and token.info.strip() != sessions.LANGUAGE:
            yield line, f"expected a pycon block, which is run, got {token.info.strip() or 'no'!r}"
        for inside in (token, *(token.children or ())):
            if inside.type in _REFUSED:
                yield line, f"{_REFUSED[inside.type]} is not allowed"


def _example_faults(parts: Mapping[Section, Part]) -> Iterator[tuple[int, str]]:
    for part in parts.values():
        match sessions.parse(part.text):
            case sessions.Malformed(line=line, message=message):
                yield part.line + line - 1, message
        if not part.text:
            yield part.line, "expected text in this section, got none"


def _count_faults(fields: Located, parts: Mapping[Section, Part]) -> Iterator[tuple[int, str]]:
    """Hold the short answer to one example, or to none where the page says so."""
    said = fields.value.get(EXAMPLE)
    count = len(sessions.blocks(parts[Section.SHORT].text))
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
