"""What code says beyond its names: `x[:, None]` is about a new axis though no word in it is."""

import ast
import keyword
import re
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache

from knowledge.search import sizes

# A symbol and the words that say the same to the sentence encoder.
MEANINGS = {
    "none_index": "indexing with None inserts a new axis",
    "ellipsis_index": "indexing with an ellipsis",
    "mask_index": "indexing with a boolean mask condition",
    "matmul_sign": "matrix multiplication with the @ operator",
    "times_sign": "elementwise multiplication with the * operator",
    "equals_sign": "comparing with ==",
    "minus_one": "size -1 is inferred",
    "transpose_attribute": "transpose with .T",
    "in_place": "in-place operation",
    "einsum_product": "einsum matrix multiplication",
    "einsum_repeated": "einsum with a repeated index",
    "capital_tensor": "torch.Tensor with a capital letter",
    "truth_test": "if with a tensor as condition",
    "sizes_do_not_match": "sizes that do not match",
    "stretched": "a size of 1 is stretched by broadcasting",
    "axes_missing": "tensors of different dimensions broadcast",
    "inner_sizes_differ": "matrix multiplication with inner sizes that differ",
}

_SPEC = re.compile(r"(?<![\w>-])([a-z]{1,6}(?:\s*,\s*[a-z]{1,6})*)\s*->\s*([a-z]{0,6})(?!\w)")
_FRAGMENT = re.compile(
    r"`([^`\n]+)`"
    r"|((?:\w+\.)*\w+(?:\[[^\]\n]*\]|\([^()\n]*\)|\.\w+\([^()\n]*\))+)"
)
_BLOCK = re.compile(
    r"\s*(?:for|while|if|elif|else|def|class|with|try|except)\b.*:\s*$|\s*[)\]}]+\s*$"
)
# Two names beside each other are no Python, unless one is a keyword or they are quoted: most
# messages are told from code by this alone, in a tenth of the time that parsing takes.
_SIGN_OF_CODE = re.compile(r"[\[(@*=`]|->|\.T\b|\b(?:None|newaxis|\w*Tensor)\b|\bif\b")
_KEYWORD = "|".join((*keyword.kwlist, *keyword.softkwlist))
_WORDS = re.compile(rf"\b(?!(?:{_KEYWORD})\b)[A-Za-z_]\w* +(?!(?:{_KEYWORD})\b)[A-Za-z_]")
_QUOTED = re.compile(r"[\"'#]")
_MORE_THAN_NAMES = (
    ast.Call,
    ast.Subscript,
    ast.Attribute,
    ast.BinOp,
    ast.Assign,
    ast.AugAssign,
    ast.Import,
    ast.ImportFrom,
    ast.Return,
)
_SIGNS = (
    (re.compile(r"(?<!\S)@(?!\S)"), "matmul_sign"),
    (re.compile(r"(?<!\S)\*(?!\S)"), "times_sign"),
    (re.compile(r"(?<!\S)==(?!\S)"), "equals_sign"),
    (re.compile(r"(?<=\w)\.T\b"), "transpose_attribute"),
    (re.compile(r"\[[^\]\n]*\bNone\b[^\]\n]*\]|\bnewaxis\b"), "none_index"),
    (re.compile(r"\b(?:torch\.)?(?:[A-Z]\w*)?Tensor\b(?=\(|\s*$|[\s?,.]*(?:vs|or|and|not|a)\b)"),
     "capital_tensor"),
)  # fmt: skip
_SIZES = {"view", "reshape", "expand", "flatten", "unflatten"}


def symbols(text: str) -> tuple[str, ...]:
    """Return the symbols of all code in `text`, each once, in order of first sight."""
    if not _SIGN_OF_CODE.search(text):
        return ()
    found = [*_einsum_symbols(text), *_code_symbols(text), *_sign_symbols(text)]
    return tuple(dict.fromkeys(found))


def is_code(text: str) -> bool:
    """Claim that all of `text` is Python and more than bare names."""
    tree = _parsed(text)
    return tree is not None and any(isinstance(node, _MORE_THAN_NAMES) for node in ast.walk(tree))


def prose(text: str) -> str:
    """Return the lines of `text` that are no code."""
    return "\n".join(line for line in _lines(text) if not _is_line_of_code(line))


def code(text: str) -> str:
    """Return the lines of `text` that are code."""
    return "\n".join(filter(_is_line_of_code, _lines(text)))


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip() and "```" not in line)


def _is_line_of_code(line: str) -> bool:
    return bool(_BLOCK.match(line)) or is_code(line)


def _sign_symbols(text: str) -> Iterator[str]:
    return (symbol for pattern, symbol in _SIGNS if pattern.search(text))


def _einsum_symbols(text: str) -> Iterator[str]:
    for inputs, output in _SPEC.findall(text):
        operands = [part.strip() for part in inputs.split(",")]
        if any(len(set(operand)) < len(operand) for operand in operands):
            yield "einsum_repeated"
        elif len(operands) == 2 and set(operands[0]) & set(operands[1]) - set(output):
            yield "einsum_product"


def _code_symbols(text: str) -> Iterator[str]:
    whole = _parsed(text)
    fragments = ("".join(match) for match in _FRAGMENT.findall(text))
    trees = [whole] if whole is not None else [_parsed(fragment) for fragment in fragments]
    for tree in trees:
        if tree is None:
            continue
        for node in ast.walk(tree):
            symbol = _READERS.get(type(node), _nothing)(node)
            if symbol is not None:
                yield symbol
        yield from sizes.findings(tree)


@lru_cache(maxsize=16)
def _parsed(text: str) -> ast.AST | None:
    if _WORDS.search(text) and not _QUOTED.search(text):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return ast.parse(text.strip())
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None


def _nothing(_node: ast.AST) -> str | None:
    return None


def _subscript(node: ast.Subscript) -> str | None:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    constants = [part.value for part in parts if isinstance(part, ast.Constant)]
    if None in constants or any(getattr(part, "attr", "") == "newaxis" for part in parts):
        return "none_index"
    if any(isinstance(part, ast.Compare) for part in parts):
        return "mask_index"
    return "ellipsis_index" if ... in constants else None


def _call(node: ast.Call) -> str | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name in _SIZES and any(ast.unparse(argument) == "-1" for argument in node.args):
        return "minus_one"
    return "in_place" if name.endswith("_") and not name.startswith("_") else None


def _operator(node: ast.BinOp) -> str | None:
    if isinstance(node.op, ast.MatMult):
        return "matmul_sign"
    return "times_sign" if isinstance(node.op, ast.Mult) else None


_READERS: dict[type, Callable[..., str | None]] = {
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.BinOp: _operator,
    ast.AugAssign: lambda _node: "in_place",
    ast.Compare: lambda node: "equals_sign" if isinstance(node.ops[0], ast.Eq) else None,
    ast.If: lambda _node: "truth_test",
}
