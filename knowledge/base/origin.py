"""What a knowledge base is made from, as one name: a start reads 200 pages only if it is new."""

import json
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from knowledge.pages.entry import Entry

# Two ways to tell whether an entry is still the same. Pure.


def content_hash(entry: Entry) -> str:
    """Hash everything an entry says, whatever the layout of its file."""
    return _hashed(entry.model_dump(mode="json"))


def fingerprint(entry: Entry) -> str:
    """Hash what its writers wrote: a run on newer releases, or a field added since, changes none.

    Nor does a title on a button, which instructors cannot change.

    Fingerprints are kept for years, next to what instructors made of an entry.
    """
    aside = {"verified", "short_title"}
    return _hashed(entry.model_dump(mode="json", exclude_defaults=True, exclude=aside))


def _hashed(fields: dict[str, object]) -> str:
    return sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


# What is said of an error or to small talk, and what is passed on, is in no page, and read anew at
# each start; kept vectors are what would be encoded anyway.
_NOT_BUILT = frozenset(
    {
        *("/content/errors", "/content/talk.yaml", "/content/course.yaml"),
        "/search/encoder/kept.vectors",
    }
)


def origin() -> str:
    """Digest all files of this package: what they tell, and how it is read and counted."""
    return digest(files("knowledge"))


def digest(root: Traversable) -> str:
    """Name the files below a folder by their paths and bytes, whatever Python compiled of them."""
    found = sha256()
    for path, file in _walk(root, ""):
        held = file.read_bytes()
        found.update(f"{path}\n{len(held)}\n".encode())
        found.update(held)
    return found.hexdigest()


def _walk(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for child in sorted(folder.iterdir(), key=lambda found: found.name):
        path = f"{above}/{child.name}"
        if path in _NOT_BUILT or child.name == "__pycache__":
            continue
        if child.is_file():
            yield path, child
        else:
            yield from _walk(child, path)
