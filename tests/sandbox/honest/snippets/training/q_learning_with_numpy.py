import numpy as np

rng = np.random.default_rng(0)
Q = np.zeros((4, 2))
for _ in range(200):
    s = 0
    while s != 3:
        a = rng.integers(2) if rng.random() < 0.3 else Q[s].argmax()
        t = min(s + 1, 3) if a == 1 else max(s - 1, 0)
        Q[s, a] += 0.5 * ((t == 3) + 0.9 * Q[t].max() - Q[s, a])
        s = t
print(Q.argmax(1)[:3], Q.round(2).max())
