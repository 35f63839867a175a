"""The first page of the site: every entry under its topic, in teaching order."""

from collections.abc import Sequence
from html import escape

from knowledge.curriculum import Topic
from knowledge.entry import Entry
from knowledge.site.search import SCRIPTS
from knowledge.site.skeleton import ENTRIES, link, listed, page

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
