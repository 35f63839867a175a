import math

def f(x):
    """Return x."""
    return x

help(f)
print([n for n in dir(math) if n.startswith("is")])
print(f.__doc__, type(f), callable(f), hasattr(f, "__wrapped__"))
