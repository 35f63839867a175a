import numpy as np

np.set_printoptions(precision=3, suppress=True)
print(np.array([np.pi, 1e-8]), np.array([1e10]))
with np.printoptions(threshold=5):
    print(np.arange(100))
np.array2string(np.eye(2), separator=", ")
