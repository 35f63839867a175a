"""`unsqueeze stats`: what instructors see, in the terminal."""

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from database.migrations import pending
from database.migrations import upgrade as apply
from knowledge.pages.curriculum import read, shipped
from knowledge.pages.problems import Refused
from progress.cohorts.cohort import OPEN
from progress.csv_export import statistics_csv
from progress.events import Event, Kind
from progress.people import Role
from progress.periods import Period, read_period
from progress.statistics import ClassStatistics
from progress.stores.progress_store import ProgressStore
from tutor.class_report import dealt_with
from unsqueeze.current import BRANCHES, open_stores
from unsqueeze.faults import SetupFault, explained_by_setting
from unsqueeze.settings import Settings, read_settings
from unsqueeze.terminal import harmless

SHOWN_UNANSWERED = 10

# `unsqueeze db upgrade`: migrations, safe to run at any time.


def upgrade() -> int:
    """Apply what is missing to the database of learners, events and instructors' entries."""
    settings = read_settings()
    with explained_by_setting(settings):
        missing = {branch: pending(settings.progress_url, branch) for branch in BRANCHES}
        for branch in BRANCHES:
            apply(settings.progress_url, branch)
    applied = [f"{branch} {', '.join(each)}" for branch, each in missing.items() if each]
    print(
        f"applied {'; '.join(applied)}" if applied else "the database is up to date",
        file=sys.stderr,
    )
    return 0


# `unsqueeze events`: the log, a line an event: for operators, and by `--jsonl` for programs.


def events(since: datetime | None, *, jsonl: bool) -> int:
    """Print every event since then."""
    asyncio.run(_print(read_settings(), since, jsonl=jsonl))
    return 0


async def _print(settings: Settings, since: datetime | None, *, jsonl: bool) -> None:
    async with open_stores(settings) as stores:
        async for event in stores.progress.events(since):
            print(_as_json(event) if jsonl else _as_line(event))


def _as_json(event: Event) -> str:
    return json.dumps(
        {
            "id": event.id,
            "update_id": event.update_id,
            "telegram_user_id": event.telegram_user_id,
            "kind": event.kind,
            "slug": event.slug,
            "at": event.at.isoformat(),
        }
    )


def _as_line(event: Event) -> str:
    at = event.at.strftime("%Y-%m-%d %H:%M:%S")
    told = " ".join(filter(None, (event.slug, _ending(event))))
    return f"{at}  {event.telegram_user_id:>12}  {event.kind:<10} {told}"


def _ending(event: Event) -> str:
    """How a run ended, on one line whatever a snippet has named its exception."""
    if event.kind is not Kind.RAN:
        return ""
    facts = (str(event.detail.get(name) or "") for name in ("outcome", "error"))
    return harmless(" ".join(" ".join(facts).split()))


# `unsqueeze invite`: a code that makes one learner an instructor.


def invite(role: str, expires: timedelta) -> int:
    """Print a new code: it is kept only as a hash, so this is the one time it can be read."""
    try:
        wanted = Role(role)
    except ValueError:
        known = " or ".join(Role)
        raise SetupFault(f"--role: expected {known}, got {role!r}") from None
    print(asyncio.run(_create(read_settings(), wanted, expires)))
    print("send /join and this code to the bot; it works once", file=sys.stderr)
    return 0


async def _create(settings: Settings, role: Role, expires: timedelta) -> str:
    now = datetime.now(UTC)
    async with open_stores(settings) as stores:
        return await stores.progress.create_invite(role, now + expires, now)


def stats(csv: Path | None, *, as_json: bool, cohort: str | None = None, period: str = "") -> int:
    """Show the statistics of a class, or write them as CSV, JSON or both."""
    span = read_period(period, datetime.now(UTC).date()) if period else None
    if isinstance(span, str):
        raise SetupFault(f"PERIOD: {span}")
    statistics, handled = asyncio.run(_statistics(read_settings(), cohort, span))
    if csv is not None:
        _write(csv, statistics_csv(statistics, _titles()))
    if as_json:
        print(json.dumps(asdict(statistics) | {"handled": sorted(handled)}, default=str))
    elif csv is None:
        _show(statistics, handled, _titles())
    return 0


async def _statistics(
    settings: Settings, cohort: str | None, period: Period | None
) -> tuple[ClassStatistics, frozenset[str]]:
    """With those of the unanswered wordings that instructors have dealt with."""
    async with open_stores(settings) as stores:
        number = await _cohort(stores.progress, cohort) if cohort else OPEN
        found = await stores.progress.class_statistics(datetime.now(UTC), number, period)
        handled = await stores.curation.handled()
        return found, await dealt_with(stores.progress, found.unanswered, handled, number)


async def _cohort(store: ProgressStore, said: str) -> int:
    """The class of this code, or of this name where only one is called so."""
    if by_code := await store.cohorts.by_code(said):
        return by_code.id
    named = await store.cohorts.named(said)
    if len(named) != 1:
        many = "more than one class is called so: give its code" if named else "no class has that"
        raise SetupFault(f"--cohort: {many} ({said!r})")
    return named[0].id


def _titles() -> dict[str, str]:
    content = read(shipped())
    return {} if isinstance(content, Refused) else {t.slug: t.title for t in content.topics}


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8-sig", newline="")  # Excel needs the mark
    except OSError as error:
        raise SetupFault(f"--csv: {path} cannot be written: {error.strerror}") from None


def _show(statistics: ClassStatistics, handled: frozenset[str], titles: Mapping[str, str]) -> None:
    console = Console()
    console.print(f"{statistics.since} to {statistics.until}")
    console.print(
        f"learners {statistics.learners}, active {statistics.active}, "
        f"in the last week {statistics.active_week}"
    )
    console.print(
        f"questions {statistics.questions}: answered {statistics.answered_share:.0%}, "
        f"suggested {statistics.suggested_share:.0%}, unanswered {statistics.abstained_share:.0%}"
    )
    console.print(f"runs {statistics.total.runs}, {statistics.failed_share:.0%} with an error")
    table = Table("topic", "questions", "answered", "learners")
    for topic in statistics.topics:
        table.add_row(
            titles.get(topic.topic, topic.topic),
            str(topic.questions),
            str(topic.counts.answered),
            str(topic.learners),
        )
    console.print(table)
    waiting = [each for each in statistics.unanswered if each.wording not in handled]
    for each in waiting[:SHOWN_UNANSWERED]:
        console.print(f"{each.times} × {harmless(each.wording)}", markup=False)
