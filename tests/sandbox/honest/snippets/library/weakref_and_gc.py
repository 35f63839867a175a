import gc
import weakref


class Node:
    pass


n = Node()
r = weakref.ref(n)
weakref.finalize(n, print, "gone")
print(r() is n)
del n
print(r())
a = Node()
a.me = a
del a
print(gc.collect() > 0, gc.isenabled())
cache = weakref.WeakValueDictionary()
len(cache)
