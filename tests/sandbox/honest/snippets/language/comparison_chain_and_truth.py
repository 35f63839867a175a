x = 5
print(1 < x <= 5, not x, x or 3, [] or "empty", None is None, [1] == [1], [1] is [1])
print(all([]), any([]), bool(""), max("abc", key=ord), sorted([3, 1], reverse=True))
print(*zip("ab", [1, 2]), *enumerate("xy", 1), *map(str, [1]), *reversed([1, 2]))
