"""Files in another program's markup, which are read only as far as they are plain text. Pure."""

import re
from collections.abc import Mapping

from knowledge.importing.imported import Questionnaire, numbered
from knowledge.importing.questionnaire import read_text
from knowledge.problem import Refused

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
