"""Small talk that everybody words in their own way, and what only looks like it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.messages.talk import small_talk
from bot.messages.talk_patterns import _COURTESY, _SPOKEN, _VOCABULARY, _alternatives, worded
from bot.messages.talk_phrases import Talk
from bot.messages.talk_templates import TEMPLATES
from knowledge.followup.reading import only_wishes
from tests.knowledge import search as matching

EXAMS = Path(matching.__path__[0])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("can u do my homework", Talk.HOMEWORK),
        ("do my assignment for me!!", Talk.HOMEWORK),
        ("plz do my hw", Talk.HOMEWORK),
        ("do my hmoework", Talk.HOMEWORK),
        ("can u help me wiht my assignment", Talk.HOMEWORK),
        ("just give me the answers to the quiz", Talk.HOMEWORK),
        ("can you write a program", Talk.WRITE),
        ("tell me a joke", Talk.FUN),
        ("tel me a joke", Talk.FUN),
        ("Do you know any good jokes?", Talk.FUN),
        ("sing me a song", Talk.FUN),
        ("i'm so bored", Talk.FUN),
        ("wat can u do", Talk.HELP),
        ("what's this bot for?", Talk.HELP),
        ("I have a question", Talk.ASK),
        ("who created you?", Talk.WHO),
        ("r u human", Talk.WHO),
        ("are you a human or a bot?", Talk.WHO),
        ("is this chatgpt", Talk.WHO),
        ("am I talking to a real person?", Talk.WHO),
        ("i love you so much", Talk.PRAISE),
        ("thanks, i love you", Talk.THANKS),
        ("you're the best", Talk.PRAISE),
        ("im so tired", Talk.SAD),
        ("I'm stuck", Talk.STUCK),
        ("i hate math", Talk.STUCK),
        ("happy new year!", Talk.WISHES),
        ("can you hear voice messages?", Talk.SPEECH),
        ("can i send you a photo of my code", Talk.PICTURE),
        ("can i send a pdf", Talk.FILE),
        ("can you open links?", Talk.LINK),
        ("do you have internet access", Talk.WEB),
        ("do you speak german?", Talk.LANGUAGE),
        ("can my teacher see this?", Talk.PRIVACY),
        ("do you store my messages", Talk.PRIVACY),
        ("are you free", Talk.COST),
        ("my code doesn't work", Talk.BROKEN),
        ("pls fix my code", Talk.BROKEN),
        ("what's the weather like today?", Talk.OUTSIDE),
        ("draw me a cat", Talk.OUTSIDE),
        ("can someone help me fix my code", Talk.BROKEN),
        ("merry xmas bot", Talk.WISHES),
        ("u real?", Talk.WHO),
        ("who reads this chat", Talk.PRIVACY),
        (":)", Talk.FINE),
        ("rofl", Talk.THANKS),
        ("perfect, exactly what I needed", Talk.THANKS),
        ("that was clear", Talk.THANKS),
        ("great explanation!", Talk.THANKS),
        ("ok i'll try it", Talk.FINE),
        ("i already knew that", Talk.FINE),
        ("it didnt help", Talk.MISSED),
        ("not helpful at all", Talk.MISSED),
        ("sorry i meant something else", Talk.MISSED),
        ("i think this is wrong", Talk.MISSED),
        ("you made a mistake", Talk.MISSED),
        ("my brain hurts", Talk.STUCK),
        ("hi, how are you doing today?", Talk.HELLO),
    ],
)
def test_small_talk_is_known_in_many_tones(text: str, kind: Talk) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        # Course matters are for instructors, who can answer them.
        "when is the exam",
        "what's the deadline for the homework",
        # These follow on a page.
        "can you write the code for me",
        "is it free",
        "i got an error",
        "this is confusing",
        "the code does not work",
        # These are about tensors.
        "write a training loop",
        "can you draw a convolution",
        "do the two views share memory",
        "is this a view",
        "can i send a tensor to the gpu",
        "can you read an image into a tensor",
        "what is the weather tensor",
        "is this wrong?",
        "there is an error in my loop",
        "it is not helpful to normalise",
        "what i needed was the gradient",
        "what does a language model predict",
        "my code is slow on the gpu",
        "give me the answer of softmax",
        "how do I write a loop",
        "solve a linear system",
        "x = :)",
        # Who wants to try it is shown the example.
        "i want to try it",
    ],
)
def test_what_only_looks_like_small_talk_is_none(text: str) -> None:
    assert small_talk(text) is None


def test_no_question_of_the_exams_is_small_talk() -> None:
    assert [text for text in _asked() if isinstance(small_talk(text), Talk)] == []


def test_no_follow_up_of_the_exams_is_small_talk() -> None:
    lines = (EXAMS / "followups.jsonl").read_text().splitlines()
    wishes = [text for text in (json.loads(line)["text"] for line in lines) if only_wishes(text)]

    assert len(wishes) > 20
    assert [text for text in wishes if small_talk(text) is not None] == []


def test_every_word_of_a_template_can_be_said() -> None:
    """Courtesy is dropped and short forms are spelt out before the templates are asked."""
    assert not (_VOCABULARY & (_COURTESY | _SPOKEN.keys()))


@pytest.mark.parametrize("talk", TEMPLATES)
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_each_template_is_met_by_what_it_says(talk: Talk, data: st.DataObject) -> None:
    """None is spoilt by another kind's, or by a word that is dropped before it is asked."""
    for template in _alternatives(TEMPLATES[talk]):
        said = data.draw(st.from_regex(template, fullmatch=True)).strip()

        assert not said or worded(said) is talk


def _asked() -> Iterator[str]:
    """What the exams hold a page to answer; the rest is there to be left alone."""
    for path in EXAMS.glob("exam*.jsonl"):
        for line in path.read_text().splitlines():
            question = json.loads(line)
            if question.get("slug"):
                yield question["text"]


@pytest.mark.parametrize(
    "said",
    [
        *("what is this for", "is the data saved", "is the name saved", "should i show the image"),
        *("can i show an image", "what is the tile", "can you read lines", "can you read five"),
        *("this is hand", "really"),
    ],
)
def test_what_may_be_asked_of_a_tensor_is_no_small_talk(said: str) -> None:
    assert small_talk(said) is None
