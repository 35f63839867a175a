import traceback

try:
    try:
        int("x")
    except ValueError as e:
        raise TypeError("wrapped") from e
except TypeError as e:
    print(repr(e.__cause__))
    traceback.print_exception(e)
