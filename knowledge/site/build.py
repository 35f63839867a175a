"""All files of the site, by their paths. The same content gives the same bytes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from knowledge.pages.curriculum import Curriculum
from knowledge.pages.entry import Entry
from knowledge.site.entry import ENTRIES, Picture, Surroundings, asset, entry_page, picture_paths
from knowledge.site.index import INDEX, index_page, search_index

_ASSETS = ("style.css", "site.js", "search.js")
_NO_BOT = (
    "Links that open an answer in the bot are left out: "
    "<code>unsqueeze knowledge site FOLDER --bot USERNAME</code> adds them."
)


@dataclass(frozen=True, slots=True)
class BotLinks:
    """Where the bot is, and the address that opens an entry in it."""

    address: str
    open_entry: Callable[[str], str]


def site(
    content: Curriculum, pictures: Mapping[str, Picture], bot: BotLinks | None = None
) -> Mapping[str, bytes]:
    """Every file by its path; `pictures` are the entries' diagrams by slug."""
    entries = content.entries
    topics = {topic.slug: topic.title for topic in content.topics}
    footer = f"{len(entries)} answers. {_footer(bot)}"
    return {
        "index.html": index_page(
            content.topics, entries, bot=bot.address if bot else None, footer=footer
        ),
        INDEX: search_index(entries, topics),
        **{name: asset(name) for name in _ASSETS},
        **{
            f"{ENTRIES}/{entry.slug}.html": entry_page(entry, around, footer)
            for entry, around in _surrounded(entries, topics, pictures, bot)
        },
        **dict(_picture_files(pictures)),
    }


def _footer(bot: BotLinks | None) -> str:
    return (
        f'Ask the bot: <a href="{escape(bot.address)}">{escape(bot.address)}</a>'
        if bot
        else _NO_BOT
    )


def _surrounded(
    entries: Sequence[Entry],
    topics: Mapping[str, str],
    pictures: Mapping[str, Picture],
    bot: BotLinks | None,
) -> Iterator[tuple[Entry, Surroundings]]:
    shown = {entry.slug: entry for entry in entries}
    for before, entry, after in zip((None, *entries), entries, (*entries[1:], None), strict=False):
        yield (
            entry,
            Surroundings(
                topic=topics.get(entry.topic, entry.topic),
                before=tuple(shown[slug] for slug in entry.prerequisites if slug in shown),
                related=tuple(
                    shown[slug]
                    for slug in entry.see_also
                    if slug in shown and slug not in entry.prerequisites
                ),
                previous=before,
                following=after,
                picture=pictures.get(entry.slug),
                open_in_bot=bot.open_entry(entry.slug) if bot else None,
            ),
        )


def _picture_files(pictures: Mapping[str, Picture]) -> Iterator[tuple[str, bytes]]:
    for slug, picture in pictures.items():
        light, dark = picture_paths(slug)
        yield light, picture.light
        yield dark, picture.dark
