import itertools as it

print(list(it.accumulate([1, 2, 3])), list(it.pairwise("abc")), list(it.permutations("ab")))
print([(k, list(g)) for k, g in it.groupby("aabb")], list(it.islice(it.count(5), 3)))
print(list(it.product([0, 1], repeat=2)), list(it.zip_longest("ab", "c")), list(it.chain("a", "b")))
list(it.combinations(range(4), 2))
