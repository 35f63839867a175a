import typing
from collections.abc import Callable, Iterable, Mapping
from numbers import Number

print(isinstance([], Iterable), isinstance({}, Mapping), callable(print), isinstance(1.0, Number))
print(typing.get_args(dict[str, int]), typing.get_origin(list[int]), int | str, Callable[[int], str])
