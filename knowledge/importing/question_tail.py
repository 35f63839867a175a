"""What stands between a question's first line and its answer: more words, options, code. Pure."""

import re
from dataclasses import dataclass

from knowledge.importing.fence import fence
from knowledge.importing.imported import Code, Lines, trimmed
from knowledge.importing.marks import asks, bare_question, is_option, lead
from knowledge.importing.prose_or_code import parts

_LETTER = re.compile(r"\(?([A-Ha-h])[).]?")
_LETTERED = re.compile(r"[ \t]*\(?([A-Ha-h])[).:][ \t]*\S")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one line, and the code that it is about."""

    text: str
    code: Lines


def asked(head: str, tail: Lines) -> Asked:
    """Put words and options behind the head; code and what follows it stay lines."""
    cut = next((n for n in range(len(tail)) if _begins_code(tail, n)), len(tail))
    said = [line.text.strip() for line in tail[:cut] if line.text.strip()]
    if said and head and not asks(head) and lead(said[0]) and asks(said[0]):
        # "2. Views" with "(a) What is one?" below it.
        head, said[0] = f"{head.rstrip('.:')}:", bare_question(said[0])
    return Asked(bare_question(" ".join([head, *said])), trimmed(tail[cut:]))


def right_option(told: str, tail: Lines) -> str:
    """Write the option that an answer names by its letter alone; any other answer stays."""
    letter = _LETTER.fullmatch(told.strip())
    found = [(one[1].lower(), line.text) for line in tail if (one := _LETTERED.match(line.text))]
    letters = "".join(name for name, _ in found)
    is_list = len(letters) > 1 and "abcdefgh".startswith(letters)
    if not letter or not is_list or any(asks(text) for _, text in found):
        return told
    return next((text.strip() for name, text in found if name == letter[1].lower()), told)


def is_material(lines: Lines) -> bool:
    """Whether there are no words of another kind than code and options to choose from."""
    rest = [line for line in lines if not is_option(line.text)]
    return all(isinstance(part, Code) for part in parts(rest))


def _begins_code(tail: Lines, place: int) -> bool:
    """Whether code begins here and goes on to the end, options below it aside."""
    if not tail[place].text.strip() or not is_material(tail[place:]):
        return False
    return bool(fence(tail, place)) or not is_option(tail[place].text)
