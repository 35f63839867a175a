"""How much one file may hold. Pure."""

from knowledge.importing.imported import Lines
from knowledge.problem import Problem

MOST_QUESTIONS = 300
MOST_LINES = 20_000
MOST_CHARACTERS = 10_000


def excess(path: str, lines: Lines) -> Problem | None:
    """Say where there is too much, and what was expected."""
    if len(lines) > MOST_LINES:
        message = f"expected at most {MOST_LINES} lines, got {len(lines)}: split the file"
        return Problem(path, lines[MOST_LINES].number, message)
    longest = max(lines, key=lambda line: len(line.text))
    if len(longest.text) > MOST_CHARACTERS:
        message = f"expected at most {MOST_CHARACTERS} characters, got {len(longest.text)}"
        return Problem(path, longest.number, message)
    return None
