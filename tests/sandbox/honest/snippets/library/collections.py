from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

print(Counter("banana").most_common(2), dict(Counter(a=1) + Counter(a=2)))
d = defaultdict(list)
d["x"].append(1)
print(d, deque([1, 2, 3], maxlen=2), ChainMap({"a": 1}, {"b": 2})["b"])
P = namedtuple("P", "x y")
print(P(1, 2)._replace(x=5), OrderedDict(a=1))
q = deque("abc")
q.rotate(1)
q
