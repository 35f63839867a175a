import matplotlib.pyplot as plt
import numpy as np

fig, axes = plt.subplots(2, 2, figsize=(6, 4), sharex=True)
x = np.linspace(0, 1, 20)
for i, ax in enumerate(axes.flat):
    ax.plot(x, x ** (i + 1))
    ax.set_title(f"$x^{i + 1}$")
fig.suptitle("Powers")
fig.tight_layout()
len(axes.flat)
