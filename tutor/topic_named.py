"""Topic named: a message that says under which topic a complete draft belongs. Pure."""

import re
from collections.abc import Mapping

from knowledge.curation.draft import Draft, Step, wants_topic


def topic_named(draft: Draft, text: str, topics: Mapping[str, str]) -> str | None:
    """Find the topic whose name a message is, where a complete draft waits for one."""
    if draft.step is not Step.READY or not wants_topic(draft):
        return None
    said = _words(text)
    named = (slug for slug, title in topics.items() if said in (_words(slug), _words(title)))
    return next(named, None)


def _words(text: str) -> list[str]:
    """A topic's name, however it is spelled and asked for."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return [word for word in found if word not in {"and", "please", "topic"}]
