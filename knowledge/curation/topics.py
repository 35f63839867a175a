"""Topics beside those that ship: they live as long as an entry or a draft names them. Pure.

The title stands with whatever names the topic, so that nothing has to be kept or cleared away.
"""

import re
from collections.abc import Iterable, Mapping

from knowledge.pages.entry import CAPTION_CHARACTERS

SLUG_CHARACTERS = 48


def topic_slug(title: str) -> str:
    """Name a topic by its title; empty where that has neither letters nor digits of ASCII."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:SLUG_CHARACTERS].strip("-")


def topic_fault(title: str) -> str | None:
    """Say why a text can't be a topic's title."""
    said = " ".join(title.split())
    if len(said) > CAPTION_CHARACTERS:
        return (
            f"A topic's title has at most {CAPTION_CHARACTERS} characters, as a button shows no "
            f"more; that one has {len(said)}."
        )
    return None if topic_slug(said) else "A topic's title needs a letter from a to z, or a digit."


def with_new(
    topics: Mapping[str, str], named: Iterable[tuple[str | None, str | None]]
) -> Mapping[str, str]:
    """The topics that ship, in their order, and then those that are only `named`, with titles."""
    new = {slug: title for slug, title in named if slug and title}
    return {**topics, **{slug: new[slug] for slug in sorted(new) if slug not in topics}}
