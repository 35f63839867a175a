"""Every einsum notation that a page writes, in its examples and in its prose, must be one. Pure."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from knowledge.einsum import Fault, miscounted, parse
from knowledge.example import Section, examples_in, section_text
from knowledge.markdown import first_line, tokens
from knowledge.page import Page
from knowledge.problem import Problem
from knowledge.python import parsed

_NAME = "einsum"
# Only where einsum is the subject: elsewhere an arrow may join any two words.
_NOTATION = re.compile(r"[A-Za-z., ]+->[A-Za-z. ]*")
_CALLED = re.compile(r"""einsum\(\s*(['"])(.*?)\1""")


@dataclass(frozen=True, slots=True)
class Use:
    """A notation, its line in the section, and how many operands stand beside it, if that shows."""

    line: int
    text: str
    operands: int | None = None


def einsum_faults(page: Page) -> tuple[Problem, ...]:
    """Find the notations that torch would refuse, whatever the operands hold."""
    return tuple(
        Problem(page.path, page.line(section, use.line), f"einsum {use.text!r}: {fault.message}")
        for section in Section
        for use in (*_in_examples(page, section), *_in_prose(section_text(page.entry, section)))
        if (fault := _fault(use))
    )


def _fault(use: Use) -> Fault | None:
    notation = parse(use.text)
    if isinstance(notation, Fault):
        return notation
    wrong = use.operands not in (None, len(notation.inputs))
    return miscounted(notation, use.operands or 0) if wrong else None


def _in_examples(page: Page, section: Section) -> Iterator[Use]:
    """An example that is to raise may well hold a wrong one: running it proves the error."""
    for example in examples_in(page.entry, section):
        if example.raises is None and (tree := parsed(example.source)):
            yield from _calls(tree, example.line)


def _in_prose(markdown: str | None) -> Iterator[Use]:
    if markdown is None or _NAME not in markdown:
        return
    for token in tokens(markdown):
        for line, code in _inline_code(token):
            if _NAME in code:
                yield from _called(code, line)
            elif _NOTATION.fullmatch(code.strip()):
                yield Use(line, code)


def _inline_code(token: Token) -> Iterator[tuple[int, str]]:
    line = first_line(token) + 1
    for inside in token.children or ():
        line += inside.type in ("softbreak", "hardbreak")
        if inside.type == "code_inline":
            yield line, inside.content


def _called(code: str, line: int) -> Iterator[Use]:
    """Prose may shorten a call to what is not Python; its notation still has to be one."""
    tree = parsed(code)
    if tree is None:
        yield from (Use(line, found[2]) for found in _CALLED.finditer(code))
    else:
        yield from _calls(tree, line)


def _calls(tree: ast.AST, line: int) -> Iterator[Use]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="einsum") | ast.Attribute(attr="einsum"),
                args=[ast.Constant(value=str(text)), *operands],
            ):
                yield Use(line + node.lineno - 1, text, _count(operands))


def _count(operands: list[ast.expr]) -> int | None:
    match operands:
        case [ast.List(elts=elements) | ast.Tuple(elts=elements)]:
            return _count(elements) if len(elements) != 1 else 1
        case _:
            open_ended = (ast.Starred, ast.Constant)
            return None if any(isinstance(each, open_ended) for each in operands) else len(operands)
