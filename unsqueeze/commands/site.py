"""`unsqueeze knowledge site`: the knowledge base as a folder of pages."""

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.messages.typed import bot_link, entry_link
from knowledge.pages.curriculum import Curriculum, read, shipped
from knowledge.pages.entry import diagram_code
from knowledge.pages.page import Page
from knowledge.pages.problems import Problem, Refused
from knowledge.site.build import BotLinks
from knowledge.site.build import site as files_of
from knowledge.site.entry import ENTRIES, PICTURES, Picture
from knowledge.site.index import INDEX
from sandbox.client import connect
from sandbox.protocol import Runner
from tutor.draw import diagram
from tutor.picture.scene.marks import Theme
from tutor.picture.scene.paint import painted
from unsqueeze.faults import SetupFault
from unsqueeze.library import report
from unsqueeze.settings import read_settings

_USERNAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_AS_SHIPPED = (
    "This is the content as it ships: what instructors changed in chat is not in it. For that, "
    "`unsqueeze knowledge export --all DIR` first, then this command with --content DIR."
)
# More at once would wait for each other: one runs, one paints.
_AT_ONCE = 2


def site(
    folder: Path, *, content: Path | None, username: str | None, sandbox_url: str | None
) -> int:
    """Write the site; a diagram that does not draw is a line `file:line: what`, and exit code 1."""
    bot = _bot(username) if username else None
    _require_own(folder)
    if content is not None and not content.is_dir():
        raise SetupFault(f"--content: expected a folder of content, got {content}")
    found = read(content or shipped())
    if isinstance(found, Refused):
        return report(found.problems)
    drawn = asyncio.run(_pictures(found, sandbox_url or read_settings().sandbox_url))
    problems = [each for each in drawn.values() if isinstance(each, Problem)]
    if problems:
        return report(problems)
    pictures = {slug: each for slug, each in drawn.items() if isinstance(each, Picture)}
    _write(folder, files_of(found, pictures, bot))
    print(f"{len(found.entries)} pages, {len(pictures)} diagrams: open {folder / 'index.html'}")
    if content is None:
        print(_AS_SHIPPED, file=sys.stderr)
    return 0


def _bot(username: str) -> BotLinks:
    found = _USERNAME.fullmatch(username)
    if found is None:
        raise SetupFault(f"--bot: expected a bot's username such as tensor_bot, got {username!r}")
    return BotLinks(bot_link(found[1]), partial(entry_link, found[1]))


def _require_own(folder: Path) -> None:
    """What lies in a folder that this command did not write is never written over."""
    if folder.exists() and not (folder.is_dir() and _is_empty_or_own(folder)):
        raise SetupFault(f"expected a new or empty folder, or an earlier site, got {folder}")


def _is_empty_or_own(folder: Path) -> bool:
    return (folder / INDEX).is_file() or next(folder.iterdir(), None) is None


async def _pictures(content: Curriculum, url: str) -> Mapping[str, Picture | Problem]:
    """Every diagram, drawn in the sandbox and painted beside it; in teaching order."""
    pages = [page for page in content.pages if page.entry.diagram and page.entry in content.entries]
    slots = asyncio.Semaphore(_AT_ONCE)
    # Spawned: a fork would take along the threads that talk to the sandbox.
    workers = ProcessPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1), get_context("spawn"))
    with workers, Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("drawing", total=len(pages))
        async with connect(url) as runner:

            async def one(page: Page) -> Picture | Problem:
                async with slots:
                    picture = await _picture(page, runner, workers)
                progress.advance(task)
                return picture

            drawn = await asyncio.gather(*map(one, pages))
    return {page.entry.slug: picture for page, picture in zip(pages, drawn, strict=True)}


async def _picture(page: Page, runner: Runner, workers: Executor) -> Picture | Problem:
    scene = await diagram(runner, diagram_code(page.entry) or "")
    if isinstance(scene, str):
        return Problem(page.path, page.at("diagram"), f"diagram: {scene}")
    loop = asyncio.get_running_loop()
    light, dark = [
        await loop.run_in_executor(workers, painted, scene, theme)
        for theme in (Theme.LIGHT, Theme.DARK)
    ]
    return Picture(light, dark, round(scene.width), round(scene.height), scene.description)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """All files; what an earlier site had in our folders and this one has not goes away."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for old in (*folder.glob(f"{ENTRIES}/*.html"), *folder.glob(f"{PICTURES}/*.png")):
        if old.relative_to(folder).as_posix() not in files:
            old.unlink()
