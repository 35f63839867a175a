"""A script with a docstring of its own."""

print(__doc__)
print(__annotations__ if "__annotations__" in globals() else "none")
x: int = 3
print(__annotations__)
