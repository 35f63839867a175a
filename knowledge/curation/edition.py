"""Which state of a draft somebody was shown: what a button does is done to no other. Pure."""

import json
from hashlib import sha256

from pydantic import TypeAdapter

from knowledge.curation.draft import Draft

# What a preview shows of the draft's own words. Wordings that are made for it, and links to what is
# near, come of the library as it is at the moment.
SHOWN = {
    *("question", "answer", "example", "in_words", "more", "pitfall", "aliases", "topic"),
    *("wordings", "proven", "slug", "expected", "base"),
}
_DRAFT = TypeAdapter(Draft)
_EDITIONS = 2**40 - 1


def edition(draft: Draft) -> int:
    """A number for what a draft says: another one says something else. 0 is that of none."""
    said = _DRAFT.dump_python(draft, mode="json", include=SHOWN)
    digest = sha256(json.dumps(said, sort_keys=True).encode()).digest()
    return int.from_bytes(digest) % _EDITIONS + 1
