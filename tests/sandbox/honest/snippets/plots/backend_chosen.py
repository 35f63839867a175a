import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

plt.switch_backend("agg")
plt.plot([3, 1, 2])
plt.show()
