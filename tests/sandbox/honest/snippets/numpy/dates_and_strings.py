import numpy as np

d = np.arange("2024-02-27", "2024-03-02", dtype="datetime64[D]")
print(d, d[1] - d[0])
print(np.char.upper(np.array(["a", "b"])), np.unique(["b", "a", "b"], return_counts=True))
