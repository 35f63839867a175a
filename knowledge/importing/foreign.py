"""Files named for another program's markup, which are read where they are plain text. Pure."""

import re
from collections.abc import Callable, Mapping

from knowledge.importing.imported import Questionnaire, numbered
from knowledge.importing.questionnaire import read_text
from knowledge.pages.problems import Refused

# What each is called, how to make Markdown of it, and what no plain text has.
_NAMES: Mapping[str, tuple[str, str]] = {
    ".rst": ("reStructuredText", "pandoc -f rst -t gfm"),
    ".org": ("Org mode", "pandoc -f org -t gfm"),
    ".adoc": ("AsciiDoc", "asciidoctor -b docbook, then pandoc -f docbook -t gfm"),
    ".html": ("HTML", "pandoc -f html -t gfm"),
    ".htm": ("HTML", "pandoc -f html -t gfm"),
}
_YAML = frozenset({".yaml", ".yml"})
_MARKUP = re.compile(
    r"[ \t]*(?:\.\. [\w-]+::|:(?:\w+:)?`|#\+\w+:?|\[source|</?[a-z]\w*[ >]|<!)|.*`[^`]+`_\b",
    re.IGNORECASE,
)
FOREIGN = (*_NAMES, *_YAML)
_JSON = re.compile(r"\A\s*[\[{\"]")
# `Q: Why?` is YAML, too, and reads the same; a list, quotes or a block do not.
_YAML_ONLY = re.compile(
    r"\A\s*(?:---|%YAML)"
    r"|^[ \t]*(?:-[ \t]+[\w-]+:.*|[\w-]+:[ \t]*)\n[ \t]+[\w-]+:(?:[ \t]|$)"
    r"|^[ \t]*-[ \t]+q(?:uestion)?:"
    r"|^[\w -]+:[ \t]*[|>][+-]?[ \t]*$"
    r"|^q(?:uestion)?:[ \t]*([\"']).*\1[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# What a file of each name has where it is what the name says.
_SIGNS: Mapping[str, re.Pattern[str]] = {
    ".json": _JSON,
    ".jsonl": _JSON,
    ".ndjson": _JSON,
    ".xml": re.compile(r"\A\s*<"),
    ".tex": re.compile(
        r"^[ \t]*\\[a-z]|\\(?:begin|end|item|text\w+|emph|verb)\b", re.IGNORECASE | re.MULTILINE
    ),
    ".yaml": _YAML_ONLY,
    ".yml": _YAML_ONLY,
}
_Reader = Callable[[str, str], Questionnaire | Refused]


def is_misnamed(suffix: str, text: str) -> bool:
    """Whether a text is plainly not of the kind that its name tells."""
    return suffix in _SIGNS and not _SIGNS[suffix].search(text)


def text_or(own: _Reader) -> _Reader:
    """Read text in spite of its name; where it has no questions, what the name tells counts."""

    def read(path: str, text: str) -> Questionnaire | Refused:
        found = read_text(path, text)
        return own(path, text) if isinstance(found, Refused) else found

    return read


def read_foreign(path: str, text: str) -> Questionnaire | Refused:
    """Read it as text where it has none of that markup; else say how to make Markdown of it."""
    suffix = next(one for one in FOREIGN if path.lower().endswith(one))
    if suffix in _YAML:
        message = "expected text, Markdown, CSV or JSON, got YAML: save it as JSON"
        return Refused.at(path, 1, message)
    name, how = _NAMES[suffix]
    message = f"this is {name}, which is not read: turn it into Markdown ('{how}')"
    marked = next((line.number for line in numbered(text) if _MARKUP.match(line.text)), None)
    if marked is not None:
        return Refused.at(path, marked, message)
    read = read_text(path, text)
    return Refused.at(path, 1, message) if isinstance(read, Refused) else read
