"""`unsqueeze knowledge export` and `diff`: what instructors wrote, held against the files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import unified_diff
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.curation.difference import ChangeKind, Difference, differences
from knowledge.curation.overlay import Overlay, overlay
from knowledge.curation.page_text import files_of
from knowledge.curation.version import Version
from knowledge.curriculum import QUESTIONS, Curriculum, read, read_over, shipped
from knowledge.entry import Entry
from knowledge.problem import Refused
from knowledge.wordings import PAGE_SUFFIX, SUFFIX
from unsqueeze.content import consistent, report
from unsqueeze.curated import read_heads
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings, read_settings
from unsqueeze.terminal import harmless

_SIGNS = {ChangeKind.ADDED: "+", ChangeKind.CHANGED: "~", ChangeKind.RETIRED: "-"}


@dataclass(frozen=True, slots=True)
class Curated:
    """The files that ship, what instructors made of them, and how the two differ."""

    content: Curriculum
    heads: Mapping[str, Version]
    laid: Overlay

    @property
    def files(self) -> Mapping[str, Entry]:
        return _entries(self.content)


def export(folder: Path, *, whole: bool) -> int:
    """Write what differs from the files that ship, or everything; then read it back."""
    if folder.exists() and not folder.is_dir():
        raise SetupFault(f"expected a folder to write into, got the file {folder}")
    curated = _curated(read_settings())
    found = differences(curated.files, curated.laid.whole)
    if whole:
        _copy(shipped(), folder)
    (folder / QUESTIONS).mkdir(parents=True, exist_ok=True)
    for each in found:
        _write(folder, curated.laid.whole[each.slug])
    written = read(folder) if whole else read_over(folder, curated.content)
    if isinstance(written, Refused):
        return report(written.problems)
    print(f"{len(written.pages)} entries in {folder}, {len(found)} unlike the files that ship")
    return 0


def diff(folder: Path | None, *, as_json: bool) -> int:
    """Say how what holds differs from the files, ours or a folder's."""
    if folder is not None and not folder.is_dir():
        raise SetupFault(f"expected a folder of content, got {folder}")
    curated = _curated(read_settings())
    files = curated.files if folder is None else _entries(consistent(read(folder)))
    found = differences(files, curated.laid.whole)
    if as_json:
        print(json.dumps([asdict(each) for each in found]))
        return 0
    for each in found:
        print(harmless("\n".join(_told(each, files.get(each.slug), curated))))
    for conflict in curated.laid.conflicts:
        print(f"! {conflict.slug}: an upgrade changed it too; an instructor decides in chat")
    if not found:
        print("the database says what the files say")
    return 0


def _curated(settings: Settings) -> Curated:
    content = consistent(read(shipped()))
    heads = read_heads(settings).versions
    entries = [page.entry for page in content.pages]
    laid = overlay(entries, heads, [topic.slug for topic in content.topics])
    return Curated(content, {head.slug: head for head in heads}, laid)


def _entries(content: Curriculum) -> Mapping[str, Entry]:
    return {page.entry.slug: page.entry for page in content.pages}


def _copy(root: Traversable, folder: Path) -> None:
    """Everything that ships, byte for byte: exercises too."""
    for child in root.iterdir():
        target = folder / child.name
        if child.is_dir():
            _copy(child, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(child.read_bytes())


def _write(folder: Path, entry: Entry) -> None:
    """Write an entry's files, and delete those of its name under any other topic."""
    for suffix in (PAGE_SUFFIX, SUFFIX):
        for other in (folder / QUESTIONS).glob(f"*/{entry.slug}{suffix}"):
            other.unlink()
    for path, text in files_of(entry).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")


def _told(difference: Difference, before: Entry | None, curated: Curated) -> Iterator[str]:
    head = curated.heads.get(difference.slug)
    by = f" ({head.action} by {head.author.name}, {head.at:%Y-%m-%d %H:%M} UTC)" if head else ""
    fields = ", ".join(change.name for change in difference.fields) if before else "new"
    yield f"{_SIGNS[difference.kind]} {difference.slug}: {fields}{by}"
    after = curated.laid.whole[difference.slug]
    old = _lines(before) if before else []
    for line in list(unified_diff(old, _lines(after), n=1, lineterm=""))[2:]:
        yield f"    {line}"


def _lines(entry: Entry) -> list[str]:
    return [line for text in files_of(entry).values() for line in text.splitlines()]
