"""Small talk is told by its phrases alone, and no question is taken for it."""

import json
from pathlib import Path

import pytest

from knowledge.search.refusals import refusal
from tests.knowledge import search as matching
from tutor.conversation.error_alone import ErrorAlone
from tutor.conversation.talk import Sum, Talk, shipped_talk, small_talk, within_talk, written
from tutor.library import Library

EXAMS = Path(matching.__path__[0])
QUESTIONS = Path(__file__).with_name("questions.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("talk", Talk)
def test_each_phrase_means_its_kind(talk: Talk) -> None:
    """None is another kind's as well, and none is all courtesy."""
    said = [each for phrase in shipped_talk().kinds[talk].phrases for each in written(phrase)]

    assert {each: kind for each in said if (kind := small_talk(each)) is not talk} == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hellooo!!", Talk.HELLO),
        ("hi, how are you doing today?", Talk.HELLO),
        ("hi bot, who are you?", Talk.WHO),
        ("Are you a human or a bot?", Talk.WHO),
        ("👍🏽", Talk.THANKS),
        ("nice, thx, see you tomorrow 🎉", Talk.THANKS),
        ("That\u2019s great, it helped a lot", Talk.THANKS),
        ("Ok, bye", Talk.BYE),
        ("lol ok :)", Talk.FINE),
        ("Yes please!", Talk.FINE),
        ("yes please run it", Talk.RUN),
        ("can u run my code?", Talk.RUN),
        ("can you help me with my homework pls", Talk.OUTSIDE),
        ("Could someone help me fix my code", Talk.STUCK),
        ("That's not what I asked", Talk.MISSED),
        ("Delete my data!", Talk.PRIVACY),
        ("please delete everything you know about me", Talk.PRIVACY),
        ("what do you store about me", Talk.PRIVACY),
        ("/ topics", Talk.LEARN),
        ("can you explain this? https://x.org/a.py", Talk.READS),
        ("www.pytorch.org and google.com", Talk.READS),
        ("what is 2+2", Sum("2+2")),
        ("2^10 =", Sum("2**10")),
        (
            "StopIteration",
            ErrorAlone("StopIteration", "says that next() was called where nothing was left."),
        ),
    ],
)
def test_small_talk_is_known_in_many_tones(text: str, kind: object) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_only_looks_like_small_talk_is_none(text: str) -> None:
    assert small_talk(text) is None


def test_nothing_that_a_page_is_asked_by_is_small_talk(library: Library) -> None:
    asked = (each for entry in library.entries.values() for each in entry.phrasings)

    taken = (text for text in asked if isinstance(small_talk(text), Talk))
    assert [text for text in taken if refusal(text) is None] == []


def test_nothing_that_the_exams_ask_is_small_talk() -> None:
    """Of follow-ups those that are complete by themselves may be."""
    rows = [
        json.loads(line)
        for path in EXAMS.glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    ]
    asked = [
        row["text"] for row in rows if row.get("slug") or row.get("kind", "complete") != "complete"
    ]

    assert len(asked) > 2000
    assert [text for text in asked if isinstance(small_talk(text), Talk)] == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("hi, what is a view?", "what is a view?"),
        ("Hello there!! what is a view?", "what is a view?"),
        ("good morning sir, what is a view?", "what is a view?"),
        ("what is a view? 😊🙏🏽", "what is a view?"),
        ("🤔 what is a view?", "what is a view?"),
        ("hello world in torch", "hello world in torch"),
        ("hello.py prints nothing", "hello.py prints nothing"),
        ("first, what is a view?", "first, what is a view?"),
        ("(2, 3) → (3, 2)", "(2, 3) → (3, 2)"),
        ("🤔", "🤔"),
        ("hi... why?", "hi... why?"),
    ],
)
def test_a_question_is_freed_of_what_is_said_around_it(text: str, question: str) -> None:
    assert within_talk(text) == question
