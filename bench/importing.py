"""How often an answer is called off topic: `python -P bench/importing.py`.

The shipped answers are held against their own questions, and against those of other entries of the
same topic and of any, drawn reproducibly. docs/importing.md quotes the figures.
"""

import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(entry for entry in sys.path if entry != str(HERE))]

from knowledge.importing.answers import parts
from knowledge.importing.findings.topic import topic_findings
from knowledge.importing.questionnaire import FindingKind, Imported, numbered
from knowledge.pages.entry import Entry
from knowledge.search.index import Index
from unsqueeze.library import open_library
from unsqueeze.settings import Settings

SEED = 5

Pair = tuple[Entry, Entry]


def whole(entry: Entry) -> str:
    return "\n\n".join(part for part in (entry.short, entry.more, entry.pitfall) if part)


def off_topic(index: Index, pairs: Iterable[Pair]) -> list[bool]:
    """Tell for each question with an entry's answer whether it was found to be off topic."""
    found = []
    for asked, told in pairs:
        answer = whole(told)
        findings = topic_findings(
            Imported(1, asked.question, answer, parts(numbered(answer))), index
        )
        found.append(any(each.kind is FindingKind.OFF_TOPIC for each in findings))
    return found


def others(entries: Sequence[Entry], *, same_topic: bool) -> list[Pair]:
    """Pair each question with another entry's answer."""
    draw = random.Random(SEED)
    return [
        (one, draw.choice([other for other in entries if other is not one
                           and (other.topic == one.topic) == same_topic]))
        for one in entries
    ]  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        library = open_library(Settings(data_dir=Path(scratch)))
    entries, index = library.shipped, library.index
    own = off_topic(index, ((entry, entry) for entry in entries))
    print(f"own answers called off topic: {sum(own)} of {len(own)}")
    for name, same_topic in (("the same topic", True), ("another topic", False)):
        found = off_topic(index, others(entries, same_topic=same_topic))
        print(f"answers to another question of {name} found: {sum(found) / len(found):.2f}")


if __name__ == "__main__":
    main()
