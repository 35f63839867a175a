import numpy as np

rng = np.random.default_rng(42)
print(rng.random(3), rng.integers(0, 10, 5), rng.normal(size=2), rng.choice(["a", "b"], 3))
print(rng.permutation(5))
np.random.seed(0)
np.random.randn(2)
