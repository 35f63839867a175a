"""All exercises, in the order in which they are taught."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable

import yaml
from pydantic import ValidationError

from knowledge.exercises.exercise import Exercise, load
from knowledge.pages.curriculum import EXERCISES, read_topics, shipped
from knowledge.pages.problems import Problem, Refused

PAGE = "exercise.md"


@cache
def shelf() -> Mapping[str, Exercise]:
    """The exercises that ship, by id; theirs is the order of topics, then of levels."""
    match read_shelf(shipped()):
        case Refused(problems):
            raise ValueError(f"{problems[0]}")
        case exercises:
            return {each.id: each for each in exercises}


@cache
def practised() -> frozenset[str]:
    """The pages of which there are exercises."""
    return frozenset(page for each in shelf().values() for page in each.pages)


def read_shelf(content: Traversable) -> Sequence[Exercise] | Refused:
    """Read a content folder's exercises; any problem at all refuses the whole."""
    exercises, problems = read_exercises(content)
    if problems:
        return Refused(tuple(sorted(problems)))
    topics = read_topics(content)
    if isinstance(topics, Refused):
        return topics
    order = {topic.slug: place for place, topic in enumerate(topics)}
    return sorted(exercises, key=lambda each: (order.get(each.topic, len(order)), each.level))


def read_exercises(content: Traversable) -> tuple[list[Exercise], list[Problem]]:
    """Those of a content folder that are sound, and what is wrong with the others."""
    found = [read_exercise(folder) for folder in _folders(content / EXERCISES)]
    sound = [each for each in found if isinstance(each, Exercise)]
    return sound, [each for each in found if isinstance(each, Problem)]


def _folders(exercises: Traversable) -> list[Traversable]:
    if not exercises.is_dir():
        return []
    found = [each for each in exercises.iterdir() if (each / PAGE).is_file()]
    return sorted(found, key=lambda each: each.name)


def read_exercise(folder: Traversable) -> Exercise | Problem:
    """Read one folder, whose name is the exercise's id."""
    try:
        return load(folder)
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except (ValueError, OSError, SyntaxError, yaml.YAMLError) as error:
        what = str(error)
    return Problem(f"{EXERCISES}/{folder.name}/{PAGE}", 1, what)
