"""Read what Moodle exports as XML: questions of the kinds that have an answer in words. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.etree import ElementTree as ET

from knowledge.importing.assembly import Remark
from knowledge.importing.html_text import as_markdown, unread
from knowledge.importing.imported import Questionnaire
from knowledge.importing.options import Chosen, Option, chosen, matched, truth
from knowledge.importing.pairs import Pair, alike, paired
from knowledge.pages.problems import Refused

_HIDDEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
_QUESTION = re.compile(r"<question(?=[\s>])")
_QUIZ = re.compile(r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<quiz[\s>]", re.DOTALL)
# What a question says beside itself and its answer.
_BESIDE: Mapping[str, str] = {
    "name": "names",
    "hint": "hints",
    "tags": "tags",
    "correctfeedback": "feedback for a right choice",
    "partiallycorrectfeedback": "feedback for a partly right choice",
    "incorrectfeedback": "feedback for a wrong choice",
    "responsetemplate": "templates",
}
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_OF_HTML = frozenset({"", "html", "moodle_auto_format"})


def is_moodle(text: str) -> bool:
    return bool(_QUIZ.match(text))


def read_moodle(path: str, text: str) -> Questionnaire | Refused:
    """Read every question; a kind that has no answer in words refuses all of them."""
    # Nothing of Moodle's has one, and what it may define can grow without end.
    if "<!DOCTYPE" in _HIDDEN.sub("", text):
        return Refused.at(path, 1, "expected Moodle's XML, got a document type of its own")
    try:
        # The text is decoded already, whatever its first line says.
        root = ET.fromstring(_DECLARED.sub(_same_lines, text))  # noqa: S314  # see above
    except ET.ParseError as error:
        return Refused.at(path, error.position[0], f"this is not well-formed XML: {error}")
    if root.tag != "quiz":
        message = f"expected Moodle's <quiz>, got <{root.tag}>: export the questions as Moodle XML"
        return Refused.at(path, 1, message)
    questions = root.findall("question")
    lines = _lines(text, len(questions))
    pairs: list[Pair] = []
    notes: list[Remark] = []
    for line, question in zip(lines, questions, strict=True):
        kind = question.get("type", "")
        if kind in {"category", "description"}:
            said = _text(question.find("category" if kind == "category" else "questiontext"))
            notes.append((line, f"left out, a {kind}: {said!r}"))
        else:
            pairs.append(_pair(line, kind, question))
    if not pairs:
        return Refused.at(path, 1, "expected questions in <quiz>, got none")
    if unread := [name for tag, name in _BESIDE.items() if _has(questions, tag)]:
        notes.append((pairs[0].line, f"left out, of all questions: {', '.join(unread)}"))
    return paired(path, pairs, notes)


def _has(questions: Iterable[ET.Element], tag: str) -> bool:
    """Whether any of them says something there."""
    return any("".join(one.itertext()).strip() for each in questions for one in each.iter(tag))


def _same_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _lines(text: str, count: int) -> list[int]:
    """Find the line of each question; inside of a text its tag is no question."""
    bare = _HIDDEN.sub(_same_lines, text)
    found = [bare.count("\n", 0, one.start()) + 1 for one in _QUESTION.finditer(bare)]
    return found if len(found) == count else [1] * count


def _pair(line: int, kind: str, question: ET.Element) -> Pair:
    read = _KINDS.get(kind)
    if read is None:
        message = (
            f"expected a question with an answer in words, got one of the kind {kind!r}: "
            "make it a short answer or an essay, or leave it out of the export"
        )
        return Pair(line, [], [], fault=message)
    if seen := _unread(question):
        message = f"expected words, got {seen} in this question: say in words what it shows"
        return Pair(line, [], [], fault=message)
    asked, found = read(_text(question.find("questiontext")), question)
    return Pair(line, alike(line, asked), alike(line, found.answer), (), found.fault, found.notes)


def _unread(question: ET.Element) -> str | None:
    return next((seen for one in question.iter("text") if (seen := unread(one.text or ""))), None)


def _text(element: ET.Element | None) -> str:
    """Read a text in the format that it names."""
    if element is None:
        return ""
    said = element.findtext("text") or ""
    return as_markdown(said) if element.get("format", "") in _OF_HTML else said.strip()


def _general(question: ET.Element) -> str:
    return _text(question.find("generalfeedback"))


def _of_options(asked: str, question: ET.Element) -> tuple[str, Chosen]:
    found = chosen(asked, list(_options(question)), _general(question))
    fault = f"{found.fault}: give one a fraction of 100" if found.fault else None
    return asked, Chosen(found.answer, found.notes, fault)


def _options(question: ET.Element) -> Iterator[Option]:
    for answer in question.findall("answer"):
        tolerance = (answer.findtext("tolerance") or "0").strip()
        about = f" (± {tolerance})" if tolerance.strip("0.") else ""
        yield Option(f"{_text(answer)}{about}", _share(answer), _text(answer.find("feedback")))


def _share(answer: ET.Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _of_truth(asked: str, question: ET.Element) -> tuple[str, Chosen]:
    options = list(_options(question))
    right = [one for one in options if one.share >= 100]
    if len(right) != 1:
        return asked, Chosen(fault=f"expected true or false to be right for {asked!r}, got neither")
    is_true = right[0].text.strip().casefold() == "true"
    feedback = "\n\n".join(one.feedback for one in options if one.feedback)
    said, told = truth(asked, is_true=is_true, feedback=feedback, general=_general(question))
    return said, Chosen(told)


def _of_essay(asked: str, question: ET.Element) -> tuple[str, Chosen]:
    """Take what graders are told, and what everyone is told afterwards, as the answer."""
    said = (_text(question.find("graderinfo")), _general(question))
    return asked, Chosen("\n\n".join(dict.fromkeys(filter(None, said))))


def _of_pairs(asked: str, question: ET.Element) -> tuple[str, Chosen]:
    halves = [(_text(one), _text(one.find("answer"))) for one in question.findall("subquestion")]
    # One without a left half only distracts.
    pairs = [(left, right) for left, right in halves if left]
    return asked, Chosen(matched(pairs, _general(question)) if pairs else "")


_Read = Callable[[str, ET.Element], tuple[str, Chosen]]
_KINDS: Mapping[str, _Read] = {
    "multichoice": _of_options,
    "shortanswer": _of_options,
    "numerical": _of_options,
    "truefalse": _of_truth,
    "essay": _of_essay,
    "matching": _of_pairs,
}
