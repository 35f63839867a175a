"""`unsqueeze ask`: the tutor's answer in the terminal, or line by line for other programs."""

import json
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from knowledge.pages.entry import Entry
from knowledge.search.retrieval import Abstained, Matched, Retrieval, Suggested
from tutor.library import Library
from unsqueeze.current import open_curated
from unsqueeze.faults import SetupFault, standard_input
from unsqueeze.settings import read_settings
from unsqueeze.terminal import harmless, tell

_SHOWN_CHARACTERS = 80


def ask(text: str | None, *, as_json: bool) -> int:
    """Answer one question; 0 also where nothing is known, which is an outcome like any other."""
    question = text if text is not None else standard_input().read().decode(errors="replace")
    library = open_curated(read_settings())
    found = library.search(question)
    if as_json:
        print(json.dumps(as_dict(found)))
    else:
        _show(library, found)
    return 0


class NoRow(SetupFault):
    """A line is not what `--jsonl` reads."""


def ask_lines() -> int:
    """Answer each line of stdin with a line on stdout; 2 where one of them could not be read.

    Each answer is written at once, for a program that waits for it before it asks on.
    """
    lines = standard_input()
    settings = read_settings()
    library = open_curated(settings)
    code = 0
    for row in rows(lines, "text"):
        if isinstance(row, NoRow):
            tell(f"unsqueeze: {harmless(str(row))}", "error", log_format=settings.log_format)
            code = 2
        else:
            found = as_dict(library.search(row["text"]))
            print(json.dumps({"id": row["id"]} | found), flush=True)
    return code


def rows(lines: Iterable[bytes], asked: str) -> Iterator[dict[str, str] | NoRow]:
    """Each line as JSON that has an id and what is asked; or why it is not that."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _read(line, number, asked)
            except NoRow as refused:
                yield refused


def outcome(found: Retrieval) -> str:
    """Name an outcome as the command line's contract does."""
    match found:
        case Matched():
            return "answer"
        case Suggested():
            return "suggest"
        case Abstained():
            return "abstain"


def as_dict(found: Retrieval) -> dict[str, object]:
    """An outcome as other programs read it; candidates are slugs, the best first."""
    return {
        "outcome": outcome(found),
        "slug": found.slug if isinstance(found, Matched) else None,
        "candidates": [candidate.slug for candidate in found.candidates],
        "confidence": round(found.confidence, 4),
    }


def _read(line: bytes, number: int, asked: str) -> dict[str, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise NoRow(f"line {number}: expected JSON, got {said.lower()}") from None
    if not isinstance(row, dict) or not isinstance(row.get(asked), str) or "id" not in row:
        got = line.decode(errors="replace").strip()[:_SHOWN_CHARACTERS]
        raise NoRow(f'line {number}: expected {{"id": …, "{asked}": "…"}}, got {got!r}')
    return row


def _show(library: Library, found: Retrieval) -> None:
    console = Console()
    match found:
        case Matched(slug=slug, others=others):
            entry = library.entries[slug]
            # Not as markup, to which `x[mask]` would be a tag.
            console.print(Text(f"{entry.question}\n", style="bold"))
            console.print(Markdown(entry.short))
            if others:
                _list(console, "\nOr did you mean:", library.known(others))
        case Suggested(slugs=slugs):
            _list(console, "Did you mean one of these?", library.known(slugs))
        case Abstained(nearest_topics=topics):
            console.print("I do not know that one.")
            if topics:
                named = ", ".join(library.title(topic) for topic in topics)
                console.print(f"The nearest topics I can help with: {named}.", markup=False)


def _list(console: Console, said: str, entries: Sequence[Entry]) -> None:
    console.print(said)
    for entry in entries:
        console.print(f"  • {entry.question}", markup=False, highlight=False)
