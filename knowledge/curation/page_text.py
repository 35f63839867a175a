"""An entry as the files of `content/questions/` that read back as the very same entry. Pure."""

from typing import Any

import yaml

from knowledge.pages.entry import Entry
from knowledge.pages.page import EXAMPLE, NONE, Page, beside, read_page, read_wordings
from knowledge.pages.problems import Refused

# What stands below the front matter, or in a file beside the page.
_BODY = {"short", "more", "pitfall", "wordings"}
_HEADINGS = (("More", "more"), ("Pitfall", "pitfall"))
# Fields that stand only where they say something.
_SILENT_WHEN_EMPTY = ("short_title", "topic_title", "asked_in", "diagram")
# On one line, as the files have them.
_IN_A_ROW = ("prerequisites", "see_also", "exercises", "asked_in")


class _Quoted(str):
    __slots__ = ()


class _Row(list[str]):
    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, as the content's writers do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        del indentless
        super().increase_indent(flow, indentless=False)


def _quoted(dumper: yaml.SafeDumper, text: _Quoted) -> yaml.Node:
    # In double quotes a line break is two characters; elsewhere it would break the line.
    style = "'" if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def _row(dumper: yaml.SafeDumper, slugs: _Row) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", list(slugs), flow_style=True)


def _mapping(dumper: yaml.SafeDumper, fields: dict[str, Any]) -> yaml.Node:
    is_releases = fields.keys() == {"torch", "numpy"}
    return dumper.represent_mapping("tag:yaml.org,2002:map", fields.items(), flow_style=is_releases)


_Dumper.add_representer(_Quoted, _quoted)
_Dumper.add_representer(_Row, _row)
_Dumper.add_representer(dict, _mapping)


def page_path(entry: Entry) -> str:
    """Name the page, from the content's folder on."""
    return f"questions/{entry.topic}/{entry.slug}.md"


def page_text(entry: Entry) -> str:
    """Write the page."""
    front = _yaml(_front(entry))
    sections = [entry.short]
    for title, name in _HEADINGS:
        text = getattr(entry, name)
        sections += [f"## {title}\n\n{text}"] if text is not None else []
    return f"---\n{front}---\n" + "\n\n".join(sections) + "\n"


def wordings_text(entry: Entry) -> str:
    """Write the file beside the page; empty where there is to be none."""
    return _yaml([_Quoted(text) for text in entry.wordings]) if entry.wordings else ""


def files_of(entry: Entry) -> dict[str, str]:
    """Each file of an entry by its path."""
    path, wordings = page_path(entry), wordings_text(entry)
    return {path: page_text(entry)} | ({beside(path): wordings} if wordings else {})


def as_page(entry: Entry) -> Page | Refused:
    """Read an entry's files as if they lay in a folder."""
    path, wordings = page_path(entry), wordings_text(entry)
    if not wordings:
        return read_page(path, page_text(entry))
    found = read_wordings(beside(path), wordings)
    return found if isinstance(found, Refused) else read_page(path, page_text(entry), found)


def _yaml(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**31)


def _front(entry: Entry) -> dict[str, Any]:
    fields = entry.model_dump(mode="json", exclude=_BODY, by_alias=True)
    if not entry.has_example:
        # Before the releases it was run on, where a reader looks for what was run.
        fields = _with(fields, EXAMPLE, NONE, before="verified")
    return {
        name: _styled(name, value)
        for name, value in fields.items()
        if value or name not in _SILENT_WHEN_EMPTY
    }


def _with(fields: dict[str, Any], name: str, value: str, *, before: str) -> dict[str, Any]:
    place = list(fields).index(before)
    items = list(fields.items())
    return dict([*items[:place], (name, value), *items[place:]])


def _styled(name: str, value: Any) -> Any:
    match value:
        case list() if name in _IN_A_ROW or not value:
            return _Row(value)
        case list():
            return [_Quoted(each) for each in value]
        case dict():
            return {each: _Quoted(text) for each, text in value.items()}
        case str() if name in {"question", "short_title", "topic_title", "diagram"}:
            return _Quoted(value)
        case _:
            return value
