def f():
    try:
        raise ValueError("a")
    except ValueError:
        raise RuntimeError("b") from None

try:
    f()
except RuntimeError as e:
    print(e.__suppress_context__, e.__cause__, repr(e.__context__))
try:
    try:
        1 / 0
    finally:
        print("cleanup")
except ZeroDivisionError as e:
    print(e)
