import matplotlib.pyplot as plt
import numpy as np

fig = plt.figure(figsize=(2, 1), dpi=50)
fig.add_subplot().plot([0, 1])
fig.canvas.draw()
pixels = np.asarray(fig.canvas.buffer_rgba())
plt.close(fig)
pixels.shape
