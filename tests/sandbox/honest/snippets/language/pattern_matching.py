from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


def say(v):
    match v:
        case Point(x=0, y=y):
            return f"on the axis at {y}"
        case [first, *rest] if rest:
            return f"{first} and {len(rest)} more"
        case {"op": "add", "args": [a, b]}:
            return a + b
        case str() | bytes():
            return "text"
        case None:
            return "nothing"
        case _:
            return "?"


print([say(v) for v in (Point(0, 3), [1, 2, 3], {"op": "add", "args": [1, 2]}, "x", None, 4)])
