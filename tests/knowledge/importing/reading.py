"""The files beside this one, and what a test expects of reading."""

from pathlib import Path

from knowledge.importing.questionnaire import Imported, Prose, Questionnaire
from knowledge.importing.reading import read_file
from knowledge.pages.problems import Refused

FILES = Path(__file__).parent / "files"


def read(name: str) -> Questionnaire:
    """One of the files; it must be readable."""
    return of(name, (FILES / name).read_bytes())


def of(name: str, data: bytes | str) -> Questionnaire:
    found = read_file(name, data.encode() if isinstance(data, str) else data)
    assert isinstance(found, Questionnaire), found
    return found


def refused(name: str, data: bytes | str) -> list[str]:
    """What is wrong with a file that must not be taken in, as a person reads it."""
    found = read_file(name, data.encode() if isinstance(data, str) else data)
    assert isinstance(found, Refused), found
    return [str(problem) for problem in found.problems]


def asked(found: Questionnaire) -> list[str]:
    return [one.question for one in found.questions]


def told(one: Imported) -> list[tuple[str, ...]]:
    """The parts without their lines, which differ from format to format."""
    return [
        ("prose", part.text)
        if isinstance(part, Prose)
        else ("code", part.source, part.output or "")
        for part in one.parts
    ]


def answered(answer: str, question: str = "What is it?") -> Imported:
    """One question with this answer, whose first line is line 3 of its file."""
    [one] = of("a.txt", f"1 {question}\nAns:\n{answer}\n").questions
    return one
