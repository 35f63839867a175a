import matplotlib.pyplot as plt
import numpy as np

counts = np.array([[8, 2], [1, 9]])
fig, ax = plt.subplots()
ax.imshow(counts, cmap="Blues")
for (i, j), n in np.ndenumerate(counts):
    ax.text(j, i, n, ha="center", va="center")
ax.set(xticks=[0, 1], yticks=[0, 1], xlabel="predicted", ylabel="true")
plt.show()
