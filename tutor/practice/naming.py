"""What exercises and topics may be called. Pure."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from knowledge.exercises.exercise import Exercise

Exercises = Mapping[str, Exercise]
# The title of each, and how many exercises it has.
Topics = Mapping[str, tuple[str, int]]

_NEAR = 3


def meant(name: str, exercises: Exercises, topics: Topics) -> Exercise | str | None:
    """An exercise, or a topic, which comes before what is only defined by its name."""
    called = (each for each in exercises.values() if name in _keys(each))
    return exercises.get(name) or _names(topics).get(name) or next(called, None)


def near(name: str, exercises: Exercises, topics: Topics) -> tuple[Exercise, ...]:
    """Exercises that may be meant; a topic that is nearer takes their room."""
    titles = {key: each for each in exercises.values() for key in _keys(each)}
    close = get_close_matches(name, [*titles, *_names(topics)], _NEAR, 0.7)
    return tuple({titles[each].id: titles[each] for each in close if each in titles}.values())


def slug(title: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", title.lower()))


def _names(topics: Topics) -> dict[str, str]:
    titles = {slug(title): topic for topic, (title, _) in topics.items()}
    return titles | {each: each for each in topics}


def _keys(exercise: Exercise) -> tuple[str, ...]:
    return exercise.id, slug(exercise.title), slug(exercise.name)
