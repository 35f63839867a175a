import numpy as np

people = np.array([("Ada", 36), ("Alan", 41)], dtype=[("name", "U10"), ("age", "i4")])
print(people["name"], people["age"].mean(), people.dtype)
np.sort(people, order="age")[::-1]
