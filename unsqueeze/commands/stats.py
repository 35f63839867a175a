"""`unsqueeze stats`: what instructors see, in the terminal."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from knowledge.curriculum import read, shipped
from knowledge.problem import Refused
from progress.csv_export import statistics_csv
from progress.statistics import ClassStatistics
from tutor.stats import dealt_with
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings, read_settings
from unsqueeze.stores import open_stores
from unsqueeze.terminal import harmless


def stats(csv: Path | None, *, as_json: bool) -> int:
    """Show the statistics, or write them as CSV, JSON or both."""
    statistics, handled = asyncio.run(_statistics(read_settings()))
    if csv is not None:
        _write(csv, statistics_csv(statistics, _titles()))
    if as_json:
        print(json.dumps(asdict(statistics) | {"handled": sorted(handled)}, default=str))
    elif csv is None:
        _show(statistics, handled, _titles())
    return 0


async def _statistics(settings: Settings) -> tuple[ClassStatistics, frozenset[str]]:
    """With those of the unanswered wordings that instructors have dealt with."""
    async with open_stores(settings) as stores:
        found = await stores.progress.class_statistics(datetime.now(UTC))
        handled = await stores.curation.handled()
        return found, await dealt_with(stores.progress, found.unanswered, handled)


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
    for unanswered in statistics.unanswered:
        if unanswered.wording not in handled:
            console.print(f"{unanswered.times} × {harmless(unanswered.wording)}", markup=False)
