first, *middle, last = range(5)
print(first, middle, last)
(a, b), c = (1, 2), 3

def f(*args, key=0, **rest):
    return args, key, rest

print(f(*[1, 2], **{"key": 3, "z": 4}), {**{"a": 1}, "b": 2}, [*"ab", *range(2)])
a, b = b, a
a, b, c
