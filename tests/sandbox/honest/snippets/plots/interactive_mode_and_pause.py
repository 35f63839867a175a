import matplotlib.pyplot as plt

plt.ion()
plt.plot([1, 2, 3])
plt.draw()
plt.pause(0.01)
plt.ioff()
plt.show(block=False)
