"""What an answer's form gives away: a report instead of an answer, a passage cut off. Pure."""

import re
from collections.abc import Iterator

from knowledge.curation.suitable import QUESTION_LENGTHS
from knowledge.importing.answers import inside_fences
from knowledge.importing.questionnaire import Finding, FindingKind, Imported, Line, Prose

# What stands where the answer is still to come: a sign or two, or a word to oneself.
_STAND_IN = re.compile(
    r"[\W_]*(?:to ?do|tb[acd]|n/?a|fixme|(?:answer )?to (?:come|follow))?[\W_]*", re.IGNORECASE
)
_TROUBLE = re.compile(
    r"\b(?:when|if|as soon as) I (?:try|tried|run|ran|do|did|call|called)\b"
    r"|\bI(?:'m| am) (?:not sure|confused|stuck|getting)\b"
    r"|\bI (?:do not|don't) (?:know|understand)\b"
    r"|\bI (?:always |had )?(?:thought|believed|assumed)\b|\bI tried\b"
    r"|\b(?:any|some) (?:help|ideas?|advice|hints?)\b|\bhas anyone\b|\bthanks in advance\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"(?:how (?:do|can|could|should|would|to)\b|implement|write|show|give|create|make|compute|code"
    r"|build|define|plot|draw|use|convert|add|calculate|flatten|turn|get|print|what (?:code|line))",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?<![a-z])[a-z]{3,}[.,;]\d{1,2}(?=\s+[A-Z]|\s*$)", re.MULTILINE)
_HTML = re.compile(
    r"</?(?:a|b|br|code|details|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|su[bp]|summary"
    r"|table|tbody|t[dhr]|thead|u|ul)(?:\s+[\w-]+\s*=[^<>]*|\s*)/?>",
    re.IGNORECASE,
)
_CODE_SPAN = re.compile(r"(?<!`)(`++)[^`]++\1")


def form_findings(one: Imported) -> Iterator[Finding]:
    """Look at how an answer is written; whether it is right is another matter."""
    first = one.parts[0].line
    yield from _question(one)
    yield from _html(one)
    if not one.code and _STAND_IN.fullmatch(one.answer.strip()):
        said = " ".join(one.answer.split())
        yield Finding(FindingKind.NO_ANSWER, first, f"{said!r} is no answer yet")
        return
    # Who asks speaks of trying and of not knowing; once may be a manner of speaking.
    trouble = [found[0] for found in _TROUBLE.finditer(one.prose)]
    if len(trouble) > 1:
        said = " ... ".join(trouble[:2])
        message = f"this reads like somebody's question or report, not like an answer: {said!r}"
        yield Finding(FindingKind.NO_ANSWER, first, message)
    if not one.prose.strip() and not _REQUEST.match(one.question):
        message = "the answer is code alone, where the question asks for words"
        yield Finding(FindingKind.NO_ANSWER, first, message)
    for part in one.parts:
        if isinstance(part, Prose):
            yield from _passage(part)
    last = one.parts[-1]
    if isinstance(last, Prose) and last.text.rstrip().endswith(":"):
        message = "the answer ends in ':', what should follow is missing"
        yield Finding(FindingKind.CUT_OFF, last.at[-1], message)


def _question(one: Imported) -> Iterator[Finding]:
    size = len(" ".join(one.question.split()))
    if size not in QUESTION_LENGTHS:
        shortest, longest = QUESTION_LENGTHS[0], QUESTION_LENGTHS[-1]
        message = f"the question has {size} characters, expected {shortest} to {longest}"
        yield Finding(FindingKind.FORM, one.line, message)


def _html(one: Imported) -> Iterator[Finding]:
    """Name the first tag: where there is one, there are more."""
    lines = [Line(one.line, one.question)]
    for part in one.parts:
        if isinstance(part, Prose):
            fenced = inside_fences(part.lines)
            lines += (line for n, line in enumerate(part.lines) if n not in fenced)
    for number, text in lines:
        if tag := _HTML.search(_CODE_SPAN.sub("", text)):
            message = f"learners would see {tag[0]!r}, as HTML is not read"
            yield Finding(FindingKind.FORM, number, message)
            return


def _passage(part: Prose) -> Iterator[Finding]:
    for number, line in part.lines:
        if found := _FOOTNOTE.search(line):
            message = f"{found[0]!r} may hold the number of a footnote"
            yield Finding(FindingKind.FORM, number, message)
    if part.text.count("`") % 2:
        last = part.at[part.text.count("\n", 0, part.text.rindex("`"))]
        yield Finding(FindingKind.FORM, last, "a ` is opened and not closed")
