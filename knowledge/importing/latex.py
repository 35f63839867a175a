r"""Read LaTeX's exam class: `\question`, with its solution or its choices below. Pure."""

import re
from collections.abc import Iterator

from knowledge.importing.imported import Line, Lines, Questionnaire, numbered
from knowledge.importing.latex_text import as_markdown, strange, without_comments
from knowledge.importing.options import Chosen, Option, chosen
from knowledge.importing.pairs import Pair, paired
from knowledge.pages.problems import Refused

_QUESTION = re.compile(
    r"^[ \t]*\\(?:bonus)?(?:question|titledquestion\{[^{}]*\})(?![A-Za-z])(?:\[[^\]]*\])?",
    re.MULTILINE,
)
_END = re.compile(r"\\end\{(?:questions|document)\}")
_SOLUTION = re.compile(r"\\begin\{(solution\w*|answer)\}(?:\[[^\]]*\])?(.*?)\\end\{\1\}", re.DOTALL)
_CHOICES = re.compile(
    r"\\begin\{((?:onepar)?choices|(?:onepar)?checkboxes)\}(.*?)\\end\{\1\}", re.DOTALL
)
_CHOICE = re.compile(r"\\(choice|CorrectChoice|correctchoice)(?![A-Za-z])")
_PART = re.compile(r"\\(?:sub)*part(?![A-Za-z])")
_SPACE = re.compile(
    r"\\(?:vspace|vfill|fillwithlines|fillwithdottedlines|makeemptybox|newpage|clearpage)\*?"
    r"(?![A-Za-z])(?:\{[^{}]*\})?"
)


def is_exam(text: str) -> bool:
    """Whether it has questions of this class, and a solution or choices to any of them."""
    return bool(_QUESTION.search(text)) and bool(_SOLUTION.search(text) or _CHOICES.search(text))


def read_latex(path: str, text: str) -> Questionnaire | Refused:
    """Read every question; one in parts, or with a picture, refuses all."""
    text = without_comments(text)
    if not is_exam(text):
        message = (
            r"expected LaTeX's exam class, '\question ... \begin{solution} ...', got other LaTeX: "
            "turn it into Markdown ('pandoc -t gfm') with a heading for each question"
        )
        return Refused.at(path, 1, message)
    starts = list(_QUESTION.finditer(text))
    closed = _END.search(text, starts[-1].end())
    ends = [*(one.start() for one in starts[1:]), closed.start() if closed else len(text)]
    pairs = [
        _pair(Line(_line(text, one.start()), text[one.end() : end]))
        for one, end in zip(starts, ends, strict=True)
    ]
    opened = text.find("\\begin{document}")
    above = text[max(opened, 0) : starts[0].start()].strip()
    notes = [(pairs[0].line, "left out, what stands before the first question")] if above else []
    return paired(path, pairs, notes)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _pair(block: Line) -> Pair:
    line, text = block
    if _PART.search(text):
        message = r"expected one question, got one in parts: make each '\part' a '\question'"
        return Pair(line, [], [], fault=message)
    solutions = list(_SOLUTION.finditer(text))
    asked = _CHOICES.sub("", _SOLUTION.sub("", _SPACE.sub("", text)))
    if seen := strange(_CHOICES.sub(r"\2", _SPACE.sub("", _SOLUTION.sub(r"\2", text)))):
        return Pair(line, [], [], fault=f"expected words and code in this question, got {seen}")
    answer = [each for one in solutions for each in _solution(line, text, one)]
    question = numbered(as_markdown(asked).strip(), first=line)
    options = list(_options(text))
    if not options:
        return Pair(line, question, answer)
    told = _chosen(question[0].text, options, is_told=bool(answer))
    head = numbered(told.answer, first=line) if told.answer else []
    return Pair(line, question, [*head, Line(line, ""), *answer], (), told.fault, told.notes)


def _solution(line: int, text: str, found: re.Match[str]) -> Lines:
    first = line + text.count("\n", 0, found.start(2))
    return [*numbered(as_markdown(_SPACE.sub("", found[2])), first=first), Line(first, "")]


def _options(text: str) -> Iterator[Option]:
    for block in _CHOICES.finditer(text):
        marks = list(_CHOICE.finditer(block[2]))
        ends = [one.start() for one in marks[1:]] + [len(block[2])]
        for mark, end in zip(marks, ends, strict=True):
            said = as_markdown(block[2][mark.end() : end]).strip()
            yield Option(said, 0.0 if mark[1] == "choice" else 100.0)


def _chosen(question: str, options: list[Option], *, is_told: bool) -> Chosen:
    """Where no choice is marked, the solution says which is right."""
    found = chosen(question, options)
    if not found.fault:
        return found
    if is_told:
        listed = "; ".join(one.text for one in options)
        return Chosen(notes=(f"left out, the choices: {listed!r}",))
    return Chosen(fault=rf"{found.fault}: write '\CorrectChoice' before the right one")
