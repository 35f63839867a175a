"""What people call a question, its answer and its code, in tables and in JSON. Pure."""

import re

_NAMES = {
    "question": frozenset(
        {"question", "questions", "q", "prompt", "asked", "frage", "fragen"}
        | {"pregunta", "preguntas"}
    ),
    "answer": frozenset(
        {"answer", "answers", "ans", "a", "response", "solution", "antwort", "antworten", "lösung"}
        | {"respuesta", "respuestas", "solución", "réponse", "réponses"}
    ),
    "code": frozenset({"code", "example", "snippet", "python"}),
}
_ODD = re.compile(r"[\W_\d]+")


def plain_name(name: str) -> str:
    """Write `Answer 2:` as `answer`."""
    return _ODD.sub("", name).casefold()


def kind_of(name: str) -> str | None:
    """Tell whether a name is that of a question, an answer or code."""
    plain = plain_name(name)
    return next((kind for kind, names in _NAMES.items() if plain in names), None)
