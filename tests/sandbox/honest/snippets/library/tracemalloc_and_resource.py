import resource
import sys
import tracemalloc

tracemalloc.start()
x = [0] * 10000
now, peak = tracemalloc.get_traced_memory()
print(now >= 80000, peak >= now)
tracemalloc.stop()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0, sys.getsizeof(x))
