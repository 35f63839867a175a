"""Two ways to tell whether an entry is still the same. Pure."""

import json
from hashlib import sha256

from knowledge.entry import Entry


def content_hash(entry: Entry) -> str:
    """Hash everything an entry says, whatever the layout of its file."""
    return _hashed(entry.model_dump(mode="json"))


def fingerprint(entry: Entry) -> str:
    """Hash what its writers wrote: a run on newer releases, or a field added since, changes none.

    Fingerprints are kept for years, next to what instructors made of an entry.
    """
    return _hashed(entry.model_dump(mode="json", exclude_defaults=True, exclude={"verified"}))


def _hashed(fields: dict[str, object]) -> str:
    return sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
