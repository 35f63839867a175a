import inspect


def f(a, b=2, *args, c, **kw):
    """Doc."""
    return a + b


class K:
    def m(self):
        return 1


print(inspect.getsource(f))
print(inspect.signature(f), inspect.getdoc(f), inspect.isfunction(f), inspect.getmodule(f).__name__)
print(inspect.getsource(K.m))
inspect.getsourcelines(K)[1]
