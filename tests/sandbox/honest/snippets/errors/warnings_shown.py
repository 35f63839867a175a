import warnings

warnings.warn("careful")
warnings.warn("old", DeprecationWarning)
warnings.warn("future", FutureWarning, stacklevel=1)

def f():
    warnings.warn("from f", UserWarning, stacklevel=2)

for _ in range(2):
    f()
