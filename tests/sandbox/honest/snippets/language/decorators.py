import functools


def logged(level="info"):
    def outer(f):
        @functools.wraps(f)
        def inner(*args, **kwargs):
            print(f"[{level}] {f.__name__}{args}")
            return f(*args, **kwargs)
        return inner
    return outer


@logged("debug")
def add(a, b):
    """Add."""
    return a + b


print(add(1, 2), add.__doc__, add.__wrapped__(3, 4))


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(50), fib.cache_info())
