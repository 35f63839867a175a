import numpy as np

np.testing.assert_allclose([1.0], [1.0 + 1e-9])
try:
    np.testing.assert_array_equal([1, 2], [1, 3])
except AssertionError as e:
    print(str(e).strip().splitlines()[0])
print(np.finfo(np.float32).eps, np.iinfo("int16").max, np.dtype("complex64").itemsize)
