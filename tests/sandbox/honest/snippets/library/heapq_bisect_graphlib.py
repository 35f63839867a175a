import bisect
import graphlib
import heapq

h = [5, 1, 4]
heapq.heapify(h)
heapq.heappush(h, 0)
print(heapq.heappop(h), heapq.nlargest(2, h), heapq.nsmallest(1, h))
a = [1, 3, 5]
bisect.insort(a, 4)
print(a, bisect.bisect_left(a, 3))
list(graphlib.TopologicalSorter({"c": {"b"}, "b": {"a"}}).static_order())
