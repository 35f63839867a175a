"""Read JSON: a list of objects, each with a question and its answer; or one object a line. Pure."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from knowledge.importing.assembly import Remark
from knowledge.importing.column_names import kind_of, plain_name
from knowledge.importing.decoding import plain
from knowledge.importing.imported import Questionnaire
from knowledge.importing.options import Chosen, Option, chosen
from knowledge.importing.pairs import Pair, alike, paired
from knowledge.pages.problems import Refused

_FRONT = frozenset({"front", "term"})
_BACK = frozenset({"back", "definition", "correctanswer"})
_WHY = frozenset({"explanation", "feedback", "rationale"})
_OPTIONS = frozenset({"options", "choices", "distractors"})
_RIGHT = frozenset({"correct", "iscorrect", "right", "isright"})
_LETTER = re.compile(r"\(?([A-Za-z])[.)]?$")
_TOO_LONG = "this is not JSON that can be read: it has a number of thousands of digits"
_WANTED = 'a list of objects such as {"question": "Why?", "answer": "So."}'

_Object = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    values: _Object


def is_json(text: str) -> bool:
    """Whether a text is JSON as a whole; a list of numbers says nothing."""
    if text.lstrip()[:1] not in ("[", "{"):
        return False
    try:
        return bool(_objects(json.loads(text)))
    except (ValueError, RecursionError):
        return False


def read_json(path: str, text: str) -> Questionnaire | Refused:
    """Read the list, or the one list that an object holds."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        if is_lines(text):
            return read_json_lines(path, text)
        return Refused.at(path, error.lineno, f"this is not JSON: {error.msg}")
    except ValueError:
        return Refused.at(path, 1, _TOO_LONG)
    except RecursionError:
        return Refused.at(path, 1, "this is not JSON that can be read: it is nested too deeply")
    found = _objects(whole)
    if not found:
        return Refused.at(path, 1, f"expected {_WANTED}, got {_shown(whole)}")
    beside = _beside(whole)
    lines = _lines(text, len(found))
    records = [_Record(line, one) for line, one in zip(lines, found, strict=True)]
    return _read(path, records, [(1, f"left out, {key!r}") for key in beside])


def is_lines(text: str) -> bool:
    """Whether the first two lines are objects of their own."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and all(line[:2] == '{"' and line[-1:] == "}" for line in lines[:2])


def read_json_lines(path: str, text: str) -> Questionnaire | Refused:
    """Read an object a line; blank lines are none."""
    records: list[_Record] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            return Refused.at(path, number, f"expected one object on this line: {error.msg}")
        except ValueError:
            return Refused.at(path, number, _TOO_LONG)
        except RecursionError:
            value = None
        if not isinstance(value, dict):
            return Refused.at(
                path, number, f"expected one object on this line, got {_shown(value)}"
            )
        records.append(_Record(number, value))
    return _read(path, records, [])


def _read(
    path: str, records: Sequence[_Record], notes: Sequence[Remark]
) -> Questionnaire | Refused:
    pairs = [_pair(record) for record in records]
    unread = Counter(key for record in records for key in _unread(record.values))
    remarks = [(records[0].line, f"left out, the values of {key!r}") for key in unread]
    return paired(path, pairs, [*notes, *remarks])


def _objects(whole: object) -> list[_Object]:
    """Find the list of objects, which may stand alone in an object of a few names."""
    if isinstance(whole, dict):
        lists = [one for one in whole.values() if isinstance(one, list) and one]
        return _objects(lists[0]) if len(lists) == 1 else []
    if isinstance(whole, list) and whole and all(isinstance(one, dict) for one in whole):
        return whole
    return []


def _beside(whole: object) -> list[str]:
    if not isinstance(whole, dict):
        return []
    return [key for key, value in whole.items() if not (isinstance(value, list) and value)]


def _lines(text: str, count: int) -> list[int]:
    """Find where each object of the list begins, by reading them once more one by one."""
    for opened in re.finditer(r"\[\s*(?=\{)", text):
        places = list(_places(text, opened.end()))
        if len(places) == count:
            return [text.count("\n", 0, place) + 1 for place in places]
    return [1] * count


def _places(text: str, place: int) -> Iterator[int]:
    decoder = json.JSONDecoder()
    while place < len(text) and text[place] == "{":
        yield place
        try:
            _, end = decoder.raw_decode(text, place)
        except ValueError:
            return  # these brackets stand in a string
        place = end + len(text[end:]) - len(text[end:].lstrip(" \t\r\n,"))


def _named(values: _Object, kind: str) -> list[str]:
    """Find the names of a kind; those of cards only where there is none of the usual ones."""
    usual = [key for key in values if kind_of(key) == kind]
    # What explains options is no option.
    backs = _BACK if _options(values) else _BACK | _WHY
    others = {"question": _FRONT, "answer": backs}.get(kind, frozenset())
    return usual or [key for key in values if plain_name(key) in others][:1]


def _options(values: _Object) -> list[str]:
    return [key for key in values if plain_name(key) in _OPTIONS]


def _explained(values: _Object) -> list[str]:
    """Find what joins the answer."""
    return [key for key, one in values.items() if plain_name(key) in _WHY and _is_text(one)]


def _unread(values: _Object) -> Iterator[str]:
    kinds = ("question", "answer", "code")
    read = {key for kind in kinds for key in _named(values, kind)}
    read |= {*_options(values), *_explained(values)}
    return (key for key in values if key not in read)


def _pair(record: _Record) -> Pair:
    line, values = record.line, record.values
    named = {kind: _named(values, kind) for kind in ("question", "answer", "code")}
    fault = next(filter(None, (_fault(kind, keys, values) for kind, keys in named.items())), None)
    if fault:
        return Pair(line, [], [], fault=fault)
    said = {kind: _text(values[keys[0]]) if keys else "" for kind, keys in named.items()}
    answer = Chosen(said["answer"])
    if keys := _options(values):
        told = values[named["answer"][0]] if named["answer"] else None
        answer = _chosen(said["question"], values[keys[0]], told)
    why = [_text(values[key]) for key in _explained(values) if key not in named["answer"]]
    return Pair(
        line,
        alike(line, said["question"]),
        alike(line, "\n\n".join(filter(None, (answer.answer, *why)))),
        alike(line, said["code"]) if said["code"].strip() else (),
        answer.fault,
        answer.notes,
    )


def _fault(kind: str, keys: Sequence[str], values: _Object) -> str | None:
    if not keys:
        got = ", ".join(values) or "nothing"
        needs = kind == "question" or (
            kind == "answer" and not (_options(values) or _named(values, "code"))
        )
        return f"expected a value named {kind!r} in this object, got {got}" if needs else None
    if len(keys) > 1:
        return f"expected one {kind} in this object, got {', '.join(map(repr, keys))}"
    has_options = kind == "answer" and _options(values)
    value = values[keys[0]]
    if has_options or _is_text(value):
        return None
    return f"expected words as {keys[0]!r}, got {_shown(value)}"


def _is_text(value: object) -> bool:
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return is_list or (isinstance(value, str | int | float) and not isinstance(value, bool))


def _text(value: object) -> str:
    """Read a string, or the lines of one; half a surrogate pair is no letter."""
    whole = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    said = plain(whole.encode("utf-8", "replace").decode("utf-8"))
    return said.replace("\r\n", "\n").replace("\r", "\n")


def _chosen(question: str, options: object, told: object) -> Chosen:
    """Find the right ones among options by a mark of theirs, or by the answer that names one."""
    if isinstance(options, dict):
        told = options.get(told, told) if isinstance(told, str) else told
        options = list(options.values())
    if not isinstance(options, list) or not options:
        return Chosen(fault=f"expected a list of options, got {_shown(options)}")
    read = [_option(one) for one in options]
    known = [one for one in read if one is not None]
    if len(known) < len(read):
        return Chosen(fault=f"expected options in words, got {_shown(options)}")
    if any(one.share for one in known):
        return chosen(question, known)
    texts = [one.text for one in known]
    names = told if isinstance(told, list) else [told]
    right = [_place(texts, name) for name in names]
    if None in right:
        return Chosen(
            fault=(
                f"expected the answer to {shorten(question, 80)!r} to be one of its options in the "
                f"same words, or its letter, got {_shown(told)}"
            )
        )
    return chosen(question, [Option(text, 100.0 * (n in right)) for n, text in enumerate(texts)])


def _option(value: object) -> Option | None:
    if isinstance(value, dict):
        text = next(
            (v for k, v in value.items() if plain_name(k) in {"text", "answer", "option"}), None
        )
        is_right = any(v is True for k, v in value.items() if plain_name(k) in _RIGHT)
        return Option(_text(text), 100.0 * is_right) if isinstance(text, str) else None
    return Option(_text(value), 0.0) if _is_text(value) and not isinstance(value, list) else None


def _place(texts: Sequence[str], name: object) -> int | None:
    """Find the option that is meant; whether a bare number counts from 0 or 1 nobody knows."""
    said = _text(name).strip() if isinstance(name, str) else None
    if said is None:
        return None
    if said in texts:
        return texts.index(said)
    letter = _LETTER.match(said)
    place = ord(letter[1].lower()) - ord("a") if letter else len(texts)
    return place if place < len(texts) else None


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return f"an object with {', '.join(map(repr, value)) or 'nothing in it'}"
        case list():
            return f"a list of {len(value)}"
        case _:
            return shorten(repr(value), 60, placeholder=" ...")
