import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

x = np.arange(5)
print(sliding_window_view(x, 3))
as_strided(x, shape=(3, 3), strides=(8, 8))
