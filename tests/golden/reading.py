"""What a learner can tell of a message, by its kinds: wordings may improve, what is said may not.

What is told of errors, and to small talk, is of the kind that the content names. `legend.yaml`
names the others. A line of no kind is kept as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CONTENT = HERE.parents[1] / "knowledge" / "content"

Wire = dict[str, Any]
Kind = tuple[str, re.Pattern[str]]

# Facts of events that say what became of a message; the others measure or count.
_FACTS = "outcome error means told_in drawn reason followup follows of_error role again".split()
_LONGEST = 400
_OF_PAGE = re.compile(r"(?:helpful|unhelpful|both|more|pitfall|run\S*) (?P<slug>\S+)")
# Addresses, how fast a progress bar went, and days.
_WOBBLY = re.compile(r"0x[0-9a-f]{6,}|\d\d:\d\d<\S+ \S+/s|\d{4}-\d\d-\d\d")


@cache
def _buttons() -> Sequence[Kind]:
    named = _read(HERE / "legend.yaml")["buttons"]
    return [(name, re.compile(rf"{pattern}\Z")) for name, pattern in named.items()]


@cache
def _lines() -> Sequence[Kind]:
    """The first kind that fits counts."""
    named = _read(HERE / "legend.yaml")["lines"]
    rules = [rule for path in sorted(CONTENT.glob("errors/*_*.yaml")) for rule in _read(path)]
    told = [rule for rule in rules if "says" in rule]
    families = _read(CONTENT / "errors" / "families.yaml")
    talks = _read(CONTENT / "talk.yaml")["kinds"]
    return [
        *((f"family {it['id']}", _told(it["says"])) for it in families),
        *((f"rule {it['id']}", _told(it["says"], it.get("remedy"))) for it in told),
        *((f"talk {it}", _told(talks[it]["says"])) for it in talks if "says" in talks[it]),
        *((name, re.compile(pattern)) for name, pattern in named.items()),
    ]


# What a busy machine may leave out; tests of their own hold these.
_IF_IN_TIME = ("hint", "mended", "first round")


def _sure(told: Iterable[str]) -> list[str]:
    return [each for each in told if not each.startswith(_IF_IN_TIME)]


def _told(says: str, remedy: str | None = None) -> re.Pattern[str]:
    """What is kept of what the sentence is filled with is the mended code; a hint asks for some."""
    then = f"(?: {_filled(remedy, fix='.+')})?" if remedy else ""
    return re.compile(f"{_filled(says, fix='(.+)')}{then}\\Z")


def _filled(says: str, fix: str) -> str:
    parts = re.split(r"(\{\{|\}\}|\{[^{}]*\})", " ".join(says.split()))
    filled = {"{{": r"\{", "}}": r"\}", "{fix}": fix}
    return "".join(
        re.escape(it) if at % 2 == 0 else filled.get(it, ".*") for at, it in enumerate(parts)
    )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def happened(kind: str, slug: str | None, facts: Mapping[str, Any]) -> str:
    """An event in a line."""
    told = (f"{name}={facts[name]}" for name in _FACTS if facts.get(name))
    return " ".join((kind, *([slug] if slug else ()), *told))


def message(sent: Wire) -> Wire:
    """A message of the bot, distilled."""
    rows = sent.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [pressing(each.get("callback_data") or each["url"]) for row in rows for each in row]
    page = next((found["slug"] for each in buttons if (found := _OF_PAGE.fullmatch(each))), None)
    says = _sure(_around_page(sent) if page else _said(sent))
    is_whole = page is None and not any(each.endswith("…") for each in says)
    files = [sent["document"]["file_name"]] if "document" in sent else []
    read = {
        "page": page,
        "says": says,
        "shows": [*_shown(sent)] if is_whole else [],
        "buttons": [each.removesuffix(f" {page}") for each in _sure(buttons)],
        "sends": ["photo"] * ("photo" in sent) + [_WOBBLY.sub("…", each) for each in files],
    }
    return {name: value for name, value in read.items() if value}


def pressing(data: str) -> str:
    """What a button does, and to what."""
    fitting = ((name, pattern.fullmatch(data)) for name, pattern in _buttons())
    return next((" ".join((name, *found.groups())) for name, found in fitting if found), data)


def saying(line: str) -> str:
    """The kind of a line, with what it names; the line itself where it has none."""
    for name, pattern in _lines():
        if found := pattern.match(line):
            return ": ".join((name, *filter(None, found.groups())))
    return f"“{line[:_LONGEST]}”"


def _around_page(sent: Wire) -> Iterator[str]:
    """What stands above the page's title, and which of its sections are open."""
    title, *others = [each for each in _entities(sent) if each["type"] == "bold"]
    yield from map(saying, _split(_part(sent, 0, title["offset"])))
    sections = [saying(_part(sent, each["offset"], each["length"])) for each in others]
    yield from (each for each in sections if each.endswith("…"))


def _said(sent: Wire) -> Iterator[str]:
    """The kinds of the lines outside of blocks."""
    around = ((each["offset"], each["offset"] + each["length"]) for each in _blocks(sent))
    ends = [0, *chain.from_iterable(around), None]
    pairs = zip(ends[::2], ends[1::2], strict=True)
    texts = (_part(sent, start, None if end is None else end - start) for start, end in pairs)
    for line in _split("\n".join(texts)):
        kind = saying(line)
        yield kind
        if kind.endswith("…"):
            return


def _shown(sent: Wire) -> Iterator[str]:
    for each in _blocks(sent):
        lines = _split(_WOBBLY.sub("…", _part(sent, each["offset"], each["length"])))
        yield "\n".join(" ".join(line.split()) for line in lines)[:_LONGEST]


def _blocks(sent: Wire) -> list[Wire]:
    return [each for each in _entities(sent) if each["type"] == "pre"]


def _entities(sent: Wire) -> list[Wire]:
    return sent.get("entities") or sent.get("caption_entities") or []


def _part(sent: Wire, start: int, length: int | None) -> str:
    """Telegram counts in UTF-16."""
    text = (sent.get("text") or sent.get("caption") or "").encode("utf-16-le", "surrogatepass")
    end = None if length is None else 2 * (start + length)
    return text[2 * start : end].decode("utf-16-le", "replace")


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
