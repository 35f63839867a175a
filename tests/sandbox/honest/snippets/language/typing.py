from typing import Generic, NamedTuple, Optional, Protocol, TypedDict, TypeVar, Union, get_type_hints

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


class Point(NamedTuple):
    x: int
    y: int = 0


class Row(TypedDict, total=False):
    a: Optional[int]


def f(a: int, b: "Union[str, None]" = None) -> list[int]: ...


print(Point(1), Box[int](3).item, get_type_hints(f), Row(a=1))
