"""What the browser searches: every wording of every entry, and the words of its short answer."""

import json
import re
from collections.abc import Mapping, Sequence

from knowledge.entry import Entry
from knowledge.site.skeleton import ENTRIES

# A script, not JSON: a page opened from a folder may load the one and not the other.
INDEX = "search-index.js"
SCRIPTS = (INDEX, "search.js")
_WORD = re.compile(r"\w+")


def search_index(entries: Sequence[Entry], topics: Mapping[str, str]) -> bytes:
    """The index as a script: address, question, other wordings, topic and words of each."""
    rows = [_row(entry, topics.get(entry.topic, entry.topic)) for entry in entries]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return f"const SEARCH_INDEX = [\n{lines}\n];\n".encode()


def _row(entry: Entry, topic: str) -> Mapping[str, str]:
    aliases = "\n".join((*entry.aliases, *entry.wordings))
    known = set(_words(f"{entry.question} {aliases}"))
    return {
        "u": f"{ENTRIES}/{entry.slug}.html",
        "q": entry.question,
        "a": aliases,
        "t": topic,
        "w": " ".join(word for word in _words(entry.short) if word not in known),
    }


def _words(text: str) -> Sequence[str]:
    """Each word once, in the order in which they come; numbers find nothing."""
    found = dict.fromkeys(_WORD.findall(text.casefold()))
    return [word for word in found if not word.isdigit()]
