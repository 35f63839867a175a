x = [1, 2]
try:
    assert len(x) == 3, f"length is {len(x)}"
except AssertionError as e:
    print("AssertionError:", e)
assert x
