"""Read what Moodle exports as XML: questions of the kinds that have an answer in words. Pure.

Names, hints, tags and what is said to who chose wrongly are left out.
"""

import re
from collections.abc import Sequence
from textwrap import shorten
from xml.etree import ElementTree as ET

from knowledge.importing.questionnaire import Line, Questionnaire, excess, plain
from knowledge.importing.questions import Pair, Remark, asked_in, paired
from knowledge.pages.problems import Refused

_HIDDEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
_QUESTION = re.compile(r"<question(?=[\s>])")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_OF_HTML = frozenset({"", "html", "moodle_auto_format"})
_UNREAD = {"img": "a picture", "table": "a table", "video": "a video", "audio": "a sound"}
_SEEN = re.compile(rf"<({'|'.join(_UNREAD)})\b", re.IGNORECASE)
# Word's conditions say nothing, and Python's reader of HTML stumbles over such marks.
_CONDITION = re.compile(r"<!\[[^>]*>?")


class _NotReadError(Exception):
    """Why a question cannot be read; it is said of its line."""


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
    questions = root.findall("question")
    if root.tag != "quiz" or not questions:
        message = "expected questions in Moodle's <quiz>, got {}: export them as Moodle XML"
        return Refused.at(path, 1, message.format("none" if root.tag == "quiz" else root.tag))
    pairs: list[Pair] = []
    faults: list[Remark] = []
    notes: list[Remark] = []
    for line, question in zip(_lines(text, len(questions)), questions, strict=True):
        try:
            if question.get("type") in {"category", "description"}:
                said = _said(question, "questiontext") or _said(question, "category")
                notes.append((line, f"left out, it asks nothing: {said!r}"))
                continue
            asked, told, left_out = _read(question)
            pairs.append(Pair(line, *asked_in(_alike(line, asked)), _alike(line, told)))
            notes += [(line, left_out)] if left_out else []
        except _NotReadError as fault:
            faults.append((line, str(fault)))
    if not pairs and not faults:
        return Refused.at(path, 1, "expected questions in Moodle's <quiz>, got categories alone")
    answers = [line for pair in pairs for line in pair.answer]
    return excess(path, answers) or paired(path, pairs, faults=faults, notes=notes)


def _same_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _lines(text: str, count: int) -> list[int]:
    """Find the line of each question; inside of a text its tag is no question."""
    bare = _HIDDEN.sub(_same_lines, text)
    found = [bare.count("\n", 0, one.start()) + 1 for one in _QUESTION.finditer(bare)]
    return found if len(found) == count else [1] * count


def _alike(line: int, text: str) -> list[Line]:
    """Give all lines of a text one place: the file may have them on one line."""
    return [Line(line, each) for each in text.split("\n")]


def _read(question: ET.Element) -> tuple[str, str, str | None]:
    """Give what is asked, what is told, and what is left out of it."""
    asked, general = _said(question, "questiontext"), _said(question, "generalfeedback")
    kind, left_out = question.get("type", ""), None
    match kind:
        case "multichoice" | "shortanswer" | "numerical":
            told, left_out = _right(asked, question)
        case "truefalse":
            told = _truth(question)
            is_asked = asked.endswith("?") or "true or false" in asked.casefold()
            asked = asked if is_asked else f"True or false: {asked}"
        case "essay":
            # What graders are told.
            told = [_said(question, "graderinfo")]
        case "matching":
            halves = [(_text(one), _said(one, "answer")) for one in question.iter("subquestion")]
            # What has no left half only distracts.
            told = ["\n".join(f"- {left} → {right}" for left, right in halves if left)]
        case _:
            message = (
                f"expected a question with an answer in words, got one of the kind {kind!r}: "
                "make it a short answer or an essay, or leave it out of the export"
            )
            raise _NotReadError(message)
    return asked, "\n\n".join(dict.fromkeys(filter(None, (*told, general)))), left_out


def _right(asked: str, question: ET.Element) -> tuple[Sequence[str], str | None]:
    """Choose what is wholly right; where nothing is, all that is right in part."""
    options = [
        (_share(one), _option(one), _said(one, "feedback")) for one in question.iter("answer")
    ]
    most = min(max((share for share, *_ in options), default=0.0), 100.0)
    if most <= 0:
        said = shorten(asked, 80, placeholder=" ...")
        message = f"none of the options of {said!r} is marked as right: give one a fraction of 100"
        raise _NotReadError(message)
    right = [one for share, *one in options if share >= (100 if most == 100 else 1)]
    wrong = [one for share, *one in options if one not in right]
    told = (
        right[0] if len(right) == 1 else ["\n".join(f"- {_with_feedback(*one)}" for one in right)]
    )
    others = shorten("; ".join(_with_feedback(*one) for one in wrong), 300)
    return told, f"left out, the options that are not right: {others!r}" if wrong else None


def _truth(question: ET.Element) -> Sequence[str]:
    right = [_option(one) for one in question.iter("answer") if _share(one) >= 100]
    if len(right) != 1:
        raise _NotReadError("expected either true or false to be right")
    feedback = (_said(one, "feedback") for one in question.iter("answer"))
    return [str(right[0].casefold() == "true"), *feedback]


def _share(answer: ET.Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _option(answer: ET.Element) -> str:
    tolerance = (answer.findtext("tolerance") or "0").strip()
    return f"{_text(answer)} (± {tolerance})" if tolerance.strip("0.") else _text(answer)


def _with_feedback(option: str, feedback: str) -> str:
    return f"{option} ({feedback})" if feedback else option


def _said(element: ET.Element, tag: str) -> str:
    found = element.find(tag)
    return "" if found is None else _text(found)


def _text(element: ET.Element) -> str:
    """Read a text in the format that it names."""
    said = element.findtext("text") or ""
    if seen := _SEEN.search(said):
        what = _UNREAD[seen[1].lower()]
        raise _NotReadError(f"expected words, got {what} in this question: say what it shows")
    if element.get("format", "") not in _OF_HTML:
        return said.strip()
    from markdownify import markdownify

    try:
        written: str = markdownify(
            _CONDITION.sub("", said),
            bullets="-",
            heading_style="ATX",
            escape_asterisks=False,
            escape_misc=False,
            escape_underscores=False,
        )
    except RecursionError:
        raise _NotReadError("expected words, got HTML that is nested too deeply") from None
    return re.sub(r"[ \t]+$", "", plain(written), flags=re.MULTILINE).strip()
