"""`unsqueeze knowledge diff`: how what holds differs from the files, and who made it so."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from difflib import unified_diff
from pathlib import Path

from knowledge.curation.difference import ChangeKind, Difference, differences
from knowledge.curation.page_text import files_of
from knowledge.curriculum import lies_over
from knowledge.entry import Entry
from unsqueeze.content import consistent, content_in
from unsqueeze.curated import Laid, read_laid
from unsqueeze.settings import read_settings
from unsqueeze.terminal import harmless

_SIGNS = {ChangeKind.ADDED: "+", ChangeKind.CHANGED: "~", ChangeKind.RETIRED: "-"}


def diff(folder: Path | None, *, as_json: bool) -> int:
    """Say how what holds differs from the files, ours or a folder's."""
    files = {page.entry.slug: page.entry for page in consistent(content_in(folder)).pages}
    laid = read_laid(read_settings())
    if folder is not None and lies_over(folder):
        files = {**laid.shipped, **files}
    found = differences(files, laid.over.whole)
    if as_json:
        print(json.dumps(_rows(found, laid)))
    else:
        for line in _lines(found, files, laid):
            print(harmless(line))
    return 0


def _rows(found: Sequence[Difference], laid: Laid) -> list[dict[str, object]]:
    """For programs. What is only in conflict has no kind: it is as the files say."""
    rows = [asdict(each) for each in found]
    differing = {each.slug for each in found}
    conflicts = [each.slug for each in laid.over.conflicts]
    rows += [
        {"slug": slug, "kind": None, "fields": ()} for slug in conflicts if slug not in differing
    ]
    return [
        row | _authorship(laid, row["slug"]) | {"conflict": row["slug"] in conflicts}
        for row in rows
    ]


def _authorship(laid: Laid, slug: str) -> dict[str, str | None]:
    """None throughout where a difference is not an instructor's: a folder is of another release."""
    head = laid.heads.get(slug)
    if head is None:
        return {"action": None, "by": None, "at": None}
    return {"action": head.action, "by": head.author.name, "at": head.at.isoformat()}


def _lines(found: Sequence[Difference], files: Mapping[str, Entry], laid: Laid) -> Iterator[str]:
    for each in found:
        yield from _told(each, files.get(each.slug), laid)
    for conflict in laid.over.conflicts:
        yield f"! {conflict.slug}: an upgrade changed it too; an instructor decides in chat"
    if not found and not laid.over.conflicts:
        yield "the database says what the files say"


def _told(difference: Difference, before: Entry | None, laid: Laid) -> Iterator[str]:
    head = laid.heads.get(difference.slug)
    by = f" ({head.action} by {head.author.name}, {head.at:%Y-%m-%d %H:%M} UTC)" if head else ""
    fields = ", ".join(change.name for change in difference.fields) if before else "new"
    yield f"{_SIGNS[difference.kind]} {difference.slug}: {fields}{by}"
    after = laid.over.whole[difference.slug]
    old = _text(before) if before else []
    for line in list(unified_diff(old, _text(after), n=1, lineterm=""))[2:]:
        yield f"    {line}"


def _text(entry: Entry) -> list[str]:
    return [line for text in files_of(entry).values() for line in text.splitlines()]
