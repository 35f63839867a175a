import contextlib


class Timer:
    def __enter__(self):
        print("start")
        return self

    def __exit__(self, kind, value, trace):
        print("stop", kind.__name__ if kind else None)
        return kind is ZeroDivisionError


with Timer():
    1 / 0


@contextlib.contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name
    finally:
        print(f"</{name}>")


with tag("a") as a, tag("b"), contextlib.suppress(KeyError):
    {}["x"]
with contextlib.ExitStack() as stack:
    stack.callback(print, "last")
    print(a)
