"""One page of the site for one entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from knowledge.pages.entry import Entry, examples_of
from knowledge.site import prose

# What all pages share: the frame of `page.html`, and links.

ENTRIES = "entries"
PICTURES = "pictures"


def page(*, title: str, body: str, root: str, footer: str, scripts: tuple[str, ...] = ()) -> bytes:
    """A whole page; `root` leads from its folder to that of the site."""
    loaded = "".join(f'<script src="{root}{name}" defer></script>\n' for name in scripts)
    whole = _template().substitute(
        title=escape(title), body=body, root=root, footer=footer, scripts=loaded
    )
    return whole.encode()


def asset(name: str) -> bytes:
    """A file that lies beside this module."""
    return files("knowledge.site").joinpath(name).read_bytes()


@cache
def _template() -> Template:
    return Template(asset("page.html").decode())


def link(address: str, label: str, kind: str = "") -> str:
    """A link; a kind is a class of the style sheet."""
    attribute = f' class="{kind}"' if kind else ""
    return f'<a{attribute} href="{escape(address)}">{escape(label)}</a>'


def listed(items: list[str], kind: str = "ul") -> str:
    """A list of what is HTML already."""
    return f"<{kind}>\n" + "".join(f"<li>{item}</li>\n" for item in items) + f"</{kind}>\n"


ROOT = "../"
_LEVELS = {1: "first contact", 2: "two ideas together", 3: "advanced"}


@dataclass(frozen=True, slots=True)
class Picture:
    """An entry's diagram for both backgrounds, its size as shown, and what it shows in words."""

    light: bytes
    dark: bytes
    width: int
    height: int
    description: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an entry's page shows beside the entry itself; links lead only to entries shown.

    `open_in_bot` is the address that opens the entry in the bot, where the bot is known.
    """

    topic: str
    before: tuple[Entry, ...] = ()
    related: tuple[Entry, ...] = ()
    previous: Entry | None = None
    following: Entry | None = None
    picture: Picture | None = None
    open_in_bot: str | None = None


def entry_page(entry: Entry, around: Surroundings, footer: str) -> bytes:
    """The whole page; sections that an entry lacks are left out."""
    body = f"<article>\n{''.join(_article(entry, around))}</article>\n{_neighbours(around)}"
    return page(title=entry.question, body=body, root=ROOT, footer=footer)


def _article(entry: Entry, around: Surroundings) -> Iterator[str]:
    topic = link(f"{ROOT}index.html#{entry.topic}", around.topic)
    yield f'<p class="quiet">{topic} · {_LEVELS[entry.difficulty]}</p>\n'
    yield f"<h1>{escape(entry.question)}</h1>\n"
    yield prose.html(entry.short)
    if around.picture:
        yield _figure(entry.slug, around.picture)
    if around.open_in_bot:
        yield f"<p>{link(around.open_in_bot, 'Open in the bot', 'bot')}</p>\n"
    if entry.more:
        more = prose.html(entry.more)
        yield f'<section id="more">\n<h2>More</h2>\n{more}</section>\n'
    if entry.pitfall:
        pitfall = prose.html(entry.pitfall)
        yield f'<section id="pitfall" class="pitfall">\n<h2>Pitfall</h2>\n{pitfall}</section>\n'
    yield _section("Read before this", [_entry_link(each) for each in around.before])
    yield _section("See also", [_entry_link(each) for each in around.related])
    yield _section("Exercises", [f"<code>{escape(name)}</code>" for name in entry.exercises])
    yield _about(entry)


def _section(title: str, items: list[str]) -> str:
    return f"<section>\n<h2>{title}</h2>\n{listed(items)}</section>\n" if items else ""


def _entry_link(entry: Entry) -> str:
    return link(f"{entry.slug}.html", entry.question)


def _figure(slug: str, picture: Picture) -> str:
    light, dark = (f"{ROOT}{path}" for path in picture_paths(slug))
    return (
        f'<figure><picture><source media="screen and (prefers-color-scheme: dark)" srcset="{dark}">'
        f'<img src="{light}" alt="{escape(picture.description)}" width="{picture.width}" '
        f'height="{picture.height}" loading="lazy"></picture></figure>\n'
    )


def picture_paths(slug: str) -> tuple[str, str]:
    """Where an entry's picture lies, for a light and a dark background."""
    return f"{PICTURES}/{slug}.png", f"{PICTURES}/{slug}-dark.png"


def _about(entry: Entry) -> str:
    """Where it comes from, and how else it is asked."""
    asked = f"<p>Asked in {escape('; '.join(entry.asked_in))}.</p>\n" if entry.asked_in else ""
    sources = listed([_source(each) for each in entry.sources])
    return (
        f"<section>\n<h2>About this answer</h2>\n"
        f"{_proven(entry)}{asked}"
        f"<details>\n<summary>Sources</summary>\n{sources}</details>\n"
        f"<details>\n<summary>Other ways to ask</summary>\n"
        f"{listed([escape(alias) for alias in entry.aliases])}</details>\n</section>\n"
    )


def _proven(entry: Entry) -> str:
    """What its examples were run with, where it has any."""
    if not examples_of(entry):
        return ""
    releases = f"torch {entry.verified.torch} and NumPy {entry.verified.numpy}"
    return f"<p>Every example was run with {escape(releases)}.</p>\n"


def _source(source: str) -> str:
    return link(source, source) if source.startswith("https://") else escape(source)


def _neighbours(around: Surroundings) -> str:
    links = [
        link(f"{entry.slug}.html", f"{sign} {entry.question}", kind)
        for entry, sign, kind in (
            (around.previous, "←", "previous"),
            (around.following, "→", "next"),
        )
        if entry
    ]
    return f'<nav class="neighbours" aria-label="In teaching order">{"".join(links)}</nav>\n'
