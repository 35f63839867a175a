"""Code that was sent as it is, without a fence; and words that stand in one. Pure."""

import ast
import builtins
import doctest
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from keyword import iskeyword

from knowledge.examples.imports import bound_by, bound_within
from knowledge.examples.python import NotPython, parsed, read
from knowledge.search.error_words import error_line, is_error, type_told
from sandbox.paste.statements import looks_typed
from tutor.conversation.message import Block

# Whether words are worded as a question. Pure.

_SURE = "what|why|how|when|where|which|who|is|are|does|can|explain"
# These begin orders and statements as well: "do it again", "should print 3".
_DOUBTFUL = "do|did|could|should"
_QUESTION = re.compile(rf"\s*(?:{_SURE})\b", re.IGNORECASE)
_MAYBE = re.compile(rf"\s*(?:{_SURE}|{_DOUBTFUL})\b", re.IGNORECASE)


def is_question(said: str) -> bool:
    """Whether words ask, by their mark or by how they begin."""
    return "?" in said or bool(_QUESTION.match(said))


def may_be_question(said: str) -> bool:
    """Whether words begin as a question may, for where nothing speaks for anything else."""
    return bool(_MAYBE.match(said))


# Whether a program does something and makes all that it uses: running it tells. Pure.

# What code finds here without having imported it.
GIVEN = frozenset({"torch", "Tensor", "nn", "F", "np", "math", "plt"})
_BUILTINS = frozenset({*dir(builtins), "__name__", "__file__"})
_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
_WORK = (ast.Call, ast.BinOp, ast.ListComp, ast.DictComp, ast.SetComp)


def is_whole(body: Sequence[ast.stmt]) -> bool:
    """Whether they do more than to name things, and every name that they use is made by then.

    Where a part of one makes a name, all of it is taken to know that name: a loop's variable is
    used within the loop. A target is not known to its own value, as in `a = a.unsqueeze(0)`.
    """
    known, later = {*GIVEN, *_BUILTINS}, frozenset(_made(body, _outer))
    if not any(map(_is_work, (part for each in body for part in _outer(each)))):
        return False
    if "*" in later:
        return True
    for statement in body:
        if set(_used(statement)) - known - _known_within(statement, later):
            return False
        known |= set(_made([statement], _outer))
    return True


def _known_within(statement: ast.stmt, later: frozenset[str]) -> frozenset[str]:
    """What a statement knows itself; a function may be called once `later` names are made."""
    match statement:
        case ast.Assign(value=value) | ast.AugAssign(value=value):
            return frozenset(_made([value]))
        case ast.AnnAssign(value=ast.expr() as value):
            return frozenset(_made([value]))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return later.union(_made([statement]))
        case _:
            return frozenset(_made([statement]))


def _used(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        match node:
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                yield name


def _is_work(part: ast.AST) -> bool:
    match part:
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return any(isinstance(each, _WORK) for each in ast.walk(value))
        case ast.Expr(value=value):
            return not isinstance(value, ast.Constant)
    return isinstance(part, ast.AugAssign | ast.Assert | ast.Raise)


def _outer(node: ast.AST) -> Iterator[ast.AST]:
    """Walk, but not into functions, classes and comprehensions."""
    yield node
    if not isinstance(node, _SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _outer(child)


def _made(
    nodes: Iterable[ast.AST], walk: Callable[[ast.AST], Iterator[ast.AST]] = ast.walk
) -> Iterator[str]:
    parts = [part for each in nodes for part in walk(each)]
    changed = {id(part.target) for part in parts if isinstance(part, ast.AugAssign)}
    for node in (part for part in parts if id(part) not in changed):
        yield from bound_by(node)
        yield from bound_within(node)


_SESSION = re.compile(r"\s*>>> ")


def unprompted(code: str) -> str:
    """Code copied from an interactive session, without prompts and what was printed.

    For what is not run as it was sent: the sandbox reads sessions itself, and keeps their lines.
    """
    if not _SESSION.match(code):
        return code
    try:
        examples = doctest.DocTestParser().get_examples(code)
    except ValueError:
        return code
    return "".join(example.source for example in examples)


# Everything that is worth running has one of these.
_SIGN = re.compile(r"[=(]|\bimport\b")
_WRAPPED = re.compile(
    r"\s*(?P<mark>`{1,2}|~{3,}|'{3}|\"{3})(?:python|py)?[ \t]*\n?(?P<code>.*?)\n?(?P=mark)\s*",
    re.DOTALL | re.IGNORECASE,
)
_STRAIGHT = str.maketrans(
    dict.fromkeys("“”„", '"') | dict.fromkeys("\u2018\u2019", "'") | {"\N{NO-BREAK SPACE}": " "}
)
_PROMPTED = re.compile(r"\s*(?:>>>|In \[)")
_CODE_MARK = re.compile(r"[=()\[\]{}#]")
_ASKED = re.compile("[?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}]")
# To Python a comparison, and meant so by nobody.
_WHAT_IS = re.compile(r"\s*(?:what|who) is \w+\??\s*", re.IGNORECASE)
# Two at least, one of them too long for a variable's usual name.
_WORDS = re.compile(r"(?=.*[^\W\d_]{4})[^\W\d_]+(?:[',]? +[^\W\d_]+(?:'[^\W\d_]+)?)+ *[.!?]*")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_WORDS_IN_A_ROW = 3
# Beside code, each of these asks or complains by itself, unless a value is given to it.
_ASIDE = re.compile(
    r"(?:\A|\s)(?:difference between|fails|help|how|please|versus|vs|what|why)"
    r"[.,:;!]*(?:\s++(?!=)|\Z)",
    re.IGNORECASE,
)
_GIVES = re.compile(r"[\w.,\[\] ]+=")
_CUT_OFF = re.compile("never closed|unterminated")
_LINES_BACK = 4
# What begins so is Python with a mistake, not English.
_STATEMENTS = frozenset(
    """
    assert async await class def del elif else except exec finally for from global if import lambda
    nonlocal print raise return try while with yield
    """.split()
)


@dataclass(frozen=True, slots=True)
class Unfenced:
    """Code in a message of nothing else, as it was sent; `program` if no mere expression.

    A program is `whole` if it needs nothing from elsewhere, or has a mistake that running it tells.
    """

    code: str
    program: bool
    whole: bool = False


def unfenced(text: str) -> Unfenced | None:
    """The code that a message is; None where it is words, or only a name or a number."""
    if not _SIGN.search(text):
        return None
    wrapped = _WRAPPED.fullmatch(text)
    code = wrapped["code"] if wrapped else text
    plain = unprompted(code.translate(_STRAIGHT)).strip()
    body = _parsed(plain)
    if body is None:
        return _mistaken(code, plain)
    if not any(map(_does_something, body)) or _imports_words(body, plain):
        return None
    program = not _is_expression(body)
    return Unfenced(code, program, whole=program and is_whole(body))


def _mistaken(code: str, plain: str) -> Unfenced | None:
    """What Python refuses and is code all the same; by one line alone, a page may be meant."""
    if _has_a_mistake(plain):
        return Unfenced(code, program=True, whole=True)
    is_line = "\n" not in plain and looks_typed(plain)
    is_code = is_line and not _is_prose(plain) and _words_in_a_row(plain) < 2
    return Unfenced(code, program=True) if is_code and not _is_a_note(plain) else None


def _imports_words(body: list[ast.stmt], plain: str) -> bool:
    """Whether Python would import what nobody has: "import please", but not "import this"."""
    is_import = len(body) == 1 and isinstance(body[0], ast.Import | ast.ImportFrom)
    return is_import and bool(_ASIDE.search(plain.partition("#")[0]))


def _is_a_note(line: str) -> bool:
    """Whether it gives a value and is wrong at that, as "accuracy = 95%", and not just cut off."""
    mistake = read(line)
    is_cut_off = isinstance(mistake, NotPython) and _CUT_OFF.search(mistake.message)
    return bool(_GIVES.match(line)) and not is_cut_off


def _has_a_mistake(code: str) -> bool:
    """Whether what Python refuses is code up to a line, and no words from there on."""
    lines = code.split("\n")
    for place in _ends_before_mistake(code):
        body = _parsed("\n".join(lines[:place]))
        if body and any(map(_does_something, body)):
            return not any(map(_is_prose, lines[place:]))
    return False


def _ends_before_mistake(code: str) -> range:
    """Where the code before a mistake may end: the compound statement that it is in goes, too."""
    mistake = read(code)
    last = mistake.line - 1 if isinstance(mistake, NotPython) else 0
    return range(last, max(0, last - _LINES_BACK), -1)


def _is_prose(line: str) -> bool:
    """Whether a line beside code is said about it: a question, an error, or words in a row."""
    said = line.partition("#")[0]
    if any(sign.search(said) for sign in (_ASKED, _ASIDE)) or may_be_question(said):
        return True
    if type_told(said.strip()):
        return True
    return _words_in_a_row(said) >= (_WORDS_IN_A_ROW if _CODE_MARK.search(said) else 2)


def _words_in_a_row(said: str) -> int:
    rows = groupby(said.split(), key=_is_word)
    return max((len(list(row)) for are_words, row in rows if are_words), default=0)


def _is_word(token: str) -> bool:
    return bool(_WORD.fullmatch(token.strip(".,:;!"))) and not iskeyword(token)


def is_python(code: str) -> bool:
    """Whether Python can read code, prompts and typographic signs of a paste aside."""
    return _parsed(unprompted(code.translate(_STRAIGHT)).strip()) is not None


def is_only_words(text: str) -> bool:
    """Whether words stand where code should: "my code please", and not "print hello"."""
    said = text.strip()
    first = re.match(r"\w*", said)
    begins = first[0].lower() if first else ""
    is_worded = bool(_WORDS.fullmatch(said)) and begins not in _STATEMENTS
    return is_worded and _parsed(said) is None


def is_name(text: str) -> bool:
    """Whether a text is a mere name, which by itself tells nothing to do."""
    return text.strip().rstrip(".!?").isidentifier()


def question_in_block(block: str) -> str | None:
    """What a fenced block asks, where it holds an error or a question rather than code."""
    lines = [line for line in block.strip().split("\n") if line.strip()]
    if not lines or _PROMPTED.match(block):
        return None
    if len(lines) == 1 and (type_told(lines[0]) or _WHAT_IS.fullmatch(lines[0])):
        return block
    if _parsed(block) is not None:
        return None
    is_pasted = error_line(block) is not None or (len(lines) == 1 and is_error(block))
    is_worded = " " in block.strip() and not _CODE_MARK.search(block)
    is_asked = len(lines) == 1 and is_worded and may_be_question(block)
    return block if (is_pasted and _names_error(lines)) or is_asked else None


def _names_error(lines: list[str]) -> bool:
    """Whether the block ends or begins as a traceback does, rather than mention one in code."""
    ends = (lines[0].strip(), lines[-1].strip())
    return lines[0].startswith("Traceback") or any(map(type_told, ends))


def _parsed(code: str) -> list[ast.stmt] | None:
    tree = parsed(code)
    return tree.body if tree else None


def _does_something(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(value=ast.Constant()):
            return False
        case ast.Expr(value=value):
            return any(isinstance(node, ast.Call) for node in ast.walk(value))
        case ast.AnnAssign(value=value):
            return value is not None
        case ast.Pass() | ast.Return():
            return False
        case _:
            return True


def _is_expression(body: list[ast.stmt]) -> bool:
    """Whether code is one expression, which may ask what it does; `print` wants to be run."""
    match body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="print")))]:
            return False
        case [ast.Expr()]:
            return True
        case _:
            return False


# Blocks that are marked as another language than Python. Pure.

# By language, without those of a terminal: what is said of `pip install` helps more.
_NAMES = {
    "C": "c",
    "C++": "c++ cpp cc cxx",
    "C#": "c# cs csharp",
    "CSS": "css",
    "Dart": "dart",
    "Go": "go golang",
    "Haskell": "haskell hs",
    "HTML": "html",
    "Java": "java",
    "JavaScript": "javascript js jsx",
    "Julia": "julia jl",
    "Kotlin": "kotlin kt",
    "Lua": "lua",
    "MATLAB": "matlab",
    "PHP": "php",
    "R": "r",
    "Ruby": "ruby rb",
    "Rust": "rust rs",
    "Scala": "scala",
    "SQL": "sql",
    "Swift": "swift",
    "TypeScript": "typescript ts tsx",
}
_LANGUAGES = {name: language for language, names in _NAMES.items() for name in names.split()}


def other_language(blocks: Sequence[Block]) -> str | None:
    """The language of a message's blocks, where all are marked as another than Python.

    None where one of them is Python all the same: its mark may be a slip.
    """
    languages = [_LANGUAGES.get(block.language.lower()) for block in blocks]
    if not blocks or None in languages or any(is_python(block.code) for block in blocks):
        return None
    return languages[0]
