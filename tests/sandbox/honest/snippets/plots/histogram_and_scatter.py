import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
plt.hist(rng.normal(size=500), bins=20)
plt.figure()
plt.scatter(rng.random(20), rng.random(20), c=rng.random(20), s=40)
plt.show()
