"""`unsqueeze knowledge import`: a file of questions and answers becomes drafts, or nothing does."""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.curation.version import Author
from knowledge.importing.questionnaire import LIMIT_BYTES
from knowledge.pages.problems import Refused
from sandbox.client import connect
from tutor.curation.imports import Import, Importing, Reviewed
from unsqueeze.current import open_curated, open_stores
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings, read_settings
from unsqueeze.terminal import harmless

# Nobody in chat: who publishes a draft becomes the author of its entry.
AUTHOR = Author(0, "import")
_NO_NAME = (
    "expected a file, as its name says how it is read, got -: for standard input give /dev/stdin, "
    "which is read as plain text"
)


def import_file(file: Path, *, as_json: bool, is_dry: bool, sandbox_url: str | None) -> int:
    """Review a file's answers and save them as drafts, all at once; 1 where it is refused."""
    settings = read_settings()
    data = _data(file)
    found = asyncio.run(_reviewed(settings, file.name, data, sandbox_url))
    if isinstance(found, Refused):
        _refuse(found, as_json=as_json)
        return 1
    saved = None if is_dry else asyncio.run(_saved(settings, found))
    if as_json:
        print(json.dumps(_as_dict(found, saved)))
    else:
        print(harmless("\n".join(_told(found, saved))))
    return 0


def _data(file: Path) -> bytes:
    if str(file) == "-":
        raise SetupFault(_NO_NAME)
    try:
        with file.open("rb") as stream:
            # One byte more than is read: what is too large is refused, not loaded.
            return stream.read(LIMIT_BYTES + 1)
    except OSError as error:
        raise SetupFault(f"expected a readable file, got {file}: {error.strerror}") from None


async def _reviewed(
    settings: Settings, name: str, data: bytes, sandbox_url: str | None
) -> Import | Refused:
    library = await asyncio.to_thread(open_curated, settings)
    async with connect(sandbox_url or settings.sandbox_url, spares=1) as runner:
        return await Importing(library, runner).review(name, data, AUTHOR, datetime.now(UTC))


async def _saved(settings: Settings, found: Import) -> int:
    async with open_stores(settings) as stores:
        return len(await stores.curation.save_all(found.drafts))


def _refuse(found: Refused, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"problems": [asdict(problem) for problem in found.problems]}))
        return
    for problem in found.problems:
        print(problem)
    print("nothing was imported: mend these and import the file again", file=sys.stderr)


def _told(found: Import, saved: int | None) -> Iterator[str]:
    for number, each in enumerate(found.reviewed, start=1):
        yield f"{number}. {each.imported.question} (line {each.imported.line})"
        yield f"   {_nearest(each)}"
        yield from (f"   {finding}" for finding in each.findings)
    yield from map(str, found.notes)
    yield ""
    yield _ending(found, saved)


def _nearest(each: Reviewed) -> str:
    nearest = each.nearest
    if nearest is None:
        return "no entry is near it"
    answered = "is what the bot answers now" if nearest.answers else "is nearest"
    relation = "has this question already" if nearest.is_same else answered
    others = f" (then {', '.join(nearest.others)})" if nearest.others else ""
    return f"the entry {nearest.slug} {relation}: {nearest.question}{others}"


def _ending(found: Import, saved: int | None) -> str:
    count = len(found.reviewed)
    if saved is None:
        return f"{_counted(count, 'question')} read; nothing was saved"
    once = len({each.key for each in found.drafts})
    there = f", {once - saved} were there already" if saved < once else ""
    stand = "stands" if count - once == 1 else "stand"
    again = f", {count - once} {stand} in the file more than once" if once < count else ""
    kept = f"{_counted(saved, 'draft')} saved{there}{again}"
    return f"{kept}: an instructor reviews them in chat with /drafts"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _as_dict(found: Import, saved: int | None) -> dict[str, Any]:
    return {
        "saved": saved,
        "questions": [_question(each) for each in found.reviewed],
        "left_out": [asdict(note) for note in found.notes],
    }


def _question(each: Reviewed) -> dict[str, Any]:
    return {
        "line": each.imported.line,
        "question": each.imported.question,
        "answer": each.draft.answer,
        "more": each.draft.more,
        "source": each.draft.source,
        "findings": [asdict(finding) for finding in each.findings],
        "nearest": asdict(each.nearest) if each.nearest else None,
    }
