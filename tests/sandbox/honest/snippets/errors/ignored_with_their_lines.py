import atexit
import ctypes
import sys
import weakref
from functools import partial


class Named:
    def __init__(self, name, fail):
        self.name, self.fail = name, fail

    def __repr__(self):
        return f"<{self.name}>"

    def __call__(self, *_):
        return self.fail()


def deep(n):
    return deep(n - 1) if n else 1 / 0


class MyError(Exception):
    pass


class Unprintable(Exception):
    def __str__(self):
        raise ValueError("no words")


def with_a_note():
    error = MyError("of my own")
    error.add_note("not shown")
    raise error


def chained():
    try:
        {}["x"]
    except KeyError as error:
        raise MyError from error


def unprintable():
    raise Unprintable


def nowhere():
    compile("x = = 1", "<text>", "exec")


class Dies:
    __del__ = Named("wish", lambda: [1, 2] + 3)


class Ends:
    def __init__(self, fail):
        self.fail = fail


Dies()
huge = partial(bytearray, 1 << 62)
fails = [lambda: deep(0), lambda: deep(9), with_a_note, chained, unprintable, nowhere]
for fail in (*fails, lambda: huge() + 1):
    ends = Ends(fail)
    held = weakref.ref(ends, Named("callback", fail))
    del ends
broken = Named("", lambda: 1 / 0)
broken.__class__ = type("Broken", (Named,), {"__repr__": lambda self: 1 / 0})
ends = Ends(None)
held = weakref.ref(ends, broken)
del ends

callback = Named("called from C", lambda: 1 / 0)
ctypes.CFUNCTYPE(None)(callback)()
atexit.register(Named("at exit", lambda: 1 / 0))

seen = []
sys.unraisablehook = lambda told: seen.append(told.exc_type.__name__)
Dies()
sys.unraisablehook = sys.__unraisablehook__
print(seen, sys.unraisablehook is sys.__unraisablehook__)
Dies()
sys.tracebacklimit = 1
ends = Ends(None)
held = weakref.ref(ends, Named("callback", lambda: deep(9)))
del ends, sys.tracebacklimit
print(sys.unraisablehook.__name__, sys.unraisablehook.__module__)
