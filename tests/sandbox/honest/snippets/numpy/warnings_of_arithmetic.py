import numpy as np

print(np.array([1.0, 0.0]) / 0)
print(np.log(np.array([-1.0])))
with np.errstate(all="ignore"):
    print(np.float64(1) / 0)
np.int8(100) + np.int8(100)
