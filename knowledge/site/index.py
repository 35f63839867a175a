"""The first page of the site: every entry under its topic, in teaching order."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape

from knowledge.pages.curriculum import Topic
from knowledge.pages.entry import Entry
from knowledge.site.entry import ENTRIES, link, listed, page

# What the browser searches: every wording of every entry, and the words of its short answer.

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


_TITLE = "Unsqueeze: answers about tensors"
_ABOUT = (
    "Curated answers about tensors and the foundations of deep learning. "
    "Every example on these pages has been run."
)


def index_page(
    topics: Sequence[Topic], entries: Sequence[Entry], *, bot: str | None, footer: str
) -> bytes:
    """The whole page; `bot` is the address of the bot, where it is known."""
    shown = [topic for topic in topics if any(entry.topic == topic.slug for entry in entries)]
    contents = [link(f"#{topic.slug}", topic.title) for topic in shown]
    sections = [
        _section(topic, [entry for entry in entries if entry.topic == topic.slug])
        for topic in shown
    ]
    body = (
        f"<h1>{escape(_TITLE)}</h1>\n<p>{_ABOUT}</p>\n"
        + (f"<p>{link(bot, 'Ask the bot', 'bot')}</p>\n" if bot else "")
        + '<p id="status" role="status"></p>\n<ol id="results"></ol>\n'
        f'<div id="topics" class="topics">\n'
        f'<nav aria-label="Topics">\n{listed(contents)}</nav>\n{"".join(sections)}</div>\n'
    )
    return page(title=_TITLE, body=body, root="", footer=footer, scripts=SCRIPTS)


def _section(topic: Topic, entries: Sequence[Entry]) -> str:
    links = [link(f"{ENTRIES}/{entry.slug}.html", entry.question) for entry in entries]
    return (
        f'<section id="{topic.slug}">\n<h2>{escape(topic.title)}</h2>\n'
        f"{listed(links, 'ol')}</section>\n"
    )
