import numpy as np

a = np.arange(12).reshape(3, 4)
print(a, a.shape, a.dtype, a.strides, a.T.flags["C_CONTIGUOUS"])
print(a[1:, ::2], a[a > 6], a.sum(axis=0), a.mean(), a.argmax())
np.vstack([a, a[:1]])
