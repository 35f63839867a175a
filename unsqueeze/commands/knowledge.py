"""`unsqueeze knowledge`: check, build and search the curated content."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from difflib import unified_diff
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.curation.overlay import ChangeKind, Difference, differences
from knowledge.curation.page_text import files_of
from knowledge.curation.version import Version
from knowledge.pages.curriculum import (
    QUESTIONS,
    Curriculum,
    lies_over,
    read,
    read_over,
    shipped,
    sound_pages,
)
from knowledge.pages.entry import Entry
from knowledge.pages.page import PAGE_SUFFIX, beside
from knowledge.pages.problems import Refused
from unsqueeze.commands.ask import as_dict, outcome
from unsqueeze.commands.checking import advise
from unsqueeze.current import Laid, open_curated, read_histories, read_laid
from unsqueeze.faults import SetupFault
from unsqueeze.library import built, consistent, content_in, report
from unsqueeze.settings import Settings, read_settings
from unsqueeze.terminal import harmless

# `unsqueeze knowledge diff`: how what holds differs from the files, and who made it so.

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


# `unsqueeze knowledge export`: what instructors wrote, as files that `knowledge check` accepts.


def export(folder: Path, *, whole: bool) -> int:
    """Write what differs from the files that ship, or everything; then read it back.

    Pages that an earlier export wrote and instructors have withdrawn since go away again.
    """
    if folder.exists() and not folder.is_dir():
        raise SetupFault(f"expected a folder to write into, got the file {folder}")
    settings = read_settings()
    laid = read_laid(settings)
    found = differences(laid.shipped, laid.over.whole)
    if whole:
        _copy(shipped(), folder)
    (folder / QUESTIONS).mkdir(parents=True, exist_ok=True)
    for each in found:
        _write(folder, laid.over.whole[each.slug])
    _withdraw(folder, laid, settings, written={each.slug for each in found})
    written = read(folder) if whole else read_over(folder, laid.files)
    if isinstance(written, Refused):
        return report(written.problems)
    print(f"{len(written.pages)} entries in {folder}, {len(found)} unlike the files that ship")
    return 0


def _copy(root: Traversable, folder: Path) -> None:
    """Everything that ships, byte for byte: exercises too."""
    for child in root.iterdir():
        target = folder / child.name
        if child.is_dir():
            _copy(child, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(child.read_bytes())


def _withdraw(folder: Path, laid: Laid, settings: Settings, *, written: set[str]) -> None:
    """Take out what an earlier export wrote and does not hold any more.

    Only a page that is as some version of an instructor's: others may be somebody's work, or of a
    release before this one. In a content folder what ships takes its place.
    """
    ships = {page.entry.slug: page for page in laid.files.pages}
    odd = [
        page
        for page in sound_pages(folder)
        if page.entry.slug not in written and page.entry != laid.shipped.get(page.entry.slug)
    ]
    histories = read_histories(settings, {page.entry.slug for page in odd} & laid.heads.keys())
    for page in odd:
        slug = page.entry.slug
        if not any(_is_of(page.entry, version) for version in histories.get(slug, ())):
            _tell(f"left {page.path} as it is: neither the release nor an instructor has it so")
            continue
        _delete(folder / page.path)
        if slug in ships and not lies_over(folder):
            _copy_page(folder, ships[slug].path)
        _tell(f"removed {page.path}: it does not hold any more")


def _is_of(entry: Entry, version: Version) -> bool:
    """Links apart: those to what is gone are left out as a page is written."""
    unlinked = {"prerequisites": (), "see_also": ()}
    return version.entry is not None and (
        version.entry.model_copy(update=unlinked) == entry.model_copy(update=unlinked)
    )


def _tell(what: str) -> None:
    print(harmless(what), file=sys.stderr)


def _copy_page(folder: Path, path: str) -> None:
    for name in (path, beside(path)):
        if (source := shipped().joinpath(name)).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(source.read_bytes())


def _delete(page: Path) -> None:
    """A page, and its wordings."""
    page.unlink()
    page.with_name(beside(page.name)).unlink(missing_ok=True)


def _write(folder: Path, entry: Entry) -> None:
    """Write an entry's files, and delete those of its name under any other topic."""
    for page in list((folder / QUESTIONS).glob(f"*/{entry.slug}{PAGE_SUFFIX}")):
        _delete(page)
    for path, text in files_of(entry).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")


def build() -> int:
    """Write the knowledge base; what did not change is left as it is."""
    changes = built(read_settings())
    print(
        f"added {len(changes.added)}, changed {len(changes.changed)}, "
        f"unchanged {len(changes.unchanged)}, removed {len(changes.removed)}",
        file=sys.stderr,
    )
    content = read(shipped())
    if isinstance(content, Curriculum):
        advise(content)
    return 0


def search(text: str, *, as_json: bool) -> int:
    """Show what comes near a text."""
    found = open_curated(read_settings()).search(text)
    if as_json:
        print(json.dumps(as_dict(found)))
        return 0
    print(f"{outcome(found)}, confidence {found.confidence:.2f}")
    for candidate in found.candidates:
        print(f"{candidate.score:7.3f}  {candidate.slug}")
    return 0
