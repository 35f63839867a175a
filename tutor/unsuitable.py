"""Unsuitable: what would forbid a part of a draft in the end is said as soon as it is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.curation.draft import Draft, Step
from knowledge.curation.ownership import owners_of, wording_key
from knowledge.curation.suitable import unsuitable
from knowledge.entry import Entry
from tutor.desk import Desk
from tutor.preview import Preview


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
