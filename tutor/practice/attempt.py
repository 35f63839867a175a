"""Which messages are attempts at an exercise."""

import ast
import re

from tutor.conversation.code_or_words import unfenced
from tutor.conversation.intent import Code, intent
from tutor.conversation.message import Message
from tutor.run import understood

_DEFINES = re.compile(r"^\s*(?:async\s+def|def|class)\s+\w", re.MULTILINE)


def is_attempt(code: str, name: str) -> bool:
    """Whether code tries to solve what is asked under a name, rather than try something out.

    It defines the name, or holds definitions and nothing that would show anything, or returns
    outside of any; of what Python can't read, whatever begins a definition does.
    """
    try:
        body = ast.parse(understood(code)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return bool(_DEFINES.search(code))
    defined = {found for each in body for found in _names(each)}
    is_cut_out = any(isinstance(each, ast.Return) for each in body)
    is_all = all(map(_shows_nothing, body)) and (defined or not body)
    return name in defined or is_cut_out or bool(is_all)


def _names(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
            return [name]
    return []


def _shows_nothing(node: ast.stmt) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return bool(_names(node)) or is_text or isinstance(node, ast.Import | ast.ImportFrom)


def code_in(message: Message) -> str | None:
    """The code of a message to us alone, be it none at all between its fences."""
    if not message.before.alone:
        return None
    if message.blocks and not message.code.strip():
        return ""
    if message.blocks or message.file is not None:
        found = intent(message, None)
        return found.code if isinstance(found, Code) else None
    typed = unfenced(message.text)
    return typed.code if typed else None
