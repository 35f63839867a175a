import matplotlib.pyplot as plt
import numpy as np

x, y = np.meshgrid(np.linspace(-2, 2, 15), np.linspace(-2, 2, 15))
plt.contour(x, y, x ** 2 + y ** 2, levels=5)
plt.quiver(x, y, -x, -y)
plt.gca().set_aspect("equal")
