import numpy as np

np.ones(3).reshap(3, 1)
