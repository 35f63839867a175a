"""Whether words are worded as a question. Pure."""

import re

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
