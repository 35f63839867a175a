"""`unsqueeze knowledge export`: what instructors wrote, as files that `knowledge check` accepts."""

import sys
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.curation.difference import differences
from knowledge.curation.page_text import files_of
from knowledge.curation.version import Version
from knowledge.curriculum import QUESTIONS, lies_over, read, read_over, shipped, sound_pages
from knowledge.entry import Entry
from knowledge.problem import Refused
from knowledge.wordings import PAGE_SUFFIX, beside
from unsqueeze.content import report
from unsqueeze.curated import Laid, read_histories, read_laid
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings, read_settings
from unsqueeze.terminal import harmless


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
