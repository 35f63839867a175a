import functools
import operator

print(functools.reduce(operator.mul, range(1, 6)), functools.partial(pow, 2)(10))
print(sorted(["b", "A"], key=str.lower), max([(1, "z"), (2, "a")], key=operator.itemgetter(1)))


@functools.singledispatch
def kind(x):
    return "other"


@kind.register
def _(x: int):
    return "int"


kind(3), kind("a")
