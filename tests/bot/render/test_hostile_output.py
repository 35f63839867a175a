"""Whatever bytes a snippet prints, the chat shows them as harmless text or as a document."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.run import reply as told
from bot.sending.response import Document, Response
from bot.sending.styled import units
from sandbox.protocol import Operand, Outcome, RunError, TensorSummary
from tests.fakes.runner import result
from tutor.run import Ran

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)
# Joiners that emoji and scripts are written with, and signs that are drawn.
DRAWN = set("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
DRAWN |= {chr(sign) for sign in (0x110BD, 0x110CD, *range(0x13430, 0x13440))}
DRAWN |= {chr(sign) for sign in (*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B))}

HOSTILE = {
    "a cleared screen": "\x1b[2J\x1b[1;1H",
    "a title of the window": "\x1b]0;title\x07",
    "a link of a terminal": "\x1b]8;;http://example.org\x1b\\click\x1b]8;;\x1b\\",
    "colours": "\x1b[31mred\x1b[0m",
    "controls of one byte": "\x9b31m",
    "zero bytes": "a\x00b",
    "backspaces": "good\b\b\b\bevil",
    "a carriage return": "good\revil",
    "text turned round": "\u202egnp.exe\u202c",
    "isolated text turned round": "\u2067abc\u2069",
    "half a character": "\ud800",
    "a pair in halves": "\ud83d\ude00",
    "no character": "\ufffe\uffff",
    "lines that Python counts": "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g",
    "text that nobody sees": "a\u200b\u2060\ufeff\u00adb",
    "letters of the tag block": "a" + "".join(chr(0xE0000 + ord(c)) for c in "evil"),
    "notes between lines": "\ufff9a\ufffab\ufffb",
    "mathematics that nobody sees": "f\u2061x\u2062y\u2063z\u2064",
}


def everything(reply: Response) -> str:
    files = [file.data.decode() for file in reply.attachments if isinstance(file, Document)]
    return "\n".join([reply.text.text, *files])


def is_harmless(text: str) -> bool:
    text.encode("utf-8")
    return not any(
        unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and each not in DRAWN
        for each in text.replace("\n", "").replace("\t", "")
    )


def entities_fit(reply: Response) -> bool:
    length = units(reply.text.text)
    return all(0 <= e.offset < e.offset + e.length <= length for e in reply.text.entities)


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("times", [1, 5000], ids=["once", "in a document"])
def test_it_is_shown_as_harmless_text(hostile: str, times: int) -> None:
    long = (hostile + "\n") * times
    error = RunError(type=hostile, message=hostile, line=1, column=0, end_column=1)
    for fields in (
        {"stdout": long},
        {"value": long},
        {"stderr": long},
        {"outcome": Outcome.ERROR, "error": error},
    ):
        reply = told(Ran(f"x = '{hostile}'", result(**fields)))

        assert is_harmless(everything(reply))
        assert entities_fit(reply)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_no_text_of_a_result_is_harmful(printed: str, named: str, quoted: str) -> None:
    tensor = TensorSummary(
        name=named,
        shape=(1,),
        dtype=quoted,
        stride=(1,),
        storage_offset=0,
        contiguous=True,
        requires_grad=False,
        nbytes=4,
        shares_with=(quoted,),
        preview=quoted,
        stats={},
    )
    operand = Operand(expression=quoted, shape=(1,), dtype=named)
    error = RunError(
        type=named, message=quoted, line=1, column=0, end_column=2, operands=(operand,)
    )
    for fields in (
        {"stdout": printed, "value": quoted, "stderr": named, "tensors": (tensor,)},
        {"outcome": Outcome.ERROR, "stdout": printed, "error": error},
    ):
        reply = told(Ran("a + b", result(**fields)))

        assert is_harmless(everything(reply))
        assert entities_fit(reply)
