import sys

class Bad:
    def __del__(self):
        raise ValueError("in del")

sys.unraisablehook = lambda u: print("unraisable:", u.exc_value)
b = Bad()
del b
print("still here")
