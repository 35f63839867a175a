"""Questions as content: a template, what it draws, and the mistakes its wrong answers come from.

They stand in `content/drills/`, a file for each family. What is drawn has one value for each of its
names: different numbers of a range, different ones of a list, or the cells of one row of a table.
A wrong answer is an expression, asked of the same code as the right one. Or, by its sign:

    = text          that text
    ? expression    the expression itself, where what it gives is not what y is
    ^ expression    asked before the last line
    this => that    the right answer of other code, with `that` in the place of `this`
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.pages.curriculum import shipped
from tutor.practice.drills.draw import Draw
from tutor.practice.drills.drill import Ask, Sheet, Slip

_SLOT = re.compile(r"\{(\w+)\}")


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(_Content):
    """What is asked at some levels; what it `prints` is asked, too, as the code's last line."""

    levels: tuple[int, ...]
    question: str = "What does this print?"
    draws: Mapping[str, Any] = {}
    code: str
    asks: str = ""
    prints: str = ""
    wrong: tuple[tuple[str, str], ...]
    why: str = "{why}"
    steps: tuple[tuple[str, str], ...] = ()
    each_line: str = ""


class Family(_Content):
    """What is asked, at every level; `why` and `wrong` are there for its questions to refer to."""

    title: str
    questions: tuple[Question, ...]
    why: str = ""
    wrong: tuple[tuple[str, str], ...] = ()

    def sheet(self, draw: Draw, level: int) -> Sheet:
        question = draw.pick([each for each in self.questions if level in each.levels])
        return _sheet(question, _drawn(question.draws, draw))


@cache
def families() -> Mapping[str, Family]:
    folder = shipped() / "drills"
    texts = {each.name.removesuffix(".yaml"): each.read_text("utf-8") for each in folder.iterdir()}
    return {name: Family(**yaml.safe_load(texts[name])) for name in sorted(texts)}


def _drawn(draws: Mapping[str, Any], draw: Draw) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, spec in draws.items():
        names = key.split(", ")
        if isinstance(spec, str):
            first, last = map(int, spec.split(".."))
            spec = range(first, last + 1)  # noqa: PLW2901
        is_table = isinstance(spec[0], list)
        drawn = draw.pick(spec) if is_table else draw.some(len(names), spec)
        values |= zip(names, map(str, drawn), strict=True)
    return values


def _sheet(question: Question, values: Mapping[str, str]) -> Sheet:
    def fill(text: str) -> str:
        """Put in what was drawn, which may have slots of its own."""
        while (filled := _SLOT.sub(lambda found: values[found[1]], text)) != text:
            text = filled
        return text

    setup, asks = fill(question.code), fill(question.asks or question.prints)
    code = f"{setup}\nprint({asks})" if question.prints else setup
    truth = _truth(setup, asks)
    slips = [_slip(fill(wrong), fill(said), truth) for wrong, said in question.wrong]
    steps = [(fill(label), _ask(setup, fill(asked))) for label, asked in question.steps]
    steps += _each_line(setup, question.each_line) if question.each_line else ()
    why = fill(question.why).strip()
    return Sheet(question.question, code, truth, tuple(slips), why, tuple(steps))


def _truth(setup: str, asks: str) -> Ask:
    if asks.startswith("? "):
        right = asks.removeprefix("? ")
        return Ask(setup, f"{right!r} if alike(y, {right}) else ''")
    return Ask("", f"raising({setup!r})") if asks == "raises" else Ask(setup, asks)


def _slip(wrong: str, said: str, truth: Ask) -> Slip:
    sign, _, rest = wrong.partition(" ")
    this, is_changed, that = wrong.partition(" => ")
    if sign == "=":
        return Slip(rest, said)
    if sign == "?":
        return Slip(Ask(truth.code, f"{rest!r} if not alike(y, {rest}) else no"), said)
    if is_changed:
        changed = truth.code.replace(this, that) if this and this in truth.code else "no"
        return Slip(Ask(changed, truth.expression), said)
    return Slip(_ask(truth.code, wrong), said)


def _ask(code: str, expression: str) -> Ask:
    if expression.startswith("^ "):
        return Ask(code.rpartition("\n")[0], expression.removeprefix("^ "))
    return Ask(code, expression)


def _each_line(code: str, expression: str) -> Iterator[tuple[str, Ask]]:
    """What each line gives, from the first on that makes what is asked about."""
    lines = code.split("\n")
    name = "x" if "x" in expression else "y"
    first = next(at for at, line in enumerate(lines) if line.startswith(f"{name} ="))
    for end, line in enumerate(lines[first:], start=first + 1):
        yield line.partition("  #")[0], Ask("\n".join(lines[:end]), expression)
