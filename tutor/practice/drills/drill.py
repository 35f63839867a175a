"""A drill: a quick question whose answer, and whose wrong answers, are what runs say.

A family makes a sheet of a seed. What is asked on it goes to the sandbox in one program, and sheet
and answers together are a drill. Pure.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from tutor.practice.drills.draw import Draw

RAISES = "It raises an error"
MOST_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """The text of an expression, after some code."""

    code: str
    expression: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong answer with the mistake it is made from: a text, or what one would get by it."""

    answer: Ask | str
    mistake: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question before anybody knows its answer; `steps` are asked to explain it."""

    question: str
    code: str
    truth: Ask
    slips: tuple[Slip, ...]
    why: str
    steps: tuple[tuple[str, Ask], ...] = ()

    @property
    def asked(self) -> tuple[Ask, ...]:
        """All that the sandbox is asked: the truth, the slips, then the steps."""
        slips = (each.answer for each in self.slips if isinstance(each.answer, Ask))
        return (self.truth, *slips, *(ask for _, ask in self.steps))


@dataclass(frozen=True, slots=True)
class Option:
    """`mistake` says what leads to it, where it is wrong."""

    text: str
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: whoever has these has the question."""

    family: str
    level: int
    seed: int


@dataclass(frozen=True, slots=True)
class Drill:
    """A question with its options, of which one is `right`."""

    place: Place
    question: str
    code: str
    options: tuple[Option, ...]
    right: int
    why: str
    steps: tuple[str, ...] = ()

    @property
    def mark(self) -> int:
        """Tells whether a button was made for this very question, and not by another release."""
        return crc32(repr((self.code, self.options)).encode()) & 0xFFFF


# What an expression may use beside torch; `no` is a name that nothing has, so that asking fails.
_PROGRAM = """
import json, warnings
from itertools import zip_longest
import torch
warnings.simplefilter("ignore")

def shape(of):
    return tuple(of.shape)

def raising(code):
    try:
        exec(compile(code, "<drill>", "exec"), {"torch": torch})
    except Exception as error:
        at, line = error.__traceback__, 0
        while at:
            line = at.tb_lineno if at.tb_frame.f_code.co_filename == "<drill>" else line
            at = at.tb_next
        return f"Line {line}"
    return "No line raises"

def alike(one, other):
    return one.shape == other.shape and torch.allclose(one, other)

def shares(one, other):
    return one.untyped_storage().data_ptr() == other.untyped_storage().data_ptr()

def told(code, expression):
    names = dict(GIVEN)
    try:
        exec(code, names)
        return str(eval(expression, names))
    except Exception:
        return None

GIVEN = dict(globals())
"""


def program(sheet: Sheet) -> str:
    """What the sandbox runs for a sheet: it prints one text for all that is asked."""
    asked = [(each.code, each.expression) for each in sheet.asked]
    return f"{_PROGRAM}\nprint(json.dumps([told(*each) for each in {asked!r}]))\n"


def answers_in(sheet: Sheet, printed: str) -> Sequence[str | None] | None:
    """What the program printed; None where it did not come to that."""
    try:
        # Before it stands whatever the code printed.
        found: Any = json.loads(printed.rstrip("\n").rpartition("\n")[2])
    except ValueError:
        return None
    return found if isinstance(found, list) and len(found) == len(sheet.asked) else None


def drill_of(place: Place, sheet: Sheet, answers: Sequence[str | None]) -> Drill:
    """Put the answers to a sheet into its question; slips that came to the truth are left out."""
    said = dict(zip(sheet.asked, answers, strict=True))
    truth = said[sheet.truth] or RAISES
    wrong = tuple(_wrong(sheet, said, truth))[: MOST_OPTIONS - 1]
    shuffled = Draw("options", *_made_of(place)).some(1 + len(wrong), (Option(truth), *wrong))
    return Drill(
        place=place,
        question=sheet.question,
        code=sheet.code,
        options=tuple(shuffled),
        right=next(number for number, each in enumerate(shuffled) if each.text == truth),
        why=sheet.why,
        steps=tuple(_steps(sheet, said)),
    )


def _steps(sheet: Sheet, said: Mapping[Ask, str | None]) -> Iterator[str]:
    """What each step gives, as far as it gets."""
    for label, ask in sheet.steps:
        yield f"{label}  →  {said[ask] or 'error'}"
        if said[ask] is None:
            return


def draw_at(place: Place) -> Draw:
    return Draw(*_made_of(place))


def _made_of(place: Place) -> tuple[str, int, int]:
    return place.family, place.level, place.seed


def _wrong(sheet: Sheet, said: Mapping[Ask, str | None], truth: str) -> Iterator[Option]:
    taken = {truth}
    for slip in sheet.slips:
        text = slip.answer if isinstance(slip.answer, str) else said[slip.answer]
        if text is not None and text not in taken:
            taken.add(text)
            yield Option(text, slip.mistake)
