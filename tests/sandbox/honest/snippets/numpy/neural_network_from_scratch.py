import numpy as np

rng = np.random.default_rng(1)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
W1, W2 = rng.normal(size=(2, 8)), rng.normal(size=(8, 1))
for _ in range(3000):
    h = np.tanh(X @ W1)
    out = 1 / (1 + np.exp(-h @ W2))
    delta = out - y
    grad2 = h.T @ delta
    grad1 = X.T @ (delta @ W2.T * (1 - h ** 2))
    W1, W2 = W1 - 0.1 * grad1, W2 - 0.1 * grad2
print((out > 0.5).astype(int).ravel())
