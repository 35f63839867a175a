"""Unsuitable: what would forbid a part of a draft in the end is said as soon as it is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.curation.draft import Draft, Step, wants_topic
from knowledge.curation.ownership import owners_of, wording_key
from knowledge.curation.suitable import unsuitable
from knowledge.pages.entry import Entry
from tutor.curation.desk import Desk
from tutor.curation.preview import Preview

# Topic named: a message that says under which topic a complete draft belongs. Pure.


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


@dataclass(frozen=True, slots=True)
class Unsuitable:
    """The message cannot be the part that is asked for, for this reason; nothing has changed.

    `entry` has the question already. `whole` is the draft as it stands, where it is complete: then
    no part is asked for. A `wordless` message, such as a picture, can't be edited into words.
    """

    draft: Draft
    reason: str
    entry: Entry | None = None
    whole: Preview | None = None
    wordless: bool = False


async def unsuitable_for(desk: Desk, draft: Draft, step: Step, text: str) -> Unsuitable | None:
    """Say why a text can't be this part of a draft; a question may be another entry's already."""
    if (reason := unsuitable(step, text)) is not None:
        return Unsuitable(draft, reason, wordless=not text.strip())
    if step is not Step.QUESTION:
        return None
    owner = _answering((await desk.current()).entries, text)
    if owner is None or owner.slug == draft.slug:
        return None
    return Unsuitable(draft, f"The entry {owner.slug} answers that question already.", owner)


def _answering(entries: Mapping[str, Entry], question: str) -> Entry | None:
    return entries.get(owners_of(entries.values()).get(wording_key(question), ""))
