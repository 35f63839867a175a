"""Who asks what a thing is must find its name on the page: a definition that never comes is none.

Of the content of this release only: an instructor's page may answer in other words.
"""

import re
from functools import cache

import pytest
from rapidfuzz.distance import OSA

from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum
from knowledge.pages.entry import Entry

_ASKED = re.compile(
    r"(?:(?:what(?: is|'s|s| are)|define|(?:definition|meaning) of) (?P<after>.+)"
    r"|what does (?P<between>.+) mean"
    r"|(?P<before>.+?),? (?:meaning|definition))[?. ]*",
    re.IGNORECASE,
)
# More words describe a situation and name nothing.
_LONGEST_NAME = 3
_LIGHT = frozenset(
    """
    a an and are attribute code difference for good here in inside is problem pytorch same thing
    this to torch x
    """.split()
)
_ENDING = re.compile(
    r"(?:i[sz](?:ations?|e[drs]?|ing)|ications?|at(?:ions?|e[drs]?|ing)|tions?|i(?:es|ed)|ing"
    r"|e[drs]?|s|y)$"
)
_SHORTEST_STEM = 3
# A shorter word is one slip from many others.
_SHORTEST_MISSPELT = 5
# One is cut short and one misspelt twice; the page has "automatically" and "einsum".
_ANSWERED_OTHERWISE = frozenset({"auto stretch meaning", "whats eniusm"})


@pytest.fixture(scope="module")
def shipped() -> Curriculum:
    content = curriculum.read(curriculum.shipped())
    assert isinstance(content, Curriculum)
    return content


def test_a_page_that_is_asked_what_a_thing_is_names_the_thing(shipped: Curriculum) -> None:
    asked = [(entry, text) for entry in shipped.entries for text in entry.phrasings]
    found = [
        f"{entry.slug}: {text!r} asks about {', '.join(missing)}"
        for entry, text in asked
        if text not in _ANSWERED_OTHERWISE and (missing := _missing(entry, text))
    ]

    assert found == []


def test_what_is_answered_otherwise_is_still_asked(shipped: Curriculum) -> None:
    texts = {text for entry in shipped.entries for text in entry.phrasings}

    assert texts >= _ANSWERED_OTHERWISE


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What is an epoch?", ["epoch"]),
        ("whats a seed in torch", ["seed"]),
        ("non-linearity, meaning", ["nonlinearity"]),
        ("what does fp16 mean", ["fp16"]),
        ("Einstein summation meaning", ["einstein", "summation"]),
        ("what is the fastest of the three ways to do it", []),
        ("why is the loss nan", []),
    ],
)
def test_what_is_asked_about_is_read_off_the_question(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    ("word", "other"),
    [("reduction", "reduces"), ("padding", "pad"), ("multiplication", "multiplied")],
)
def test_a_word_is_there_in_another_form_too(word: str, other: str) -> None:
    assert _stem(word) == _stem(other)


def _names(text: str) -> list[str]:
    """Return the words that name what is asked about; none where no definition is asked for."""
    found = _ASKED.fullmatch(text.strip())
    if found is None:
        return []
    words = _words(next(part for part in found.groups() if part is not None))
    words = words[words[:1] in (["a"], ["an"], ["the"]) :]
    return [word for word in words if word not in _LIGHT] if len(words) <= _LONGEST_NAME else []


def _missing(entry: Entry, text: str) -> list[str]:
    names = _names(text)
    there = _forms(entry) if names else frozenset()
    stems = {_stem(word) for word in there}
    return [
        name
        for name in names
        if name not in there and _stem(name) not in stems and not _is_misspelt(name, there)
    ]


def _words(text: str) -> list[str]:
    """What a hyphen joins is one word: many write "nonlinearity"."""
    return re.findall(r"\w+", text.lower().replace("-", ""))


@cache
def _forms(entry: Entry) -> frozenset[str]:
    """Return the page's words, and those that a hyphen or an underscore joins."""
    text = " ".join(filter(None, (entry.question, entry.short, entry.more, entry.pitfall)))
    split = re.sub(r"[-_]", " ", text)
    return frozenset(_words(f"{text} {split}"))


def _stem(word: str) -> str:
    bare = _ENDING.sub("", word)
    if len(bare) < _SHORTEST_STEM:
        return word
    return bare[:-1] if bare[-1] == bare[-2] else bare


def _is_misspelt(name: str, there: frozenset[str]) -> bool:
    """Learners misspell what they ask for; the page does not."""
    return len(name) >= _SHORTEST_MISSPELT and any(OSA.distance(name, word) == 1 for word in there)
